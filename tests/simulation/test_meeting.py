"""Which fault met which operation: what is said of a place, and a table in which nothing is empty without a reason."""

from __future__ import annotations

from collections import Counter

import pytest

from arkwright.compartments.ordering.commands import AcceptPrices, CancelOrder
from arkwright.compartments.payments.commands import BeginCapture, BeginVoid, RecordFailed
from arkwright.compartments.stock.commands import AdjustStock
from arkwright.kit.messages import Command
from tests.simulation.meeting import CAN_MEET, OPERATIONS, UnderWay, doing, never_met, operation_at_provider, operation_of, pair, table
from tests.simulation.plan import KINDS, PROVIDER


@pytest.mark.parametrize(
    ("lane", "command", "operation"),
    [
        ("ordering", AcceptPrices, "basket"),
        ("ordering", CancelOrder, "cancel"),
        ("payments", BeginCapture, "capture"),
        ("payments", BeginVoid, "void"),
        ("payments", RecordFailed, "cancel"),
        ("stock", AdjustStock, "stock"),
    ],
)
def test_each_command_is_part_of_an_operation(lane: str, command: type[Command], operation: str) -> None:
    assert operation_of(lane, command) == operation


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    [
        ("POST", "/v1/checkout/sessions", "place"),
        ("GET", "/v1/checkout/sessions/cs_1", "pay"),
        ("POST", "/v1/checkout/sessions/cs_1/expire", "cancel"),
        ("POST", "/v1/payment_intents/pi_1/capture", "capture"),
        ("POST", "/v1/payment_intents/pi_1/cancel", "void"),
        ("POST", "/v1/refunds", "refund"),
    ],
)
def test_each_call_of_the_provider_is_part_of_an_operation(method: str, path: str, operation: str) -> None:
    assert operation_at_provider(method, path) == operation


@pytest.mark.parametrize(
    ("place", "operations"),
    [
        ("ordering.loaded", {"place", "basket"}),
        ("disk ordering.db-wal", {"place", "basket"}),
        ("payments.loaded", set()),
        ("capture.before", {"capture"}),
        ("line", {"refund"}),
    ],
)
async def test_what_meets_a_place_meets_what_is_under_way_there(place: str, operations: set[str]) -> None:
    under_way = UnderWay()
    with under_way.taken("ordering", "place"), under_way.taken("ordering", "basket"), doing("refund"):
        with under_way.taken("payments", "void"):
            pass
        assert under_way.at(place) == operations


def test_every_kind_of_fault_has_its_line() -> None:
    kinds = {kind for kind in KINDS if kind != "provider"} | {f"provider {kind}" for kind in PROVIDER}
    assert kinds | {"switched"} == set(CAN_MEET)
    assert all(reason or set(operations) == set(OPERATIONS) for operations, reason in CAN_MEET.values())


def test_an_empty_place_in_the_table_is_told() -> None:
    met = Counter(dict.fromkeys(never_met({}), 1))
    assert never_met(met) == []
    del met[pair("crash", "pay")]
    assert never_met(met) == ["crash x pay"]
    assert len(list(table(met))) == len(CAN_MEET) + 1
