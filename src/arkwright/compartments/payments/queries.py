"""What others may ask of payments; plain values out."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from arkwright.compartments.payments.points_rows import PointsMove, PointsPart
from arkwright.compartments.payments.records import (
    ACCOUNTS,
    CAPTURES,
    ORDERS,
    PAYMENTS,
    POINTS_MOVES,
    POINTS_PARTS,
    PROVIDER_PAYMENTS,
    REFUNDS,
)
from arkwright.compartments.payments.state import Account, Capture, Payment, Refund, Status
from arkwright.kit.database.port import Reader, Values
from arkwright.kit.database.statement import Statement, among, as_set

payments, captures, refunds = PAYMENTS.table.c, CAPTURES.table.c, REFUNDS.table.c

OF_ORDER = Statement(
    sa.select(*PAYMENTS.columns)
    .join(ORDERS.table, ORDERS.table.c.payment == payments.payment)
    .where(ORDERS.table.c.order == sa.bindparam("order"))
)
BY_SESSION = Statement(sa.select(*PAYMENTS.columns).where(payments.session == sa.bindparam("session")).limit(1))
STANDING = Statement(
    sa.select(*PAYMENTS.columns)
    .where(among(payments.status, "statuses"), payments.changed_ms <= sa.bindparam("until_ms"))
    .order_by(payments.changed_ms, payments.payment)
    .limit(sa.bindparam("most"))
)
NEWEST = Statement(
    sa.select(*PAYMENTS.columns)
    .where(payments.status == sa.bindparam("status"), payments.payment < sa.bindparam("before"))
    .order_by(payments.payment.desc())
    .limit(sa.bindparam("most"))
)
OPEN_CAPTURES = Statement(
    sa.select(*CAPTURES.columns)
    .where(captures.status == "begun", captures.changed_ms <= sa.bindparam("until_ms"))
    .order_by(captures.changed_ms, captures.capture)
    .limit(sa.bindparam("most"))
)
OPEN_REFUNDS = Statement(
    sa.select(*REFUNDS.columns)
    .where(refunds.status == "begun", refunds.changed_ms <= sa.bindparam("until_ms"))
    .order_by(refunds.changed_ms, refunds.refund)
    .limit(sa.bindparam("most"))
)
REFUSED_CAPTURES = Statement(
    sa.select(*CAPTURES.columns)
    .where(captures.status == "refused")
    .order_by(captures.changed_ms.desc(), captures.capture)
    .limit(sa.bindparam("most"))
)
REFUSED_REFUNDS = Statement(
    sa.select(*REFUNDS.columns)
    .where(refunds.status == "refused")
    .order_by(refunds.changed_ms.desc(), refunds.refund)
    .limit(sa.bindparam("most"))
)
CAPTURES_OF = Statement(
    sa.select(*CAPTURES.columns).where(captures.payment == sa.bindparam("payment")).order_by(captures.begun_ms, captures.capture)
)
REFUNDS_OF = Statement(
    sa.select(*REFUNDS.columns).where(refunds.payment == sa.bindparam("payment")).order_by(refunds.begun_ms, refunds.refund)
)
POINTS_OF = Statement(
    sa.select(*POINTS_MOVES.columns)
    .where(POINTS_MOVES.table.c.payment == sa.bindparam("payment"))
    .order_by(POINTS_MOVES.table.c.moved_ms, POINTS_MOVES.table.c.move)
)
TRIAL_BALANCE = Statement(sa.select(*ACCOUNTS.columns).order_by(ACCOUNTS.table.c.account))
SUMS = Statement(
    sa.select(payments.provider_payment, payments.payment, payments.authorised_pence, payments.captured_pence, payments.refunded_pence)
    .where(payments.provider_payment.is_not(None), payments.payment > sa.bindparam("after"))
    .order_by(payments.payment)
    .limit(sa.bindparam("most"))
)
COUNTS = Statement(sa.select(payments.status, sa.func.count(), sa.func.sum(payments.amount_pence)).group_by(payments.status))

ALL_STATUSES: tuple[Status, ...] = ("begun", "open", "authorised", "failed", "voiding", "voided", "closed")
LAST = "~"


class ProviderSums(msgspec.Struct, frozen=True, kw_only=True):
    """What we believe of one of the provider's payments, to be held against what it says itself."""

    provider_payment: str
    payment: str
    authorised_pence: int
    captured_pence: int
    refunded_pence: int


class TrialBalance(msgspec.Struct, frozen=True, kw_only=True):
    """Every account with its totals; the two sums are equal, or something is badly wrong."""

    accounts: tuple[Account, ...]
    debit_pence: int
    credit_pence: int


async def payment(reader: Reader, payment_id: str) -> Payment | None:
    """The payment with this id."""
    return await reader.get(PAYMENTS, payment_id)


async def payment_of_order(reader: Reader, order: str) -> Payment | None:
    """The one payment of this order."""
    found = await reader.rows(PAYMENTS, OF_ORDER, {"order": order})
    return found[0] if found else None


async def payment_by_session(reader: Reader, session: str) -> Payment | None:
    """The payment whose page this is."""
    found = await reader.rows(PAYMENTS, BY_SESSION, {"session": session})
    return found[0] if found else None


async def payment_by_provider_payment(reader: Reader, provider_payment: str) -> Payment | None:
    """Our payment for one of the provider's."""
    claim = await reader.get(PROVIDER_PAYMENTS, provider_payment)
    return await reader.get(PAYMENTS, claim.payment) if claim else None


async def standing(reader: Reader, statuses: Sequence[Status], until_ms: int, most: int = 200) -> list[Payment]:
    """Payments in these states that nothing has changed since then, the oldest first: what the resolver takes up."""
    values: Values = {"statuses": as_set(statuses), "until_ms": until_ms, "most": most}
    return await reader.rows(PAYMENTS, STANDING, values)


async def open_captures(reader: Reader, until_ms: int, most: int = 200) -> list[Capture]:
    """Captures begun up to then whose outcome is not known, the oldest first."""
    return await reader.rows(CAPTURES, OPEN_CAPTURES, {"until_ms": until_ms, "most": most})


async def open_refunds(reader: Reader, until_ms: int, most: int = 200) -> list[Refund]:
    """Refunds begun up to then whose outcome is not known, the oldest first."""
    return await reader.rows(REFUNDS, OPEN_REFUNDS, {"until_ms": until_ms, "most": most})


async def refused_captures(reader: Reader, most: int = 200) -> list[Capture]:
    """Captures that the provider refused, the latest first."""
    return await reader.rows(CAPTURES, REFUSED_CAPTURES, {"most": most})


async def refused_refunds(reader: Reader, most: int = 200) -> list[Refund]:
    """Refunds that the provider refused, the latest first: that money is still owed, or was given back under another id."""
    return await reader.rows(REFUNDS, REFUSED_REFUNDS, {"most": most})


async def open_voids(reader: Reader, until_ms: int, most: int = 200) -> list[Payment]:
    """Payments being voided since then or longer, the oldest first."""
    return await standing(reader, ("voiding",), until_ms, most)


async def captures_of(reader: Reader, payment_id: str) -> list[Capture]:
    """Every capture of a payment, in the order they were begun."""
    return await reader.rows(CAPTURES, CAPTURES_OF, {"payment": payment_id})


async def refunds_of(reader: Reader, payment_id: str) -> list[Refund]:
    """Every refund of a payment, in the order they were begun."""
    return await reader.rows(REFUNDS, REFUNDS_OF, {"payment": payment_id})


async def points_part(reader: Reader, payment_id: str) -> PointsPart | None:
    """What points pay of a payment, or None where they pay nothing."""
    return await reader.get(POINTS_PARTS, payment_id)


async def points_moves_of(reader: Reader, payment_id: str) -> list[PointsMove]:
    """What points paid for, and had back, in that order."""
    return await reader.rows(POINTS_MOVES, POINTS_OF, {"payment": payment_id})


async def newest(reader: Reader, statuses: Sequence[Status] = ALL_STATUSES, before: str = LAST, most: int = 50) -> list[Payment]:
    """A page of payments in these states, by id from the last one, after the id `before` in that sequence."""
    found = [await reader.rows(PAYMENTS, NEWEST, {"status": status, "before": before, "most": most}) for status in statuses]
    return sorted(itertools.chain(*found), key=lambda payment: payment.payment, reverse=True)[:most]


async def trial_balance(reader: Reader) -> TrialBalance:
    """The ledger's accounts and both sums."""
    accounts = tuple(await reader.rows(ACCOUNTS, TRIAL_BALANCE))
    return TrialBalance(
        accounts=accounts,
        debit_pence=sum(account.debit_pence for account in accounts),
        credit_pence=sum(account.credit_pence for account in accounts),
    )


async def provider_sums(reader: Reader, after: str = "", most: int = 500) -> list[ProviderSums]:
    """For reconciliation: our sums for each of the provider's payments, in steps by our payment id."""
    return [
        ProviderSums(
            provider_payment=str(provider_payment),
            payment=str(payment_id),
            authorised_pence=int(str(authorised)),
            captured_pence=int(str(captured)),
            refunded_pence=int(str(refunded)),
        )
        for provider_payment, payment_id, authorised, captured, refunded in await reader.all(SUMS, {"after": after, "most": most})
    ]


async def counts(reader: Reader) -> dict[str, tuple[int, int]]:
    """How many payments stand in each state, and for how many pence."""
    return {str(status): (int(str(count)), int(str(pence))) for status, count, pence in await reader.all(COUNTS)}
