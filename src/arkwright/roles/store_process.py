"""A store's node as a process: its pages on the store's own network, and what it looks after by itself, with head office or without."""

from __future__ import annotations

import asyncio
import hmac
from pathlib import Path
from typing import Any

import structlog
from granian.constants import Interfaces

from arkwright.channels.till import showing
from arkwright.channels.till.face import store_application, till_environment
from arkwright.channels.web.application import Application
from arkwright.channels.web.health import lanes_answer
from arkwright.channels.web.metrics import Metrics
from arkwright.channels.web.site import Site
from arkwright.journal.pump import Pump
from arkwright.journeys.till_resolver import Orphans, resolvers
from arkwright.kit.ending import ended
from arkwright.kit.mail import SmtpMail
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import RealWorld
from arkwright.roles.desk_keys import vault_key
from arkwright.roles.event_loop import until_told
from arkwright.roles.figures import figures_app, serve_figures
from arkwright.roles.logs import to_standard_error
from arkwright.roles.node import NodeLock, read_config
from arkwright.roles.office_process import host_of
from arkwright.roles.reactions import forgotten
from arkwright.roles.serving import serve
from arkwright.roles.store import Store, open_store
from arkwright.roles.store_config import StoreConfig
from arkwright.roles.store_line import Brought
from arkwright.roles.sweeps import Sweep, erase_keys, send_mail

log = structlog.get_logger("store")


def start(config: Path) -> None:
    """Serve until SIGTERM or SIGINT, as this file says. Raises `NodeUnusable`, and what `run` raises."""
    settings = read_config(config, StoreConfig)
    until_told(lambda stop: run(settings, None, stop))


async def run(config: StoreConfig, ready: asyncio.Event | None, stop: asyncio.Event) -> None:
    """Serve until `stop`, then finish what was taken. `ready` is set once connections are taken.

    Raises what an operator is told in one line: `NodeUnusable`, `NoPapers`, `DatabaseUnusable`, `PortTaken`, `CannotListen`.
    """
    to_standard_error(config.node)
    lock = NodeLock(config.folder)
    http = AiohttpHttp()
    try:
        world = RealWorld(http)
        mail = SmtpMail(config.smtp_host, config.smtp_port)
        store = await open_store(world, config)
        try:
            await at_work(store, mail, ready, stop)
        finally:
            await store.stop()
            await mail.close()
    finally:
        await http.close()
        lock.release()


async def at_work(store: Store, mail: SmtpMail, ready: asyncio.Event | None, stop: asyncio.Event) -> None:
    """Everything that an open store does, until `stop` or until a lane cannot go on, which is raised."""
    config, metrics, over = store.config, Metrics(), asyncio.Event()
    await store.following.start(store.obey)
    app = store_app(store, metrics)
    serving = [
        asyncio.create_task(serve(app, config.host, config.port, Interfaces.ASGI, stop=over, ready=ready)),
        asyncio.create_task(serve_figures(figures_app(metrics, store.lanes), config.host, config.metrics_port, over)),
    ]
    work = [asyncio.create_task(each, name=name) for name, each in tasks(store, mail).items()]
    stopping = asyncio.ensure_future(stop.wait())
    waited: set[asyncio.Future[Any]] = {*serving, stopping, store.failed}
    try:
        done, _ = await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
        over.set()
        await asyncio.gather(*serving)
        for first in done:
            first.result()
    finally:
        stopping.cancel()
        await ended([*serving, *work])


def tasks(store: Store, mail: SmtpMail) -> dict[str, Any]:
    """What goes on beside the pages: following the desk and head office, sending the journal, and the sweeps."""
    world = store.world
    pump = Pump(world, store.post.notices, store.post.customers, forgotten)
    return {
        "switches": store.following.run(store.obey),
        "certificates": store.certificates.run(),
        "papers": store.papers.run(),
        "forwarder": store.forwarder.run(),
        "replica": store.replica.run(),
        pump.name: pump.run(),
        **{f"sweep {sweep.name}": sweep.run(world) for sweep in sweeps(store, mail)},
    }


def sweeps(store: Store, mail: SmtpMail) -> list[Sweep]:
    """What a store's node looks after by itself."""
    handed: set[str] = set()
    brought = Brought(store.tills, store.shelf)
    return [
        Sweep("the line", 0.5, store.look),
        *(Sweep(f"cards at {each.terminal}", 2, each.round) for each in resolvers(store.tills)),
        Sweep("cards at terminals that are gone", 60, Orphans(store.tills).round),
        Sweep("allowances", 60, brought.grant),
        Sweep("checkpoints", 1, lambda: store.ends.mark(store.lanes)),
        Sweep("mail", 2, lambda: send_mail(store.post, mail, lambda: store.following.gate, handed, store.attached)),
        Sweep("kept invoices", 3600, store.invoices.forget),
        Sweep("erasures", 30, lambda: erase_keys(store.post)),
    ]


def store_app(store: Store, metrics: Metrics) -> Application:
    """The pages, on the store's own network."""
    config = store.config
    site = Site(
        name="store",
        world=store.world,
        environment=till_environment(),
        own_hosts=(host_of(config.url), f"{config.host}:{config.port}"),
        form_key=hmac.digest(vault_key(store.world, config.folder), b"form tokens of store", "sha256"),
        frame=showing.frame(store.room),
        base="till.html",
        https=config.url.startswith("https:"),
        ready=lambda: lanes_answer(store.lanes),
        metrics=metrics,
    )
    return store_application(site, store.room)
