"""What a till says: what works, what to offer instead, how the line stands, and what was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arkwright.channels.till.line_words import LineState, age_words, line_words
from arkwright.channels.till.typed import Entry, pence_of, quick_amounts, read_entry
from arkwright.channels.till.works import bar, works_now
from arkwright.kit.refusal import Refusal
from arkwright.kit.switches import Gate, Place, SwitchOrder, SwitchTable, shipped

NOW_MS = 1_764_000_000_000  # 24 November 2025, 16:00 in London
HOUR_MS = 3_600_000


def order(capability: str, mode: str = "paused", store: str | None = None, channel: str | None = None) -> SwitchOrder:
    return SwitchOrder(
        capability=capability,
        place=Place(store=store, channel=channel),
        mode=mode,  # type: ignore[arg-type]
        say=f"We have paused {capability}.",
        fallback="",
        in_flight="finish",
        generation=1,
        number=1,
        since_ms=NOW_MS - HOUR_MS,
        issued_ms=NOW_MS - HOUR_MS,
        approvals=(),
    )


def gate(*orders: SwitchOrder) -> Gate:
    return Gate(SwitchTable(generation=1, version=1, as_at_ms=NOW_MS, orders=orders), shipped())


BARS = [
    ((), {}, []),
    ((order("orders"),), {}, []),
    ((order("contactless"),), {}, ["Contactless payment is paused: We have paused contactless. Offer chip & PIN or cash."]),
    (
        (order("contactless", store="leeds"),),
        {},
        ["Contactless payment is paused: We have paused contactless. Offer chip & PIN or cash."],
    ),
    ((order("contactless", store="york"),), {}, []),
    ((order("contactless", channel="web"),), {}, []),
    ((), {"contactless": "The readers are down."}, ["Contactless payment is paused: The readers are down. Offer chip & PIN or cash."]),
    (
        (order("contactless"),),
        {"chip-and-pin": "Terminals are down."},
        [
            "Contactless payment is paused: We have paused contactless. Offer cash.",
            "Chip & PIN payment is paused: Terminals are down. Offer cash.",
        ],
    ),
    (
        (order("contactless"), order("chip-and-pin", "sealed"), order("cash")),
        {},
        [
            "Contactless payment is paused: We have paused contactless. Nothing else can be taken: call the manager.",
            "Chip & PIN payment is shut off: We have paused chip-and-pin. Nothing else can be taken: call the manager.",
            "Cash payment is paused: We have paused cash. Nothing else can be taken: call the manager.",
        ],
    ),
]


@pytest.mark.parametrize(("orders", "here", "told"), BARS)
def test_the_bar_says_what_does_not_work_and_what_to_offer(orders: tuple[SwitchOrder, ...], here: dict[str, str], told: list[str]) -> None:
    assert [each.words for each in bar(works_now(gate(*orders), shipped(), here, "leeds", NOW_MS))] == told


def test_a_store_cannot_open_what_head_office_has_stopped() -> None:
    (contactless,) = bar(works_now(gate(order("contactless", "sealed")), shipped(), {"contactless": "Ours."}, "leeds", NOW_MS))
    assert (contactless.mode, contactless.say) == ("sealed", "We have paused contactless.")


TELL = "Tell the incident desk now. Go on selling only if they say so."
OLD_COPY = "Head office holds more sales of this store than this node does: its disk was put back to an old copy."
FORK = "Head office holds other sales of this store than this node does, and takes nothing more from it."
LINES = [
    (LineState(problem="old-copy", unsent_sales=3), f"{OLD_COPY} {TELL}"),
    (LineState(problem="fork", cut_off_since_ms=NOW_MS), f"{FORK} {TELL}"),
    (LineState(), "Connected to head office. Every sale is sent."),
    (LineState(unsent_sales=1), "Connected to head office. 1 sale on the way."),
    (LineState(heard=False, unsent_sales=2), "Asking head office. 2 sales wait to be sent. You can sell."),
    (
        LineState(cut_off_since_ms=NOW_MS - 5 * HOUR_MS, unsent_sales=17),
        "Cut off from head office since 11:00. 17 sales wait to be sent. You can go on selling.",
    ),
    (
        LineState(cut_off_since_ms=NOW_MS - 48 * HOUR_MS, unsent_sales=1),
        "Cut off from head office since Saturday 22 November 2025, 16:00. 1 sale waits to be sent. You can go on selling.",
    ),
]


@pytest.mark.parametrize(("line", "told"), LINES)
def test_the_line_is_told_in_a_sentence(line: LineState, told: str) -> None:
    assert line_words(line, NOW_MS) == told


AGES = [
    (None, "never"),
    (NOW_MS, "less than a minute ago"),
    (NOW_MS - 60_000, "1 minute ago"),
    (NOW_MS - 26 * HOUR_MS, "26 hours ago"),
    (NOW_MS - 72 * HOUR_MS, "3 days ago"),
]


@pytest.mark.parametrize(("as_at_ms", "told"), AGES)
def test_how_old_data_is(as_at_ms: int | None, told: str) -> None:
    assert age_words(as_at_ms, NOW_MS) == told


TYPED = [
    ("5012345678900\n", Entry("goods", "5012345678900")),
    ("3*5012345678900", Entry("goods", "5012345678900", 3)),
    ("12 x MUG", Entry("goods", "MUG", 12)),
    ("stoneware mug", Entry("goods", "stoneware mug")),
    ("ARK1:AB  C.", Entry("receipt", "ARK1:AB  C.")),
    ("0*MUG", "QuantityIsTooLarge"),
    ("1000*MUG", "QuantityIsTooLarge"),
    ("3*", "NothingWasTyped"),
    ("  ", "NothingWasTyped"),
]


@pytest.mark.parametrize(("typed", "entry"), TYPED)
def test_what_was_typed(typed: str, entry: Entry | str) -> None:
    try:
        found: Entry | str = read_entry(typed)
    except Refusal as refusal:
        found = type(refusal).__name__
    assert found == entry


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    try:
        assert 1 <= read_entry(typed).quantity <= 999
    except Refusal as refusal:
        assert refusal.field == "entry"


AMOUNTS = [
    ("12", 12_00),
    ("12.5", 12_50),
    ("£1,200.05", 1200_05),
    (".5", None),
    ("-1", None),
    ("1.234", None),
    ("", None),
    ("12345678", None),
]


@pytest.mark.parametrize(("typed", "pence"), AMOUNTS)
def test_amounts_in_pounds(typed: str, pence: int | None) -> None:
    assert pence_of(typed) == pence


@pytest.mark.parametrize(
    ("due_pence", "amounts"),
    [
        (16_40, (16_40, 17_00, 20_00, 50_00)),
        (20_00, (20_00, 50_00)),
        (1, (1, 1_00, 5_00, 10_00, 20_00)),
        (63_99, (63_99, 64_00, 65_00, 70_00, 80_00)),
    ],
)
def test_what_people_hand_over(due_pence: int, amounts: tuple[int, ...]) -> None:
    assert quick_amounts(due_pence) == amounts
