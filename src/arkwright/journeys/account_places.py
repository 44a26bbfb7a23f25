"""The addresses that a holder keeps: their own and up to ten others, one of which the checkout fills in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from msgspec.structs import replace

from arkwright.journeys.accounts import Details, Place
from arkwright.kit.refusal import Conflict, NotFound

OWN = "own"  # the id of the address that stands in the details themselves
MOST_OTHERS = 10


@dataclass
class NoSuchPlace(NotFound):
    """None of theirs, or removed in another window."""

    sentence: ClassVar[str] = "There is no such address in your account. It may have been removed."


@dataclass
class TooManyPlaces(Conflict):
    """Nobody has so many."""

    most: int
    sentence: ClassVar[str] = "You can keep {most} other addresses. Remove one that you do not need."


def places_of(details: Details) -> list[Place]:
    """Every address, the one that the checkout fills in first."""
    own = Place(place=OWN, name=details.name, address=details.address, town=details.town, postcode=details.postcode)
    found = [*([own] if details.address or details.postcode else []), *details.others]
    return sorted(found, key=lambda each: each.place != (details.chosen or OWN))


def place_of(details: Details, place: str) -> Place:
    """The address with this id."""
    found = [each for each in places_of(details) if each.place == place]
    if not found:
        raise NoSuchPlace()
    return found[0]


def with_place(details: Details, place: Place) -> Details:
    """The address put in place of the one with its id, or beside the others."""
    if place.place == OWN:
        return replace(details, name=place.name or details.name, address=place.address, town=place.town, postcode=place.postcode)
    others = tuple(place if each.place == place.place else each for each in details.others)
    if place in others:
        return replace(details, others=others)
    if len(others) >= MOST_OTHERS:
        raise TooManyPlaces(MOST_OTHERS)
    return replace(details, others=(*others, place))


def without_place(details: Details, place: str) -> Details:
    """The address gone; where it was the chosen one, the next is."""
    place_of(details, place)
    chosen = "" if details.chosen == place else details.chosen
    if place == OWN:
        return replace(details, address=(), town="", postcode="")
    return replace(details, chosen=chosen, others=tuple(each for each in details.others if each.place != place))


def with_chosen(details: Details, place: str) -> Details:
    """This one is filled in at the checkout from now on."""
    return replace(details, chosen="" if place_of(details, place).place == OWN else place)
