"""A holder's addresses as tables: what is kept, which one is filled in, what is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from arkwright.journeys.account_places import (
    MOST_OTHERS,
    OWN,
    NoSuchPlace,
    TooManyPlaces,
    place_of,
    places_of,
    with_chosen,
    with_place,
    without_place,
)
from arkwright.journeys.accounts import Details, Place

NOTHING = Details(name="Ada", phone="0113 496 0000")
HOME = replace(NOTHING, address=("1 Quay",), town="Leeds", postcode="LS1 4DY")
AUNT = Place(place="a", name="Aunt May", address=("2 Hill",), town="York", postcode="YO1 7HH")
WORK = Place(place="w", address=("3 Mill",), town="Leeds", postcode="LS2 7EY")
BOTH = replace(HOME, others=(AUNT, WORK))
FULL = replace(HOME, others=tuple(replace(WORK, place=str(n)) for n in range(MOST_OTHERS)))


@pytest.mark.parametrize(
    ("details", "found"),
    [
        (NOTHING, []),
        (HOME, [OWN]),
        (replace(NOTHING, others=(AUNT,)), ["a"]),
        (BOTH, [OWN, "a", "w"]),
        (with_chosen(BOTH, "w"), ["w", OWN, "a"]),
        (with_chosen(with_chosen(BOTH, "w"), OWN), [OWN, "a", "w"]),
        (with_place(BOTH, replace(AUNT, town="Hull")), [OWN, "a", "w"]),
        (with_place(HOME, AUNT), [OWN, "a"]),
        (with_place(FULL, replace(WORK, place="3", town="Hull")), [OWN, *map(str, range(MOST_OTHERS))]),
        (without_place(BOTH, "a"), [OWN, "w"]),
        (without_place(BOTH, OWN), ["a", "w"]),
        (without_place(with_chosen(BOTH, "w"), "w"), [OWN, "a"]),
    ],
)
def test_the_addresses_in_order(details: Details, found: list[str]) -> None:
    assert [each.place for each in places_of(details)] == found
    assert (details.name, details.phone) == ("Ada", "0113 496 0000")


@pytest.mark.parametrize(
    ("attempt", "refusal"),
    [
        (lambda: place_of(NOTHING, OWN), NoSuchPlace),
        (lambda: without_place(HOME, "a"), NoSuchPlace),
        (lambda: with_chosen(HOME, "a"), NoSuchPlace),
        (lambda: with_place(FULL, AUNT), TooManyPlaces),
    ],
)
def test_what_is_refused(attempt: Callable[[], object], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        attempt()


def test_a_changed_address_is_the_new_one() -> None:
    assert place_of(with_place(BOTH, replace(AUNT, town="Hull")), "a").town == "Hull"
    assert place_of(with_place(HOME, replace(WORK, place=OWN)), OWN).address == ("3 Mill",)
