"""The protocol around the endpoints: bearer key, idempotency keys, faults, JSON."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Any

import msgspec

from arkwright.kit.world import Answer, NetworkError, World
from arkwright.simulators.serving import Request
from arkwright.simulators.stripe import endpoints, forms
from arkwright.simulators.stripe.books import Books, Kept
from arkwright.simulators.stripe.endpoints import Call, Endpoint
from arkwright.simulators.stripe.errors import StripeError
from arkwright.simulators.stripe.faults import Fault, Faults
from arkwright.simulators.stripe.model import Account

KEYS_KEPT_S = 24 * 3600


class Api:
    """Answers `/v1/…` as Stripe would. `pages_at` is the base address of the payment pages."""

    def __init__(self, world: World, account: Account, faults: Faults, secret_key: str, pages_at: Callable[[], str]) -> None:
        self._world = world
        self._account = account
        self._faults = faults
        self._secret_key = secret_key
        self._pages_at = pages_at

    async def handle(self, request: Request) -> Answer:
        """One request. Raises `NetworkError` where a fault wants that nothing is answered."""
        try:
            check_key(request, self._secret_key)
            endpoint, object_id = endpoints.find(request.method, request.path)
            fault = self._faults.take(endpoint.operation)
            await self._before(fault)
            answer = self._act_once(endpoint, object_id, request)
        except StripeError as error:
            return _answer(error.status, msgspec.json.encode(error.body()))
        if fault is not None and fault.kind == "no_answer":
            raise NetworkError(f"simulated: {endpoint.operation} happened and was not answered")
        return answer

    async def _before(self, fault: Fault | None) -> None:
        match fault:
            case Fault(kind="cut"):
                raise NetworkError("simulated: cut before it happened")
            case Fault(kind="error"):
                raise StripeError("An unknown error occurred.", status=500, type="api_error")
            case Fault(kind="busy"):
                raise StripeError("Too many requests hit the API too quickly.", status=429, code="rate_limit")
            case Fault(latency_ms=latency_ms) if latency_ms:
                await self._world.sleep(latency_ms / 1000)

    def _act_once(self, endpoint: Endpoint, id: str, request: Request) -> Answer:
        """Kept answers come before anything else is looked at, so that a late repeat meets no check that the first passed."""
        now = self._world.now_ms() // 1000
        key = request.headers.get("idempotency-key") if request.method == "POST" else None
        if key is None:
            return _answer(200, self._act(endpoint, id, request, now))
        digest = hashlib.sha256(request.path.encode() + b"\n" + request.body).hexdigest()
        kept = self._kept(key, now)
        if kept is not None:
            return _replayed(kept, key, digest)
        status, body = 200, b""
        try:
            body = self._act(endpoint, id, request, now)
        except StripeError as error:
            if not error.kept:
                raise
            status, body = error.status, msgspec.json.encode(error.body())
        self._books.keys[key] = Kept(digest=digest, created=now, status=status, body=body.decode())
        return _answer(status, body)

    def _act(self, endpoint: Endpoint, id: str, request: Request, now: int) -> bytes:
        sent = request.query if request.method == "GET" else _text(request.body)
        call = Call(account=self._account, id=id, params=forms.decode(sent), now=now, pages_at=self._pages_at())
        return msgspec.json.encode(endpoint.act(call))

    def _kept(self, key: str, now: int) -> Kept | None:
        if len(key) > 255:
            raise StripeError("Idempotency keys can be up to 255 characters long.", type="idempotency_error")
        kept = self._books.keys.get(key)
        if kept is not None and now - kept.created >= KEYS_KEPT_S:
            del self._books.keys[key]
            return None
        return kept

    @property
    def _books(self) -> Books:
        return self._account.books


def check_key(request: Request, secret_key: str) -> None:
    """Refuse whoever does not hold the secret key."""
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), secret_key.encode()):
        raise StripeError("Invalid API Key provided.", status=401)


def json_answer(status: int, body: Any) -> Answer:
    """Any JSON value as an answer."""
    return _answer(status, msgspec.json.encode(body))


def _replayed(kept: Kept, key: str, digest: str) -> Answer:
    if kept.digest != digest:
        message = (
            "Keys for idempotent requests can only be used with the same parameters they were first used with. "
            f"Try using a key other than '{key}' if you meant to execute a different request."
        )
        raise StripeError(message, type="idempotency_error")
    return _answer(kept.status, kept.body.encode(), replayed=True)


def _answer(status: int, body: bytes, *, replayed: bool = False) -> Answer:
    headers = {"content-type": "application/json", "cache-control": "no-store"}
    if replayed:
        headers["idempotent-replayed"] = "true"
    return Answer(status=status, headers=headers, body=body)


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise StripeError("The request body is not UTF-8.") from None
