"""The pages of a store's node as one site on the store's own network."""

from __future__ import annotations

import hashlib
import pkgutil
from functools import cache
from pathlib import Path

from jinja2 import Environment
from litestar import get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from arkwright.channels.design.pages import environment
from arkwright.channels.till import (
    card_pages,
    drawer_pages,
    line_pages,
    pay_pages,
    receipt_pages,
    refund_pages,
    sale_actions,
    sale_pages,
    sign_pages,
    store_pages,
)
from arkwright.channels.till.room import Room
from arkwright.channels.web import noes as no
from arkwright.channels.web.application import Application, application
from arkwright.channels.web.health import FOR_EVER
from arkwright.channels.web.site import Site

TEMPLATES = Path(__file__).parent / "templates"
ASSETS = {"till.css": "text/css; charset=utf-8", "till.js": "text/javascript; charset=utf-8"}


@cache
def asset(name: str) -> bytes:
    """The bytes of one of `ASSETS`."""
    content = pkgutil.get_data("arkwright.channels.till", f"static/{name}")
    if content is None:
        raise ValueError(f"{name} is missing from this installation")
    return content


@cache
def asset_url(name: str) -> str:
    """Its address, which carries a digest of its content."""
    return f"/till-design/{name}?v={hashlib.sha256(asset(name)).hexdigest()[:12]}"


@get("/till-design/{name:str}", include_in_schema=False)
async def design(name: FromPath[str]) -> Response[bytes]:
    """The style sheet and the script of tills, beside those of every page."""
    if name not in ASSETS:
        raise no.NoSuchPage()
    return Response(asset(name), media_type=ASSETS[name], headers={"cache-control": FOR_EVER})


ROUTES: list[HTTPRouteHandler] = [
    *sign_pages.ROUTES,
    *sale_pages.ROUTES,
    *sale_actions.ROUTES,
    *line_pages.ROUTES,
    *pay_pages.ROUTES,
    *card_pages.ROUTES,
    *receipt_pages.ROUTES,
    *drawer_pages.ROUTES,
    *refund_pages.ROUTES,
    *store_pages.ROUTES,
    design,
]


def till_environment() -> Environment:
    """For the site."""
    pages = environment(TEMPLATES)
    pages.globals["till_asset"] = asset_url
    return pages


def store_application(site: Site, room: Room) -> Application:
    """Every page of the store. The site's `frame` is `showing.frame(room)`, its `base` is till.html."""
    return application(site, ROUTES, provided={"room": room})
