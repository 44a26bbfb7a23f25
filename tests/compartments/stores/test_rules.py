"""The directory's rules as tables: what happened, what is asked, and the outcome last."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from arkwright.compartments.stores import commands as ask
from arkwright.compartments.stores import events as did
from arkwright.compartments.stores import refusals as no
from arkwright.compartments.stores import rules, state
from arkwright.compartments.stores.state import Store
from arkwright.kit.messages import Command, Event
from tests.compartments import table
from tests.compartments.table import NOW_MS

DAY = ask.Hours(opens_minute=9 * 60, closes_minute=17 * 60)
LEEDS = ask.StoreDetails(
    name="Leeds",
    address=("12 Briggate",),
    town="Leeds",
    postcode="LS1 4AP",
    phone="0113 496 0000",
    hours=(DAY, DAY, DAY, DAY, DAY, DAY, None),
    latitude_millionths=53_797_000,
    longitude_millionths=-1_542_000,
    services=("cafe", "click-and-collect-point"),
)


def save(store: str = "leeds", **change: object) -> ask.SaveStore:
    return ask.SaveStore(id="1", store=store, details=replace(LEEDS, **change), by="ann")


def saved(revision: int = 1, **change: object) -> did.StoreSaved:
    return did.StoreSaved(store="leeds", details=replace(LEEDS, **change), by="ann", revision=revision, changed_ms=NOW_MS)


def closed(revision: int = 2, say: str = "No water today.") -> did.StoreClosed:
    return did.StoreClosed(store="leeds", say=say, by="ann", revision=revision, changed_ms=NOW_MS)


def opened(revision: int) -> did.StoreOpened:
    return did.StoreOpened(store="leeds", by="ann", revision=revision, changed_ms=NOW_MS)


def close(say: str = "No water today.") -> ask.CloseStore:
    return ask.CloseStore(id="1", store="leeds", say=say, by="ann")


OPEN = ask.OpenStore(id="1", store="leeds", by="ann")


def week(opens: int, closes: int) -> tuple[ask.Hours | None, ...]:
    return (*LEEDS.hours[:3], ask.Hours(opens_minute=opens, closes_minute=closes), *LEEDS.hours[4:])


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        ([], save(), [saved()]),
        ([saved()], save(), []),
        ([saved()], save(postcode="ls14ap", services=("click-and-collect-point", "cafe"), name=" Leeds ", phone="0113  496 0000"), []),
        ([saved()], save(name="Leeds Briggate"), [saved(2, name="Leeds Briggate")]),
        ([saved(), closed()], save(), []),
        ([saved(), closed()], save(town="York"), [saved(3, town="York")]),
        ([saved()], close(), [closed()]),
        ([saved()], close(" No water today. "), [closed()]),
        ([saved(), closed()], close(), []),
        ([saved(), closed()], close("Flooded."), [closed(3, "Flooded.")]),
        ([saved(), closed()], OPEN, [opened(3)]),
        ([saved()], OPEN, []),
        ([], close(), no.NoSuchStore("leeds")),
        ([], OPEN, no.NoSuchStore("leeds")),
        ([saved()], close(" "), no.ClosedStoreSaysNothing()),
        ([saved()], close("a" * 201), no.ClosedStoreSaysNothing()),
        ([], save("Leeds"), no.NotAStoreId()),
        ([], save(""), no.NotAStoreId()),
        ([], save("a" * 41), no.NotAStoreId()),
        ([], save(name=" "), no.StoreNameMissing()),
        ([], save(name="a" * 81), no.StoreNameMissing()),
        ([], save(address=()), no.StoreAddressWrong()),
        ([], save(address=("a", " ")), no.StoreAddressWrong()),
        ([], save(address=("a",) * 5), no.StoreAddressWrong()),
        ([], save(address=("a" * 81,)), no.StoreAddressWrong()),
        ([], save(town=""), no.StoreTownMissing()),
        ([], save(postcode="LS1"), no.StorePostcodeWrong()),
        ([], save(postcode="GIR 0AA"), no.StorePostcodeWrong()),
        ([], save(phone="0113"), no.StorePhoneWrong()),
        ([], save(phone="call us now"), no.StorePhoneWrong()),
        ([], save(phone="+44 113 496 0000"), [saved(phone="+44 113 496 0000")]),
        ([], save(hours=LEEDS.hours[:6]), no.HoursNeedSevenDays(6)),
        ([], save(hours=()), no.HoursNeedSevenDays(0)),
        ([], save(hours=(None,) * 7), [saved(hours=(None,) * 7)]),
        ([], save(hours=week(0, 1440)), [saved(hours=week(0, 1440))]),
        ([], save(hours=week(540, 540)), no.HoursOutOfOrder("Thursday")),
        ([], save(hours=week(600, 540)), no.HoursOutOfOrder("Thursday")),
        ([], save(hours=week(-1, 540)), no.HoursOutOfOrder("Thursday")),
        ([], save(hours=week(540, 1441)), no.HoursOutOfOrder("Thursday")),
        ([], save(latitude_millionths=48_999_999), no.LatitudeOutOfRange()),
        ([], save(latitude_millionths=61_000_001), no.LatitudeOutOfRange()),
        ([], save(latitude_millionths=49_183_000), [saved(latitude_millionths=49_183_000)]),
        ([], save(longitude_millionths=-11_000_001), no.LongitudeOutOfRange()),
        ([], save(longitude_millionths=2_000_001), no.LongitudeOutOfRange()),
        ([], save(services=("Cafe",)), no.StoreServiceWrong()),
        ([], save(services=("cafe", "cafe")), no.StoreServiceWrong()),
        ([], save(services=("cafe-",)), no.StoreServiceWrong()),
        ([], save(services=tuple(f"s{number}" for number in range(21))), no.StoreServiceWrong()),
        ([], save(services=()), [saved(services=())]),
    ],
)
def test_the_directory(history: list[Event], command: Command, expected: Any) -> None:
    assert table.ask(rules, state, history, command) == expected


def test_a_closed_store_keeps_its_words_until_it_opens() -> None:
    rows = table.after(state, [saved(), closed(), saved(3, town="York")])
    row = rows[Store, "leeds"]
    assert row is not None
    assert (row.open, row.closed_say, row.town, row.revision) == (False, "No water today.", "York", 3)
    row = table.after(state, [saved(), closed(), opened(3)])[Store, "leeds"]
    assert row is not None
    assert (row.open, row.closed_say, row.revision) == (True, "", 3)


def test_commands_of_others_are_bugs_and_events_of_others_a_broken_journal() -> None:
    with pytest.raises(TypeError):
        table.ask(rules, state, [], Command(id="1"))
    with pytest.raises(TypeError):
        table.after(state, [Event()])
    with pytest.raises(LookupError):
        table.after(state, [closed()])
