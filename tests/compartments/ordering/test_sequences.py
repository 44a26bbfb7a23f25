"""Whatever is asked in whatever order: nothing beyond the allowance is promised, counters are true, cancelled stays cancelled."""

from __future__ import annotations

import contextlib
from collections import Counter

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from arkwright.compartments.ordering import commands as ask
from arkwright.compartments.ordering import delivery as post
from arkwright.compartments.ordering import events as did
from arkwright.compartments.ordering import rules, state
from arkwright.compartments.ordering.state import Order, Promise
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import Refusal
from arkwright.kit.rows import LoadedRows
from tests.compartments.ordering.examples import BOOK, HOUR_MS, LAMP, SEAT, offer, place, units, wanted
from tests.compartments.table import NOW_MS

SKUS = (LAMP, BOOK, SEAT)
SKU = st.sampled_from(SKUS)
ORDERED: st.SearchStrategy[list[tuple[str, int]]] = st.lists(
    st.tuples(SKU, st.sampled_from([1, 1, 1, 2, 3, 12, 0, -1])), min_size=1, max_size=3
) | st.just([])
ANY = 3
BACK = st.integers(0, ANY)
PAID = ("confirmed", "part-dispatched")
FITTING: dict[str, tuple[str, ...]] = {
    "confirm": ("placed",),
    "begin": ("placed", "confirmed"),
    "cancel": ("placed", "confirmed"),
    "payment fails": ("placed",),
    "give up": ("placed", "confirmed"),
    "close short": ("part-dispatched",),
    "send one": PAID,
    "send all": PAID,
}
LIVE = ("placed", "confirmed", "part-dispatched")


class OrderingMachine(RuleBasedStateMachine):
    """Ordering's rules and state, with its own sums kept beside them from the events."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = LoadedRows(complete=True)
        self.granted: Counter[str] = Counter()
        self.ended: dict[str, str] = {}
        self.charged: Counter[str] = Counter()
        self.orders: list[str] = []
        self.now_ms = NOW_MS

    @initialize()
    def put_on_sale(self) -> None:
        for sku, rate in zip(SKUS, ("standard", "zero", "reduced"), strict=True):
            state.evolve(self.rows, offer(sku, vat_rate=rate))
        self.rows.keep()
        for sku in SKUS:
            self.grant(sku, 15)

    def send(self, command: Command) -> list[Event]:
        """Decide and evolve, as a lane does: a refusal leaves nothing behind."""
        self.now_ms += HOUR_MS // 10
        with contextlib.suppress(Refusal):
            events = rules.decide(self.rows, command, self.now_ms)
            for event in events:
                state.evolve(self.rows, event)
            self.rows.keep()
            return events
        self.rows.undo()
        return []

    def standing(self) -> list[Order]:
        """Every order that was placed."""
        return [row for row in (self.rows[Order, order] for order in self.orders) if row]

    @rule(sku=SKU, change=st.sampled_from([4, 0, 9, -1, -2, -9]))
    def grant_or_ask_back(self, sku: str, change: int) -> None:
        (self.ask_back if change < 0 else self.grant)(sku, abs(change))

    def grant(self, sku: str, quantity: int) -> None:
        """Stock grants more."""
        for _ in self.send(ask.GrantAllowance(id="1", sku=sku, quantity=quantity)):
            self.granted[sku] += quantity

    def ask_back(self, sku: str, quantity: int) -> None:
        """Stock wants some back."""
        for event in self.send(ask.ReturnAllowance(id="1", sku=sku, quantity=quantity)):
            assert isinstance(event, did.AllowanceReturned)
            assert 0 <= event.quantity <= quantity
            self.granted[sku] -= event.quantity

    @rule(lines=ORDERED, anew=st.sampled_from([True, True, False]), paid=st.booleans())
    def order_it(self, lines: list[tuple[str, int]], anew: bool, paid: bool) -> None:
        order = f"o{len(self.orders) + 1}" if anew or not self.orders else self.orders[-1]
        goods_pence = sum(12_00 * quantity for _, quantity in lines)
        charge_pence = post.charge_pence("standard", "mainland", goods_pence) or 0
        delivery = ask.Delivery(method="standard", zone="mainland", region="England", postcode_area="LS", charge_pence=charge_pence)
        asked = [wanted(sku, quantity) for sku, quantity in lines]
        for event in self.send(place(*asked, order=order, number=f"AW-{order}", basket=order, delivery=delivery)):
            assert isinstance(event, did.OrderPlaced)
            self.orders.append(order)
            assert sum(line.goods_pence + line.delivery_pence for line in event.vat) == event.total_pence
            if paid:
                self.take("confirm", back=0)

    @rule(step=st.sampled_from(["confirm", "begin", "cancel", "payment fails", "give up", "close short"]), back=BACK)
    def go_on(self, step: str, back: int) -> None:
        self.take(step, back)

    @rule(step=st.sampled_from(["send one", "send all", "send one", "confirm", "close short"]), back=BACK)
    def go_on_with_a_paid_one(self, step: str, back: int) -> None:
        self.take(step, back)

    def take(self, step: str, back: int) -> None:
        """One step with an order that it fits, or, now and then, with any."""
        order = self.chosen(back, *FITTING[step])
        row = self.rows[Order, order]
        left = list(state.unsent(row).items()) if row else []
        match step:
            case "confirm":
                pence = row.total_pence if row else 0
                self.send(ask.ConfirmOrder(id="1", order=order, channel="web", payment="p", authorised_pence=pence))
            case "begin":
                self.send(ask.BeginCancellation(id="1", order=order, channel="web", by="colleague", why=""))
            case "give up":
                self.send(ask.GiveUpCancellation(id="1", order=order, channel="web", why=""))
            case "cancel":
                self.send(ask.BeginCancellation(id="1", order=order, channel="web", by="shopper", why=""))
                self.send(ask.CancelOrder(id="1", order=order, channel="web", by="shopper", why=""))
            case "payment fails":
                self.send(ask.CancelOrder(id="1", order=order, channel="web", by="payment", why=""))
            case "close short":
                self.send(ask.CloseShort(id="1", order=order, channel="web", why=""))
            case "send one":
                self.dispatch(order, [(sku, 1) for sku, _ in left[:1]])
            case "send all":
                self.dispatch(order, left)

    @rule(lines=st.lists(st.tuples(SKU, st.sampled_from([1, 2, 3, 0, -1])), max_size=3), back=BACK)
    def send_anything(self, lines: list[tuple[str, int]], back: int) -> None:
        self.dispatch(self.chosen(back, *PAID), lines)

    def chosen(self, back: int, *statuses: str) -> str:
        """One of the latest orders in these states, or, now and then, in any state."""
        fitting = [row.order for row in self.standing() if row.status in statuses and back != ANY]
        among = fitting or self.orders or ["none"]
        return among[max(0, len(among) - 1 - back)]

    def dispatch(self, order: str, lines: list[tuple[str, int]]) -> None:
        """Send a parcel, and add up what it cost."""
        command = ask.RecordDispatch(id="1", order=order, channel="web", parcel="p", tracking="t", lines=units(*lines))
        for event in self.send(command):
            assert isinstance(event, did.OrderDispatched)
            self.charged[order] += event.amount_pence

    @invariant()
    def nothing_beyond_the_allowance_is_promised(self) -> None:
        for sku in SKUS:
            row = self.rows[Promise, sku] or Promise(sku=sku)
            assert row.granted == self.granted[sku]
            assert 0 <= row.promised + row.sold <= row.granted
            assert min(row.promised, row.sold) >= 0

    @invariant()
    def counters_are_the_sums_over_orders(self) -> None:
        promised: Counter[str] = Counter()
        sold: Counter[str] = Counter()
        for order in self.standing():
            sold.update(order.sent)
            promised.update(state.unsent(order) if order.status in LIVE else {})
        for sku in SKUS:
            row = self.rows[Promise, sku] or Promise(sku=sku)
            assert (row.promised, row.sold) == (promised[sku], sold[sku])

    @invariant()
    def what_has_ended_stays_as_it_is(self) -> None:
        for order in self.standing():
            assert self.ended.get(order.order, order.status) == order.status
            if order.status in ("cancelled", "dispatched", "closed-short"):
                self.ended[order.order] = order.status
            assert (order.status == "dispatched") == (order.sent != {} and not state.unsent(order))
            assert self.charged[order.order] <= order.total_pence
            if order.status == "dispatched":
                assert self.charged[order.order] == order.total_pence


OrderingMachine.TestCase.settings = settings(max_examples=150, stateful_step_count=50, deadline=None)
TestOrdering = OrderingMachine.TestCase
