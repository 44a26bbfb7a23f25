"""The rules of payments as tables; outcomes as the status that follows, the kinds of events, or the refusal."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from arkwright.compartments.payments import commands, rules, state
from arkwright.compartments.payments import events as did
from arkwright.compartments.payments import refusals as no
from arkwright.compartments.payments.checks import balanced
from arkwright.compartments.payments.state import Account, Capture, Payment
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import Refusal
from tests.compartments.payments import given as a
from tests.compartments.table import NOW_MS, after, ask

PART = [*a.PAID, a.capture_begun("cap", 20_00), a.captured("cap", 20_00)]
FULL = [*a.PAID, a.capture_begun("cap"), a.captured("cap", closed=True)]
REFUSED = [*a.PAID, a.capture_begun("cap"), a.capture_refused("cap")]
OTHER_PAYMENT = did.PaymentBegun(payment="pay2", order="ord2", number="n", channel="web", amount_pence=a.WHOLE, begun_ms=1)

PAYING: list[tuple[Sequence[Event], Command, type[Event] | Refusal | None]] = [
    ([], a.begin(), did.PaymentBegun),
    ([a.BEGUN], a.begin(), None),
    ([*a.PAID], a.begin(), None),
    ([a.BEGUN], a.begin(amount_pence=1), no.PaymentExists("pay")),
    ([a.BEGUN], a.begin("pay2"), no.PaymentExists("pay")),
    ([a.BEGUN], a.begin("pay", "ord2"), no.PaymentExists("pay")),
    ([], a.begin(amount_pence=0), no.AmountOutOfRange(0, 99_999_999)),
    ([], a.begin(amount_pence=100_000_000), no.AmountOutOfRange(100_000_000, 99_999_999)),
    ([], a.page(), no.NoSuchPayment("pay")),
    ([a.BEGUN], a.page(), did.PageOpened),
    ([a.BEGUN], a.page(channel="app"), no.OtherChannel("web")),
    ([a.BEGUN, a.OPENED], a.page(), None),
    ([a.BEGUN, a.OPENED], a.page("cs_2"), no.OtherPageIsOpen("pay")),
    ([a.BEGUN, a.AUTHORISED], a.page(), did.PageOpened),
    ([a.BEGUN], a.authorise(), did.PaymentAuthorised),
    ([a.BEGUN, a.OPENED], a.authorise(), did.PaymentAuthorised),
    ([a.BEGUN, a.OPENED, a.FAILED], a.authorise(), did.PaymentAuthorised),
    (a.PAID, a.authorise(), None),
    (FULL, a.authorise(), None),
    ([*a.PAID, a.VOID_BEGUN, a.VOIDED], a.authorise(), None),
    (a.PAID, a.authorise("pi_2"), no.EvidenceDiffers("pi_2")),
    ([*a.PAID, OTHER_PAYMENT], a.authorise(payment="pay2"), no.EvidenceDiffers("pi_1")),
    ([a.BEGUN], a.authorise(amount_pence=49_99), no.AmountDiffers(50_00, 49_99)),
    (a.PAID, a.authorise(amount_pence=49_99), no.AmountDiffers(50_00, 49_99)),
    ([a.BEGUN], a.authorise(last_four=None), did.PaymentAuthorised),
    ([a.BEGUN], a.authorise(last_four="4242424242424242"), no.CardDigitsAreWrong()),
    ([a.BEGUN], a.fail(), did.PaymentFailed),
    ([a.BEGUN, a.OPENED], a.fail(), did.PaymentFailed),
    ([a.BEGUN, a.FAILED], a.fail(), None),
    (a.PAID, a.fail(), no.SuccessStands("pay")),
    (FULL, a.fail(), no.SuccessStands("pay")),
    ([*a.PAID, a.VOID_BEGUN], a.fail(), no.SuccessStands("pay")),
]
CAPTURING: list[tuple[Sequence[Event], Command, type[Event] | Refusal | None]] = [
    (a.PAID, a.capture(), did.CaptureBegun),
    ([a.BEGUN], a.capture(), no.PaymentIs("pay", "begun")),
    ([*a.PAID, a.VOID_BEGUN], a.capture(), no.PaymentIs("pay", "voiding")),
    (FULL, a.capture("cap2"), no.PaymentIs("pay", "closed")),
    (a.PAID, a.capture(amount_pence=50_01), no.MoreThanAuthorised(50_00)),
    (a.PAID, a.capture(amount_pence=0), no.AmountOutOfRange(0, 99_999_999)),
    (PART, a.capture("cap2", 30_01), no.MoreThanAuthorised(30_00)),
    (PART, a.capture("cap2", 30_00), did.CaptureBegun),
    ([*a.PAID, a.capture_begun("cap", 20_00)], a.capture("cap2", 30_01), no.MoreThanAuthorised(30_00)),
    (PART, a.capture("cap", 20_00), None),
    (PART, a.capture("cap", 20_01), no.CaptureExists("cap")),
    ([*a.PAID, a.capture_begun("cap", 20_00, final=True)], a.capture("cap2", 10_00), no.RestIsReleased("cap")),
    ([*a.PAID, a.capture_begun("cap", 20_00)], a.record_captured("cap", 20_00), did.PaymentCaptured),
    ([*a.PAID, a.capture_begun("cap", 20_00)], a.record_captured("cap", 20_01), no.AmountDiffers(20_00, 20_01)),
    (PART, a.record_captured("cap", 20_00), None),
    (PART, a.record_captured("cap2", 20_00), no.NoSuchCapture("cap2")),
    (REFUSED, a.record_captured("cap"), did.PaymentCaptured),
    ([*REFUSED, a.capture_begun("cap2", 30_00)], a.record_captured("cap"), no.MoreThanAuthorised(20_00)),
    ([*a.PAID, a.capture_begun("cap")], a.refuse_capture("cap"), did.CaptureRefused),
    (REFUSED, a.refuse_capture("cap"), None),
    (FULL, a.refuse_capture("cap"), no.SuccessStands("pay")),
    (a.PAID, a.refuse_capture("cap"), no.NoSuchCapture("cap")),
    (REFUSED, a.capture("cap2"), did.CaptureBegun),
]
RELEASING: list[tuple[Sequence[Event], Command, type[Event] | Refusal | None]] = [
    (a.PAID, a.void(), did.VoidBegun),
    (a.PAID, a.void(" "), no.ReasonIsMissing(200)),
    (a.PAID, a.void("x" * 201), no.ReasonIsMissing(200)),
    (REFUSED, a.void(), did.VoidBegun),
    ([a.BEGUN], a.void(), no.PaymentIs("pay", "begun")),
    ([a.BEGUN, a.FAILED], a.void(), no.PaymentIs("pay", "failed")),
    ([*a.PAID, a.capture_begun()], a.void(), no.SomethingIsCaptured("pay")),
    (PART, a.void(), no.SomethingIsCaptured("pay")),
    ([*a.PAID, a.VOID_BEGUN], a.void(), None),
    ([*a.PAID, a.VOID_BEGUN, a.VOIDED], a.void(), None),
    ([*a.PAID, a.VOID_BEGUN], a.record_voided(), did.PaymentVoided),
    ([*a.PAID, a.VOID_BEGUN, a.VOIDED], a.record_voided(), None),
    (a.PAID, a.record_voided(), no.PaymentIs("pay", "authorised")),
    (PART, a.close(), did.PaymentClosed),
    ([*PART, a.CLOSED], a.close(), None),
    (a.PAID, a.close(), no.PaymentIs("pay", "authorised")),
    ([*PART, a.capture_begun("cap2", 10_00)], a.close(), no.SomethingIsCaptured("pay")),
]
REFUNDING: list[tuple[Sequence[Event], Command, type[Event] | Refusal | None]] = [
    (FULL, a.refund(), did.RefundBegun),
    (PART, a.refund(amount_pence=20_00), did.RefundBegun),
    ([*PART, a.CLOSED], a.refund(), did.RefundBegun),
    (PART, a.refund(amount_pence=20_01), no.MoreThanCaptured(20_00)),
    (a.PAID, a.refund(), no.MoreThanCaptured(0)),
    ([], a.refund(), no.NoSuchPayment("pay")),
    (FULL, a.refund(amount_pence=0), no.AmountOutOfRange(0, 99_999_999)),
    (FULL, a.refund(why=""), no.ReasonIsMissing(200)),
    ([*FULL, a.refund_begun()], a.refund(), None),
    ([*FULL, a.refund_begun()], a.refund(amount_pence=9_99), no.RefundExists("ref")),
    ([*FULL, a.refund_begun()], a.refund("ref2", 40_01), no.MoreThanCaptured(40_00)),
    ([*FULL, a.refund_begun()], a.record_refunded(), did.PaymentRefunded),
    ([*FULL, a.refund_begun()], a.record_refunded(amount_pence=1), no.AmountDiffers(10_00, 1)),
    (FULL, a.record_refunded(), no.NoSuchRefund("ref")),
    ([*FULL, a.refund_begun(), a.refunded()], a.record_refunded(), None),
    ([*FULL, a.refund_begun(), a.refund_refused()], a.record_refunded(), did.PaymentRefunded),
    (
        [*FULL, a.refund_begun(), a.refund_refused(), a.refund_begun("ref2", 45_00)],
        a.record_refunded(),
        no.MoreThanCaptured(5_00),
    ),
    ([*FULL, a.refund_begun()], a.refuse_refund(), did.RefundRefused),
    ([*FULL, a.refund_begun(), a.refund_refused()], a.refuse_refund(), None),
    ([*FULL, a.refund_begun(), a.refunded()], a.refuse_refund(), no.SuccessStands("pay")),
    (FULL, a.refuse_refund(), no.NoSuchRefund("ref")),
]


@pytest.mark.parametrize(("history", "command", "outcome"), [*PAYING, *CAPTURING, *RELEASING, *REFUNDING])
def test_a_command_leads_to(history: Sequence[Event], command: Command, outcome: type[Event] | Refusal | None) -> None:
    answer = ask(rules, state, history, command)
    if isinstance(answer, Refusal) or isinstance(outcome, Refusal):
        assert answer == outcome
    else:
        assert [type(event) for event in answer] == ([] if outcome is None else [outcome])


@pytest.mark.parametrize(
    ("history", "status"),
    [
        ([a.BEGUN], "begun"),
        ([a.BEGUN, a.OPENED], "open"),
        ([a.BEGUN, a.OPENED, a.FAILED], "failed"),
        ([a.BEGUN, a.FAILED, a.OPENED], "open"),
        ([a.BEGUN, a.AUTHORISED, a.OPENED], "authorised"),
        ([a.BEGUN, a.FAILED, a.AUTHORISED], "authorised"),
        (PART, "authorised"),
        (FULL, "closed"),
        ([*PART, a.CLOSED], "closed"),
        ([*a.PAID, a.VOID_BEGUN], "voiding"),
        ([*a.PAID, a.VOID_BEGUN, a.VOIDED], "voided"),
    ],
)
def test_a_history_leads_to_the_status(history: Sequence[Event], status: str) -> None:
    row = after(state, history)[Payment, "pay"]
    assert row is not None
    assert row.status == status


def test_a_late_success_says_that_it_was_given_up() -> None:
    [event] = answered([a.BEGUN, a.OPENED, a.FAILED], a.authorise())
    assert isinstance(event, did.PaymentAuthorised)
    assert (event.was, event.authorised_ms) == ("failed", NOW_MS)


@pytest.mark.parametrize(
    ("history", "asked", "honoured"),
    [
        (a.PAID, True, True),
        (a.PAID, False, False),
        (PART, True, True),
        ([*a.PAID, a.capture_begun("other", 10_00)], True, False),
        ([*REFUSED], True, True),
    ],
)
def test_the_rest_is_released_only_while_no_other_capture_is_under_way(history: Sequence[Event], asked: bool, honoured: bool) -> None:
    [event] = answered(history, a.capture("last", 10_00, final=asked))
    assert isinstance(event, did.CaptureBegun)
    assert event.final is honoured


@pytest.mark.parametrize(
    ("history", "command", "closed"),
    [
        ([*a.PAID, a.capture_begun("cap", 20_00)], a.record_captured("cap", 20_00), False),
        ([*a.PAID, a.capture_begun("cap", 20_00, final=True)], a.record_captured("cap", 20_00), True),
        ([*PART, a.capture_begun("cap2", 30_00)], a.record_captured("cap2", 30_00), True),
    ],
)
def test_a_payment_closes_with_its_last_capture(history: Sequence[Event], command: Command, closed: bool) -> None:
    [event] = answered(history, command)
    assert isinstance(event, did.PaymentCaptured)
    assert event.closed is closed


def test_a_refused_last_capture_leaves_the_rest_to_be_captured() -> None:
    rows = after(state, [*a.PAID, a.capture_begun("cap", 20_00, final=True), a.capture_refused("cap", 20_00)])
    row, refused = rows[Payment, "pay"], rows[Capture, "cap"]
    assert row is not None
    assert refused is not None
    assert (row.last_capture, row.left_to_capture_pence, refused.status) == (None, 50_00, "refused")


def test_money_stands_on_both_sides_of_the_ledger() -> None:
    rows = after(state, [*FULL, a.refund_begun(), a.refunded()])
    assert rows[Account, "provider-clearing"] == Account(account="provider-clearing", debit_pence=50_00, credit_pence=10_00)
    assert rows[Account, "sales-including-vat"] == Account(account="sales-including-vat", credit_pence=50_00)
    assert rows[Account, "refunds-including-vat"] == Account(account="refunds-including-vat", debit_pence=10_00)


@pytest.mark.parametrize(
    ("postings", "mistake"),
    [
        ([a.debit("provider-clearing", 2), a.credit("sales-including-vat", 1)], "do not equal"),
        ([a.debit("provider-clearing", 1)], "do not equal"),
        ([a.debit("provider-clearing", -1), a.credit("sales-including-vat", -1)], "below nought"),
    ],
)
def test_what_does_not_balance_is_never_posted(postings: Sequence[did.Posting], mistake: str) -> None:
    with pytest.raises(ValueError, match=mistake):
        balanced(*postings)


def test_a_long_reason_of_the_provider_is_cut_and_its_word_kept() -> None:
    [event] = answered([a.BEGUN], a.fail("x" * 500))
    assert isinstance(event, did.PaymentFailed)
    assert event.why == "x" * 200


def test_only_refunds_pass_a_pause_without_being_asked() -> None:
    switched = {name: value for name, value in vars(commands).items() if isinstance(value, type) and issubclass(value, Command)}
    stopped = {name for name, value in switched.items() if value.capabilities and value.during_pause == "refuse"}
    finishing = {name for name, value in switched.items() if value.capabilities and value.during_pause == "finish"}
    free = {name for name, value in switched.items() if not value.capabilities} - {"Command"}
    assert stopped == set()
    assert free == {"RefundCommand", "BeginRefund", "RecordRefunded", "RecordRefundRefused"}
    assert len(finishing) == 12
    assert (a.begin().scope().channel, a.begin().scope().total_pence, a.void().scope().channel) == ("web", a.WHOLE, "web")


class Strange(Event, frozen=True):
    """An event of another compartment."""


class Odd(Command, frozen=True):
    """A command of another compartment."""


@pytest.mark.parametrize("event", [a.OPENED, a.capture_begun(), a.refund_begun(), a.VOIDED])
def test_an_event_about_no_payment_breaks_the_replay(event: Event) -> None:
    with pytest.raises(LookupError):
        state.evolve(after(state, []), event)


@pytest.mark.parametrize("event", [a.captured(), a.refunded()])
def test_an_event_about_nothing_begun_breaks_the_replay(event: Event) -> None:
    with pytest.raises(LookupError):
        state.evolve(after(state, a.PAID), event)


def test_what_is_not_theirs_is_a_mistake() -> None:
    with pytest.raises(TypeError):
        rules.decide(after(state, []), Odd(id="c"), NOW_MS)
    with pytest.raises(TypeError):
        state.evolve(after(state, []), Strange())


def answered(history: Sequence[Event], command: Command) -> list[Event]:
    answer = ask(rules, state, history, command)
    assert not isinstance(answer, Refusal), answer
    return answer
