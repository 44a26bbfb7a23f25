"""The rules of customers as tables."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from arkwright.compartments.customers import rules, state
from arkwright.compartments.customers.commands import ErasePerson, OpenColleague, OpenGuest
from arkwright.compartments.customers.events import ColleagueOpened, GuestOpened, PersonErased
from arkwright.compartments.customers.refusals import NoSuchPerson, PersonIdIsWrong, PersonIsOfAnotherKind, PersonStaysErased
from arkwright.compartments.customers.state import Person
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import Refusal
from tests.compartments.table import NOW_MS, after, ask

GUEST = GuestOpened(person="p1", opened_ms=1)
COLLEAGUE = ColleagueOpened(person="p1", opened_ms=1)
ERASED = PersonErased(person="p1", kind="guest", by="ada", why="asked-by-the-person", erased_ms=NOW_MS)


def opening(person: str = "p1") -> OpenGuest:
    return OpenGuest(id="c", person=person)


ERASING = ErasePerson(id="c", person="p1", by="ada", why="asked-by-the-person")


@pytest.mark.parametrize(
    ("history", "command", "outcome"),
    [
        ([], opening(), [GuestOpened(person="p1", opened_ms=NOW_MS)]),
        ([GUEST], opening(), []),
        ([COLLEAGUE], opening(), PersonIsOfAnotherKind("p1", "staff")),
        ([GUEST, ERASED], opening(), PersonStaysErased("p1")),
        ([], opening(""), PersonIdIsWrong(100)),
        ([], opening("Ada Lovelace"), PersonIdIsWrong(100)),
        ([], opening("a" * 101), PersonIdIsWrong(100)),
        ([], OpenColleague(id="c", person="p1"), [ColleagueOpened(person="p1", opened_ms=NOW_MS)]),
        ([COLLEAGUE], OpenColleague(id="c", person="p1"), []),
        ([GUEST], OpenColleague(id="c", person="p1"), PersonIsOfAnotherKind("p1", "guest")),
        ([GUEST, ERASED], OpenColleague(id="c", person="p1"), PersonStaysErased("p1")),
        ([GUEST], ERASING, [ERASED]),
        ([GUEST, ERASED], ERASING, []),
        ([], ERASING, NoSuchPerson("p1")),
    ],
)
def test_a_command_leads_to(history: Sequence[Event], command: Command, outcome: list[Event] | Refusal) -> None:
    assert ask(rules, state, history, command) == outcome


def test_a_tombstone_keeps_when() -> None:
    assert after(state, [GUEST, ERASED])[Person, "p1"] == Person(person="p1", kind="guest", opened_ms=1, erased_ms=NOW_MS)


class Strange(Event, frozen=True):
    """An event of another compartment."""


class Odd(Command, frozen=True):
    """A command of another compartment."""


def test_what_is_not_theirs_is_a_mistake() -> None:
    rows = after(state, [])
    with pytest.raises(TypeError):
        rules.decide(rows, Odd(id="c"), NOW_MS)
    with pytest.raises(TypeError):
        state.evolve(rows, Strange())
    with pytest.raises(LookupError):
        state.evolve(rows, ERASED)
