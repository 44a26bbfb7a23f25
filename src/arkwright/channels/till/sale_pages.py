"""The sale on a till's screen: what state the till is in, and scanning."""

from __future__ import annotations

from urllib.parse import quote

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from arkwright.channels.till import reading, sign_pages
from arkwright.channels.till.labels import Priced, goods_of
from arkwright.channels.till.noes import NoLongerSold, NothingIsCalledSo
from arkwright.channels.till.pay_pages import pay_page
from arkwright.channels.till.room import Room, Seat
from arkwright.channels.till.sale_view import sale_view
from arkwright.channels.till.seats import NoTillOfThatName, must_sit, seat_of
from arkwright.channels.till.showing import Page, show
from arkwright.channels.till.typed import Entry, read_entry
from arkwright.channels.web.forms import form, is_id
from arkwright.channels.web.pages import see
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills.facts import Scanned
from arkwright.compartments.tills.till_rows import Till
from arkwright.compartments.tills.totalling import Shown
from arkwright.kit.refusal import Refusal
from arkwright.kit.replica import MemberLine, RangeLine

MOST_FOUND = 12


@get("/till/{till:str}", include_in_schema=False)
async def till_page(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """Whatever this till is at: signing on, opening, selling, paying, waiting for a card."""
    row = await reading.till(room, till)
    if row is None:
        raise NoTillOfThatName(till)
    seat = await seat_of(request, room, till)
    if seat is None:
        return await sign_pages.sign_on_page(request, room, row)
    if row.session is None:
        return sign_pages.begin_page(request, room)
    found = await reading.shown(room, till)
    if found is not None and found.sale.pending:
        return see(f"/till/{till}/waiting/{found.sale.pending}")
    if found is not None and found.sale.status == "totalled":
        return pay_page(request, room, seat, found)
    return await sale_page(request, room, row, found)


async def sale_page(
    request: AnyRequest,
    room: Room,
    row: Till,
    sold: Shown | None,
    *,
    refusal: Refusal | None = None,
    typed: str = "",
    found: list[RangeLine] | None = None,
    quantity: int = 1,
) -> Page:
    """What is sold so far, and the one field."""
    return show(
        request,
        "sale.html",
        refusal=refusal,
        sale=sale_view(sold) if sold is not None else None,
        new_sale=room.world.new_id(),
        new_id=room.world.new_id(),
        typed=typed,
        found=found or [],
        found_quantity=quantity,
        parked=len(await reading.parked(room)),
        last_sale=room.last_sales.get(row.till, ""),
    )


@post("/till/{till:str}/enter", include_in_schema=False)
async def enter(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """What was scanned or typed: goods, a member, a receipt, or words to look for."""
    seat = await must_sit(request, room, till)
    given = await form(request)
    typed = given.raw("entry")
    try:
        entry = read_entry(typed)
        if entry.kind == "receipt":
            return see(f"/till/{till}/refund?receipt={quote(entry.text)}")
        found = await entered(room, seat, entry, sale_of(given.raw("sale"), room), given.identifier())
    except Refusal as refusal:
        return await again(request, room, till, refusal, typed)
    if found is None:
        return see(f"/till/{till}")
    row = await reading.till(room, till)
    if row is None:
        raise NoTillOfThatName(till)
    return await sale_page(request, room, row, await reading.shown(room, till), typed=typed, found=found, quantity=entry.quantity)


def sale_of(typed: str, room: Room) -> str:
    """The sale that the page was about."""
    return typed if is_id(typed) else room.world.new_id()


async def entered(room: Room, seat: Seat, entry: Entry, sale: str, line: str) -> list[RangeLine] | None:
    """Add it, and None; or what might be meant. Refuses with `NothingIsCalledSo`, `NoLongerSold`, as labels and the lane do."""
    priced = await goods_of(room, entry.text)
    if priced is not None:
        if not priced.goods.live:
            raise NoLongerSold(priced.goods.name)
        await add(room, seat, priced, entry, sale, line)
        return None
    member = await room.shelf.member(entry.text)
    if member is not None:
        await identify(room, seat, member, sale, line)
        return None
    found = await room.shelf.search(entry.text, MOST_FOUND)
    if not found:
        raise NothingIsCalledSo(entry.text[:40])
    return found


async def add(room: Room, seat: Seat, priced: Priced, entry: Entry, sale: str, line: str) -> None:
    """A line with the price that the shelf has now, or its label."""
    goods = priced.goods
    scanned = Scanned(
        sku=goods.sku,
        product=goods.product,
        name=goods.name,
        price_pence=priced.price_pence,
        vat_rate=goods.vat_rate,
        category=goods.category,
        edition=await room.edition("range"),
        restrictions=goods.restrictions,
        code=entry.text,
        measured=priced.measured,
    )
    await room.tills.submit(
        ask.AddLine(
            id=f"{line}.add",
            store=room.store,
            till=seat.till,
            by=seat.colleague,
            sale=sale,
            line=line,
            scanned=scanned,
            quantity=entry.quantity,
        )
    )


async def identify(room: Room, seat: Seat, member: MemberLine, sale: str, id: str) -> None:
    """The member who buys; one whose points are frozen earns, and spends none."""
    await room.tills.submit(
        ask.IdentifyMember(
            id=f"{id}.member",
            store=room.store,
            till=seat.till,
            by=seat.colleague,
            sale=sale,
            membership=member.number,
            member=member.member,
            edition=await room.edition("members"),
            spendable_points=member.points if member.standing == "active" else 0,
            counted=member.counted.get(room.store, 0),
        )
    )


async def again(request: AnyRequest, room: Room, till: str, refusal: Refusal, typed: str = "") -> Page:
    """The sale as it stands, with what was refused."""
    row = await reading.till(room, till)
    if row is None:
        raise refusal
    found = await reading.shown(room, till)
    if found is not None and found.sale.status == "totalled":
        return pay_page(request, room, await must_sit(request, room, till), found, refusal)
    return await sale_page(request, room, row, found, refusal=refusal, typed=typed)


ROUTES = [till_page, enter]
