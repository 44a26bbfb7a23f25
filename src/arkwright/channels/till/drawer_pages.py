"""The drawer of a till: cash in and out, the blind count, the X report, and closing with a Z report."""

from __future__ import annotations

from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from arkwright.channels.till import reading, reconciled
from arkwright.channels.till.door import approval
from arkwright.channels.till.line_pages import chosen
from arkwright.channels.till.reasons import MOVE
from arkwright.channels.till.room import Room, Seat
from arkwright.channels.till.seats import must_sit
from arkwright.channels.till.showing import Page, options, show
from arkwright.channels.till.typed import money
from arkwright.channels.web.forms import form
from arkwright.channels.web.pages import see
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills.day_rules import MOST_DENIALS
from arkwright.compartments.tills.events import CashOutDenied
from arkwright.compartments.tills.facts import Totals
from arkwright.compartments.tills.refusals import NotEnoughInDrawer
from arkwright.compartments.tills.till_rows import Session
from arkwright.kit.london import day_words
from arkwright.kit.money import pounds
from arkwright.kit.refusal import Refusal


def figures(session: Session, *, tenders_too: bool) -> list[tuple[str, str]]:
    """The figures of an X or a Z report; without those that tell, by a sum, what should be in the drawer, for whoever counts it blind."""
    totals = session.totals
    lines = [
        (f"Sales ({totals.sales})", pounds(totals.sales_pence)),
        (f"Refunds ({totals.refunds})", pounds(totals.refunds_pence)),
        (f"Lines voided ({totals.line_voids})", pounds(totals.line_voids_pence)),
        (f"Sales voided ({totals.sale_voids})", pounds(totals.sale_voids_pence)),
        ("Promotions", pounds(totals.savings_pence)),
        ("Discounts", pounds(totals.discounts_pence)),
        ("Price changes", pounds(totals.overrides_pence)),
        *vat_lines(totals),
    ]
    if tenders_too:
        lines += [
            ("Card", pounds(totals.card_pence)),
            ("of which approved by the terminal alone", pounds(totals.stored_card_pence)),
            ("Points", pounds(totals.points_pence)),
            ("Cards declined late", pounds(totals.late_declines_pence)),
            ("Float", pounds(session.float_pence)),
            ("Cash taken", pounds(totals.cash_pence)),
            ("Cash refunds", pounds(totals.cash_refunds_pence)),
            ("Cash in", pounds(totals.cash_in_pence)),
            ("Cash out", pounds(totals.cash_out_pence)),
            ("Should be in the drawer", pounds(session.drawer_pence)),
        ]
        if session.counted_pence is not None:
            lines.append(("Counted", pounds(session.counted_pence)))
            lines.append(("Over or short", pounds(session.counted_pence - session.drawer_pence)))
    return lines


def vat_lines(totals: Totals) -> list[tuple[str, str]]:
    """Sales less refunds at each rate, and the VAT in them."""
    return [
        ("At 20% VAT", f"{pounds(totals.standard_pence)}, VAT {pounds(totals.standard_vat_pence)}"),
        ("At 5% VAT", f"{pounds(totals.reduced_pence)}, VAT {pounds(totals.reduced_vat_pence)}"),
        ("At 0% VAT", pounds(totals.zero_pence)),
    ]


@get("/till/{till:str}/drawer", include_in_schema=False)
async def drawer_page(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """The X report, and what is done with the drawer."""
    return await shown(request, room, till, await must_sit(request, room, till))


async def shown(
    request: AnyRequest, room: Room, till: str, seat: Seat, refusal: Refusal | None = None, *, at: str = "", told: str = ""
) -> Page:
    """The page, with what was done or refused; what should be in the drawer is for managers, and for whoever has counted it."""
    row = await reading.till(room, till)
    session = await reading.session(room, row.session) if row is not None and row.session else None
    if session is None:
        return see(f"/till/{till}")
    return show(
        request,
        "drawer.html",
        refusal=refusal,
        at=at,
        told=told,
        figures=figures(session, tenders_too=seat.manages or session.counted_pence is not None),
        blind=not seat.manages and session.counted_pence is None,
        manager_signs_out=session.denials >= MOST_DENIALS and not seat.manages,
        manager_signs=session.counts > 0 and not seat.manages,
        opened_ms=session.opened_ms,
        now_ms=room.world.now_ms(),
        move_reasons=options(MOVE),
        counted=counted_words(session),
        new_id=room.world.new_id(),
    )


def counted_words(session: Session) -> str:
    """What the count found; nothing before one."""
    if session.counted_pence is None:
        return ""
    over = session.counted_pence - session.drawer_pence
    agreed = "That is right." if not over else f"That is {pounds(abs(over))} {'more' if over > 0 else 'less'} than there should be."
    return f"You counted {pounds(session.counted_pence)}. {agreed} A manager may have it counted again: the last count stands."


@post("/till/{till:str}/drawer/{what:str}", include_in_schema=False)
async def do(request: AnyRequest, till: FromPath[str], what: FromPath[str], room: NamedDependency[Room]) -> Page:
    """Cash in or out, a count, or closing."""
    seat = await must_sit(request, room, till)
    given = await form(request)
    common: dict[str, Any] = {"id": f"{given.identifier()}.{what}", "store": room.store, "till": till, "by": seat.colleague}
    told, at = "", ""
    try:
        match what:
            case "cash":
                reason, at, badge = chosen(MOVE, given.raw("reason")), "amount", given.raw("out-badge")
                by = await approval(room, till, badge, given.raw("out-pin")) if badge.strip() else None
                await move(room, ask.MoveCash(**common, reason=reason, amount_pence=money(given.raw("amount")), approved_by=by))
                told = f"Recorded: {MOVE[reason].lower()}, {pounds(money(given.raw('amount')))}."
            case "count":
                at, pence, badge = "counted", money(given.raw("counted")), given.raw("badge")
                by = await approval(room, till, badge, given.raw("pin")) if badge.strip() else None
                await room.tills.submit(ask.CountCash(**common, counted_pence=pence, approved_by=by))
            case "close":
                terminal = room.terminals[till].terminal if till in room.terminals else ""
                return await closed(room, till, ask.CloseSession(**common, terminal=terminal))
    except Refusal as refusal:
        return await shown(request, room, till, seat, refusal, at=at if refusal.field == "amount" else "")
    return await shown(request, room, till, seat, told=told)


async def move(room: Room, command: ask.MoveCash) -> None:
    """Do it. Refuses as the tills do, and what they denied: that is on their books."""
    receipt = await room.tills.submit(command)
    if any(isinstance(event, CashOutDenied) for event in receipt.events):
        raise NotEnoughInDrawer(0)


async def closed(room: Room, till: str, command: ask.CloseSession) -> Page:
    """The Z report of what was just closed."""
    row = await reading.till(room, till)
    await room.tills.submit(command)
    return see(f"/till/{till}/z/{row.session}" if row is not None else f"/till/{till}")


@get("/till/{till:str}/z/{session:str}", include_in_schema=False)
async def z_page(request: AnyRequest, till: FromPath[str], session: FromPath[str], room: NamedDependency[Room]) -> Page:
    """The Z report of a session that is closed."""
    await must_sit(request, room, till)
    found = await reading.session(room, session)
    if found is None or found.closed_ms is None:
        return see(f"/till/{till}")
    row = await reconciled.of_session(room, session)
    return show(
        request,
        "z.html",
        session=session,
        terminal_words=reconciled.words(row) if row else "",
        terminal_lines=reconciled.lines(row) if row else [],
        terminal_waits=row is not None and row.status == "waiting",
        z=found.z,
        day=day_words(found.business_day),
        opened_ms=found.opened_ms,
        closed_ms=found.closed_ms,
        figures=figures(found, tenders_too=True),
    )


@post("/till/{till:str}/z/{session:str}/reconcile", include_in_schema=False)
async def ask_terminal(request: AnyRequest, till: FromPath[str], session: FromPath[str], room: NamedDependency[Room]) -> Page:
    """Ask the terminal for its totals now; the Z report then says what it answered, or still that it has not."""
    await must_sit(request, room, till)
    await form(request)
    row = await reconciled.of_session(room, session)
    if row is not None and row.status == "waiting":
        await room.cards.reconcile(row.terminal)
    return see(f"/till/{till}/z/{session}")


ROUTES = [drawer_page, do, z_page, ask_terminal]
