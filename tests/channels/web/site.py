"""A small site for tests of the common part: one page, one form, one machine path, and handlers that fail in every way."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, JSONBody
from litestar.response import Response
from litestar.testing import AsyncTestClient

from arkwright.channels.design.pages import Link, Shop, environment
from arkwright.channels.web.application import Application, application
from arkwright.channels.web.forms import form
from arkwright.channels.web.pages import see
from arkwright.channels.web.site import Rate, Site
from arkwright.channels.web.tokens import form_token
from arkwright.kit import refusal as kinds
from arkwright.kit.provider import ProviderRefused, ProviderUnknown
from arkwright.kit.switches import Paused
from tests.simulators.shop import START_MS, StillWorld

HOST = "shop.localhost:8080"
BASE = f"http://{HOST}"
SHOP = Shop(name="Wright & Sons", navigation=(Link("Kitchen", "/range/kitchen/"),), information=())
OURS = {"sec-fetch-site": "same-origin"}

ERRORS: dict[str, Exception] = {
    "invalid": kinds.Invalid(),
    "missing": kinds.NotFound(),
    "conflict": kinds.Conflict(),
    "forbidden": kinds.Forbidden(),
    "busy": kinds.Busy(),
    "unknown": kinds.Unknown(),
    "paused": Paused(
        capability="orders",
        mode="paused",
        say="Orders are paused.",
        fallback="Our stores are open.",
        since_ms=START_MS,
        review_ms=START_MS + 60_000,
    ),
    "provider": ProviderUnknown(),
    "declined": ProviderRefused("card 4242"),
    "bug": RuntimeError("Ada Wright, ada@example.org"),
    "late": TimeoutError(),
}


class Wanted(msgspec.Struct):
    """A body in JSON."""

    sku: str
    quantity: int


@get("/")
async def page(request: Request[Any, Any, Any]) -> Response[str]:
    """Gives a form token away, as a page with a form does."""
    return Response(form_token(request), cookies=[])


@post("/form", status_code=200)
async def send(request: Request[Any, Any, Any]) -> Response[str]:
    """Echoes a field, or says what is wrong."""
    sent = await form(request)
    name = sent.text("name", "your name", most=10)
    return Response("; ".join(problem.sentence for problem in sent.problems) or name)


@post("/open", opt={"form_token": False, "rate": "few"})
async def without_token() -> Response[Any]:
    """A form that stands on a published page."""
    return see("/")


@get(["/fail/{kind:str}", "/api/fail/{kind:str}"])
async def fail(kind: FromPath[str]) -> None:
    """Raises."""
    raise ERRORS[kind]


@get("/slow", opt={"within_s": 0.05})
async def slow() -> None:
    """Never answers by itself."""
    await asyncio.Event().wait()


@post("/slow-body", opt={"within_s": 0.05})
async def slow_body() -> None:
    """Its token is never read to the end."""


@post("/api/wanted", status_code=200)
async def wanted(data: JSONBody[Wanted]) -> str:
    """Takes JSON."""
    return data.sku


def site(world: StillWorld, **different: Any) -> Site:
    """A shop's site."""
    given: dict[str, Any] = {
        "name": "shop",
        "world": world,
        "environment": environment(),
        "own_hosts": (HOST,),
        "form_key": b"k" * 32,
        "frame": lambda request: {"shop": SHOP, "here": request.url.path},
        "rates": {"all": Rate(600, 100), "write": Rate(600, 100), "few": Rate(60, 2)},
    }
    return Site(**{**given, **different})


def app(world: StillWorld, **different: Any) -> Application:
    """The site with its handlers."""
    return application(site(world, **different), [page, send, without_token, fail, slow, slow_body, wanted])


def client(world: StillWorld, **different: Any) -> AsyncTestClient[Any]:
    """A client that follows nothing."""
    return AsyncTestClient(app(world, **different), base_url=BASE, raise_server_exceptions=False)
