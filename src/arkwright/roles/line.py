"""The line to the stores, as an office mounts it: a site of its own for machines that sign what they ask."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from litestar.handlers import HTTPRouteHandler

from arkwright.channels.design.pages import environment
from arkwright.channels.line.addresses import INTAKE
from arkwright.channels.line.intake import Intake
from arkwright.channels.web.application import Application, application
from arkwright.channels.web.metrics import Metrics
from arkwright.channels.web.site import Site
from arkwright.kit.world import World

MACHINES = "/line/"


def line_app(world: World, hosts: Sequence[str], form_key: bytes, intake: Intake, ready: Callable[[], Awaitable[bool]]) -> Application:
    """The line as an application; `hosts` are those by which stores call it."""
    site = Site(
        name="line",
        world=world,
        environment=environment(),
        own_hosts=tuple(hosts),
        form_key=form_key,
        frame=lambda _: {"shop": None, "here": ""},
        machine_paths=(MACHINES,),
        unmetered_paths=(MACHINES,),
        ready=ready,
        metrics=Metrics(),
    )
    handlers: list[HTTPRouteHandler] = [*INTAKE]
    return application(site, handlers, provided={"intake": intake})
