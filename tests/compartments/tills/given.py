"""A store's tills to ask: commands in short, and a day that runs them with debits held to credits after each."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import rules, state
from arkwright.compartments.tills.facts import AccountName, Approval, Card, RefundedUnits, Scanned
from arkwright.compartments.tills.till_rows import Account, CardTender, Sale, Session, StoredAllowance, Till
from arkwright.kit.messages import Command, Event, canonical
from arkwright.kit.promotion import Terms
from arkwright.kit.refusal import Refusal
from arkwright.kit.rows import LoadedRows

NOW_MS = 1_790_000_000_000
STORE = "leeds"
ACCOUNTS: tuple[AccountName, ...] = (
    *("cash-in-drawer", "card-clearing", "stored-cards", "late-declines", "points-spent", "surplus-cards", "deposits"),
    *("sales-including-vat", "refunds-including-vat", "over-and-short", "float-and-safe"),
)  # fmt: skip
IDS = itertools.count()


class Day:
    """The tills of a store in memory; each command is decided, evolved and held to the books."""

    def __init__(self) -> None:
        self.rows = LoadedRows(complete=True)
        self.events: list[Event] = []
        self.now_ms = NOW_MS

    def do(self, *commands: Command) -> list[Event]:
        """What these lead to; a refusal is raised, and leaves nothing."""
        found: list[Event] = []
        for command in commands:
            list(rules.keys(command))
            events = rules.decide(self.rows, command, self.now_ms)
            for event in events:
                canonical(event)
                state.evolve(self.rows, event)
                self.rows.keep()
                self._books_balance()
            found += events
        self.events += found
        return found

    def outcome(self, command: Command) -> list[str] | Refusal:
        """The names of the events, or the refusal."""
        try:
            return [type(event).__name__ for event in self.do(command)]
        except Refusal as refusal:
            assert str(refusal)
            return refusal

    def _books_balance(self) -> None:
        held = [self.rows[Account, name] for name in ACCOUNTS]
        assert sum(each.debit_pence - each.credit_pence for each in held if each) == 0

    def balance(self, account: AccountName) -> int:
        """Debit less credit."""
        row = self.rows[Account, account]
        return row.debit_pence - row.credit_pence if row else 0

    def till(self, name: str = "1") -> Till:
        found = self.rows[Till, name]
        assert found
        return found

    def sale(self, name: str = "s") -> Sale:
        found = self.rows[Sale, name]
        assert found
        return found

    def session(self, name: str = "day") -> Session:
        found = self.rows[Session, name]
        assert found
        return found

    def card(self, name: str = "t") -> CardTender:
        found = self.rows[CardTender, name]
        assert found
        return found

    def allowance(self) -> StoredAllowance:
        found = self.rows[StoredAllowance, "stored"]
        assert found
        return found


def after(commands: Iterable[Command]) -> Day:
    """A day on which all this happened."""
    day = Day()
    day.do(*commands)
    return day


def a(kind: type[Any], **fields: Any) -> Any:
    """A command at till 1 of the store by ada, for sale `s`, unless said otherwise."""
    usual = {"id": f"c{next(IDS)}", "store": STORE, "till": "1", "by": "ada", "sale": "s"}
    return kind(**{name: value for name, value in usual.items() if name in kind.__struct_fields__} | fields)


def scanned(sku: str = "mug", price_pence: int = 12_00, **more: Any) -> Scanned:
    usual: dict[str, Any] = {"product": f"p-{sku}", "name": sku.title(), "vat_rate": "standard", "category": "kitchen", "edition": 7}
    return Scanned(sku=sku, price_pence=price_pence, **usual | more)


def add(
    sku: str = "mug", price_pence: int = 12_00, quantity: int = 1, line: str = "", sale: str = "s", till: str = "1", **more: Any
) -> Any:
    return a(ask.AddLine, line=line or sku, scanned=scanned(sku, price_pence, **more), quantity=quantity, sale=sale, till=till)


def signed(manager: str = "mo", edition: int = 5) -> Approval:
    return Approval(manager=manager, how="pin", edition=edition)


def card(transaction: str = "x1", stored: bool = False, mode: Any = "chip-and-pin") -> Card:
    return Card(
        terminal="T1", transaction=transaction, at_ms=NOW_MS, entry_mode=mode, scheme="visa", last_four="4242", auth_code="", stored=stored
    )


def approved(tender: str = "t", pence: int = 12_00, **more: Any) -> Any:
    return a(ask.RecordApproved, tender=tender, amount_pence=pence, card=card(**more))


def cash(pence: int = 12_00, tender: str = "cash", **more: Any) -> Any:
    return a(ask.PayCash, tender=tender, given_pence=pence, **more)


def by_card(pence: int = 12_00, tender: str = "t", kind: Any = ask.AskCard, **more: Any) -> Any:
    return a(kind, tender=tender, amount_pence=pence, terminal="T1", **more)


def units(*wanted: tuple[str, int]) -> tuple[RefundedUnits, ...]:
    return tuple(RefundedUnits(line=line, quantity=quantity) for line, quantity in wanted)


def refund(*wanted: tuple[str, int], refund: str = "r", **more: Any) -> Any:
    return a(ask.BeginRefund, refund=refund, units=units(*wanted), reason="faulty", **{"terminal": "T1"} | more)


def grant(edition: int = 1, **more: int) -> Any:
    usual = {"per_sale_pence": 50_00, "total_pence": 100_00, "count": 3, "until_ms": NOW_MS + 1}
    return a(ask.GrantStoredSales, grant=f"g{edition}", edition=edition, **usual | more)


SET_UP = [a(ask.SetUpTill, till="1"), a(ask.SetUpTill, till="2")]
SIGNED_ON = [*SET_UP, a(ask.SignOn, how="pin", manager=False, edition=5)]
OPEN = [*SIGNED_ON, a(ask.OpenSession, session="day", float_pence=100_00)]
SECOND = [
    a(ask.SignOn, till="2", by="bo", how="badge", manager=False, edition=5),
    a(ask.OpenSession, till="2", by="bo", session="day2", float_pence=50_00),
]
ONE_MUG = [*OPEN, add()]
ASKED = [*ONE_MUG, by_card()]
PAID_BY_CARD = [*ASKED, approved()]
PAID_IN_CASH = [*ONE_MUG, cash()]
STORED = [*OPEN, grant(), add(), by_card(kind=ask.AskChipAndPin), approved(stored=True)]
WINE = add("wine", 9_00, restrictions=("age-18",))
PARK, OPEN_AGAIN, VOID = a(ask.ParkSale), a(ask.OpenAgain), a(ask.VoidSale, reason="changed-mind")
RESUME, RESUME_AT_2 = a(ask.ResumeSale), a(ask.ResumeSale, till="2", by="bo")
UNKNOWN, DECLINED, ABORTED = (
    a(ask.RecordUnknown, tender="t"),
    a(ask.RecordDeclined, tender="t", why="issuer"),
    a(ask.RecordAborted, tender="t", why="time"),
)
REVERSE, REVERSED = a(ask.BeginReversal, tender="t", why="cannot-pay"), a(ask.RecordReversed, tender="t")
HALF_CARD = [*ONE_MUG, by_card(6_00), approved(pence=6_00)]
HALF_CASH = [*ONE_MUG, cash(6_00)]
MEMBER = a(ask.IdentifyMember, membership="9300", member="m1", edition=3, spendable_points=1000, counted=0)
POINTS = a(ask.SetPointsRules, edition=1, points=100, pence=50, most_points=800)
REFUSED = [a(ask.RecordReversalRefused, tender="t", attempt=number, why="No.") for number in range(1, 6)]
OWED = [*HALF_CARD, REVERSE, *REFUSED]
TAKEN, LATE_NO = a(ask.RecordStoredTaken, tender="t"), a(ask.RecordStoredDeclined, tender="t", response_code="51")


def coded(**more: Any) -> Command:
    """Ten per cent with a code."""
    terms: dict[str, Any] = {
        "promotion": "c",
        "name": "Ten",
        "kind": "code",
        "code": "TEN",
        "percent": 10,
        "from_ms": 0,
        "until_ms": NOW_MS + 1,
    }
    found: Command = a(ask.SetPromotion, terms=Terms(**terms | {"revision": 1} | more), edition=4)
    return found


CODE, OTHER_CODE = a(ask.EnterCode, code="t en"), a(ask.EnterCode, code="other")


def by_hand(how: str, till: str = "", tender: str = "t") -> Command:
    found: Command = a(ask.GiveBackOwed, tender=tender, how=how, till=till, approved_by=signed())
    return found


def points(number: int, tender: str = "p", **more: str) -> Command:
    found: Command = a(ask.SpendPoints, tender=tender, points=number, **more)
    return found
