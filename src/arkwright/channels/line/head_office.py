"""Head office as a store's node asks it: every request signed with the node's papers, every word believed under its key alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from arkwright.channels.following.papers import NodePapers
from arkwright.kit.node_requests import Asked
from arkwright.kit.signing import PublicKey
from arkwright.kit.world import Answer, NetworkError, World


class HeadOffice:
    """The other end of the line. `key` gives head office's key as the desk's list has it: `certificates.held.node_key("office-1")`.

    `mended` counts how often it answered again after it had not been reached at all.
    """

    def __init__(self, world: World, papers: NodePapers, url: str, key: Callable[[], PublicKey | None]) -> None:
        self._world = world
        self._papers = papers
        self._url = url.rstrip("/")
        self._key = key
        self._cut = False
        self._moved = asyncio.Event()
        self.mended = 0

    @property
    def node(self) -> str:
        """The node that asks."""
        return self._papers.certificate.node

    @property
    def store(self) -> str:
        """Its store."""
        return self._papers.certificate.store

    @property
    def key(self) -> PublicKey:
        """What head office signs with; `NetworkError` while the desk's list does not name it."""
        key = self._key()
        if key is None:
            raise NetworkError("the desk's list of certificates does not name head office's key")
        return key

    async def ask(self, asked: Asked, within_s: float = 30.0) -> Answer:
        """What head office answers with status 200; `NetworkError` for all else."""
        headers = {"content-type": "application/octet-stream"} if asked.body else {}
        try:
            answer = await self._world.http.request(
                asked.method, self._url + asked.path, headers | self._papers.headers(asked), asked.body, timeout_s=within_s
            )
        except NetworkError:
            self._cut = True
            raise
        if self._cut and answer.status == 200:
            self._cut, self.mended = False, self.mended + 1
            self._moved.set()
        if answer.status != 200:
            raise NetworkError(f"head office answered {answer.status}")
        return answer

    async def mended_after(self, count: int) -> None:
        """Wait until it has been `mended` more often than this."""
        while self.mended <= count:
            self._moved.clear()
            await self._moved.wait()
