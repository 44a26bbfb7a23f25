"""Whatever is asked of tills, in whatever order: books and rows agree, nothing is paid or given back twice, numbers have no gap."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import events as did
from arkwright.compartments.tills import state
from arkwright.compartments.tills.till_rows import CardTender, Refund, Sale, Session
from arkwright.kit.messages import Command
from arkwright.kit.refusal import Refusal
from arkwright.kit.rows import LoadedRows
from tests.compartments.tills.given import NOW_MS, OPEN, SECOND, Day, a, add, approved, by_card, by_hand, card, cash, grant, refund, signed

TILLS = some.sampled_from(["1", "2"])
SALES = some.sampled_from(["s1", "s2", "s3"])
TENDERS = some.sampled_from([f"t{number}" for number in range(6)])
REFUNDS = some.sampled_from(["r1", "r2", "r3"])
PENCE = some.sampled_from([1, 5_00, 12_00, 30_00, 36_00])
WHO = {"1": "ada", "2": "bo"}
SKUS = ("mug", "jug")


class Tills(RuleBasedStateMachine):
    """Two colleagues, a terminal and an acquirer that do anything at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.day = Day()
        points = a(ask.SetPointsRules, edition=1, points=100, pence=100, most_points=1500)
        self.day.do(*OPEN, *SECOND, grant(total_pence=40_00), points)

    def do(self, command: Command) -> None:
        try:
            self.day.do(command)
        except Refusal as refusal:
            assert str(refusal)

    def at(self, till: str, sale: str) -> dict[str, str]:
        return {"till": till, "by": WHO[till], "sale": sale}

    @rule(till=TILLS, sale=SALES, sku=some.sampled_from(SKUS), quantity=some.integers(1, 3))
    def scan(self, till: str, sale: str, sku: str, quantity: int) -> None:
        line = add(sku, quantity=quantity).scanned
        self.do(a(ask.AddLine, line=sku, scanned=line, quantity=quantity, **self.at(till, sale)))

    @rule(till=TILLS, sale=SALES)
    def member(self, till: str, sale: str) -> None:
        self.do(a(ask.IdentifyMember, membership="m", member="m", edition=1, spendable_points=2000, **self.at(till, sale)))

    @rule(till=TILLS, sale=SALES, kind=some.sampled_from([ask.ParkSale, ask.ResumeSale, ask.OpenAgain]))
    def put_aside(self, till: str, sale: str, kind: type[ask.SaleCommand]) -> None:
        self.do(a(kind, **self.at(till, sale)))

    @rule(till=TILLS, sale=SALES)
    def void(self, till: str, sale: str) -> None:
        self.do(a(ask.VoidSale, reason="changed-mind", **self.at(till, sale)))

    @rule(till=TILLS, sale=SALES, percent=some.integers(0, 95))
    def discount(self, till: str, sale: str, percent: int) -> None:
        self.do(a(ask.DiscountSale, percent=percent, reason="goodwill", approved_by=signed(), **self.at(till, sale)))

    @rule(till=TILLS, sale=SALES, tender=TENDERS, pence=PENCE)
    def pay_cash(self, till: str, sale: str, tender: str, pence: int) -> None:
        self.do(cash(pence, tender, **self.at(till, sale)))

    @rule(till=TILLS, sale=SALES, tender=TENDERS, pence=PENCE, kind=some.sampled_from([ask.AskCard, ask.AskChipAndPin]))
    def ask_card(self, till: str, sale: str, tender: str, pence: int, kind: type[ask.AskForCard]) -> None:
        self.do(by_card(pence, tender, kind=kind, **self.at(till, sale)))

    @rule(till=TILLS, sale=SALES, tender=TENDERS, points=some.sampled_from([100, 500, 1200]))
    def pay_points(self, till: str, sale: str, tender: str, points: int) -> None:
        self.do(a(ask.SpendPoints, tender=tender, points=points, **self.at(till, sale)))

    @rule(till=TILLS, sale=SALES, tender=TENDERS, kind=some.sampled_from([ask.ReturnCash, ask.ReturnPoints]))
    def give_back(self, till: str, sale: str, tender: str, kind: type[ask.TenderCommand]) -> None:
        self.do(a(kind, tender=tender, **self.at(till, sale)))

    @rule(tender=TENDERS, stored=some.booleans(), more=some.sampled_from([0, 0, 0, -2, 1_00]))
    def terminal_says_yes(self, tender: str, stored: bool, more: int) -> None:
        row = self.day.rows[CardTender, tender]
        if row is not None:
            self.do(approved(tender, max(0, row.amount_pence + more), transaction=f"x{tender}", stored=stored))

    @rule(tender=TENDERS, times=some.integers(1, 5))
    def terminal_will_not_reverse(self, tender: str, times: int) -> None:
        row = self.day.rows[CardTender, tender]
        for attempt in range(row.refusals + 1, row.refusals + 1 + times) if row else ():
            self.do(a(ask.RecordReversalRefused, tender=tender, attempt=attempt, why="No."))

    @rule(tender=TENDERS, how=some.sampled_from(["cash", "card"]), till=TILLS)
    def give_back_by_hand(self, tender: str, how: str, till: str) -> None:
        self.do(by_hand(how, till, tender))

    @rule(tender=TENDERS, kind=some.sampled_from([ask.RecordDeclined, ask.RecordAborted]))
    def terminal_says_no(self, tender: str, kind: type[ask.CardCommand]) -> None:
        self.do(a(kind, tender=tender, why="issuer"))

    @rule(tender=TENDERS, kind=some.sampled_from([ask.RecordUnknown, ask.RecordReversed, ask.RecordStoredTaken]))
    def terminal_says(self, tender: str, kind: type[ask.CardCommand]) -> None:
        self.do(a(kind, tender=tender))

    @rule(tender=TENDERS)
    def reverse(self, tender: str) -> None:
        self.do(a(ask.BeginReversal, tender=tender, why="cannot-pay"))

    @rule(tender=TENDERS)
    def decline_late(self, tender: str) -> None:
        self.do(a(ask.RecordStoredDeclined, tender=tender, response_code="51"))

    @rule(edition=some.integers(1, 5), total=PENCE)
    def grant(self, edition: int, total: int) -> None:
        self.do(grant(edition, total_pence=total, count=2))

    @rule(till=TILLS, sale=SALES, name=REFUNDS, sku=some.sampled_from(SKUS), quantity=some.integers(1, 3))
    def refund(self, till: str, sale: str, name: str, sku: str, quantity: int) -> None:
        self.do(refund((sku, quantity), refund=name, **self.at(till, sale)))

    @rule(name=REFUNDS, number=some.integers(1, 3), attempt=some.integers(0, 2), pence=PENCE)
    def terminal_refunds(self, name: str, number: int, attempt: int, pence: int) -> None:
        part = {"refund": name, "part": f"{name}.{number}"}
        no = a(ask.RecordRefundDeclined, attempt=attempt, why="issuer", **part)
        self.do(no if attempt else a(ask.RecordRefunded, amount_pence=pence, card=card("x"), **part))

    @rule(name=REFUNDS, number=some.integers(1, 3))
    def ask_again(self, name: str, number: int) -> None:
        self.do(a(ask.AskRefundAgain, refund=name, part=f"{name}.{number}"))

    @rule(till=TILLS, counted=PENCE)
    def close_and_open(self, till: str, counted: int) -> None:
        of = {"till": till, "by": WHO[till]}
        self.do(a(ask.CountCash, counted_pence=counted, approved_by=signed(), **of))
        self.do(a(ask.CloseSession, **of))
        self.do(a(ask.OpenSession, session=f"{till}.{len(self.day.events)}", float_pence=50_00, **of))

    def sales(self) -> list[Sale]:
        return [row for name in ("s1", "s2", "s3") if (row := self.day.rows[Sale, name])]

    def cards(self) -> list[CardTender]:
        return [row for number in range(6) if (row := self.day.rows[CardTender, f"t{number}"])]

    @invariant()
    def the_books_say_what_the_rows_say(self) -> None:
        unfinished = sum(sale.paid_pence for sale in self.sales() if sale.status != "completed")
        surplus = sum(row.amount_pence for row in self.cards() if row.surplus and row.status not in ("reversed", "settled"))
        waiting = sum(row.amount_pence for row in self.cards() if row.stored == "waiting" and row.status != "reversed")
        assert (-self.day.balance("deposits"), -self.day.balance("surplus-cards"), self.day.balance("stored-cards")) == (
            unfinished,
            surplus,
            waiting,
        )
        assert self.day.allowance().waiting_pence == waiting

    @invariant()
    def a_drawer_holds_what_the_ledger_says(self) -> None:
        sessions = {event.session for event in self.day.events if isinstance(event, did.SessionOpened)}
        rows = [row for name in sessions if (row := self.day.rows[Session, name]) and row.status == "open"]
        assert all(row.drawer_pence >= 0 for row in rows)
        assert sum(row.drawer_pence for row in rows) == self.day.balance("cash-in-drawer")

    @invariant()
    def completed_is_paid_exactly_and_refunds_stay_within(self) -> None:
        for sale in self.sales():
            if sale.status == "completed":
                assert sale.paid_pence == sale.total_pence == sum(tender.amount_pence for tender in sale.tenders)
            for tender in sale.tenders:
                assert sum(back.pence for back in sale.tenders_back if back.of == tender.tender) <= tender.amount_pence
            for line in sale.lines:
                assert sum(back.quantity for back in sale.units_back if back.of == line.line) <= line.quantity
                assert sum(back.pence for back in sale.units_back if back.of == line.line) <= line.paid_pence

    @invariant()
    def the_allowance_is_never_overspent_with_leave(self) -> None:
        allowance = self.day.allowance()
        beyond = [event for event in self.day.events if isinstance(event, did.CardApproved) and event.beyond_allowance]
        newer = [event for event in self.day.events if isinstance(event, did.StoredSalesGranted)][1:]
        assert min(allowance.reserved_pence, allowance.reserved, allowance.waiting) >= 0
        if not beyond and not newer:
            assert allowance.spent_pence + allowance.reserved_pence + allowance.carried_pence <= allowance.total_pence

    @invariant()
    def receipt_numbers_have_no_gap(self) -> None:
        for till in WHO:
            kinds = (did.SaleCompleted, did.RefundCompleted)
            numbers = [event.number for event in self.day.events if isinstance(event, kinds) and event.till == till]
            assert numbers == list(range(1, len(numbers) + 1))

    @invariant()
    def an_approval_never_ends_as_a_no(self) -> None:
        yes = {event.tender for event in self.day.events if isinstance(event, did.CardApproved)}
        assert all(row.status in ("approved", "reversing", "reversed", "owed", "settled") for row in self.cards() if row.tender in yes)

    def teardown(self) -> None:
        """The journal replayed gives the same rows."""
        again = LoadedRows(complete=True)
        for event in self.day.events:
            state.evolve(again, event)
        again.keep()
        assert again.changed <= self.day.rows.changed
        assert all(again[key] == self.day.rows[key] for key in self.day.rows.changed)
        assert self.day.now_ms == NOW_MS
        assert all(row.receipt for name in ("r1", "r2", "r3") if (row := self.day.rows[Refund, name]) and not row.open)


TestAnyOrder = Tills.TestCase
TestAnyOrder.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
