"""A site: everything that the common part of a web channel is told about one of its faces (shop, office, desk)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from jinja2 import Environment
from litestar import Request

from arkwright.channels.web.metrics import Metrics
from arkwright.kit.world import World

KIBIBYTE = 1024
AnyRequest = Request[Any, Any, Any]
Frame = Callable[[AnyRequest], Mapping[str, object]]


class Rate(msgspec.Struct, frozen=True):
    """How often one client may ask: `burst` at once, then `a_minute` each minute."""

    a_minute: int
    burst: int


# "all" holds for every request together; a route names a further group with `opt={"rate": "sign-in"}`. Many shoppers may share one
# address (a mobile network, a university), so only what guesses or costs much is held tightly.
RATES: Mapping[str, Rate] = {
    "all": Rate(a_minute=6_000, burst=600),
    "write": Rate(a_minute=600, burst=120),
    "checkout": Rate(a_minute=120, burst=60),
    "sign-in": Rate(a_minute=6, burst=12),
    "search": Rate(a_minute=300, burst=60),
    "secret": Rate(a_minute=60, burst=60),
    "letter": Rate(a_minute=6, burst=12),
}


async def always_ready() -> bool:
    """For a site that depends on nothing."""
    return True


@dataclass(frozen=True, kw_only=True)
class Site:
    """One face of a process on the web.

    `name` names its cookie (`arkwright-<name>`) and stands in logs and metrics. `own_hosts` are the Host values it answers to,
    port included where it is not the scheme's own; others get 421. `form_key` (32 random bytes a process or node) signs form
    tokens. `frame` gives the names that the template `base` wants (`shop` and `here`, or `workplace`, `here` and `person`) for
    any request, also one that failed early; it must not wait for anything. `trusted_proxy`: requests come through our edge,
    whose X-Forwarded-For, -Host and -Proto are believed. `machine_paths` take requests without Origin when they carry no
    cookie either, want no form token, and answer errors as problem+json. `unmetered_paths` are not rate-limited: edges fetch a whole
    publication at once. `form_action_origins`: where else a form may lead
    (the payment page). `ready` says whether the site can do its work.
    """

    name: str
    world: World
    environment: Environment
    own_hosts: tuple[str, ...]
    form_key: bytes
    frame: Frame
    base: str = "base.html"
    https: bool = False
    form_action_origins: tuple[str, ...] = ()
    trusted_proxy: bool = False
    body_limit_bytes: int = 64 * KIBIBYTE
    rates: Mapping[str, Rate] = field(default_factory=lambda: RATES)
    machine_paths: tuple[str, ...] = ("/api/", "/webhooks/")
    unmetered_paths: tuple[str, ...] = ()
    ready: Callable[[], Awaitable[bool]] = always_ready
    metrics: Metrics = field(default_factory=Metrics)

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; over TLS one that browsers take for this very host alone (RFC 6265bis, 4.1.3.2)."""
        return f"{'__Host-' if self.https else ''}arkwright-{self.name}"

    @property
    def scheme(self) -> str:
        """As people call the site."""
        return "https" if self.https else "http"

    def for_machines(self, path: str) -> bool:
        """Whether this path is asked by programs."""
        return path.startswith(self.machine_paths)


class Visit(msgspec.Struct):
    """What the door notes of one request: who it was, if a colleague, and what was refused, by its name."""

    request_id: str
    client: str
    began_ms: int
    account: str = ""
    refusal: str = ""


def site_of(request: AnyRequest) -> Site:
    """The site that this request came to."""
    site: Site = request.app.state["site"]
    return site


def visit_of(request: AnyRequest) -> Visit:
    """What the door noted of this request."""
    visit: Visit = request.scope["state"]["visit"]
    return visit
