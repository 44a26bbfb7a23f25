"""The rules of customers: what a command leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from arkwright.compartments.customers import commands as ask
from arkwright.compartments.customers import events as did
from arkwright.compartments.customers import refusals as no
from arkwright.compartments.customers.commands import Kind
from arkwright.compartments.customers.state import Person
from arkwright.kit.messages import Command, Event
from arkwright.kit.rows import Key, Rows

LONGEST_ID = 100
ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,99}")


def keys(command: Command) -> Iterable[Key]:
    """Rows worth loading beforehand."""
    match command:
        case (
            ask.OpenGuest(person=person) | ask.OpenColleague(person=person) | ask.OpenMember(person=person) | ask.ErasePerson(person=person)
        ):
            yield (Person, person)


def decide(rows: Rows, command: Command, now_ms: int) -> list[Event]:
    """The events that the command leads to, or a refusal."""
    match command:
        case ask.OpenGuest(person=person):
            return [] if stands(rows, person, "guest") else [did.GuestOpened(person=person, opened_ms=now_ms)]
        case ask.OpenColleague(person=person):
            return [] if stands(rows, person, "staff") else [did.ColleagueOpened(person=person, opened_ms=now_ms)]
        case ask.OpenMember(person=person):
            return [] if stands(rows, person, "member") else [did.MemberOpened(person=person, opened_ms=now_ms)]
        case ask.ErasePerson(person=person, by=by, why=why):
            row = rows[Person, person]
            if row is None:
                raise no.NoSuchPerson(person)
            if row.erased_ms is not None:
                return []
            return [did.PersonErased(person=person, kind=row.kind, by=by, why=why, erased_ms=now_ms)]
        case _:
            raise TypeError(f"customers does not know the command {type(command).__name__}")


def stands(rows: Rows, person: str, kind: Kind) -> bool:
    """Whether the person is open already; refuses a wrong id, an erased person, and one of the other kind."""
    if not ID.fullmatch(person):
        raise no.PersonIdIsWrong(LONGEST_ID)
    row = rows[Person, person]
    if row is None:
        return False
    if row.erased_ms is not None:
        raise no.PersonStaysErased(person)
    if row.kind != kind:
        raise no.PersonIsOfAnotherKind(person, row.kind)
    return True
