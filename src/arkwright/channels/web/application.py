"""The application of a site: handlers of one role behind the common door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide
from litestar.enums import ScopeType
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.types import LifeSpanReceive, LifeSpanScope, LifeSpanSend, Middleware, Receive, Scope, Send

from arkwright.channels.web.door import Door
from arkwright.channels.web.handling import around_handlers
from arkwright.channels.web.health import design, probes
from arkwright.channels.web.pages import with_own_templates
from arkwright.channels.web.refusals import answer
from arkwright.channels.web.site import Site

MOST_PARTS = 200


class Application(Litestar):
    """Litestar behind a `Door`, so that requests without a route are checked, dressed and counted as well."""

    door: Door

    async def __call__(self, scope: Scope | LifeSpanScope, receive: Receive | LifeSpanReceive, send: Send | LifeSpanSend) -> None:
        """ASGI."""
        if scope["type"] == ScopeType.HTTP:
            await self.door.enter(scope, receive, send)  # type: ignore[arg-type]
        else:
            await super().__call__(scope, receive, send)


def application(
    site: Site,
    handlers: Sequence[HTTPRouteHandler],
    *,
    provided: Mapping[str, object] | None = None,
    middleware: Sequence[Middleware] = (),
    openapi: OpenAPIConfig | None = None,
) -> Application:
    """A site's handlers as one ASGI application.

    Each handler is `async def` and raises what it cannot do: refusals.py finds status and words. `provided` are values that
    handlers name as parameters (`shopfront: Shopfront`). `middleware` runs inside of ours, which has checked host, origin, rate,
    time and form token by then. `request_max_body_size` on a route allows more than the site's limit. Adds /healthz, /readyz
    and /design/; metrics are at `site.metrics.text()`.
    """
    site = replace(site, environment=with_own_templates(site.environment), own_hosts=tuple(host.lower() for host in site.own_hosts))
    app = Application(
        route_handlers=[*handlers, *probes(site), design],
        dependencies={name: always(value) for name, value in (provided or {}).items()},
        exception_handlers={Exception: answer},
        middleware=[around_handlers, *middleware],
        state=State({"site": site}),
        openapi_config=openapi,
        logging_config=None,
        request_max_body_size=site.body_limit_bytes,
        multipart_form_part_limit=MOST_PARTS,
        debug=False,
    )
    app.door = Door(site, app, super(Application, app).__call__)
    app.state["buckets"] = app.door.buckets
    return app


def always(value: object) -> Provide:
    """A dependency that is the same for every request."""

    async def given() -> Any:
        return value

    return Provide(given)
