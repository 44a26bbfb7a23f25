"""One address for the browser: the app's files and pages as the edge serves them, and the app API of a whole office behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from arkwright.channels.app.files import files, install_script
from arkwright.channels.design.pages import ASSETS, Link, Shop, asset, environment
from arkwright.channels.publication.headers import HEADERS
from arkwright.kit.world import Answer
from arkwright.simulators.serving import Request, served
from tests.channels.app_api.line import HOST, Line, on_the_line

PAGES = Path(environment.__code__.co_filename).parents[1] / "publication" / "templates"
BANNER = '<div class="bar warning"><p class="wide"><span>Next-day delivery is paused.</span></p></div>'
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 5"><rect width="4" height="5" fill="#357"/></svg>'


@dataclass
class AppPlace:
    """What the browser meets; `away` is what the edge answers instead of the office, when it is set."""

    line: Line
    address: str = ""
    banner: str = BANNER
    away: Answer | None = None
    asked: list[str] = field(default_factory=list)
    pages: dict[str, Callable[[], bytes]] = field(default_factory=dict)

    async def handle(self, request: Request) -> Answer:
        """One request."""
        self.asked.append(f"{request.method} {request.path}")
        extra = files("Arkwright").get(request.path)
        if extra is not None:
            return Answer(200, {**HEADERS[extra.headers], "content-type": extra.content_type}, extra.content)
        if request.path.startswith("/design/"):
            name = request.path.removeprefix("/design/")
            return Answer(200, {**HEADERS["asset"], "content-type": ASSETS[name]}, asset(name))
        if request.path in self.pages:
            return Answer(200, {**HEADERS["page"], "content-type": "text/html; charset=utf-8"}, self.pages[request.path]())
        if request.path == "/pictures/none.svg":
            return Answer(200, {**HEADERS["picture"], "content-type": "image/svg+xml"}, PICTURE)
        if request.path == "/banner":
            return Answer(200, {"content-type": "text/html; charset=utf-8", "cache-control": "no-store"}, self.banner.encode())
        if request.path.startswith(("/api/", "/basket")):
            return self.away or await self.office(request)
        return Answer(404, {"content-type": "text/plain"}, b"Nothing here.\n")

    async def office(self, request: Request) -> Answer:
        """As the edge passes it on."""
        if request.path.startswith("/basket"):
            return Answer(
                200, {"content-type": "text/html; charset=utf-8", "cache-control": "no-store", "x-request-id": "1"}, page("basket")
            )
        kept = {
            name: value
            for name, value in request.headers.items()
            if name not in ("host", "origin", "referer", "connection", "content-length")
        }
        path = f"{request.path}?{request.query}" if request.query else request.path
        answer = await self.line.client.request(request.method, path, headers={**kept, "host": HOST}, content=request.body)
        return Answer(answer.status_code, {k: v for k, v in answer.headers.items() if k != "content-length"}, answer.content)


def page(name: str) -> bytes:
    """A page of the shop in its frame, as published pages are."""
    template = environment(PAGES).from_string(
        '{% extends "published.html" %}{% block title %}{{ name }}{% endblock %}'
        "{% block content %}<h1>{{ name }}</h1><p>Seen at last.</p>{% endblock %}"
    )
    face = Shop(name="Arkwright", navigation=(Link("Kitchen", "/range/kitchen/"),), information=())
    return template.render(name=name, shop=face, here="/", web_manifest=True, scripts=(install_script(),)).encode()


@asynccontextmanager
async def app_place(folder: Path) -> AsyncIterator[AppPlace]:
    """An office, and the address in front of it."""
    async with on_the_line(folder) as line:
        place = AppPlace(line)
        for path in ("/", "/offline/", "/range/kitchen/"):
            place.pages[path] = lambda path=path: page("You are offline" if path == "/offline/" else f"Page {path}")  # type: ignore[misc]
        async with served(place.handle, "127.0.0.1", 0) as address:
            place.address = f"http://localhost:{urlsplit(address).port}"
            yield place
