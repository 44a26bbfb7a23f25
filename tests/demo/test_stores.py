"""The demo stores: twelve of them, each with a usable address, lawful hours and a number from Ofcom's drama ranges."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from arkwright.compartments.stores.commands import SaveStore
from arkwright.compartments.stores.rules import save, tidied
from arkwright.demo.stores import SERVICES, STORES
from arkwright.kit import postcode

# Ofcom, "Telephone numbers for use in TV and radio drama programmes".
DRAMA = re.compile(
    r"01(13|14|15|16|17|18|21|31|41|51|61) 496 0[0-9]{3}|0191 498 0[0-9]{3}|020 7946 0[0-9]{3}"
    r"|028 9649 6[0-9]{3}|029 2018 0[0-9]{3}|01632 960[0-9]{3}"
)


def test_there_are_twelve_and_each_is_itself() -> None:
    assert len(STORES) == 12
    for attribute in ("name", "town", "postcode", "phone"):
        assert len({getattr(store, attribute) for store in STORES.values()}) == 12, attribute
    assert {postcode.nation(store.postcode) for store in STORES.values()} == {"England", "Scotland", "Wales", "Northern Ireland"}


@pytest.mark.parametrize("store", STORES)
def test_the_directory_takes_each_as_it_stands(store: str) -> None:
    details = STORES[store]
    assert tidied(details) == replace(details, services=tuple(sorted(details.services)))
    assert len(save(None, SaveStore(id=f"demo.{store}", store=store, details=details, by="demo"), 0)) == 1
    assert DRAMA.fullmatch(details.phone)
    assert set(details.services) <= set(SERVICES)


@pytest.mark.parametrize("store", STORES)
def test_sunday_hours_are_lawful(store: str) -> None:
    sunday = STORES[store].hours[6]
    assert sunday is not None
    earliest, latest, longest = {
        "England": (10, 18, 6),
        "Wales": (10, 18, 6),
        "Northern Ireland": (13, 18, 5),
        "Scotland": (0, 24, 24),
    }[postcode.nation(STORES[store].postcode)]
    assert sunday.opens_minute >= earliest * 60
    assert sunday.closes_minute <= latest * 60
    assert sunday.closes_minute - sunday.opens_minute <= longest * 60
