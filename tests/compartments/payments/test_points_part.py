"""Points as a part of a payment, as tables; and whatever comes in whatever order, never more goes back than was paid in each tender."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arkwright.compartments.payments import commands as ask_for
from arkwright.compartments.payments import events as did
from arkwright.compartments.payments import refusals as no
from arkwright.compartments.payments import rules, state
from arkwright.compartments.payments.points_rows import PointsPart
from arkwright.compartments.payments.state import Account, Payment
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import Refusal
from arkwright.kit.rows import LoadedRows
from tests.compartments.payments.given import ABOUT, AUTHORISED, OPENED, captured, credit, debit
from tests.compartments.table import NOW_MS, after, ask

POINTS, WORTH = 700, 20_00  # of a payment of £50 in all; no whole pennies a point
CARD = 30_00
ALONE = did.PaymentBegun(**ABOUT, amount_pence=0, points=POINTS, points_pence=WORTH, begun_ms=1)
PAID_ALONE = [ALONE, did.PointsAccepted(**ABOUT, paid_ms=2)]
BOTH = did.PaymentBegun(**ABOUT, amount_pence=CARD, points=POINTS, points_pence=WORTH, begun_ms=1)
CARD_PAID = did.PaymentAuthorised(
    **ABOUT, provider_payment="pi_1", amount_pence=CARD, card_scheme="visa", card_last_four="4242", was="open", authorised_ms=3
)
PAID_BOTH = [BOTH, OPENED, CARD_PAID]


def begin(amount_pence: int = CARD, points: int = POINTS, points_pence: int = WORTH) -> ask_for.BeginPayment:
    return ask_for.BeginPayment(id="c", **ABOUT, amount_pence=amount_pence, points=points, points_pence=points_pence)


def capture(name: str, amount_pence: int, points_pence: int, final: bool = False) -> ask_for.BeginCapture:
    return ask_for.BeginCapture(
        id="c", payment="pay", channel="web", capture=name, amount_pence=amount_pence, final=final, points_pence=points_pence
    )


def taken(name: str, pence: int, points: int, closed: bool = False) -> did.PointsTaken:
    return did.PointsTaken(
        **ABOUT, capture=name, points=points, points_pence=pence, closed=closed,
        postings=(debit("points-redeemed", pence), credit("sales-including-vat", pence)), taken_ms=NOW_MS,
    )  # fmt: skip


def refund(name: str, pence: int) -> ask_for.BeginRefund:
    return ask_for.BeginRefund(id="c", payment="pay", refund=name, amount_pence=pence, why="goodwill", by="cleo")


def back(name: str, pence: int, points: int) -> did.PointsRefunded:
    return did.PointsRefunded(
        **ABOUT, refund=name, points=points, points_pence=pence, why="goodwill", by="cleo",
        postings=(debit("refunds-including-vat", pence), credit("points-redeemed", pence)), refunded_ms=NOW_MS,
    )  # fmt: skip


def by_card(name: str, pence: int) -> did.RefundBegun:
    return did.RefundBegun(**ABOUT, refund=name, provider_payment="pi_1", amount_pence=pence, why="goodwill", by="cleo", begun_ms=NOW_MS)


ACCEPT = ask_for.RecordPaidWithPoints(id="c", payment="pay", channel="web")
VOID = ask_for.BeginVoid(id="c", payment="pay", channel="web", why="cancelled")
CLOSE = ask_for.ClosePayment(id="c", payment="pay", channel="web", why="closed-short")
SENT = [*PAID_BOTH, taken("p1", WORTH, POINTS), captured("p1", CARD, closed=True)]


def begun(name: str, pence: int, final: bool = False) -> did.CaptureBegun:
    return did.CaptureBegun(**ABOUT, capture=name, provider_payment="pi_1", amount_pence=pence, final=final, begun_ms=NOW_MS)


SENT = [*PAID_BOTH, taken("p1", WORTH, POINTS), begun("p1", CARD), captured("p1", CARD, closed=True)]


@pytest.mark.parametrize(
    ("history", "command", "outcome"),
    [
        ([], begin(), [did.PaymentBegun(**ABOUT, amount_pence=CARD, points=POINTS, points_pence=WORTH, begun_ms=NOW_MS)]),
        ([BOTH], begin(), []),
        ([], begin(amount_pence=0, points=0, points_pence=0), no.AmountOutOfRange(0, 99_999_999)),
        ([], begin(points=0), no.AmountOutOfRange(WORTH, CARD + WORTH)),
        ([], begin(amount_pence=-1), no.AmountOutOfRange(-1, WORTH - 1)),
        ([ALONE], ACCEPT, [did.PointsAccepted(**ABOUT, paid_ms=NOW_MS)]),
        (PAID_ALONE, ACCEPT, []),
        ([BOTH], ACCEPT, no.PaymentIs("pay", "begun")),
        (PAID_ALONE, VOID, [did.PaymentVoided(**ABOUT, voided_ms=NOW_MS)]),
        (PAID_ALONE, capture("p1", 0, 5_00), [taken("p1", 5_00, 175)]),
        ([*PAID_ALONE, taken("p1", 5_00, 175)], capture("p1", 0, 5_00), []),
        ([*PAID_ALONE, taken("p1", 5_00, 175)], capture("p1", 0, 5_01), no.CaptureExists("p1")),
        ([*PAID_ALONE, taken("p1", 5_00, 175)], capture("p2", 0, 15_00, final=True), [taken("p2", 15_00, 525, closed=True)]),
        ([*PAID_ALONE, taken("p1", 5_00, 175)], capture("p2", 0, 15_01), no.MoreThanAuthorised(15_00)),
        ([*PAID_ALONE, taken("p1", 5_00, 175)], VOID, no.SomethingIsCaptured("pay")),
        ([*PAID_ALONE, taken("p1", WORTH, POINTS, closed=True)], capture("p2", 0, 1), no.PaymentIs("pay", "closed")),
        (
            [*PAID_ALONE, taken("p1", 5_00, 175)],
            CLOSE,
            [
                did.PaymentClosed(**ABOUT, released_pence=0, why="closed-short", closed_ms=NOW_MS),
                did.PointsLeftOver(**ABOUT, points=525, points_pence=15_00, left_ms=NOW_MS),
            ],
        ),
        (PAID_BOTH, capture("p1", CARD, WORTH, final=True), [taken("p1", WORTH, POINTS), begun("p1", CARD, final=True)]),
        ([*PAID_BOTH, taken("p1", WORTH, POINTS), begun("p1", CARD)], capture("p1", CARD, WORTH), []),
        (SENT, refund("r1", 5_00), [back("r1", 5_00, 175)]),
        ([*SENT, back("r1", 5_00, 175)], refund("r1", 5_00), []),
        ([*SENT, back("r1", 5_00, 175)], refund("r1", 5_01), no.RefundExists("r1")),
        ([*SENT, back("r1", 5_00, 175)], refund("r2", 25_00), [back("r2", 15_00, 525), by_card("r2", 10_00)]),
        ([*SENT, back("r2", WORTH, POINTS), by_card("r2", 10_00)], refund("r2", 30_00), []),
        ([*SENT, back("r2", WORTH, POINTS), by_card("r2", 10_00)], refund("r2", 30_01), no.RefundExists("r2")),
        (SENT, refund("r1", 50_01), no.MoreThanCaptured(50_00)),
        ([*SENT, back("r1", WORTH, POINTS), by_card("r1", CARD)], refund("r2", 1), no.MoreThanCaptured(0)),
        ([BOTH, OPENED, CARD_PAID], refund("r1", 1), no.MoreThanCaptured(0)),
    ],
)
def test_a_command_leads_to(history: Sequence[Event], command: Command, outcome: list[Event] | Refusal) -> None:
    assert ask(rules, state, history, command) == outcome


def test_a_payment_by_card_alone_is_as_it_was() -> None:
    rows = after(state, [did.PaymentBegun(**ABOUT, amount_pence=50_00, begun_ms=1), OPENED, AUTHORISED])
    assert rows[PointsPart, "pay"] is None


def lived(points: int, worth: int, card: int, asked: list[tuple[str, int]]) -> tuple[LoadedRows, list[Event]]:
    """A payment by both tenders (or points alone), sent in one parcel, and what was asked back; the provider says yes to all of it."""
    rows = LoadedRows(complete=True)
    history: list[Event] = [did.PaymentBegun(**ABOUT, amount_pence=card, points=points, points_pence=worth, begun_ms=1)]
    if card:
        paid = did.PaymentAuthorised(
            **ABOUT, provider_payment="pi_1", amount_pence=card, card_scheme=None, card_last_four=None, was="open", authorised_ms=3
        )
        history.append(paid)
    else:
        history.append(did.PointsAccepted(**ABOUT, paid_ms=2))
    for event in history:
        state.evolve(rows, event)
    told: list[Event] = []
    commands: list[Command] = [capture("p1", card, worth, final=True), *(refund(name, pence) for name, pence in asked)]
    for command in commands:
        try:
            events = rules.decide(rows, command, NOW_MS)
        except Refusal:
            continue
        for event in events:
            state.evolve(rows, event)
            told.append(event)
            if isinstance(event, did.CaptureBegun):
                done = ask_for.RecordCaptured(id="c", payment="pay", channel="web", capture="p1", amount_pence=card)
                for each in rules.decide(rows, done, NOW_MS):
                    state.evolve(rows, each)
            if isinstance(event, did.RefundBegun):
                given_back = ask_for.RecordRefunded(id="c", payment="pay", refund=event.refund, amount_pence=event.amount_pence)
                for each in rules.decide(rows, given_back, NOW_MS):
                    state.evolve(rows, each)
    return rows, told


@given(
    st.integers(1, 5_000),
    st.integers(1, 5_000),
    st.integers(0, 5_000),
    st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(1, 4_000)), max_size=14),
)
def test_no_tender_gives_back_more_than_it_paid(points: int, worth: int, card: int, asked: list[tuple[str, int]]) -> None:
    rows, told = lived(points, worth, card, asked)
    part, row = rows[PointsPart, "pay"], rows[Payment, "pay"]
    assert part is not None
    assert row is not None
    assert 0 <= part.given_back_pence <= part.taken_pence == worth
    assert row.refunded_pence <= row.captured_pence == card
    assert not row.refunded_pence or part.given_back_pence == worth, "points are the first to go back"
    came_back = sum(event.points for event in told if isinstance(event, did.PointsRefunded))
    assert came_back <= points
    assert came_back == points or part.given_back_pence < worth
    accounts = [rows[Account, name] for name in ("provider-clearing", "points-redeemed", "sales-including-vat", "refunds-including-vat")]
    assert sum(account.debit_pence - account.credit_pence for account in accounts if account) == 0
