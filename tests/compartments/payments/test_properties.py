"""Whatever is asked, in whatever order: no more is captured than authorised, none refunded twice, debits equal credits, no success lost."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from arkwright.compartments.payments import commands as ask
from arkwright.compartments.payments import rules, state
from arkwright.compartments.payments.checks import CLEARING, REFUNDS, SALES
from arkwright.compartments.payments.state import Account, Capture, Payment, Refund
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import Refusal
from arkwright.kit.rows import LoadedRows

WHOLE = 100
PAYMENTS = some.sampled_from(["p1", "p2"])
PARTS = some.sampled_from(["x1", "x2", "x3", "x4"])
AMOUNTS = some.integers(1, 60) | some.sampled_from([0, -5, WHOLE, WHOLE + 1])


class Payments(RuleBasedStateMachine):
    """A provider and colleagues that say anything at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = LoadedRows(complete=True)
        self.history: list[Event] = []
        self.successes: dict[str, str] = {}
        self.taken: dict[str, int] = {}
        self.given: dict[str, int] = {}
        self.now_ms = 0

    def do(self, command: Command) -> list[Event] | None:
        """The events, all evolved, or None for a refusal, which must leave nothing behind."""
        self.now_ms += 1
        list(rules.keys(command))
        try:
            events = rules.decide(self.rows, command, self.now_ms)
        except Refusal:
            return None
        for event in events:
            state.evolve(self.rows, event)
        self.rows.keep()
        self.history += events
        return events

    def of(self, payment: str, **more: Any) -> dict[str, Any]:
        return {"id": "c", "payment": payment, "channel": "web"} | more

    @rule(payment=PAYMENTS)
    def begin(self, payment: str) -> None:
        self.do(ask.BeginPayment(**self.of(payment), order=f"order.{payment}", number="n", amount_pence=WHOLE))

    @rule(payment=PAYMENTS)
    def open_page(self, payment: str) -> None:
        self.do(ask.RecordPage(**self.of(payment), session=f"cs.{payment}", expires_ms=9))

    @rule(payment=PAYMENTS, provider=PAYMENTS, amount=some.sampled_from([WHOLE, WHOLE, WHOLE - 1]))
    def authorise(self, payment: str, provider: str, amount: int) -> None:
        command = ask.RecordAuthorised(
            **self.of(payment), provider_payment=f"pi.{provider}", amount_pence=amount, card_scheme=None, card_last_four=None
        )
        if self.do(command) is not None:
            assert self.successes.setdefault(payment, provider) == provider

    @rule(payment=PAYMENTS)
    def fail(self, payment: str) -> None:
        self.do(ask.RecordFailed(**self.of(payment), why="expired"))

    @rule(payment=PAYMENTS, part=PARTS, amount=AMOUNTS, final=some.booleans())
    def begin_capture(self, payment: str, part: str, amount: int, final: bool) -> None:
        self.do(ask.BeginCapture(**self.of(payment), capture=f"{payment}.{part}", amount_pence=amount, final=final))

    @rule(payment=PAYMENTS, part=PARTS, amount=AMOUNTS)
    @precondition(lambda self: self.successes)
    def capture_happens(self, payment: str, part: str, amount: int) -> None:
        row = self.rows[Capture, f"{payment}.{part}"]
        amount = row.amount_pence if row else amount
        events = self.do(ask.RecordCaptured(**self.of(payment), capture=f"{payment}.{part}", amount_pence=amount))
        if events:
            assert self.taken.setdefault(f"{payment}.{part}", amount) == amount

    @rule(payment=PAYMENTS, part=PARTS)
    def capture_is_refused(self, payment: str, part: str) -> None:
        self.do(ask.RecordCaptureRefused(**self.of(payment), capture=f"{payment}.{part}", why="no"))

    @rule(payment=PAYMENTS, what=some.sampled_from(["begin", "done", "close"]))
    def release(self, payment: str, what: str) -> None:
        match what:
            case "begin":
                self.do(ask.BeginVoid(**self.of(payment), why="cancelled"))
            case "done":
                self.do(ask.RecordVoided(**self.of(payment)))
            case _:
                self.do(ask.ClosePayment(**self.of(payment), why="short"))

    @rule(payment=PAYMENTS, part=PARTS, amount=AMOUNTS)
    @precondition(lambda self: self.taken)
    def begin_refund(self, payment: str, part: str, amount: int) -> None:
        self.do(ask.BeginRefund(id="c", payment=payment, refund=f"{payment}.{part}", amount_pence=amount, why="damaged", by="ada"))

    @rule(payment=PAYMENTS, part=PARTS)
    @precondition(lambda self: self.taken)
    def refund_happens(self, payment: str, part: str) -> None:
        row = self.rows[Refund, f"{payment}.{part}"]
        amount = row.amount_pence if row else 1
        if self.do(ask.RecordRefunded(id="c", payment=payment, refund=f"{payment}.{part}", amount_pence=amount)):
            assert self.given.setdefault(f"{payment}.{part}", amount) == amount

    @rule(payment=PAYMENTS, part=PARTS)
    @precondition(lambda self: self.taken)
    def refund_is_refused(self, payment: str, part: str) -> None:
        self.do(ask.RecordRefundRefused(id="c", payment=payment, refund=f"{payment}.{part}", why="no"))

    @invariant()
    def nothing_exceeds_what_it_came_from(self) -> None:
        for payment in ("p1", "p2"):
            row = self.rows[Payment, payment]
            if row is None:
                continue
            assert 0 <= row.captured_pence <= row.captured_pence + row.capturing_pence <= row.authorised_pence <= WHOLE
            assert 0 <= row.refunded_pence <= row.refunded_pence + row.refunding_pence <= row.captured_pence
            assert row.captured_pence == sum(pence for key, pence in self.taken.items() if key.startswith(payment))
            assert row.refunded_pence == sum(pence for key, pence in self.given.items() if key.startswith(payment))
            assert row.status not in ("voiding", "voided") or row.captured_pence + row.capturing_pence == 0

    @invariant()
    def a_success_is_never_lost(self) -> None:
        for payment, provider in self.successes.items():
            row = self.rows[Payment, payment]
            assert row is not None
            assert row.status not in ("begun", "open", "failed")
            assert (row.provider_payment, row.authorised_pence) == (f"pi.{provider}", WHOLE)
        assert len(set(self.successes.values())) == len(self.successes)

    @invariant()
    def debits_equal_credits(self) -> None:
        accounts = [self.rows[Account, name] or Account(account=name) for name in (CLEARING, SALES, REFUNDS)]
        assert sum(each.debit_pence for each in accounts) == sum(each.credit_pence for each in accounts)
        clearing = accounts[0].debit_pence - accounts[0].credit_pence
        assert clearing == sum(self.taken.values()) - sum(self.given.values())

    def teardown(self) -> None:
        """Replayed from the beginning, the events lead to the same rows."""
        again = LoadedRows(complete=True)
        for event in self.history:
            state.evolve(again, event)
            again.keep()
        for key in self.rows.changed:
            assert again[key] == self.rows[key]


Payments.TestCase.settings = settings(max_examples=120, stateful_step_count=40, deadline=None)
TestPayments = Payments.TestCase
