"""What stands around the simulators in tests: a world whose clock is a number, and the shop's side of the line."""

from __future__ import annotations

import hashlib
import hmac
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from arkwright.kit.world import Answer, Blocking, Http, NetworkError
from arkwright.simulators.serving import Request, served
from arkwright.simulators.stripe.books import Delivery
from arkwright.simulators.stripe.simulator import CardSimulator

START_MS = 1_790_000_000_000
KEY = "sk_test_simulated"
WEBHOOK_SECRET = "whsec_simulated"
CARDS_ADDRESS = "http://cards.localhost"
SHOP_HOOK = "http://office.localhost/webhooks/stripe"


class StillWorld:
    """Time stands until it is moved; dice count up; requests go to functions by host name."""

    def __init__(self) -> None:
        self.clock_ms = START_MS
        self.http: Http = self
        self.hosts: dict[str, Callable[[Request], Awaitable[Answer]]] = {}
        self.files: dict[Path, bytes] = {}
        self._dice = itertools.count(1)

    async def request(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"", timeout_s: float = 10.0) -> Answer:
        parts = urlsplit(url)
        if parts.hostname not in self.hosts:
            raise NetworkError(f"nobody at {parts.hostname}")
        low = {name.lower(): value for name, value in headers.items()}
        return await self.hosts[parts.hostname](Request(method, parts.path, parts.query, low, body))

    def now_ms(self) -> int:
        return self.clock_ms

    def pass_s(self, seconds: float) -> None:
        self.clock_ms += round(seconds * 1000)

    def new_id(self) -> str:
        return self.random_bytes(13).hex()

    def random_bytes(self, count: int) -> bytes:
        return hashlib.shake_128(str(next(self._dice)).encode()).digest(count)

    async def sleep(self, seconds: float) -> None:
        self.pass_s(seconds)

    async def point(self, name: str) -> None: ...

    async def in_thread(self, work: Blocking) -> None:
        work()

    def read_file(self, path: Path) -> bytes:
        if path not in self.files:
            raise FileNotFoundError(path)
        return self.files[path]

    def replace_file(self, path: Path, content: bytes) -> None:
        self.files[path] = content


class ShopEar:
    """The shop's webhook address: writes down what came, and answers with `status`."""

    def __init__(self, world: StillWorld) -> None:
        self.heard: list[tuple[bytes, str]] = []
        self.status = 200
        world.hosts["office.localhost"] = self.hear

    async def hear(self, request: Request) -> Answer:
        self.heard.append((request.body, request.headers["stripe-signature"]))
        return Answer(self.status, {}, b"")


def cards(world: StillWorld, *, delivery: Delivery = "prompt", state_path: Path | None = None) -> CardSimulator:
    """A simulated provider in this world, reachable at `CARDS_ADDRESS`."""
    simulator = CardSimulator(
        world,
        secret_key=KEY,
        address=CARDS_ADDRESS,
        webhook_url=SHOP_HOOK,
        webhook_secret=WEBHOOK_SECRET,
        delivery=delivery,
        state_path=state_path,
    )
    world.hosts["cards.localhost"] = simulator.handle
    return simulator


async def submit(simulator: CardSimulator, path: str, **fields: str) -> Answer:
    """Send a form of the payment page."""
    return await simulator.handle(Request("POST", path, body=urlencode(fields).encode()))


async def pay(simulator: CardSimulator, session: str, outcome: str = "pay", card: str = "visa-4242", delivery: str = "prompt") -> Answer:
    """What a shopper does on the payment page."""
    return await submit(simulator, f"/pay/{session}", card=card, outcome=outcome, delivery=delivery)


@asynccontextmanager
async def on_a_socket(simulator: CardSimulator) -> AsyncIterator[str]:
    """The simulator behind a real port; gives its address."""
    async with served(simulator.handle, "127.0.0.1", 0) as address:
        simulator.address = address
        yield address


def signed_by_hand(body: bytes, secret: str, at: int) -> str:
    """The Stripe-Signature header as the documentation describes it, written apart from the code under test."""
    return f"t={at},v1=" + hmac.new(secret.encode(), b"%d." % at + body, hashlib.sha256).hexdigest()
