"""The state of customers: its rows, and how an event changes them."""

from __future__ import annotations

from msgspec.structs import replace

from arkwright.compartments.customers import events as did
from arkwright.compartments.customers.commands import Kind
from arkwright.kit.messages import Event, Row
from arkwright.kit.rows import Rows


class Person(Row, frozen=True):
    """Someone we hold data of; with `erased_ms`, a tombstone."""

    person: str
    kind: Kind
    opened_ms: int
    erased_ms: int | None


def evolve(rows: Rows, event: Event) -> None:
    """The only place where the rows of customers change."""
    match event:
        case did.GuestOpened(person=person, opened_ms=opened_ms):
            rows[Person, person] = Person(person=person, kind="guest", opened_ms=opened_ms, erased_ms=None)
        case did.ColleagueOpened(person=person, opened_ms=opened_ms):
            rows[Person, person] = Person(person=person, kind="staff", opened_ms=opened_ms, erased_ms=None)
        case did.MemberOpened(person=person, opened_ms=opened_ms):
            rows[Person, person] = Person(person=person, kind="member", opened_ms=opened_ms, erased_ms=None)
        case did.PersonErased(person=person, erased_ms=erased_ms):
            row = rows[Person, person]
            if row is None:
                raise LookupError(f"no person {person} for an event about them")
            rows[Person, person] = replace(row, erased_ms=erased_ms)
        case _:
            raise TypeError(f"customers does not know the event {type(event).__name__}")
