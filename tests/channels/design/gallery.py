"""A page for each face that shows every macro once, and a browser window that meets it without any server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment
from markupsafe import Markup
from playwright.async_api import Page, Route

from arkwright.channels.design.pages import ASSETS, Link, Problem, Shop, Workplace, asset, environment

AT_MS = 1_795_442_700_000
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
DEPARTMENTS = "Furniture|Kitchen & dining|Lighting|Bedroom|Bathroom|Garden|Women|Men|Children|Toys & games|Food hall|Gifts"
INFORMATION = "Delivery|Returns|Stores|What works now|Check a message from us|Accessibility|Privacy|Contact"
GOODS = [
    ("Lambswool throw", 8900, True),
    ("Tall stoneware jug", 3850, False),
    ("Oak three-legged stool", 14500, False),
    ("Linen table runner", 2950, True),
    ("Brass candlestick", 2200, False),
    ("Hand-blown tumbler, set of four", 4800, False),
    ("Copper milk pan", 9500, True),
    ("Tweed cushion", 4250, False),
]
PROBLEMS = [
    Problem("email", "Enter the whole email address, such as ada@example.com."),
    Problem("postcode", "Enter a postcode, such as SW1A 1AA."),
    Problem("delivery", "Choose how it shall reach you."),
    Problem(None, "Next-day delivery is paused for now; standard delivery works."),
]
ENTRIES = [
    SimpleNamespace(title="Ordered", state="done", at_ms=AT_MS, text=""),
    SimpleNamespace(title="Being packed", state="now", at_ms=AT_MS + 3_600_000, text="In our Leeds warehouse."),
    SimpleNamespace(title="On its way", state="later", at_ms=None, text="You will get a tracking reference."),
    SimpleNamespace(title="Delivered", state="later"),
]
TINTS = ("#33533f", "#8a6f4d", "#a65f3e", "#6d7f86", "#b08d4a", "#7d8f6b", "#a1543f", "#596273")


def shop_page(**changes: Any) -> str:
    """The shop's gallery; `changes` replace or add values."""
    values: dict[str, Any] = {"problems": PROBLEMS, "goods": GOODS, "entries": ENTRIES, "here": "/kitchen-dining/"}
    shop = Shop(name="Wright & Daughters", navigation=_links(DEPARTMENTS), information=_links(INFORMATION))
    return _environment().get_template("gallery_shop.html").render(shop=shop, **_common(), **(values | changes))


def work_page(face: str, **changes: Any) -> str:
    """The gallery of `office` or `desk`."""
    values: dict[str, Any] = {"face": face, "here": "/orders/", "person": SimpleNamespace(name="Priya Shah", role="Incident commander")}
    workplace = Workplace(shop_name="Wright & Daughters", navigation=_links("Orders|Products|Stock|Publish|People"))
    return _environment().get_template("gallery_work.html").render(workplace=workplace, rows=_rows, **_common(), **(values | changes))


class Window:
    """A page of the browser whose every request is answered from here; `answers` maps paths to text, None cuts the line."""

    def __init__(self, page: Page, documents: dict[str, str], answers: dict[str, str | None] | None = None) -> None:
        self.page = page
        self.documents = documents
        self.answers = answers or {}
        self.requested: list[str] = []
        self.complaints: list[str] = []

    async def open(self, path: str) -> Page:
        """Goes to a document; what the browser complains about (such as the policy) lands in `complaints`."""
        self.page.on("console", lambda message: self.complaints.append(message.text) if "Content Security" in message.text else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        await self.page.route("**/*", self._answer)
        await self.page.goto(f"http://shop.localhost{path}")
        return self.page

    async def _answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        self.requested.append(path)
        name = path.rsplit("/", 1)[-1]
        if route.request.method == "POST":
            await route.fulfill(status=204)  # the browser stays where it is
        elif path in self.documents:
            await route.fulfill(body=self.documents[path], content_type="text/html", headers={"Content-Security-Policy": POLICY})
        elif name in ASSETS:
            await route.fulfill(body=asset(name), content_type=ASSETS[name])
        elif path.startswith("/pictures/"):
            await route.fulfill(body=_picture(int(name.removesuffix(".svg"))), content_type="image/svg+xml")
        elif (answer := self.answers.get(path)) is not None:
            await route.fulfill(body=answer, content_type="text/html")
        else:
            await route.abort()


def _environment() -> Environment:
    pages = environment(Path(__file__).parent)
    pages.globals |= {
        "link": Link,
        "option": lambda value, label, hint="": SimpleNamespace(value=value, label=label, hint=hint),
        "column": lambda label, number=False: SimpleNamespace(label=label, number=number),
        "figure": lambda label, value, note="": SimpleNamespace(label=label, value=value, note=note),
    }
    return pages


def _common() -> dict[str, Any]:
    return {"form_token": "a-token", "at_ms": AT_MS}


def _links(words: str) -> list[Link]:
    return [Link(label, "/" + label.lower().replace(" & ", "-").replace(" ", "-") + "/") for label in words.split("|")]


def _rows(parts: Any) -> Iterator[list[str]]:
    yield [Markup('<a href="/browse/">Browse the range</a>'), parts.mode_badge("open"), parts.when(AT_MS, brief=True), "", "0"]
    yield ["Home delivery", parts.mode_badge("limited"), parts.when(AT_MS, brief=True), "England, Scotland and Wales only", "12"]
    yield ["Web orders", parts.mode_badge("paused"), parts.when(AT_MS, brief=True), "Payment system isolated", "1,284"]
    yield ["Loyalty accounts", parts.mode_badge("sealed"), parts.when(AT_MS, brief=True), "Evidence preserved", "0"]


def _picture(number: int) -> str:
    tint = TINTS[number % len(TINTS)]
    shape = '<path d="M150 130h90l-12 70q52 60 40 130-8 50-72 50t-72-50q-12-70 40-130z"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 500"><rect width="400" height="500" fill="#e6dcc8"/>'
        f'<rect y="370" width="400" height="130" fill="#d6c8ad"/><ellipse cx="200" cy="384" rx="110" ry="12" fill="#00000022"/>'
        f'<path d="M235 170q75-20 72 55t-55 85" fill="none" stroke="{tint}" stroke-width="16"/>{shape} fill="{tint}"/></svg>'
    )
