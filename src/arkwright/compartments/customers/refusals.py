"""The noes of customers, each a sentence for the person who asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arkwright.kit.refusal import Conflict, Invalid, NotFound


@dataclass
class PersonIdIsWrong(Invalid):
    """Not an id that we make."""

    longest: int
    sentence: ClassVar[str] = "A person's id has 1 to {longest} lower-case letters, digits, dots and dashes."
    field: ClassVar[str | None] = "person"


@dataclass
class NoSuchPerson(NotFound):
    """Not known here."""

    person: str
    sentence: ClassVar[str] = "We hold nothing about a person with the id {person}. Check the id."
    field: ClassVar[str | None] = "person"


@dataclass
class PersonStaysErased(Conflict):
    """Erased is for ever."""

    person: str
    sentence: ClassVar[str] = "This person's details were erased for ever. Start again as a new person."
    field: ClassVar[str | None] = "person"


@dataclass
class PersonIsOfAnotherKind(Conflict):
    """A colleague's id was used for a guest, or the other way about."""

    person: str
    kind: str
    sentence: ClassVar[str] = "The id {person} already belongs to a {kind} record. Use a new id."
    field: ClassVar[str | None] = "person"
