"""The first page: figures that lead on, for those who may see what is behind them."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from litestar import get

from arkwright.channels.back_office import words
from arkwright.channels.back_office.office import BackOffice, Page
from arkwright.channels.back_office.permitted import Here, Who, permitted
from arkwright.channels.back_office.stock import LOW, MOST_LOW
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.dispatch import queries as dispatch
from arkwright.compartments.notices import queries as notices
from arkwright.compartments.ordering import queries as ordering
from arkwright.compartments.payments import queries as payments
from arkwright.compartments.stock import queries as stock


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A number and the page behind it."""

    label: str
    value: str
    href: str
    note: str = ""


@get("/", **permitted())
async def first_page(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """What stands and what wants a hand."""
    groups: dict[str, list[Figure]] = {}
    if colleague.may("orders.view"):
        groups["Orders"] = by_state(await ordering.counts(office.shop.ordering.reader), words.ORDER_STATES, "/orders")
    if colleague.may("orders.dispatch"):
        counts = await dispatch.counts(office.shop.dispatch.reader)
        wanted = {state: words.CONSIGNMENT_STATES[state] for state in dispatch.TO_DO}
        groups["To send"] = by_state(counts, wanted, "/dispatch")
    if colleague.may("stock.view"):
        groups["Stock"] = await stock_figures(office)
    if colleague.may("payments.view"):
        groups["Money"] = await money_figures(office)
    if colleague.may("notices.view"):
        groups["Messages"] = by_state(await notices.counts(office.shop.notices.reader), words.MESSAGE_STATES, "/messages")
    return office.show(request, colleague, "start.html", groups=groups)


def by_state(counts: Mapping[str, int], states: Mapping[str, str], href: str) -> list[Figure]:
    """One figure a state, none left out."""
    return [Figure(label=label, value=f"{counts.get(state, 0):,}", href=f"{href}?status={state}") for state, label in states.items()]


async def stock_figures(office: BackOffice) -> list[Figure]:
    """What runs low, and what was promised and is not there."""
    reader = office.shop.stock.reader
    low, cases = await stock.low(reader, LOW, MOST_LOW), await stock.open_cases(reader)
    return [
        Figure(label="Low stock", value=at_least(len(low)), href="/stock?show=low", note=f"{LOW} or fewer"),
        Figure(label="Oversold", value=at_least(len(cases)), href="/stock#oversold", note=f"{sum(case.units for case in cases):,} units"),
    ]


async def money_figures(office: BackOffice) -> list[Figure]:
    """Money moves that were refused, and those without an answer yet."""
    reader, now_ms = office.shop.payments.reader, office.shop.world.now_ms()
    captures, refunds = await payments.refused_captures(reader), await payments.refused_refunds(reader)
    waiting = len(await payments.open_captures(reader, now_ms)) + len(await payments.open_refunds(reader, now_ms))
    return [
        Figure(label="Refused captures", value=at_least(len(captures)), href="/payments#refused"),
        Figure(label="Refused refunds", value=at_least(len(refunds)), href="/payments#refused"),
        Figure(label="Without an answer", value=at_least(waiting), href="/payments#waiting"),
    ]


def at_least(count: int) -> str:
    """'200 or more' where a query stops counting."""
    return f"{count:,}" if count < MOST_LOW else f"{MOST_LOW} or more"


ROUTES = [first_page]
