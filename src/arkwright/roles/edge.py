"""The edge: one process without database and secret, that serves the published range and goes on when office and desk are dead."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
import structlog
from granian.constants import Interfaces

from arkwright.channels.edge.app import Edge
from arkwright.channels.edge.counting import CountingEdge
from arkwright.channels.edge.held import Held
from arkwright.channels.edge.holding import Holding
from arkwright.channels.edge.office import Office
from arkwright.channels.web.metrics import Metrics
from arkwright.kit.ending import ended
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.refusal import Refusal
from arkwright.kit.signing import PublicKey
from arkwright.kit.switches import NOTHING_SWITCHED, Gate, shipped
from arkwright.kit.world import NetworkError, RealWorld
from arkwright.roles.figures import figures_app, serve_figures
from arkwright.roles.file_tree import FileTree
from arkwright.roles.node import Origin, Port
from arkwright.roles.serving import serve

log = structlog.get_logger("arkwright.edge")

LARGEST_MANIFEST_BYTES = 256 * 1024 * 1024  # a range of 100,000 products has one of 106 MB; an edge asks nobody but its own office and desk


class EdgeConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an edge is told; `publication_key` is the public key that signs publications, in text; nothing here is secret.

    `lay_files`: lay the publication out below `folder`/files, for a file server in front. `trusted_proxy` is the address of that
    server, whose word is taken for who asks (X-Forwarded-For, -Host, -Proto).
    """

    host: str
    port: Port
    office_url: Origin
    desk_url: Origin
    publication_key: str
    folder: Path
    look_every_s: float = 5.0
    metrics_port: Port | None = None
    lay_files: bool = False
    trusted_proxy: str = ""


class NothingHeard:
    """The switches before the desk has said anything: each capability in its own direction of failure."""

    def __init__(self) -> None:
        self.gate = Gate(NOTHING_SWITCHED, shipped())

    def banner(self, channel: str) -> str:
        """Nothing to say."""
        return ""


async def run(config: EdgeConfig, ready: asyncio.Event | None, stop: asyncio.Event, held: Held | None = None) -> None:
    """Serve until `stop`; `ready` is set once connections are taken, with or without a publication yet.

    `held` is the follower of the desk. Raises `PortTaken` or `CannotListen`, and `KeyIsWrong` for a key that is none.
    """
    http = AiohttpHttp(largest_answer_bytes=LARGEST_MANIFEST_BYTES)
    world = RealWorld(http)
    holding = Holding(world, config.folder, PublicKey.from_text(config.publication_key), config.office_url)
    office = Office(config.office_url)
    metrics = Metrics()
    switches = held or NothingHeard()
    app = CountingEdge(Edge(world, holding, switches, office, shipped(), config.trusted_proxy), world, metrics)
    await _load(holding)
    following = [asyncio.create_task(follow(world, holding, config.look_every_s))]
    if config.lay_files:
        tree = FileTree(world, holding, lambda: switches.gate, config.folder / "files")
        following.append(asyncio.create_task(tree.follow()))
    counting = asyncio.create_task(serve_figures(figures_app(metrics, []), config.host, config.metrics_port, stop))
    try:
        await serve(app, config.host, config.port, Interfaces.RSGI, stop=stop, ready=ready)
    finally:
        stop.set()
        await asyncio.gather(counting, return_exceptions=True)
        await ended(following)
        await office.close()
        await http.close()


async def _load(holding: Holding) -> None:
    try:
        await holding.load()
    except Refusal as refusal:
        log.warning("the publication on disk is not used", reason=str(refusal))


async def follow(world: RealWorld, holding: Holding, look_every_s: float) -> None:
    """Ask for a newer publication for ever; what goes wrong is logged, once until it changes, and what is held is served on."""
    told = ""
    while True:
        try:
            changed = await holding.refresh()
            told = ""
            if changed and holding.manifest is not None:
                log.info("publication in force", number=holding.manifest.number, files=len(holding.manifest.files))
        except (NetworkError, Refusal, OSError) as problem:
            if str(problem) != told:
                told = str(problem)
                log.warning("no newer publication", reason=told)
        except Exception:
            log.exception("no newer publication")
        await world.sleep(look_every_s)
