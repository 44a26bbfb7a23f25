"""What others may ask of the tills; plain values out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from arkwright.compartments.tills import records as at
from arkwright.compartments.tills.reconciling import Reconciliation
from arkwright.compartments.tills.till_rows import (
    ITEM_PROMOTIONS,
    POINTS,
    STORED,
    Account,
    CardRefund,
    CardTender,
    Colleague,
    Invoice,
    LocalPause,
    PointsRules,
    Refund,
    Sale,
    Session,
    StoredAllowance,
    Till,
)
from arkwright.compartments.tills.totalling import Shown, age_needed, points_left, priced_at
from arkwright.kit.database.port import Reader
from arkwright.kit.database.statement import Statement, among, as_set
from arkwright.kit.promoting import paid_pence

cards, sales, sessions, refunds = at.CARD_TENDERS.table.c, at.SALES.table.c, at.SESSIONS.table.c, at.REFUNDS.table.c
card_refunds, zs = at.CARD_REFUNDS.table.c, at.RECONCILIATIONS.table.c
LAST = "~"
UNDECIDED = ("asked", "unknown", "reversing")

ALL_TILLS = Statement(sa.select(*at.TILLS.columns).order_by(at.TILLS.table.c.till))
ALL_PAUSES = Statement(sa.select(*at.LOCAL_PAUSES.columns).order_by(at.LOCAL_PAUSES.table.c.capability))
ALL_CODES = Statement(sa.select(*at.CODES.columns).order_by(at.CODES.table.c.code))
PARKED = Statement(
    sa.select(*at.SALES.columns).where(sales.status == "parked").order_by(sales.changed_ms.desc(), sales.sale).limit(sa.bindparam("most"))
)
COMPLETED = Statement(
    sa.select(*at.SALES.columns)
    .where(sales.receipt.is_not(None), sales.sale < sa.bindparam("before"))
    .order_by(sales.sale.desc())
    .limit(sa.bindparam("most"))
)
INVOICES_OVER = Statement(sa.select(*at.INVOICES.columns).where(at.INVOICES.table.c.keep_until_ms <= sa.bindparam("now_ms")).limit(200))
AT_TERMINAL = cards.terminal == sa.bindparam("terminal")
UNDECIDED_CARDS = (
    sa.select(*at.CARD_TENDERS.columns)
    .where(among(cards.status, "statuses"), cards.changed_ms <= sa.bindparam("until_ms"))
    .order_by(cards.changed_ms, cards.tender)
    .limit(sa.bindparam("most"))
)
WAITING_FOR_TERMINAL, WAITING_FOR_THIS = Statement(UNDECIDED_CARDS), Statement(UNDECIDED_CARDS.where(AT_TERMINAL))
SURPLUS_CARDS = (
    sa.select(*at.CARD_TENDERS.columns)
    .where(cards.surplus == 1, cards.status == "approved")
    .order_by(cards.changed_ms, cards.tender)
    .limit(sa.bindparam("most"))
)
SURPLUS, SURPLUS_AT_THIS = Statement(SURPLUS_CARDS), Statement(SURPLUS_CARDS.where(AT_TERMINAL))
STORED_CARDS = (
    sa.select(*at.CARD_TENDERS.columns)
    .where(cards.stored == sa.bindparam("stored"), cards.tender > sa.bindparam("after"))
    .order_by(cards.tender)
    .limit(sa.bindparam("most"))
)
STORED_SALES, STORED_AT_THIS = Statement(STORED_CARDS), Statement(STORED_CARDS.where(AT_TERMINAL))
OF_SALE = Statement(sa.select(*at.CARD_TENDERS.columns).where(cards.sale == sa.bindparam("sale")).order_by(cards.asked_ms, cards.tender))
REFUNDS_OF = Statement(
    sa.select(*at.REFUNDS.columns).where(refunds.sale == sa.bindparam("sale")).order_by(refunds.begun_ms, refunds.refund)
)
REFUNDS_TO_CARDS = (
    sa.select(*at.CARD_REFUNDS.columns)
    .where(card_refunds.status == sa.bindparam("status"), card_refunds.changed_ms <= sa.bindparam("until_ms"))
    .order_by(card_refunds.changed_ms, card_refunds.part)
    .limit(sa.bindparam("most"))
)
CARD_REFUNDS_IN = Statement(REFUNDS_TO_CARDS)
CARD_REFUNDS_AT_THIS = Statement(REFUNDS_TO_CARDS.where(card_refunds.terminal == sa.bindparam("terminal")))
SESSIONS_SINCE = Statement(
    sa.select(*at.SESSIONS.columns)
    .where(sessions.opened_ms >= sa.bindparam("since_ms"))
    .order_by(sessions.opened_ms.desc())
    .limit(sa.bindparam("most"))
)
RECONCILIATIONS = sa.select(*at.RECONCILIATIONS.columns).limit(sa.bindparam("most"))
NEWEST_RECONCILIATIONS = Statement(RECONCILIATIONS.order_by(zs.closed_ms.desc(), zs.session))
TO_RECONCILE = Statement(RECONCILIATIONS.where(zs.status == "waiting", zs.terminal == sa.bindparam("terminal")).order_by(zs.closed_ms))
TRIAL_BALANCE = Statement(sa.select(*at.ACCOUNTS.columns).order_by(at.ACCOUNTS.table.c.account))


class TrialBalance(msgspec.Struct, frozen=True, kw_only=True):
    """Every account with its totals; the two sums are equal, or something is badly wrong."""

    accounts: tuple[Account, ...]
    debit_pence: int
    credit_pence: int


async def tills(reader: Reader) -> list[Till]:
    """The tills of the store."""
    return await reader.rows(at.TILLS, ALL_TILLS)


async def till(reader: Reader, name: str) -> Till | None:
    """The till: who is signed on, its session, the sale on its screen."""
    return await reader.get(at.TILLS, name)


async def colleague(reader: Reader, name: str) -> Colleague | None:
    """What the store remembers of a colleague."""
    return await reader.get(at.COLLEAGUES, name)


async def local_pauses(reader: Reader) -> list[LocalPause]:
    """What managers of this store have stopped."""
    return await reader.rows(at.LOCAL_PAUSES, ALL_PAUSES)


async def sale(reader: Reader, sale_id: str) -> Sale | None:
    """The sale with this id."""
    return await reader.get(at.SALES, sale_id)


async def shown(reader: Reader, till_name: str, now_ms: int) -> Shown | None:
    """The sale on this till's screen."""
    at_till = await reader.get(at.TILLS, till_name)
    row = await reader.get(at.SALES, at_till.sale) if at_till and at_till.sale else None
    if row is None:
        return None
    lines = members = row.lines
    if row.status == "open":
        held, code = await reader.get(at.PROMOTIONS, ITEM_PROMOTIONS), await reader.get(at.CODES, row.code) if row.code else None
        lines, members = (priced_at(row, held, code, now_ms, member) for member in (row.member != "", True))
    total = paid_pence(lines)
    age = age_needed(lines)
    rules = await reader.get(at.POINTS_RULES, POINTS)
    spent = await reader.get(at.MEMBER_POINTS, row.member) if row.member else None
    return Shown(
        sale=row,
        lines=lines,
        total_pence=total,
        due_pence=total - row.paid_pence,
        saved_pence=sum(line.saved_pence + line.off_pence for line in lines),
        age=age if age > row.age_checked or row.age_refused else 0,
        members_save_pence=max(0, total - paid_pence(members)),
        points_left=points_left(row, rules, spent) if rules and row.member else 0,
        cards=tuple(await reader.rows(at.CARD_TENDERS, OF_SALE, {"sale": row.sale})),
    )


async def parked(reader: Reader, most: int = 50) -> list[Sale]:
    """Sales put aside in this store, the latest first."""
    return await reader.rows(at.SALES, PARKED, {"most": most})


async def completed(reader: Reader, before: str = LAST, most: int = 50) -> list[Sale]:
    """A page of completed sales by id from the last one, which is the latest begun, after the id `before` in that sequence."""
    return await reader.rows(at.SALES, COMPLETED, {"before": before, "most": most})


async def by_receipt(reader: Reader, receipt: str) -> tuple[Sale, Refund | None] | None:
    """The sale with this receipt number, or the refund with it and its sale."""
    number = await reader.get(at.RECEIPTS, receipt)
    found = await reader.get(at.SALES, number.sale) if number else None
    if number is None or found is None:
        return None
    return found, await reader.get(at.REFUNDS, number.refund) if number.refund else None


async def invoice(reader: Reader, receipt: str) -> Invoice | None:
    """The full VAT invoice that was made out for this receipt; of one that is forgotten no `person` is left."""
    return await reader.get(at.INVOICES, receipt)


async def invoices_over(reader: Reader, now_ms: int) -> list[Invoice]:
    """Some of those that were kept long enough."""
    return await reader.rows(at.INVOICES, INVOICES_OVER, {"now_ms": now_ms})


async def session(reader: Reader, session_id: str) -> Session | None:
    """The session, with its totals: the X report while it is open."""
    return await reader.get(at.SESSIONS, session_id)


async def sessions_since(reader: Reader, since_ms: int, most: int = 100) -> list[Session]:
    """Sessions opened since then, the latest first."""
    return await reader.rows(at.SESSIONS, SESSIONS_SINCE, {"since_ms": since_ms, "most": most})


async def promotions(reader: Reader) -> dict[str, int]:
    """The revision that the tills hold of each promotion."""
    held = await reader.get(at.PROMOTIONS, ITEM_PROMOTIONS)
    by_code = await reader.rows(at.CODES, ALL_CODES)
    return {terms.promotion: terms.revision for terms in (*(held.terms if held else ()), *(row.terms for row in by_code))}


async def allowance(reader: Reader) -> StoredAllowance | None:
    """The allowance for stored card sales, with what is left of it; None without a grant."""
    return await reader.get(at.ALLOWANCES, STORED)


async def points_rules(reader: Reader) -> PointsRules | None:
    """What points are worth as a tender; None where none are taken."""
    return await reader.get(at.POINTS_RULES, POINTS)


async def card_tender(reader: Reader, tender: str) -> CardTender | None:
    """The card tender with this id."""
    return await reader.get(at.CARD_TENDERS, tender)


async def undecided(
    reader: Reader, until_ms: int, statuses: Sequence[str] = UNDECIDED, most: int = 200, terminal: str = ""
) -> list[CardTender]:
    """Card tenders in these states that nothing has changed since then, the oldest first: what the resolver takes up.

    At one terminal, if it is named; so in the questions that follow.
    """
    asked = {"statuses": as_set(statuses), "until_ms": until_ms, "most": most}
    return await reader.rows(at.CARD_TENDERS, WAITING_FOR_THIS if terminal else WAITING_FOR_TERMINAL, at_this(asked, terminal))


def at_this(asked: dict[str, Any], terminal: str) -> dict[str, Any]:
    """What is asked, of one terminal if it is named."""
    return asked | {"terminal": terminal} if terminal else asked


async def owed(reader: Reader, now_ms: int, most: int = 200) -> list[CardTender]:
    """Card payments that their terminals will not take back: to be given back by hand, the oldest first."""
    return await undecided(reader, now_ms, ("owed",), most)


async def surplus(reader: Reader, most: int = 200, terminal: str = "") -> list[CardTender]:
    """Approved card payments that no sale needs: to be reversed."""
    return await reader.rows(at.CARD_TENDERS, SURPLUS_AT_THIS if terminal else SURPLUS, at_this({"most": most}, terminal))


async def stored_waiting(reader: Reader, after: str = "", most: int = 200, terminal: str = "") -> list[CardTender]:
    """Stored card sales that the acquirer has neither taken nor declined, in steps by tender id."""
    asked = {"stored": "waiting", "after": after, "most": most}
    return await reader.rows(at.CARD_TENDERS, STORED_AT_THIS if terminal else STORED_SALES, at_this(asked, terminal))


async def stored_declined(reader: Reader, after: str = "", most: int = 200) -> list[CardTender]:
    """Stored card sales that the acquirer declined late, in steps by tender id."""
    return await reader.rows(at.CARD_TENDERS, STORED_SALES, {"stored": "declined", "after": after, "most": most})


async def refund(reader: Reader, refund_id: str) -> Refund | None:
    """The refund with this id."""
    return await reader.get(at.REFUNDS, refund_id)


async def refunds_of(reader: Reader, sale_id: str) -> list[Refund]:
    """Every refund of a sale, in the order they were begun."""
    return await reader.rows(at.REFUNDS, REFUNDS_OF, {"sale": sale_id})


async def card_refund(reader: Reader, part: str) -> CardRefund | None:
    """The card part of a refund."""
    return await reader.get(at.CARD_REFUNDS, part)


async def open_card_refunds(reader: Reader, until_ms: int, most: int = 200, terminal: str = "") -> list[CardRefund]:
    """Card parts of refunds asked for up to then whose end is not known, the oldest first."""
    asked = {"status": "asked", "until_ms": until_ms, "most": most}
    return await reader.rows(at.CARD_REFUNDS, CARD_REFUNDS_AT_THIS if terminal else CARD_REFUNDS_IN, at_this(asked, terminal))


async def trial_balance(reader: Reader) -> TrialBalance:
    """The store's ledger and both sums."""
    accounts = tuple(await reader.rows(at.ACCOUNTS, TRIAL_BALANCE))
    return TrialBalance(
        accounts=accounts,
        debit_pence=sum(account.debit_pence for account in accounts),
        credit_pence=sum(account.credit_pence for account in accounts),
    )


async def reconciliation(reader: Reader, session: str) -> Reconciliation | None:
    """The one for the Z report of this session, if its till has a terminal."""
    return await reader.get(at.RECONCILIATIONS, session)


async def to_reconcile(reader: Reader, terminal: str, most: int = 20) -> list[Reconciliation]:
    """Z reports that wait for this terminal's word, the oldest first."""
    return await reader.rows(at.RECONCILIATIONS, TO_RECONCILE, {"terminal": terminal, "most": most})


async def newest_reconciliations(reader: Reader, most: int = 10) -> list[Reconciliation]:
    """The newest of the store, waiting ones too."""
    return await reader.rows(at.RECONCILIATIONS, NEWEST_RECONCILIATIONS, {"most": most})
