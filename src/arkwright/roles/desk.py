"""The desk: switchboard, its own staff, what it publishes for the nodes; its own host, its own files, and nothing of the shop."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import structlog
from granian.constants import Interfaces

from arkwright.channels.design.pages import Link, Workplace, environment
from arkwright.channels.desk.api import DESK_API
from arkwright.channels.desk.enrolling import Enrolling
from arkwright.channels.desk.node_pages import NODE_PAGES
from arkwright.channels.desk.nodes import Nodes, NodesFileIsWrong, read_nodes
from arkwright.channels.desk.pages import DESK_PAGES
from arkwright.channels.desk.published import PUBLISHED
from arkwright.channels.desk.publishing import Publisher
from arkwright.channels.desk.room import TEMPLATES, Desk
from arkwright.channels.following.keeping import TRUST
from arkwright.channels.staff.door import StaffDoor
from arkwright.channels.staff.pages import STAFF_PAGES
from arkwright.channels.staff.permissions import Permission
from arkwright.channels.staff.session import TEMPLATES as STAFF_TEMPLATES
from arkwright.channels.staff.session import may, person_of, with_staff
from arkwright.channels.web.application import Application, application
from arkwright.channels.web.health import lanes_answer
from arkwright.channels.web.metrics import Metrics
from arkwright.channels.web.site import AnyRequest, Site
from arkwright.compartments.staff import queries as staff_queries
from arkwright.compartments.staff.commands import COMMAND_LINE
from arkwright.compartments.switchboard.commands import BeginGeneration
from arkwright.journal.checkpoints import checkpoint_signer
from arkwright.journal.lane import Lane
from arkwright.kit.ending import ended
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.signing import PublicKey
from arkwright.kit.switches import NOTHING_SWITCHED, Gate, shipped
from arkwright.kit.trust import TrustRoot
from arkwright.kit.vault import SCHEMA, Vault
from arkwright.kit.world import RealWorld, World
from arkwright.roles import lanes
from arkwright.roles.databases import Files
from arkwright.roles.desk_keys import DeskKeys, make_desk, make_recovery, open_keys, vault_key
from arkwright.roles.event_loop import until_told
from arkwright.roles.figures import figures_app, serve_figures
from arkwright.roles.logs import to_standard_error
from arkwright.roles.node import NodeLock, NodeUnusable, Origin, Port, read_config
from arkwright.roles.serving import serve
from arkwright.roles.sweeps import Sweep

log = structlog.get_logger("desk")

NODES_FILE = "nodes.txt"
CHECKPOINT_EVERY_S, SWEEP_EVERY_S = 1.0, 60.0
SESSION_PATHS = ("/api/", "/published")
PAGES: tuple[tuple[str, str, Permission], ...] = (
    ("Board", "/", "switch.view"),
    ("Set a switch", "/switch?capability=orders", "switch.pause"),
    ("History", "/history", "switch.history"),
    ("Nodes", "/nodes", "nodes.view"),
    ("Accounts", "/accounts", "accounts.view"),
)


class DeskConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a desk is told, in desk.toml; keys lie in `folder`, in files that only their owner may read (docs/keys.md)."""

    folder: Path
    shop_name: str
    desk_url: Origin
    node: str = "desk"
    host: str = "127.0.0.1"
    port: Port = 8082
    metrics_port: Port | None = None
    further_hosts: tuple[str, ...] = ()  # Host values by which nodes call it besides, `name:port`


@dataclass(kw_only=True)
class DeskRoom:
    """An open desk: its lanes, its vault and its application. `failed` is set when a lane cannot go on: the process must end."""

    world: World
    desk: Desk
    enrolling: Enrolling
    door: StaffDoor
    vault: Vault
    app: Application
    sweeps: Sequence[Sweep]
    failed: asyncio.Future[None]

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """Switchboard, enrolment and staff."""
        return (self.desk.switchboard, self.enrolling.lane, self.door.lane)

    async def stop(self) -> None:
        """Take nothing more, finish what was taken, close every file."""
        await asyncio.gather(*(lane.stop() for lane in self.lanes))
        await self.vault.close()


def start(config: Path) -> None:
    """Serve until SIGTERM or SIGINT, as this file says. Raises `NodeUnusable`, and what `run` raises."""
    settings = read_config(config, DeskConfig)
    to_standard_error(settings.node)
    until_told(lambda stop: run(settings, None, stop))


async def run(config: DeskConfig, ready: asyncio.Event | None, stop: asyncio.Event) -> None:
    """Serve until `stop`; `ready` is set once connections are taken.

    Raises what an operator is told in one line: `NodeUnusable`, `DatabaseUnusable`, `PortTaken`, `CannotListen`.
    """
    lock = NodeLock(config.folder)
    http = AiohttpHttp()
    try:
        world = RealWorld(http)
        metrics = Metrics()
        room = await open_desk(world, config, metrics)
        tasks = [asyncio.create_task(sweep.run(world), name=f"sweep {sweep.name}") for sweep in room.sweeps]
        try:
            await _serve(room, config, metrics, ready, stop)
        finally:
            await ended(tasks)
            await room.stop()
    finally:
        await http.close()
        lock.release()


async def _serve(room: DeskRoom, config: DeskConfig, metrics: Metrics, ready: asyncio.Event | None, stop: asyncio.Event) -> None:
    """Until `stop`, or until a lane failed, which is raised."""
    over = asyncio.Event()
    serving = asyncio.ensure_future(serve(room.app, config.host, config.port, Interfaces.ASGI, stop=over, ready=ready))
    figures = figures_app(metrics, room.lanes)
    counting = asyncio.ensure_future(serve_figures(figures, config.host, config.metrics_port, over))
    stopping = asyncio.ensure_future(stop.wait())
    waited: set[asyncio.Future[Any]] = {serving, counting, stopping, room.failed}
    await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
    room.desk.publisher.let_go()
    room.enrolling.let_go()
    over.set()
    stopping.cancel()
    await asyncio.gather(serving, counting)
    if room.failed.done():
        room.failed.result()


async def open_desk(world: World, config: DeskConfig, metrics: Metrics | None = None) -> DeskRoom:
    """Open keys, lanes and vault, and go on under the newest key."""
    keys, known = open_keys(world, config.folder), read_known_nodes(config.folder)
    failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def must_end(error: Exception) -> None:
        if not failed.done():
            failed.set_exception(error)

    files, key = Files(config.folder, config.node), vault_key(world, config.folder)
    vault = await Vault.open(world, await files.open(world, SCHEMA), key, must_end)
    opened = {name: await lanes.open_lane(world, files, name, open_gate, must_end) for name in lanes.DESK}
    enrolling = Enrolling(world, opened["enrolment"], keys.key, keys.trust, known)
    desk = await board_of(world, opened["switchboard"], keys, known, enrolling)
    door = StaffDoor(world, opened["staff"], vault, "desk")
    signer = checkpoint_signer(config.node, keys.key)

    async def mark() -> None:
        await asyncio.gather(*(lane.mark(signer) for lane in opened.values() if lane.unmarked))

    return DeskRoom(
        world=world,
        desk=desk,
        enrolling=enrolling,
        door=door,
        vault=vault,
        app=desk_application(config, desk, enrolling, door, form_key(key), metrics or Metrics()),
        sweeps=(
            Sweep("checkpoints", CHECKPOINT_EVERY_S, mark),
            Sweep("lapsed proposals", SWEEP_EVERY_S, desk.sweep),
            Sweep("sessions that ended", SWEEP_EVERY_S, door.sweep),
        ),
        failed=failed,
    )


async def board_of(world: World, switchboard: Lane, keys: DeskKeys, known: Mapping[str, PublicKey], enrolling: Enrolling) -> Desk:
    """The switchboard, going on under the newest key."""
    await switchboard.submit(BeginGeneration(id=f"generation.{keys.trust.generation}", generation=keys.trust.generation))
    capabilities = shipped()
    return Desk(
        world=world,
        switchboard=switchboard,
        publisher=Publisher(world, switchboard, keys.key, keys.trust, keys.changes, capabilities),
        nodes=Nodes(world, switchboard, known, enrolling.key_of),
        capabilities=capabilities,
    )


def desk_application(config: DeskConfig, desk: Desk, enrolling: Enrolling, door: StaffDoor, key: bytes, metrics: Metrics) -> Application:
    """Every page and address of the desk."""
    lane_list = (desk.switchboard, enrolling.lane, door.lane)

    def frame(request: AnyRequest) -> Mapping[str, object]:
        pages = [Link(label, href) for label, href, permission in PAGES if may(request, permission)]
        workplace = Workplace(shop_name=config.shop_name, navigation=[*pages, Link("Your password", "/password")])
        return {"workplace": workplace, "here": request.url.path, "person": person_of(request)}

    site = Site(
        name="desk",
        world=desk.world,
        environment=environment(TEMPLATES, STAFF_TEMPLATES),
        own_hosts=own_hosts(config),
        form_key=key,
        frame=frame,
        base="desk.html",
        https=config.desk_url.startswith("https:"),
        machine_paths=SESSION_PATHS,
        ready=lambda: lanes_answer(lane_list),
        metrics=metrics,
    )
    handlers = [*STAFF_PAGES, *DESK_PAGES, *NODE_PAGES, *DESK_API, *PUBLISHED]
    return with_staff(application(site, handlers, provided={"desk": desk, "enrolling": enrolling}), door)


def own_hosts(config: DeskConfig) -> tuple[str, ...]:
    """As people call the desk, and as nodes beside it do."""
    return tuple({urlsplit(config.desk_url).netloc, f"{config.host}:{config.port}", f"localhost:{config.port}", *config.further_hosts})


def read_known_nodes(folder: Path) -> dict[str, PublicKey]:
    """The nodes whose word counts; none where there is no file."""
    with contextlib.suppress(FileNotFoundError):
        try:
            return read_nodes((folder / NODES_FILE).read_text("utf-8"))
        except (NodesFileIsWrong, UnicodeDecodeError) as error:
            raise NodeUnusable(f"{folder / NODES_FILE}: {error}") from error
    return {}


def open_gate(_document: str | None) -> Gate:
    """Nothing on the desk can be switched off by a switch."""
    return Gate(NOTHING_SWITCHED, {})


def form_key(key: bytes) -> bytes:
    """The key that signs form tokens, from the node's own."""
    return hashlib.sha256(b"form tokens\n" + key).digest()


async def prepare(
    world: World,
    config: DeskConfig,
    recovery_folder: Path,
    accounts: Sequence[tuple[str, str, str]],
    nodes: Sequence[PublicKey] = (),
    *,
    of: int = 5,
    needs: int = 3,
) -> TrustRoot:
    """A desk ready to start: recovery keys in a folder of their own, desk key, keys of nodes, first accounts (name, role, password).

    What stands already is left as it is. The trust root that it gives belongs to each node: `keeping.save_trust(world,
    node_folder / desk_keys.FOLLOWING, root)`.
    """
    if not (config.folder / TRUST).exists():
        recovery = make_recovery(world, recovery_folder, of, needs)
        make_desk(world, config.folder, recovery)
    known = {**read_known_nodes(config.folder), **{key.name: key for key in nodes}}
    world.replace_file(config.folder / NODES_FILE, "".join(f"{key.text}\n" for key in known.values()).encode())
    await add_accounts(world, config, accounts)
    return open_keys(world, config.folder).trust


async def add_accounts(world: World, config: DeskConfig, accounts: Sequence[tuple[str, str, str]]) -> None:
    """First accounts (name, role, password) of a desk that is not running; one that stands is left as it is."""
    room = await open_desk(world, config)
    try:
        standing = {row.account for row in await staff_queries.accounts(room.door.lane.reader)}
        for account, role, password in accounts:
            if account not in standing:
                await room.door.add(account, [role], password, by=COMMAND_LINE)
    finally:
        await room.stop()
