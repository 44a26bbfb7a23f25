"""The commands switch, staff and key, against a desk that runs on a port of its own; and a node that follows it."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from cyclopts import App

from arkwright.channels.following.following import Following
from arkwright.channels.following.keeping import save_trust
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.refusal import Refusal
from arkwright.kit.scope import Scope
from arkwright.kit.signing import SigningKey
from arkwright.kit.switches import Gate, SwitchTable, shipped
from arkwright.kit.world import RealWorld
from arkwright.roles.command_line.keys import key_app
from arkwright.roles.command_line.staff import staff_app
from arkwright.roles.command_line.switch import switch_app
from arkwright.roles.desk import DeskConfig, prepare, run
from arkwright.roles.desk_keys import FOLLOWING, open_keys
from arkwright.roles.node import NodeUnusable
from arkwright.roles.serving import free_port
from tests.roles.desks import COMMANDER, DUTY, cheap_hashes, config_of, password

ACCOUNTS = [(COMMANDER, "incident-commander", password(COMMANDER)), (DUTY, "duty-manager", password(DUTY))]


def call(app: App, *words: str) -> None:
    """A command as typed, in this thread, its exceptions as they are."""
    command, bound, _ = app.parse_args(list(words), exit_on_error=False, print_error=False)
    command(*bound.args, **bound.kwargs)


@asynccontextmanager
async def running(config: DeskConfig) -> AsyncIterator[str]:
    """The desk while the block runs; its address."""
    ready, stop = asyncio.Event(), asyncio.Event()
    task = asyncio.create_task(run(config, ready, stop))
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    try:
        if task.done():
            task.result()
        yield f"http://127.0.0.1:{config.port}"
    finally:
        waiting.cancel()
        stop.set()
        await task


async def new_desk(tmp_path: Path, accounts: list[tuple[str, str, str]]) -> DeskConfig:
    config = config_of(tmp_path / "desk", free_port())
    with cheap_hashes():
        await prepare(RealWorld(AiohttpHttp()), config, tmp_path / "recovery", accounts)
    return config


class Colleague:
    """Types commands."""

    def __init__(self, account: str, url: str, folder: Path) -> None:
        self.account = account
        self._at = ("--desk", url, "--account", account)
        self._file = folder / f"{account}.password"
        self._file.write_text(password(account) + "\n")

    async def switch(self, *words: str) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("ARKWRIGHT_PASSWORD_FILE", str(self._file))
            await asyncio.to_thread(call, switch_app, *words, *self._at)


WRONG = [
    (("pause", "lifts", "--reason", "Why not"), "CAPABILITY: Capability: choose browse, orders"),
    (("pause", "orders", "--reason", "Why not", "--review", "soon"), "--review: Look again at: give a date and time in the UK"),
    (("pause", "orders", "--reason", "Why not", "--review", "2020-01-01 09:00"), "--review: Choose when to look at this again"),
    (("pause", "orders", "--reason", "x"), "--reason: Give the reason, for colleagues only, in 5 to 1000 characters."),
    (("pause", "orders", "--reason", "Why not", "--say", "Shut."), "--say: Write one sentence for customers"),
    (("pause", "orders", "--reason", "Why not", "--in-flight", "drop"), "--in-flight: What has begun: choose finish, hold or cancel."),
    (("pause", "orders", "--reason", "Why not", "--in-flight", "cancel"), "Cancel needs the time from which orders are cancelled"),
    (("limit", "orders", "--reason", "Why not", "--share", "200"), "--share: Share of shoppers: give a percentage from 0 to 100"),
    (("limit", "orders", "--reason", "Why not"), "Name at least one: categories"),
    (("propose", "orders", "--reason", "Why not"), "It is no restart: set it directly."),
    (("approve", "nothing-here"), "PROPOSAL: give the id"),
    (("approve", "nothing"), "Your roles do not allow this (switch.restart.approve)."),
]


async def test_the_switches_by_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = await new_desk(tmp_path, ACCOUNTS)
    async with running(config) as url:
        grace, alan = Colleague(COMMANDER, url, tmp_path), Colleague(DUTY, url, tmp_path)
        for words, outcome in WRONG:
            with pytest.raises(NodeUnusable) as refused:
                await grace.switch(*words)
            assert outcome in str(refused.value)
            assert "\n" not in str(refused.value)
        await grace.switch(
            "pause", "orders", "--channel", "web", "--reason", "Strangers in the network.", "--say", "We have paused orders."
        )
        assert "orders (channel web) is paused now, as version 1." in capsys.readouterr().out
        await grace.switch("limit", "delivery", "--regions", "England, EH", "--total", "150", "--share", "2.5", "--reason", "Slowly again.")
        await alan.switch("seal", "gift-cards", "--reason", "Balances do not agree.")
        await grace.switch("propose", "orders", "--channel", "web", "--reason", "The network is clean.")
        proposal = capsys.readouterr().out.split("approve ")[-1].split()[0]
        await alan.switch("list")
        listed = capsys.readouterr().out
        assert "sealed   Gift cards (everywhere)" in listed
        assert f"Waiting for a second person: {proposal}" in listed
        await alan.switch("approve", proposal)
        assert "is approved; the switches are at version 4." in capsys.readouterr().out
        with pytest.raises(NodeUnusable, match="This proposal is approved"):
            await grace.switch("withdraw", proposal)
        Colleague(DUTY, url, tmp_path)._file.write_text("something else entirely\n")
        with pytest.raises(NodeUnusable, match="The account or the password is not right"):
            await alan.switch("list")
    with pytest.raises(NodeUnusable, match="does not answer"):
        await grace.switch("list")


async def test_first_accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    config = await new_desk(tmp_path, [])

    async def add(*words: str, typed: str = "eleven tall green lamps\n") -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        await asyncio.to_thread(call, staff_app, "add", *words, "--data", str(config.folder), "--password-stdin")

    for words, typed, outcome in (
        (("grace", "--role", "incident-commander"), "eleven tall green lamps\n", "Say which node it is: --desk or --office."),
        (
            ("grace", "--role", "buyer", "--desk"),
            "eleven tall green lamps\n",
            "There is no role named buyer. Choose from: desk-administrator",
        ),
        (("grace", "--role", "observer", "--desk"), "short\n", "Choose a password of 12 to 128 characters."),
        (("Grace!", "--role", "observer", "--desk"), "eleven tall green lamps\n", "An account name has 2 to 40 lower-case letters"),
    ):
        with pytest.raises((NodeUnusable, Refusal)) as refused:
            await add(*words, typed=typed)
        assert str(refused.value).startswith(outcome)
    await add("grace", "--role", "incident-commander", "--role", "desk-administrator", "--desk")
    assert "grace may sign in to the desk now, as incident-commander, desk-administrator." in capsys.readouterr().out
    async with running(config):
        with pytest.raises(NodeUnusable, match="is running: add the account on its accounts page"):
            await add("alan", "--role", "duty-manager", "--desk")


class Node:
    """A node that follows the desk, without waiting."""

    def __init__(self, folder: Path, url: str, key: SigningKey | None = None) -> None:
        self.http = AiohttpHttp()
        self.following = Following(RealWorld(self.http), url, key.name if key else "edge-1", key, folder / FOLLOWING, shipped())

    async def look(self) -> tuple[int, int]:
        try:
            await self.following.look(self.taken, wait_s=0)
        finally:
            await self.http.close()
        return self.following.table.generation, self.following.table.version

    async def taken(self, document: str, table: SwitchTable, gate: Gate, changed: bool) -> None:
        return None

    def mode(self) -> str:
        return self.following.gate.describe("orders", Scope(channel="web"), 0).mode


async def test_a_stolen_desk_key_is_replaced_and_refused_afterwards(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = await new_desk(tmp_path, ACCOUNTS)
    world = RealWorld(AiohttpHttp())
    stolen = open_keys(world, config.folder)
    save_trust(world, tmp_path / "edge" / FOLLOWING, stolen.trust)
    change, data = tmp_path / "change.json", ("--data", str(config.folder))
    async with running(config) as url:
        await Colleague(COMMANDER, url, tmp_path).switch("pause", "orders", "--channel", "web", "--reason", "Strangers in the network.")
        node = Node(tmp_path / "edge", url)
        assert (await node.look(), node.mode()) == ((1, 1), "paused")
    call(key_app, "propose-change", *data, "--reason", "The laptop with the key was stolen.", "--out", str(change))
    with pytest.raises(Refusal, match="0 of the recovery keys signed this key change, and 3 different ones are needed"):
        call(key_app, "install-change", str(change), *data)
    for name in ("recovery-1", "recovery-2", "recovery-2"):
        call(key_app, "sign-change", str(change), "--with", str(tmp_path / "recovery" / f"{name}.key"))
    with pytest.raises(Refusal, match="2 of the recovery keys signed this key change"):
        call(key_app, "install-change", str(change), *data)
    call(key_app, "sign-change", str(change), "--with", str(tmp_path / "recovery" / "recovery-5.key"))
    thief = tmp_path / "thief"
    for name in ("trust.json", "secrets/signing.key"):
        (thief / name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        (thief / name).write_bytes((config.folder / name).read_bytes())
        (thief / name).chmod(0o600)
    call(key_app, "install-change", str(change), *data)
    assert "Key generation 2 is in force" in capsys.readouterr().out
    with pytest.raises(Refusal, match="generation 2 is in force here"):
        call(key_app, "install-change", str(change), *data)
    async with running(config) as url:
        node = Node(tmp_path / "edge", url)
        assert (await node.look(), node.mode(), node.following.trust.generation) == ((2, 1), "paused", 2)
        assert open_keys(world, config.folder).key.public.text != stolen.key.public.text
    with_stolen_key = config_of(thief, free_port())
    async with running(with_stolen_key) as url:
        node = Node(tmp_path / "edge", url)
        with pytest.raises(Refusal, match=r"not signed by desk\.2"):
            await node.look()
        assert (node.following.table.generation, node.mode()) == (2, "paused")


async def test_the_desk_stops_at_once_although_nodes_wait_for_news(tmp_path: Path) -> None:
    config = await new_desk(tmp_path, [])
    http = AiohttpHttp()
    async with running(config) as url:
        waiting = asyncio.create_task(http.request("GET", f"{url}/published?after=1.0&wait=25", {}, timeout_s=30))
        await http.request("GET", f"{url}/published?after=0.0&wait=25", {})  # it was asked later, and is answered at once
        assert not waiting.done()
    async with asyncio.timeout(5):
        assert (await waiting).status == 200
    await http.close()


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        (("recovery-make", "--out", "{}/new", "--of", "3", "--needs", "4"), "Make 2 to 20 recovery keys"),
        (("recovery-make", "--out", "{}/recovery"), "stands already, and no key is ever written over"),
        (("desk-make", "--data", "{}/desk", "--recovery", "{}/recovery/recovery.json"), "stands already, and no key is ever written over"),
        (("desk-make", "--data", "{}/x", "--recovery", "{}/desk/trust.json"), "--recovery: "),
        (("desk-make", "--data", "{}/x", "--recovery", "{}/none.json"), "cannot be read: No such file"),
        (("sign-change", "{}/desk/trust.json", "--with", "{}/recovery/recovery-1.key"), "This is not a signed document."),
        (("install-change", "{}/none.json", "--data", "{}/desk"), "cannot be read: No such file"),
        (("show", "--data", "{}/x"), "signing.key is missing"),
        (("node-make", "edge 1", "--data", "{}/x"), "NAME: the name of a key has no white space"),
        (("trust", "{}/recovery/recovery.json", "--data", "{}/x"), "The trust root is wrong at the file"),
    ],
)
async def test_commands_about_keys_say_what_is_wrong(tmp_path: Path, words: tuple[str, ...], outcome: str) -> None:
    await new_desk(tmp_path, [])
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.json")}
    with pytest.raises((Refusal, NodeUnusable)) as refused:
        call(key_app, *(word.format(tmp_path) for word in words))
    assert outcome in str(refused.value)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.json")} == before


async def test_a_new_node_is_told_whom_to_trust_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = await new_desk(tmp_path, [])
    node = str(tmp_path / "edge")
    for _ in range(2):
        call(key_app, "node-make", "edge-1", "--data", node)
    call(key_app, "show", "--data", node)
    assert len(set(capsys.readouterr().out.split())) == 1
    call(key_app, "trust", str(config.folder / "trust.json"), "--data", node)
    with pytest.raises(NodeUnusable, match="only a signed change replaces its key"):
        call(key_app, "trust", str(config.folder / "trust.json"), "--data", node)
