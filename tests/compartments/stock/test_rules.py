"""Stock's rules as tables: what happened, what is asked, and the outcome last."""

from __future__ import annotations

from typing import Any

import pytest

from arkwright.compartments.stock import commands as ask
from arkwright.compartments.stock import events as did
from arkwright.compartments.stock import refusals as no
from arkwright.compartments.stock import rules, state
from arkwright.compartments.stock.state import Location, OversellCase, Position, Supply
from arkwright.kit.messages import Command, Event
from tests.compartments import table
from tests.compartments.table import NOW_MS

SKU, HERE, SHOP = "MUG-1", "leeds", "shop"


def located(location: str = HERE, sells_online: bool = True, name: str = "Leeds", by: str = "ann") -> did.LocationSaved:
    return did.LocationSaved(location=location, name=name, sells_online=sells_online, by=by, saved_ms=NOW_MS)


def received(quantity: int, location: str = HERE) -> did.DeliveryReceived:
    return did.DeliveryReceived(sku=SKU, location=location, quantity=quantity, reference="D-1", by="ann", received_ms=NOW_MS)


def counted(count: int, change: int, location: str = HERE) -> did.StockCounted:
    return did.StockCounted(sku=SKU, location=location, counted=count, change=change, by="ann", counted_ms=NOW_MS)


def adjusted(change: int, reason: ask.Reason) -> did.StockAdjusted:
    return did.StockAdjusted(sku=SKU, location=HERE, change=change, reason=reason, by="ann", adjusted_ms=NOW_MS)


def moved(quantity: int, source: str = HERE, destination: str = SHOP) -> did.StockMoved:
    return did.StockMoved(sku=SKU, source=source, destination=destination, quantity=quantity, by="ann", moved_ms=NOW_MS)


def sold(quantity: int, location: str = HERE) -> did.StockSold:
    return did.StockSold(sku=SKU, location=location, quantity=quantity, parcel="p1", sold_ms=NOW_MS)


def granted(quantity: int) -> did.AllowanceGranted:
    return did.AllowanceGranted(sku=SKU, quantity=quantity)


def recalled(quantity: int) -> did.AllowanceRecalled:
    return did.AllowanceRecalled(sku=SKU, quantity=quantity)


def taken_back(quantity: int, asked: int) -> did.AllowanceTakenBack:
    return did.AllowanceTakenBack(sku=SKU, quantity=quantity, asked=asked)


def oversold(units: int, case: int = 1) -> did.OversellRecorded:
    return did.OversellRecorded(case=f"{SKU}#{case}", sku=SKU, units=units, recorded_ms=NOW_MS)


def ended(case: int = 1) -> did.OversellEnded:
    return did.OversellEnded(case=f"{SKU}#{case}", sku=SKU, ended_ms=NOW_MS)


def save(location: str = HERE, name: str = "Leeds", sells_online: bool = True) -> ask.SaveLocation:
    return ask.SaveLocation(id="1", location=location, name=name, sells_online=sells_online, by="ann")


def receive(quantity: int, sku: str = SKU, location: str = HERE, reference: str = "D-1") -> ask.ReceiveDelivery:
    return ask.ReceiveDelivery(id="1", sku=sku, location=location, quantity=quantity, reference=reference, by="ann")


def count(units: int, location: str = HERE) -> ask.CountStock:
    return ask.CountStock(id="1", sku=SKU, location=location, counted=units, by="ann")


def adjust(change: int, reason: ask.Reason) -> ask.AdjustStock:
    return ask.AdjustStock(id="1", sku=SKU, location=HERE, change=change, reason=reason, by="ann")


def move(quantity: int, source: str = HERE, destination: str = SHOP) -> ask.MoveStock:
    return ask.MoveStock(id="1", sku=SKU, source=source, destination=destination, quantity=quantity, by="ann")


def sell(quantity: int, location: str = HERE) -> ask.RecordSold:
    return ask.RecordSold(id="1", sku=SKU, quantity=quantity, location=location, parcel="p1")


def answer(quantity: int, asked: int) -> ask.RecordAllowanceReturned:
    return ask.RecordAllowanceReturned(id="1", sku=SKU, quantity=quantity, asked=asked)


RECALL = ask.RecallShortfall(id="1", sku=SKU)
PLACES: list[Event] = [located(), located(SHOP, sells_online=False, name="Shop"), located("annexe", name="Annexe")]
TEN: list[Event] = [*PLACES, received(10), granted(10)]
SHORT: list[Event] = [*TEN, counted(6, -4), recalled(4)]
OVERSOLD: list[Event] = [*SHORT, taken_back(1, 4), oversold(3)]
BELOW: list[Event] = [*TEN, counted(6, -4), recalled(4), sold(10), taken_back(0, 4)]


def outcome(history: list[Event], command: Command) -> Any:
    """The events, or the refusal."""
    return table.ask(rules, state, history, command)


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        ([], save(), [located()]),
        ([], save(name=" Leeds "), [located()]),
        ([located()], save(), []),
        ([located()], save(name="Leeds 2"), [located(name="Leeds 2")]),
        ([located()], save(sells_online=False), [located(sells_online=False)]),
        (TEN, save(name="Leeds 2"), [located(name="Leeds 2")]),
        (TEN, save(sells_online=False), no.LocationHoldsStock(HERE, 1)),
        ([*TEN, moved(10)], save(sells_online=False), [located(sells_online=False)]),
        (BELOW, save(sells_online=False), no.LocationHoldsStock(HERE, 1)),
        ([], save("Leeds"), no.NotALocation()),
        ([], save("a@b"), no.NotALocation()),
        ([], save(""), no.NotALocation()),
        ([], save("a" * 41), no.NotALocation()),
        ([], save(name=" "), no.LocationNeedsAName()),
        ([], save(name="a" * 81), no.LocationNeedsAName()),
    ],
)
def test_locations(history: list[Event], command: Command, expected: Any) -> None:
    assert outcome(history, command) == expected


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        (PLACES, receive(1), [received(1), granted(1)]),
        (PLACES, receive(1_000_000), [received(1_000_000), granted(1_000_000)]),
        (PLACES, receive(5, location=SHOP), [received(5, SHOP)]),
        (TEN, receive(5), [received(5), granted(5)]),
        (SHORT, receive(3), [received(3)]),
        (SHORT, receive(5), [received(5)]),
        (OVERSOLD, receive(2), [received(2), recalled(1), oversold(1)]),
        (OVERSOLD, receive(3), [received(3), ended()]),
        (OVERSOLD, receive(4), [received(4), granted(1), ended()]),
        (BELOW, receive(4), [received(4)]),
        (BELOW, receive(5), [received(5), granted(1)]),
        (PLACES, receive(0), no.StockQuantityOutOfRange(0, 1_000_000)),
        (PLACES, receive(-1), no.StockQuantityOutOfRange(-1, 1_000_000)),
        (PLACES, receive(1_000_001), no.StockQuantityOutOfRange(1_000_001, 1_000_000)),
        (PLACES, receive(1, sku="A@B"), no.NotASku()),
        (PLACES, receive(1, sku=" A"), no.NotASku()),
        (PLACES, receive(1, sku=""), no.NotASku()),
        (PLACES, receive(1, sku="A\n1"), no.NotASku()),
        (PLACES, receive(1, sku="A" * 65), no.NotASku()),
        (PLACES, receive(1, reference=" "), no.ReferenceMissing()),
        (PLACES, receive(1, reference="1" * 61), no.ReferenceMissing()),
        ([], receive(1), no.NoSuchLocation(HERE)),
    ],
)
def test_deliveries(history: list[Event], command: Command, expected: Any) -> None:
    assert outcome(history, command) == expected


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        (TEN, count(10), [counted(10, 0)]),
        (TEN, count(12), [counted(12, 2), granted(2)]),
        (TEN, count(6), [counted(6, -4), recalled(4)]),
        (TEN, count(0), [counted(0, -10), recalled(10)]),
        (PLACES, count(0), [counted(0, 0)]),
        (PLACES, count(5, SHOP), [counted(5, 5, SHOP)]),
        (SHORT, count(5), [counted(5, -1), recalled(1)]),
        (SHORT, count(8), [counted(8, 2)]),
        (SHORT, count(10), [counted(10, 4)]),
        (OVERSOLD, count(6), [counted(6, 0), recalled(3)]),
        (OVERSOLD, count(5), [counted(5, -1), recalled(4)]),
        (OVERSOLD, count(9), [counted(9, 3), ended()]),
        (BELOW, count(0), [counted(0, 4)]),
        (BELOW, count(2), [counted(2, 6), granted(2)]),
        (TEN, count(-1), no.CountOutOfRange(-1, 1_000_000)),
        (TEN, count(1_000_001), no.CountOutOfRange(1_000_001, 1_000_000)),
        (TEN, count(1, "moon"), no.NoSuchLocation("moon")),
    ],
)
def test_counts(history: list[Event], command: Command, expected: Any) -> None:
    assert outcome(history, command) == expected


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        (TEN, adjust(-2, "damaged"), [adjusted(-2, "damaged"), recalled(2)]),
        (TEN, adjust(-10, "lost"), [adjusted(-10, "lost"), recalled(10)]),
        (TEN, adjust(-1, "sample"), [adjusted(-1, "sample"), recalled(1)]),
        (TEN, adjust(2, "found"), [adjusted(2, "found"), granted(2)]),
        (TEN, adjust(1, "customer-return"), [adjusted(1, "customer-return"), granted(1)]),
        (TEN, adjust(1, "correction"), [adjusted(1, "correction"), granted(1)]),
        (TEN, adjust(-1, "correction"), [adjusted(-1, "correction"), recalled(1)]),
        (BELOW, adjust(1, "found"), [adjusted(1, "found")]),
        (TEN, adjust(-11, "damaged"), no.NotEnoughThere(SKU, HERE, 10)),
        (BELOW, adjust(-1, "damaged"), no.NotEnoughThere(SKU, HERE, -4)),
        (TEN, adjust(0, "correction"), no.ChangeDoesNotFitReason("correction", "from -1000000 to 1000000 and not 0")),
        (TEN, adjust(1_000_001, "found"), no.ChangeDoesNotFitReason("found", "from -1000000 to 1000000 and not 0")),
        (TEN, adjust(1, "damaged"), no.ChangeDoesNotFitReason("damaged", "below 0, because units went")),
        (TEN, adjust(-1, "found"), no.ChangeDoesNotFitReason("found", "above 0, because units came")),
        ([], adjust(1, "found"), no.NoSuchLocation(HERE)),
    ],
)
def test_adjustments(history: list[Event], command: Command, expected: Any) -> None:
    assert outcome(history, command) == expected


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        (TEN, move(4), [moved(4), recalled(4)]),
        (TEN, move(10, destination="annexe"), [moved(10, destination="annexe")]),
        ([*PLACES, received(5, SHOP)], move(2, SHOP, HERE), [moved(2, SHOP, HERE), granted(2)]),
        (TEN, move(11), no.NotEnoughThere(SKU, HERE, 10)),
        (TEN, move(1, SHOP, HERE), no.NotEnoughThere(SKU, SHOP, 0)),
        (TEN, move(0), no.StockQuantityOutOfRange(0, 1_000_000)),
        (TEN, move(1, destination=HERE), no.SameLocation()),
        (TEN, move(1, source="moon"), no.NoSuchLocation("moon")),
        (TEN, move(1, destination="moon"), no.NoSuchLocation("moon")),
        (TEN, sell(10), [sold(10)]),
        (TEN, sell(3, "annexe"), [sold(3, "annexe")]),
        ([*TEN, received(3, SHOP)], sell(3, SHOP), [sold(3, SHOP), granted(3)]),
        (SHORT, sell(10), [sold(10)]),
        (OVERSOLD, sell(6), [sold(6), recalled(3)]),
        (OVERSOLD, sell(9), [sold(9), ended()]),
        (TEN, sell(11), no.MoreThanGranted(SKU, 10)),
        (TEN, sell(0), no.StockQuantityOutOfRange(0, 1_000_000)),
        (TEN, sell(1, "moon"), no.NoSuchLocation("moon")),
    ],
)
def test_moves_and_sales(history: list[Event], command: Command, expected: Any) -> None:
    assert outcome(history, command) == expected


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        (SHORT, answer(4, 4), [taken_back(4, 4)]),
        (SHORT, answer(1, 4), [taken_back(1, 4), oversold(3)]),
        (SHORT, answer(0, 4), [taken_back(0, 4), oversold(4)]),
        ([*SHORT, counted(5, -1), recalled(1)], answer(0, 4), [taken_back(0, 4), oversold(4)]),
        ([*SHORT, counted(5, -1), recalled(1)], answer(0, 1), [taken_back(0, 1), oversold(1)]),
        ([*SHORT, received(4)], answer(4, 4), [taken_back(4, 4), granted(4)]),
        ([*SHORT, received(4)], answer(0, 4), [taken_back(0, 4)]),
        ([*SHORT, received(5)], answer(0, 4), [taken_back(0, 4), granted(1)]),
        ([*SHORT, received(5), recalled(1)], answer(4, 4), [taken_back(4, 4)]),
        ([*OVERSOLD, recalled(3)], answer(1, 3), [taken_back(1, 3), oversold(2)]),
        ([*OVERSOLD, recalled(3)], answer(3, 3), [taken_back(3, 3), ended()]),
        ([*OVERSOLD, recalled(3)], answer(0, 3), [taken_back(0, 3)]),
        ([*OVERSOLD, received(3), ended(), counted(4, -5), recalled(5)], answer(0, 5), [taken_back(0, 5), oversold(5, case=2)]),
        (TEN, answer(1, 1), no.NotAskedBack(SKU, 0)),
        (SHORT, answer(5, 4), no.NotAskedBack(SKU, 4)),
        (SHORT, answer(-1, 4), no.NotAskedBack(SKU, 4)),
        (SHORT, answer(5, 5), no.NotAskedBack(SKU, 4)),
        (OVERSOLD, RECALL, [recalled(3)]),
        ([*OVERSOLD, recalled(3)], RECALL, [recalled(3)]),
        ([*OVERSOLD, recalled(3), recalled(3)], answer(3, 3), [taken_back(3, 3), ended()]),
        ([*OVERSOLD, recalled(3), recalled(3)], answer(1, 3), [taken_back(1, 3), oversold(2)]),
        ([*OVERSOLD, recalled(3), recalled(3), taken_back(3, 3), ended()], answer(2, 3), [taken_back(2, 3), granted(2)]),
        (SHORT, RECALL, [recalled(4)]),
        (TEN, RECALL, []),
        ([], RECALL, []),
    ],
)
def test_recalls(history: list[Event], command: Command, expected: Any) -> None:
    assert outcome(history, command) == expected


def test_the_rows_after_an_oversell() -> None:
    rows = table.after(state, [*OVERSOLD, received(1), recalled(2), oversold(2)])
    assert rows[Supply, SKU] == Supply(sku=SKU, on_hand=7, granted=9, recalled=2, oversold=2, cases=1)
    assert rows[Position, f"{SKU}@{HERE}"] == Position(position=f"{SKU}@{HERE}", sku=SKU, location=HERE, on_hand=7, counted_ms=NOW_MS)
    assert rows[Location, HERE] == Location(location=HERE, name="Leeds", sells_online=True, stocked=1)
    case = OversellCase(case=f"{SKU}#1", sku=SKU, status="open", units=2, most_units=3, opened_ms=NOW_MS, changed_ms=NOW_MS)
    assert rows[OversellCase, f"{SKU}#1"] == case


def test_commands_of_others_are_bugs_and_events_of_others_a_broken_journal() -> None:
    with pytest.raises(TypeError):
        outcome([], Command(id="1"))
    with pytest.raises(TypeError):
        table.after(state, [Event()])
    with pytest.raises(LookupError):
        table.after(state, [received(1)])
    with pytest.raises(LookupError):
        table.after(state, [*TEN, ended()])
