"""A shop and its head office as processes: a node with one till, its terminal and acquirer, an office, and a colleague at the till."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

import apsw
import httpx
import msgspec
from msgspec.structs import replace

from arkwright.channels.following.certificates import keep_list
from arkwright.channels.following.keeping import load_trust, save_trust
from arkwright.channels.following.papers import keep_papers
from arkwright.channels.terminal.client import NexoTerminal
from arkwright.kit.badges import badge_digest
from arkwright.kit.certificates import CERTIFICATE, LIST, CertificateList, NodeCertificate
from arkwright.kit.enrolling import Papers
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.replica import ColleagueLine, RangeLine, Standing, digest_of, pack
from arkwright.kit.shelf.shelf import open_shelf
from arkwright.kit.signing import sign
from arkwright.kit.terminal import PaymentAsked
from arkwright.kit.world import NetworkError, RealWorld
from arkwright.roles import desk_keys
from arkwright.roles.desk_keys import FOLLOWING
from arkwright.roles.node import write_config
from arkwright.roles.serving import free_port
from arkwright.simulators.acquirer.books import Books
from arkwright.simulators.terminal.page import State
from tests.channels.till.stage import HIDDEN, OURS, TESS
from tests.processes.mother import DIE_AT, Birth
from tests.processes.premises import PLENTY, PRICE_PENCE, STARTS_WITHIN_S, Premises, prepared
from tests.roles.stores import store_config

ROOT = Path(__file__).parents[2]
YEAR_MS = 365 * 24 * 3_600_000


async def until(look: Callable[[], Awaitable[bool]], within_s: float = 20.0) -> None:
    end = monotonic() + within_s
    while not await look():
        assert monotonic() < end
        await asyncio.sleep(0.02)


class Branch:
    """Who runs, and where; `start` and `kill` any of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.http = AiohttpHttp()
        self.world = RealWorld(self.http)
        self.line, self.books_at, self.terminal_at = free_port(), free_port(), free_port()
        self.node_at, self.office_line = free_port(), free_port()
        self.till = NexoTerminal(self.world, address=f"http://127.0.0.1:{self.terminal_at}", terminal="leeds-1", sale="leeds-1")
        self.running: dict[str, int] = {}
        self.mother: asyncio.subprocess.Process | None = None

    async def open(self) -> None:
        """The mother, and keys and papers for everybody."""
        self.mother = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.processes.mother"),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        place = await prepared(self.folder)
        place.config = replace(place.config, line_url=f"http://127.0.0.1:{self.office_line}", line_port=self.office_line)
        write_config(place.config_file, place.config)
        await self._let_in(place)

    async def _let_in(self, place: Premises) -> None:
        self.store = store_config(
            self.folder / "leeds",
            office_url=place.config.line_url,
            port=self.node_at,
            tills=("1",),
            terminals={"1": f"http://127.0.0.1:{self.terminal_at}"},
            url=f"http://127.0.0.1:{self.node_at}",
        )
        desk, now_ms = desk_keys.read_secret_key(self.folder / "desk", desk_keys.SIGNING), self.world.now_ms()
        desk_keys.make_node_key(self.world, self.store.folder, "leeds")
        key = desk_keys.read_secret_key(self.store.folder, desk_keys.SIGNING)
        theirs = desk_keys.read_secret_key(place.office_folder, desk_keys.SIGNING)
        certificate = NodeCertificate(
            serial="1", node="leeds", store="leeds", public_key=key.public.text, from_ms=now_ms, until_ms=now_ms + YEAR_MS
        )
        listed = CertificateList(generation=1, version=1, as_at_ms=now_ms, standing=(certificate,), nodes=(theirs.public.text,))
        trust = load_trust(self.world, place.office_folder / FOLLOWING)
        papers = Papers(certificate=sign(CERTIFICATE, certificate, desk), certificates=sign(LIST, listed, desk), trust=trust)
        save_trust(self.world, self.store.folder / FOLLOWING, trust)
        for folder in (self.store.folder, place.office_folder):
            keep_list(self.world, folder / FOLLOWING, trust, papers.certificates)
        keep_papers(self.world, self.store.folder / FOLLOWING, papers)
        await self._fill_shelf()
        write_config(self.folder / "store.toml", self.store)

    async def _fill_shelf(self) -> None:
        shelf = open_shelf(self.world, self.store.folder, "leeds")
        mug = RangeLine(sku=PLENTY, product="mug", name="Mug", price_pence=PRICE_PENCE, vat_rate="standard", category="kitchen")
        sent: list[tuple[str, list[Any]]] = [
            ("range", [mug]),
            ("colleagues", [ColleagueLine(colleague="1042", name="Tess", badge=badge_digest(TESS), pin="")]),
        ]
        for dataset, lines in sent:
            content = pack(lines)
            await shelf.put(dataset, 1, 0, digest_of(content), content)  # type: ignore[arg-type]
            standing = Standing(dataset=dataset, edition=1, changed_ms=self.world.now_ms(), manifest="m")
            await shelf.settle(standing, 1, self.world.now_ms())
        await shelf.close()

    async def start(self, role: str) -> None:
        """Until it answers; or dies again."""
        assert self.mother is not None
        assert self.mother.stdin is not None
        assert self.mother.stdout is not None
        port, words = {
            "acquirer": (self.books_at, [str(self.line), str(self.books_at), str(self.folder)]),
            "terminal": (self.terminal_at, [str(self.line), str(self.terminal_at), str(self.folder)]),
            "node": (self.node_at, [str(self.folder / "store.toml")]),
            "office": (self.office_line, [str(self.folder / "office.toml")]),
        }[role]
        self.mother.stdin.write(msgspec.json.encode(Birth(role, words, str(self.folder / f"{role}.log"))) + b"\n")
        self.running[role] = int(await self.mother.stdout.readline())
        await until(lambda: self._answers(role, port), STARTS_WITHIN_S)

    def alive(self, role: str) -> bool:
        """Whether its process is there."""
        with suppress(ProcessLookupError):
            os.kill(self.running[role], 0)
            return True
        return False

    async def _answers(self, role: str, port: int) -> bool:
        with suppress(OSError):
            _, knock = await asyncio.open_connection("127.0.0.1", port)
            knock.close()
            return True
        return not self.alive(role)

    async def kill(self, role: str) -> None:
        """As the power cut does."""
        with suppress(ProcessLookupError):
            os.kill(self.running[role], signal.SIGKILL)
        await until(lambda: self._gone(role))

    async def _gone(self, role: str) -> bool:
        return not self.alive(role)

    async def end(self) -> None:
        """Everybody goes."""
        for role in self.running:
            await self.kill(role)
        if self.mother is not None:
            assert self.mother.stdin is not None
            self.mother.stdin.close()
            await self.mother.wait()
        await self.http.close()

    def doomed(self, role: str, *points: str) -> None:
        """It dies at the first of these points, and its next life at the next."""
        self._fate(role).write_text("\n".join(points), "utf-8")

    def outlived(self) -> bool:
        """Whether everybody met their points."""
        return not any(self._fate(role).read_text("utf-8") for role in ("node", "office"))

    def _fate(self, role: str) -> Path:
        return {"node": self.store.folder, "office": self.folder / "office"}[role] / DIE_AT

    async def keep_up(self) -> None:
        """Whoever has died comes back."""
        for role in ("node", "office"):
            while not self.alive(role):
                await self.start(role)

    async def pressed(self, port: int, path: str, form: str) -> None:
        async def pressed() -> bool:
            return (await self.http.request("POST", f"http://127.0.0.1:{port}{path}", {}, form.encode())).status == 303

        await until(pressed)

    async def books(self) -> Books:
        return msgspec.json.decode((await self.http.request("GET", f"http://127.0.0.1:{self.books_at}/books.json", {})).body, type=Books)

    async def card_awaited(self) -> bool:
        answer = await self.http.request("GET", f"http://127.0.0.1:{self.terminal_at}/state.json", {})
        return msgspec.json.decode(answer.body, type=State).awaits_card

    def asked(self, tender: str, *, stored: bool = False) -> PaymentAsked:
        return PaymentAsked(tender=tender, amount_pence=1250, entry_modes=("contactless", "chip-and-pin"), may_be_stored=stored)

    def ask(self, lane: str, question: str) -> list[tuple[Any, ...]]:
        """Look into a lane's database from outside, whoever has it open."""
        owner = self.store.folder if lane == "tills" else self.folder / "office"
        connection = apsw.Connection(str(owner / "lanes" / f"{lane}.db"), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            connection.set_busy_timeout(2_000)
            return list(connection.execute(question))
        finally:
            connection.close()


class Colleague:
    """Tess at till 1, who tries again whatever dies."""

    def __init__(self, branch: Branch) -> None:
        self.branch = branch
        self.client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{branch.node_at}", headers=OURS, timeout=30.0)
        self.text = ""

    async def look(self, path: str) -> None:
        self.text = (await self.client.get(path, follow_redirects=True)).text

    async def send(self, path: str, **fields: str) -> None:
        data = {**dict(reversed(HIDDEN.findall(self.text))), **fields}
        self.text = (await self.client.post(path, data=data, follow_redirects=True)).text

    async def at_till(self) -> None:
        """Signed on, with the session open."""
        await self.look("/till/1")
        if "Sign on at till" in self.text or "/sign-on" in self.text:
            await self.send("/till/1/sign-on", badge=TESS)
        if "/till/1/session" in self.text:
            await self.send("/till/1/session", float="50")

    async def sells(self, awaited: Callable[[], Awaitable[None]] | None = None) -> None:
        """One mug by card, until it is paid; `awaited` is what happens the first time that the terminal waits for the card."""
        before, scanned, end = self.completed(), False, monotonic() + 30.0
        while self.completed() == before:
            assert monotonic() < end, self.text
            await self.branch.keep_up()
            with suppress(httpx.TransportError, NetworkError):
                if await self.branch.card_awaited():
                    if awaited:
                        await awaited()
                        awaited = None
                        continue
                    await self.branch.http.request("POST", f"http://127.0.0.1:{self.branch.terminal_at}/card", {}, b"act=tap")
                scanned = await self._goes_on(scanned)
            await asyncio.sleep(0.02)
        await self.branch.keep_up()

    async def _goes_on(self, scanned: bool) -> bool:
        """The next thing to do at the till, if there is one."""
        pending = self.branch.ask("tills", "SELECT pending FROM sales WHERE status IN ('open', 'totalled')")
        if pending == [(None,)]:
            await self.at_till()
            await self.look("/till/1/pay")
            await self.send("/till/1/pay/card", amount="12.00")
        elif not pending and not scanned:
            await self.at_till()
            await self.send("/till/1/enter", entry=PLENTY)
        return scanned or bool(pending)

    def completed(self) -> int:
        """How many sales the node has completed."""
        with suppress(apsw.Error):
            ((count,),) = self.branch.ask("tills", "SELECT count(*) FROM sales WHERE status = 'completed'")
            return int(count)
        return 0
