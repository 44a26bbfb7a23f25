"""The rules of the day: what head office allows, local pauses, sessions and their cash; pure."""

from __future__ import annotations

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import events as did
from arkwright.compartments.tills import refusals as no
from arkwright.compartments.tills.checks import at_till, attended, in_session, money, signed
from arkwright.compartments.tills.facts import CASH_IN
from arkwright.compartments.tills.till_rows import (
    ITEM_PROMOTIONS,
    POINTS,
    STORED,
    CodePromotion,
    Colleague,
    ItemPromotions,
    LocalPause,
    PointsRules,
    Session,
    StoredAllowance,
    Till,
)
from arkwright.compartments.tills.totalling import booked
from arkwright.kit.london import today
from arkwright.kit.messages import Event
from arkwright.kit.promotion import Terms
from arkwright.kit.rows import Rows

LONGEST_TILL = 4
MOST_DENIALS = 2
LONGEST_SAY = 200


def set_up_till(rows: Rows, command: ask.SetUpTill, now_ms: int) -> list[Event]:
    """Once a till."""
    if not (command.till.isascii() and command.till.isalnum() and len(command.till) <= LONGEST_TILL):
        raise no.TillNameIsWrong()
    return [] if rows[Till, command.till] else [did.TillSet(store=command.store, till=command.till, at_ms=now_ms)]


def allow(rows: Rows, command: ask.SetPromotion | ask.GrantStoredSales | ask.SetPointsRules, now_ms: int) -> list[Event]:
    """What head office allows; what is older than what is held changes nothing."""
    match command:
        case ask.SetPromotion(terms=terms, edition=edition):
            before = standing(rows, terms)
            if before and before.promotion == terms.promotion and before.revision >= terms.revision:
                return []
            if before is None and terms.until_ms <= now_ms:
                return []
            return [did.PromotionSet(store=command.store, at_ms=now_ms, terms=terms, edition=edition)]
        case ask.GrantStoredSales():
            return grant_stored_sales(rows, command, now_ms)
        case ask.SetPointsRules(edition=edition, points=points, pence=pence, most_points=most_points):
            rules = rows[PointsRules, POINTS]
            if rules and rules.edition >= edition:
                return []
            if points < 1 or pence < 1 or most_points < 0:
                raise no.AmountIsWrong()
            return [
                did.PointsRulesSet(store=command.store, at_ms=now_ms, edition=edition, points=points, pence=pence, most_points=most_points)
            ]


def standing(rows: Rows, terms: Terms) -> Terms | None:
    """What stands of the promotion, or under its code."""
    if terms.code:
        by_code = rows[CodePromotion, terms.code]
        return by_code.terms if by_code else None
    held = rows[ItemPromotions, ITEM_PROMOTIONS]
    return next((each for each in held.terms if each.promotion == terms.promotion), None) if held else None


def grant_stored_sales(rows: Rows, command: ask.GrantStoredSales, now_ms: int) -> list[Event]:
    """A newer grant replaces the one before; what is still waiting counts against it, so that no more than it allows is ever at risk."""
    held = rows[StoredAllowance, STORED]
    if held and held.edition >= command.edition:
        return []
    if min(command.per_sale_pence, command.total_pence, command.count) < 0:
        raise no.GrantIsWrong()
    return [
        did.StoredSalesGranted(
            store=command.store,
            at_ms=now_ms,
            grant=command.grant,
            edition=command.edition,
            per_sale_pence=command.per_sale_pence,
            total_pence=command.total_pence,
            count=command.count,
            until_ms=command.until_ms,
            waiting_pence=held.waiting_pence if held else 0,
            waiting=held.waiting if held else 0,
        )
    ]


def revoke(rows: Rows, command: ask.RevokeColleagues, now_ms: int) -> list[Event]:
    """Each colleague once an edition."""
    found: list[Event] = []
    for colleague in dict.fromkeys(command.colleagues):
        row = rows[Colleague, colleague]
        if row is None or row.revoked_edition < command.edition:
            tills = row.tills if row else ()
            found.append(did.ColleagueRevoked(store=command.store, at_ms=now_ms, colleague=colleague, edition=command.edition, tills=tills))
    return found


def switch_locally(rows: Rows, command: ask.PauseHere | ask.ResumeHere, now_ms: int) -> list[Event]:
    """A manager pauses in the store, or lifts that pause; head office's own switches are not touched."""
    approval = signed(rows, command.approval, now_ms)
    held = rows[LocalPause, command.capability]
    match command:
        case ask.PauseHere(say=say):
            words = " ".join(say.split())[:LONGEST_SAY]
            if not words:
                raise no.SayWhat()
            if held and held.say == words:
                return []
            return [did.LocallyPaused(store=command.store, at_ms=now_ms, capability=command.capability, say=words, approval=approval)]
        case ask.ResumeHere():
            if held is None:
                return []
            return [did.LocallyResumed(store=command.store, at_ms=now_ms, capability=command.capability, approval=approval)]


def open_session(rows: Rows, command: ask.OpenSession, now_ms: int) -> list[Event]:
    """One session a till at a time."""
    till = attended(rows, command)
    if till.session == command.session:
        return []
    if till.session:
        raise no.SessionIsOpen(till.session)
    if rows[Session, command.session]:
        raise no.TillSessionExists(command.session)
    return [
        did.SessionOpened(
            **at_till(command, now_ms),
            session=command.session,
            business_day=today(now_ms).isoformat(),
            float_pence=money(command.float_pence, least=0),
            postings=booked("cash-in-drawer", "float-and-safe", command.float_pence),
        )
    ]


def move_cash(rows: Rows, command: ask.MoveCash, now_ms: int) -> list[Event]:
    """Into the drawer or out of it; no more out than should be in. A no to whoever counts it blind is on the books, and there are two."""
    till, session = in_session(rows, command)
    pence = money(command.amount_pence) * (1 if command.reason in CASH_IN else -1)
    approval = signed(rows, command.approved_by, now_ms) if command.approved_by else None
    trusted = till.manager or approval is not None
    if pence < 0 and session.denials >= MOST_DENIALS and not trusted:
        raise no.ManagerSignsForCashOut()
    if session.drawer_pence + pence < 0:
        if trusted:
            raise no.NotEnoughInDrawer(session.drawer_pence)
        return [did.CashOutDenied(**at_till(command, now_ms), session=session.session, amount_pence=command.amount_pence)]
    return [
        did.CashMoved(
            **at_till(command, now_ms),
            session=session.session,
            reason=command.reason,
            amount_pence=pence,
            postings=booked("cash-in-drawer", "float-and-safe", pence),
            approval=approval,
        )
    ]


def count_cash(rows: Rows, command: ask.CountCash, now_ms: int) -> list[Event]:
    """What was counted, beside what should be there: by whoever has the till once, from then on by a manager."""
    till, session = in_session(rows, command)
    counted = money(command.counted_pence, least=0)
    approval = signed(rows, command.approved_by, now_ms) if command.approved_by else None
    if session.counts and not till.manager and approval is None:
        raise no.ManagerCountsAgain()
    return [
        did.CashCounted(
            **at_till(command, now_ms),
            session=session.session,
            counted_pence=counted,
            expected_pence=session.drawer_pence,
            approval=approval,
        )
    ]


def close_session(rows: Rows, command: ask.CloseSession, now_ms: int) -> list[Event]:
    """The Z report; the drawer is emptied into the safe, and what it held more or less than it should is booked."""
    till, session = in_session(rows, command)
    if till.sale:
        raise no.SaleIsOnTheTill(till.sale)
    if session.counted_pence is None:
        raise no.DrawerIsNotCounted()
    over_pence = session.counted_pence - session.drawer_pence
    return [
        did.SessionClosed(
            **at_till(command, now_ms),
            session=session.session,
            business_day=session.business_day,
            z=till.sessions_closed + 1,
            opened_ms=session.opened_ms,
            float_pence=session.float_pence,
            counted_pence=session.counted_pence,
            expected_pence=session.drawer_pence,
            over_pence=over_pence,
            totals=session.totals,
            postings=(
                *booked("cash-in-drawer", "over-and-short", over_pence),
                *booked("float-and-safe", "cash-in-drawer", session.counted_pence),
            ),
            terminal=command.terminal,
        )
    ]
