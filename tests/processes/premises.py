"""An office with its card simulator, each a process of its own, on a folder prepared with just two products."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic

import msgspec

from arkwright.channels.following.keeping import save_trust
from arkwright.compartments.catalogue.commands import SaveCategory, SaveProduct
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import NetworkError, RealWorld
from arkwright.roles import desk_keys
from arkwright.roles.command_line import database
from arkwright.roles.databases import OWNER, databases_of
from arkwright.roles.edge import EdgeConfig
from arkwright.roles.node import OfficeConfig, keep_secret, write_config
from arkwright.roles.range_at_rest import lane_at_rest, receive
from arkwright.roles.serving import free_port
from tests.roles.offices import a_product

NODE = "office-1"
CARD_KEY, HOOK_KEY = "sk_test_processes", "whsec_processes"
PLENTY, SCARCE = "MUG-1", "VASE-1"
PRICE_PENCE = 12_00
STARTS_WITHIN_S, ENDS_WITHIN_S = 60.0, 30.0
LAST_LINES = 60

CARDS = """
import asyncio, sys
from arkwright.simulators.stripe import server
port, key, hook, hook_key = sys.argv[1:]
asyncio.run(server.run("127.0.0.1", int(port), secret_key=key, webhook_url=hook, webhook_secret=hook_key))
"""
# The libraries are loaded while its predecessor still runs; then it is the same command as at the command line.
STANDBY = """
import faulthandler, signal, sys
faulthandler.register(signal.SIGUSR1)
import arkwright.roles.office_processes
from arkwright.__main__ import main
sys.stdin.readline()
main()
"""


class Premises:
    """Where everything lies and listens."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[Process] = []
        self.cards_port = free_port()
        self.config = OfficeConfig(
            node=NODE,
            folder=folder / "office",
            shop_name="Wright & Daughters",
            shop_url="http://shop.localhost:1",
            office_url="http://office.localhost:1",
            desk_url="http://127.0.0.1:1",
            card_api=f"http://127.0.0.1:{self.cards_port}",
            payment_origin=f"http://127.0.0.1:{self.cards_port}",
            smtp_host="127.0.0.1",
            smtp_port=1,
            shop_port=free_port(),
            office_port=free_port(),
            metrics_port=free_port(),
        )

    @property
    def office_folder(self) -> Path:
        return self.config.folder

    @property
    def config_file(self) -> Path:
        return self.folder / "office.toml"

    @property
    def shop(self) -> str:
        return f"http://127.0.0.1:{self.config.shop_port}"

    @property
    def cards(self) -> str:
        return f"http://127.0.0.1:{self.cards_port}"

    def edge_config(self) -> EdgeConfig:
        key = desk_keys.read_secret_key(self.office_folder, desk_keys.SIGNING).public.text
        port, desk = free_port(), self.config.desk_url
        return EdgeConfig(
            host="127.0.0.1",
            port=port,
            office_url=self.shop,
            desk_url=desk,
            publication_key=key,
            folder=self.folder / "edge",
            look_every_s=0.1,
        )


async def prepared(folder: Path, plenty: int = 100_000, scarce: int = 25, servers: str | None = None, processes: int = 1) -> Premises:
    """Keys, configuration, and two products with units in the warehouse; on a PostgreSQL server by its owner's URL, if given."""
    place, world = Premises(folder), RealWorld(AiohttpHttp())
    office = place.office_folder
    if servers is not None:
        await on_servers(place, servers, processes)
    desk_keys.make_node_key(world, office, NODE)
    keep_secret(office, "card-provider.key", CARD_KEY.encode())
    keep_secret(office, "webhook.key", HOOK_KEY.encode())
    recovery = desk_keys.make_recovery(world, folder / "recovery", of=3, needs=2)
    trust = desk_keys.make_desk(world, folder / "desk", recovery)
    for node in (office, folder / "edge"):
        save_trust(world, node / desk_keys.FOLLOWING, trust)
    async with lane_at_rest(world, databases_of(place.config), "catalogue") as catalogue:
        await catalogue.submit(SaveCategory(id="c", category="kitchen", name="Kitchen", position=1, by="buyer"))
        for product, sku in (("mug", PLENTY), ("vase", SCARCE)):
            await catalogue.submit(SaveProduct(**(a_product(product, sku, PRICE_PENCE, "kitchen") | {"picture": ""})))  # type: ignore[arg-type]
    await receive(world, databases_of(place.config), place.config.online_location, [(PLENTY, plenty), (SCARCE, scarce)], "opening")
    write_config(place.config_file, place.config)
    return place


async def on_servers(place: Premises, owner_url: str, processes: int) -> None:
    """Have the office keep its data on PostgreSQL."""
    owner, hosts = owner_url.removeprefix("postgresql://").split("@", 1)
    keep_secret(place.office_folder, OWNER, owner.encode() if ":" in owner else f"{owner}:".encode())
    place.config = msgspec.structs.replace(place.config, database=f"postgresql://{hosts}", processes=processes)
    await database.prepared(place.config, lambda line: None)


class Process:
    """One process, its log in a file."""

    def __init__(self, name: str, folder: Path, process: asyncio.subprocess.Process) -> None:
        self.name = name
        self._log = folder / f"{name}.log"
        self._process = process

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8", "replace")

    def go(self) -> None:
        """Let a process that stands by begin."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"\n")

    async def kill(self) -> None:
        """As the power cut does."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()

    async def over(self, within_s: float) -> int:
        """Wait until it ends by itself; the exit status."""
        try:
            return await asyncio.wait_for(self._process.wait(), within_s)
        except TimeoutError:
            raise AssertionError(f"{self.name} goes on:\n{self.last_lines()}") from None

    async def end(self) -> int:
        """As an operator does; the exit status."""
        self._process.send_signal(signal.SIGTERM)
        try:
            return await asyncio.wait_for(self._process.wait(), ENDS_WITHIN_S)
        except TimeoutError:
            self._process.send_signal(signal.SIGUSR1)  # what it does instead goes to its log
            await asyncio.sleep(1)
            raise AssertionError(f"{self.name} does not end:\n{self.last_lines()}") from None

    @property
    def pid(self) -> int:
        return self._process.pid

    async def answers(self, url: str, below: int = 500) -> float:
        """Wait until this address answers, and not that it is not ready; after how many seconds."""
        began, http = monotonic(), AiohttpHttp()
        try:
            while monotonic() - began < STARTS_WITHIN_S:
                assert self._process.returncode is None, f"{self.name} ended:\n{self.last_lines()}"
                with contextlib.suppress(NetworkError):
                    if (await http.request("GET", url, {}, timeout_s=5.0)).status < below:
                        return monotonic() - began
                await asyncio.sleep(0.02)
        finally:
            await http.close()
        raise AssertionError(f"{self.name} does not answer at {url}:\n{self.last_lines()}")

    def last_lines(self) -> str:
        return "\n".join(self.log.splitlines()[-LAST_LINES:])


async def started(place: Premises, name: str, *words: str) -> Process:
    """A Python process that knows the product."""
    with (place.folder / f"{name}.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *words, stdin=asyncio.subprocess.PIPE, stdout=log, stderr=log, start_new_session=True
        )
    place.processes.append(Process(name, place.folder, process))
    return place.processes[-1]


async def on_sale(place: Premises, sku: str = SCARCE) -> None:
    """Wait until the office sells it: what the catalogue and stock say reaches ordering a moment after the start."""
    http, began = AiohttpHttp(), monotonic()
    try:
        while not (said := (await http.request("GET", f"{place.shop}/availability?sku={sku}", {})).body).startswith((b"In stock", b"Only")):
            assert monotonic() - began < STARTS_WITHIN_S, f"{sku}: {said!r}"
            await asyncio.sleep(0.05)
    finally:
        await http.close()


async def office_standing_by(place: Premises) -> Process:
    """An office that begins at once when it is told to go."""
    return await started(place, "office", "-c", STANDBY, "run", "office", "--config", str(place.config_file))


@contextlib.asynccontextmanager
async def opened(folder: Path, scarce: int = 25, servers: str | None = None, processes: int = 1) -> AsyncIterator[Premises]:
    """Premises with the card simulator running; every process ends with the block."""
    place = await prepared(folder, scarce=scarce, servers=servers, processes=processes)
    words = (str(place.cards_port), CARD_KEY, f"{place.shop}/webhooks/stripe", HOOK_KEY)
    try:
        cards = await started(place, "cards", "-c", CARDS, *words)
        await cards.answers(f"{place.cards}/")
        yield place
    finally:
        await asyncio.gather(*(process.kill() for process in place.processes))
