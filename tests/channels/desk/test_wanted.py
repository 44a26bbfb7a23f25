"""What is typed into a form or a command: amounts, shares and UK times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from arkwright.channels.desk.nodes import NodesFileIsWrong, read_nodes
from arkwright.channels.desk.wanted import moment_ms, names, pence, per_mille, read_wanted, typed_moment, values_of
from arkwright.kit.signing import SigningKey
from arkwright.kit.switches import Limits, Place
from tests.kit.switch_orders import order


def utc(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp()) * 1000  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("read", "text", "outcome"),
    [
        (moment_ms, "2026-11-24 09:00", utc(2026, 11, 24, 9, 0)),
        (moment_ms, "2026-11-24T09:00", utc(2026, 11, 24, 9, 0)),
        (moment_ms, "2026-07-01 09:00", utc(2026, 7, 1, 8, 0)),  # British Summer Time
        (moment_ms, "2026-07-01 09:00:59", utc(2026, 7, 1, 8, 0)),
        (moment_ms, "2026-13-01 09:00", None),
        (moment_ms, "24/11/2026 09:00", None),
        (moment_ms, "tomorrow", None),
        (pence, "150", 150_00),
        (pence, "£49.99", 49_99),
        (pence, "1.999", None),
        (pence, "1,50", None),
        (pence, "NaN", None),
        (pence, "1e99", None),
        (per_mille, "10", 100),
        (per_mille, "2.5%", 25),
        (per_mille, "0", 0),
        (per_mille, "100", 1000),
        (per_mille, "100.1", None),
        (per_mille, "-1", None),
        (per_mille, "0.01", None),
        (names, " food ,toys,, ", ("food", "toys")),
    ],
)
def test_reading(read: Callable[[str], object], text: str, outcome: object) -> None:
    try:
        found = read(text)
    except (ValueError, ArithmeticError):
        found = None
    assert found == outcome


@pytest.mark.parametrize("at_ms", [utc(2026, 11, 24, 9, 0), utc(2026, 7, 1, 8, 30)])
def test_a_moment_in_a_field_reads_as_the_same_moment(at_ms: int) -> None:
    assert moment_ms(typed_moment(at_ms)) == at_ms


def test_the_form_of_an_order_sets_what_the_order_sets() -> None:
    limits = Limits(
        categories=("food", "toys"), regions=("EH",), delivery_methods=("standard",), max_total_pence=149_99, share_per_mille=25
    )
    for standing in (
        order("limited", Place(channel="web"), limits=limits),
        order("paused", in_flight="cancel", cancel_from_ms=utc(2026, 7, 1)),
    ):
        typed = values_of(standing) | {"capability": "orders", **standing.place.named, "reason": " Why. "}
        wanted = read_wanted(typed)
        assert wanted.reason == "Why."
        for name in ("key", "mode", "limits", "in_flight", "cancel_from_ms", "say", "fallback"):
            assert getattr(wanted.setting, name) == getattr(standing, name)


EDGE = SigningKey("edge-1", b"\x04" * 32).public


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("", {}),
        (f"# the edge\n\n{EDGE.text}\n", {"edge-1": EDGE}),
        (f"{EDGE.text}\nedge-2", "Line 2 of the nodes file is wrong: This is not a key."),
        (f"{EDGE.text}\n{EDGE.text}", "Line 2 of the nodes file names edge-1 a second time: keep one key for each node."),
    ],
)
def test_the_nodes_file(text: str, outcome: object) -> None:
    try:
        found: object = read_nodes(text)
    except NodesFileIsWrong as error:
        found = str(error)
    assert found == outcome or (isinstance(found, str) and found.startswith(str(outcome)))
