"""Payments and the ledger: what is paid, what waits for an answer, what was refused, and whether both sides agree."""

from __future__ import annotations

from typing import cast, get_args
from urllib.parse import urlencode

from litestar import get

from arkwright.channels.back_office import words
from arkwright.channels.back_office.office import BackOffice, Option, Page, query
from arkwright.channels.back_office.permitted import Here, Who, permitted
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.payments import queries
from arkwright.compartments.payments.state import Capture, Payment, Refund, Status

A_PAGE = 50


@get("/payments", **permitted("payments.view"))
async def payments(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """Payments in one state or in all, and before them the money moves that want an eye."""
    reader, status, now_ms = office.shop.payments.reader, query(request, "status", 20), office.shop.world.now_ms()
    statuses = (cast(Status, status),) if status in get_args(Status) else queries.ALL_STATUSES
    found = await queries.newest(reader, statuses, query(request, "before", 100) or queries.LAST, A_PAGE + 1)
    shown = found[:A_PAGE]
    waiting: list[Capture | Refund] = [*await queries.open_captures(reader, now_ms), *await queries.open_refunds(reader, now_ms)]
    refused: list[Capture | Refund] = [*await queries.refused_captures(reader), *await queries.refused_refunds(reader)]
    states = [Option("", "All payments"), *(Option(value, label) for value, label in words.PAYMENT_STATES.items())]
    return office.show(
        request,
        colleague,
        "payments.html",
        found=shown,
        states=states,
        state=status,
        further=urlencode({"status": status, "before": shown[-1].payment}) if len(found) > A_PAGE else "",
        counts=await queries.counts(reader),
        waiting=waiting,
        refused=refused,
        voids=await queries.open_voids(reader, now_ms),
        payment_of=await payments_of(office, [*waiting, *refused]),
        words=words,
    )


async def payments_of(office: BackOffice, moves: list[Capture | Refund]) -> dict[str, Payment]:
    """The payments that these captures and refunds belong to, by id."""
    found = {}
    for payment_id in {move.payment for move in moves}:
        row = await queries.payment(office.shop.payments.reader, payment_id)
        if row is not None:
            found[payment_id] = row
    return found


@get("/ledger", **permitted("ledger.view"))
async def ledger(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """The trial balance: every account with both its totals, and their sums, which are equal."""
    return office.show(request, colleague, "ledger.html", balance=await queries.trial_balance(office.shop.payments.reader))


ROUTES = [payments, ledger]
