"""What every page of the back office works with: the shop, its jobs, the publisher; and how a page is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec
from litestar.datastructures import UploadFile
from litestar.response import Response

from arkwright.channels.back_office.entry import Entry, entered
from arkwright.channels.back_office.held import HeldImports
from arkwright.channels.back_office.jobs import Jobs, Progress
from arkwright.channels.back_office.words import SAID
from arkwright.channels.design.pages import Link
from arkwright.channels.line.intake import Heard
from arkwright.channels.staff.door import Colleague
from arkwright.channels.staff.permissions import Permission
from arkwright.channels.web.pages import render, see
from arkwright.channels.web.site import AnyRequest
from arkwright.journeys.shop import Shop

Page = Response[Any]

# Where each page of the navigation leads, and what somebody must be allowed to see it there; None for everybody.
NAVIGATION: tuple[tuple[str, str, Permission | None], ...] = (
    ("Start", "/", None),
    ("Orders", "/orders", "orders.view"),
    ("Dispatch", "/dispatch", "orders.dispatch"),
    ("Delivery days", "/delivery-days", "delivery.view"),
    ("Products", "/products", "products.view"),
    ("Promotions", "/promotions", "products.view"),
    ("Members", "/members", "members.view"),
    ("Points", "/points", "points.view"),
    ("Import", "/import", "products.import"),
    ("Stock", "/stock", "stock.view"),
    ("Publish", "/publish", "range.publish"),
    ("Stores", "/stores", "stores.view"),
    ("Till colleagues", "/till-colleagues", "tills.staff"),
    ("Stores' sales", "/store-sales", "cases.view"),
    ("Cases", "/cases", "cases.view"),
    ("Messages", "/messages", "notices.view"),
    ("Payments", "/payments", "payments.view"),
    ("Ledger", "/ledger", "ledger.view"),
)


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """The publication in force: its number, and when it was made."""

    number: int
    made_ms: int


class Publisher(Protocol):
    """Puts the range in force; the role hands one in."""

    def standing(self) -> Standing | None:
        """What stands published now; None before the first publication."""
        ...

    async def publish(self, progress: Progress) -> object:
        """Publish the range as it is now; what comes back has a sentence for people as its text."""
        ...


class Option(msgspec.Struct, frozen=True):
    """One choice of a list."""

    value: str
    label: str
    hint: str = ""


class Column(msgspec.Struct, frozen=True):
    """One column of a table."""

    label: str
    number: bool = False


@dataclass(frozen=True, kw_only=True)
class BackOffice:
    """Everything the pages touch; the role makes one. Forms of stock begin with `online_location`."""

    shop: Shop
    publisher: Publisher
    jobs: Jobs
    imports: HeldImports
    online_location: str
    heard: Mapping[str, Heard] = field(default_factory=dict)  # when a store's node last asked for anything

    def show(
        self, request: AnyRequest, colleague: Colleague, template: str, entry: Entry | None = None, status: int = 200, **names: Any
    ) -> Page:
        """The page; with problems in its form the status is 422. One command id serves all forms of the page."""
        form = entry or Entry({})
        return render(
            request,
            f"back_office/{template}",
            status=422 if form.problems and status == 200 else status,
            colleague=colleague,
            may=colleague.may,
            entry=form,
            problems=form.problems,
            command=form.command or self.shop.world.new_id(),
            said=SAID.get(query(request, "said")),
            **names,
        )

    def command_id(self, action: str, entry: Entry) -> str:
        """The id of the command that this form sends: the same however often it is sent."""
        return f"office.{action}.{entry.command or self.shop.world.new_id()}"


def navigation(colleague: Colleague | None) -> Sequence[Link]:
    """The pages that a colleague may see."""
    if colleague is None:
        return ()
    return [Link(label, href) for label, href, permission in NAVIGATION if permission is None or colleague.may(permission)]


def query(request: AnyRequest, name: str, longest: int = 200) -> str:
    """One value of the address after the question mark, trimmed and cut; empty where there is none."""
    return str(request.query_params.get(name, "")).strip()[:longest]


def whole_query(request: AnyRequest, name: str, otherwise: int) -> int:
    """A whole number of the address after the question mark, or what stands for it when it is none."""
    text = query(request, name, 18)
    return int(text) if text.isascii() and text.isdigit() else otherwise


async def sent(request: AnyRequest) -> Entry:
    """The form that was sent; of its files the names of their fields alone."""
    form = await request.form()
    values: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        kept = values.setdefault(name, [])
        if not isinstance(value, UploadFile):
            kept.append(str(value))
    return entered(values)


def done(path: str, said: str) -> Page:
    """Go on to a page that says so; `said` is a key of `words.SAID`."""
    return see(f"{path}{'&' if '?' in path else '?'}said={said}")
