"""What points are worth as a tender, and how many of them a store is told of: dated, so that what was paid keeps the terms of its day."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from arkwright.compartments.loyalty import commands as ask
from arkwright.compartments.loyalty import events as did
from arkwright.compartments.loyalty import refusals as no
from arkwright.kit.messages import Event, Row
from arkwright.kit.rows import Rows

TERMS = "terms"
MOST_POINTS, MOST_PENCE, MOST_TOLD = 10_000, 100_00, 1_000_000


class TenderTerms(msgspec.Struct, frozen=True, kw_only=True):
    """From `from_ms` on each whole `points` pay `pence`, and stores are told of at most `most_points_a_store` of a member."""

    points: int
    pence: int
    most_points_a_store: int
    from_ms: int


STANDING_TERMS = TenderTerms(points=1, pence=1, most_points_a_store=2_000, from_ms=0)


class TermsBook(Row, frozen=True):
    """Every terms there were and will be, in the order in which they were set."""

    book: str
    terms: tuple[TenderTerms, ...]


def at(terms: Iterable[TenderTerms], now_ms: int) -> TenderTerms:
    """What holds at this time: what began last, and of those that begin together what was set last."""
    found = STANDING_TERMS
    for each in terms:
        if found.from_ms <= each.from_ms <= now_ms:
            found = each
    return found


def set_terms(command: ask.SetTenderTerms, now_ms: int) -> list[Event]:
    """Refuses what would hold for the past, and what nobody could mean."""
    if command.from_ms < now_ms:
        raise no.TermsAreInThePast()
    in_range = 1 <= command.points <= MOST_POINTS and 1 <= command.pence <= MOST_PENCE
    if not in_range or not 0 <= command.most_points_a_store <= MOST_TOLD:
        raise no.TermsOutOfRange(MOST_POINTS, MOST_PENCE, MOST_TOLD)
    fields = {name: getattr(command, name) for name in did.TenderTermsSet.__struct_fields__ if name != "set_ms"}
    return [did.TenderTermsSet(**fields, set_ms=now_ms)]


def evolve_terms(rows: Rows, event: did.TenderTermsSet) -> None:
    """One more."""
    book = rows[TermsBook, TERMS] or TermsBook(book=TERMS, terms=())
    terms = TenderTerms(**{name: getattr(event, name) for name in TenderTerms.__struct_fields__})
    rows[TermsBook, TERMS] = replace(book, terms=(*book.terms, terms))
