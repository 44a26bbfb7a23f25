"""Points in the account: joining, the balance and what made it, receipts and orders with what was bought, and the card's bar code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.response import Response

from arkwright.channels.shop.account_holder import Front, Holder, Who, holder_of, holders_only
from arkwright.channels.shop.front import CHANNEL, Shopfront
from arkwright.channels.web.pages import see
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.loyalty import queries as loyalty
from arkwright.compartments.loyalty.commands import JoinLoyalty
from arkwright.compartments.loyalty.refusals import MembershipNumberIsTaken
from arkwright.compartments.loyalty.state import Entry, EntryKind, Member, Source
from arkwright.compartments.loyalty.treats import treat_points
from arkwright.kit import bar_codes, membership
from arkwright.kit.scope import Scope

SHOWN = 12  # of what expires, the first
LATE_MS = 60 * 60 * 1000  # what we hear of later than this is called late
KINDS: Mapping[EntryKind, str] = {
    "earned": "Earned",
    "clawed-back": "Taken back for goods that came back",
    "spent": "Spent",
    "given-back": "Given back with a refund",
    "adjusted": "Put right by a colleague",
    "treat": "Birthday treat",
    "expired": "Expired",
}


class Points(msgspec.Struct, frozen=True, kw_only=True):
    """A holder's points; `member` is None before they join."""

    member: Member | None


async def points_of(front: Shopfront, holder: Holder) -> Points | None:
    """The holder's points, or None while loyalty is sealed."""
    if front.held.gate.describe("loyalty", Scope(channel=CHANNEL), front.now_ms()).mode == "sealed":
        return None
    return Points(member=await loyalty.member(front.office.loyalty.reader, holder.account))


async def member_here(front: Shopfront, request: AnyRequest) -> bool:
    """Whether a member is signed in, whose prices hold; nobody while accounts are shut or loyalty is sealed."""
    if front.held.gate.describe("accounts", Scope(channel=CHANNEL), front.now_ms()).mode not in ("open", "limited"):
        return False
    holder = await holder_of(front, request)
    points = await points_of(front, holder) if holder else None
    return points is not None and points.member is not None


@get("/account/points", **holders_only())
async def show(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """Everything about them."""
    points = await points_of(front, holder)
    if points is None or points.member is None:
        return see("/account")
    reader = front.office.loyalty.reader
    entries = await loyalty.entries_of(reader, holder.account)
    bought = await loyalty.bought_by(reader, holder.account)
    standing = front.held.gate.describe("loyalty", Scope(channel=CHANNEL), front.now_ms())
    return await front.page(
        request,
        "account_points.html",
        member=points.member,
        entries=[(KINDS[each.kind], each, is_late(each)) for each in entries],
        bought=[(each, is_late_source(each)) for each in bought if each.lines],
        standing=standing,
        treat=treat_points(await loyalty.treat_rules(reader), front.now_ms()),
        expiring=(await loyalty.expiring(reader, holder.account))[:SHOWN],
    )


@post("/account/points/join", **holders_only())
async def join(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """A membership number; the next one where it is another's already."""
    for attempt in range(20):
        number = membership.number_of(holder.account, attempt)
        try:
            await front.office.loyalty.submit(JoinLoyalty(id=front.office.world.new_id(), member=holder.account, number=number))
        except MembershipNumberIsTaken:
            continue
        break
    return see("/account/points")


@get("/account/points/bar-code.svg", **holders_only())
async def bar_code(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """The membership number for a till's scanner."""
    points = await points_of(front, holder)
    if points is None or points.member is None:
        return see("/account")
    return Response(bar_codes.ean_13(points.member.number), media_type="image/svg+xml")


def is_late(entry: Entry) -> bool:
    """Whether we heard of it long after it happened."""
    if entry.kind == "treat":
        return entry.recorded_ms > entry.at_ms
    return entry.kind != "adjusted" and entry.recorded_ms - entry.at_ms > LATE_MS and entry.store != ""


def is_late_source(source: Source) -> bool:
    """Whether a store's receipt came to us late."""
    return source.kind == "receipt" and source.recorded_ms - source.sold_ms > LATE_MS
