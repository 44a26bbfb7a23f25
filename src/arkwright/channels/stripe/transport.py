"""Stripe's library over the World: it opens no socket, tries nothing twice and writes no log of its own."""

from __future__ import annotations

import logging
from collections.abc import Mapping

import stripe
from stripe import _util

from arkwright.kit.world import NetworkError, World


class WorldTransport(stripe.HTTPClient):
    """Sends each of the library's requests through `world.http`, once."""

    name = "arkwright"

    def __init__(self, world: World, timeout_s: float) -> None:
        super().__init__()
        # The library writes whole bodies to its logger at debug level, and to stderr where STRIPE_LOG is set: never here.
        logging.getLogger("stripe").setLevel(logging.CRITICAL)
        _util.STRIPE_LOG = None
        self._world = world
        self._timeout_s = timeout_s

    async def request_async(
        self, method: str, url: str, headers: Mapping[str, str], post_data: object = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        """One request; `stripe.APIConnectionError` when nothing came back."""
        body = post_data.encode() if isinstance(post_data, str) else b""
        try:
            answer = await self._world.http.request(method.upper(), url, headers, body, self._timeout_s)
        except NetworkError as error:
            raise stripe.APIConnectionError(str(error), should_retry=False) from error  # type: ignore[no-untyped-call]
        return answer.body, answer.status, answer.headers

    async def close_async(self) -> None:
        """The connections are the World's."""
