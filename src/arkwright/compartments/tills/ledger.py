"""The small changes that events make to several rows: accounts, a drawer, a session's totals; pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from msgspec.structs import asdict, replace

from arkwright.compartments.tills.facts import Posting, VatLine
from arkwright.compartments.tills.till_rows import Account, MemberPoints, Movement, Session
from arkwright.kit.messages import Row
from arkwright.kit.rows import Rows

R = TypeVar("R", bound=Row)


def the(rows: Rows, kind: type[R], key: str) -> R:
    """The row that an event is about, which an earlier event has made."""
    row = rows[kind, key]
    if row is None:
        raise LookupError(f"an event speaks of {kind.__name__} {key}, which is not there")
    return row


def book(rows: Rows, postings: Iterable[Posting]) -> None:
    """Each posting on its account."""
    for posting in postings:
        before = rows[Account, posting.account] or Account(account=posting.account, debit_pence=0, credit_pence=0)
        rows[Account, posting.account] = replace(
            before, debit_pence=before.debit_pence + posting.debit_pence, credit_pence=before.credit_pence + posting.credit_pence
        )


def move_points(rows: Rows, member: str, number: int, points: int) -> None:
    """So many of the member's points were spent here, or went back (below nought)."""
    before = rows[MemberPoints, member]
    moved = Movement(number=number, points=points)
    rows[MemberPoints, member] = MemberPoints(member=member, number=number, uncounted=(*(before.uncounted if before else ()), moved))


def forget_counted(rows: Rows, member: str, counted: int) -> None:
    """Head office has counted the movements up to this number."""
    row = rows[MemberPoints, member]
    if row is not None:
        rows[MemberPoints, member] = replace(row, uncounted=tuple(each for each in row.uncounted if each.number > counted))


def in_drawer(rows: Rows, session: str, pence: int) -> None:
    """So much more should be in the drawer; what was counted before no longer stands."""
    row = the(rows, Session, session)
    rows[Session, session] = replace(row, drawer_pence=row.drawer_pence + pence, counted_pence=None)


def add(rows: Rows, session: str, **more: int) -> None:
    """Onto the session's totals, by their names; also after it has ended, where what comes late belongs."""
    row = the(rows, Session, session)
    before = asdict(row.totals)
    rows[Session, session] = replace(row, totals=replace(row.totals, **{name: before[name] + each for name, each in more.items()}))


def add_vat(rows: Rows, session: str, vat: Iterable[VatLine], sign: int) -> None:
    """Onto the session's totals by rate: of a sale, or (`sign` -1) of a refund."""
    for line in vat:
        more = {f"{line.rate}_pence": sign * line.gross_pence}
        if line.rate != "zero":
            more[f"{line.rate}_vat_pence"] = sign * line.vat_pence
        add(rows, session, **more)
