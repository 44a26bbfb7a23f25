"""Stock and ordering together, every message late, doubled or overtaken: units are conserved, and nothing is promised twice."""

from __future__ import annotations

from collections import Counter
from types import ModuleType

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from arkwright.compartments.ordering import commands as ordering_commands
from arkwright.compartments.ordering import events as ordering_events
from arkwright.compartments.ordering import rules as ordering_rules
from arkwright.compartments.ordering import state as ordering_state
from arkwright.compartments.ordering.state import Order, Promise
from arkwright.compartments.stock import commands as ask
from arkwright.compartments.stock import events as did
from arkwright.compartments.stock import rules as stock_rules
from arkwright.compartments.stock import state as stock_state
from arkwright.compartments.stock.state import OversellCase, Position, Supply
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import Refusal
from arkwright.kit.rows import LoadedRows
from tests.compartments.table import NOW_MS

SKU = "mug"
ONLINE, OFFLINE = ("leeds", "annexe"), "shop"
PLACE = st.sampled_from([*ONLINE, OFFLINE])
UNITS = st.sampled_from([1, 2, 5, 10, 40, 1_000_000])
BACK = st.integers(0, 3)
HOME = ordering_commands.Delivery(method="standard", zone="mainland", region="England", postcode_area="LS", charge_pence=3_95)


class Side:
    """A compartment as its lane runs it: each id once, a refusal leaves nothing behind."""

    def __init__(self, rules: ModuleType, state: ModuleType) -> None:
        self.rules, self.state = rules, state
        self.rows = LoadedRows(complete=True)
        self.answered: set[str] = set()

    def submit(self, command: Command) -> list[Event]:
        """The events of a command not seen before."""
        if command.id in self.answered:
            return []
        self.answered.add(command.id)
        try:
            events: list[Event] = self.rules.decide(self.rows, command, NOW_MS)
        except Refusal:
            self.rows.undo()
            raise
        for event in events:
            self.state.evolve(self.rows, event)
        self.rows.keep()
        return events


class StockAndOrdering(RuleBasedStateMachine):
    """Two compartments and the messages between them, with sums of their own kept from the events."""

    def __init__(self) -> None:
        super().__init__()
        self.stock = Side(stock_rules, stock_state)
        self.ordering = Side(ordering_rules, ordering_state)
        self.on_the_way: list[Command] = []
        self.ledger: Counter[str] = Counter()
        self.ids = 0

    @initialize(overtaking=st.booleans())
    def set_up(self, overtaking: bool) -> None:
        self.overtaking = overtaking
        for location in (*ONLINE, OFFLINE):
            self.at_stock(ask.SaveLocation(id=self.new_id(), location=location, name=location, sells_online=location != OFFLINE, by="c"))
        offer = ordering_commands.SetOffer(
            id=self.new_id(),
            sku=SKU,
            product="mug",
            name="Mug",
            price_pence=1_00,
            vat_rate="standard",
            category="c",
            restrictions=(),
            live=True,
            source=1,
        )
        self.at_ordering(offer)
        self.receive("leeds", 20)

    def new_id(self) -> str:
        """An id not used before."""
        self.ids += 1
        return str(self.ids)

    def at_stock(self, command: Command) -> None:
        """Stock decides; its events are summed and answered by reactions."""
        for event in self.stock.submit(command):
            self.write_up(event)
            match event:
                case did.AllowanceGranted(quantity=quantity):
                    self.on_the_way.append(ordering_commands.GrantAllowance(id=self.new_id(), sku=SKU, quantity=quantity))
                case did.AllowanceRecalled(quantity=quantity):
                    self.on_the_way.append(ordering_commands.ReturnAllowance(id=self.new_id(), sku=SKU, quantity=quantity))
                case _:
                    assert not isinstance(event, did.OversellRecorded) or event.units > 0

    def write_up(self, event: Event) -> None:
        """Opening + received - sold + adjusted, a location."""
        match event:
            case did.DeliveryReceived(location=location, quantity=change) | did.StockAdjusted(location=location, change=change):
                self.ledger[location] += change
            case did.StockCounted(location=location, change=change):
                self.ledger[location] += change
            case did.StockSold(location=location, quantity=quantity):
                self.ledger[location] -= quantity
            case did.StockMoved(source=source, destination=destination, quantity=quantity):
                self.ledger[source] -= quantity
                self.ledger[destination] += quantity

    def at_ordering(self, command: Command) -> None:
        """Ordering decides; stock hears of it later."""
        for event in self.ordering.submit(command):
            match event:
                case ordering_events.AllowanceReturned(quantity=quantity, asked=asked):
                    self.on_the_way.append(ask.RecordAllowanceReturned(id=self.new_id(), sku=SKU, quantity=quantity, asked=asked))
                case ordering_events.OrderDispatched(lines=lines, parcel=parcel):
                    location = parcel.split("@")[1]
                    sold = [
                        ask.RecordSold(id=self.new_id(), sku=SKU, quantity=line.quantity, location=location, parcel=parcel)
                        for line in lines
                    ]
                    self.on_the_way += sold
                case ordering_events.OrderCancelled() | ordering_events.OrderClosedShort():
                    self.on_the_way.append(ask.RecallShortfall(id=self.new_id(), sku=SKU))

    def person(self, command: Command) -> None:
        """Somebody asks; a no is a fine answer."""
        try:
            (self.at_stock if type(command).__module__ == ask.__name__ else self.at_ordering)(command)
        except Refusal as refusal:
            assert str(refusal)

    @rule(location=PLACE, quantity=UNITS)
    def receive(self, location: str, quantity: int) -> None:
        self.person(ask.ReceiveDelivery(id=self.new_id(), sku=SKU, location=location, quantity=quantity, reference="D", by="c"))

    @rule(location=PLACE, counted=st.sampled_from([0, 0, 1, 3, 10, 1_000_000]))
    def count(self, location: str, counted: int) -> None:
        self.person(ask.CountStock(id=self.new_id(), sku=SKU, location=location, counted=counted, by="c"))

    @rule(location=PLACE, change=st.sampled_from([-9, -2, -1, 1, 3]))
    def adjust(self, location: str, change: int) -> None:
        self.person(ask.AdjustStock(id=self.new_id(), sku=SKU, location=location, change=change, reason="correction", by="c"))

    @rule(source=PLACE, destination=PLACE, quantity=UNITS)
    def move(self, source: str, destination: str, quantity: int) -> None:
        self.person(ask.MoveStock(id=self.new_id(), sku=SKU, source=source, destination=destination, quantity=quantity, by="c"))

    @rule(quantity=st.sampled_from([1, 2, 5, 10, 20]))
    def order_and_pay(self, quantity: int) -> None:
        order = f"o{self.new_id()}"
        line = ordering_commands.WantedLine(sku=SKU, quantity=quantity, price_pence=1_00, category="c")
        place = ordering_commands.PlaceOrder(
            id=self.new_id(),
            order=order,
            number=order,
            basket=order,
            channel="web",
            person="p",
            contact="",
            secret_digest="",
            lines=(line,),
            delivery=HOME,
        )
        self.person(place)
        if not quantity % 2:
            total_pence = quantity * 1_00 + 3_95
            self.person(
                ordering_commands.ConfirmOrder(id=self.new_id(), order=order, channel="web", payment="p", authorised_pence=total_pence)
            )

    def orders(self, *statuses: str) -> list[str]:
        """Orders in these states, the oldest first."""
        rows = (self.ordering.rows[Order, f"o{number}"] for number in range(self.ids + 1))
        return [row.order for row in rows if row and row.status in statuses]

    @rule(back=BACK)
    def payment_fails(self, back: int) -> None:
        for order in self.orders("placed")[back : back + 1]:
            self.person(ordering_commands.CancelOrder(id=self.new_id(), order=order, channel="web", by="payment", why=""))

    @rule(back=BACK, quantity=st.sampled_from([1, 2, 10, 20]), location=PLACE)
    def dispatch(self, back: int, quantity: int, location: str) -> None:
        line = ordering_commands.DispatchedLine(sku=SKU, quantity=quantity)
        for order in self.orders("confirmed", "part-dispatched")[back : back + 1]:
            self.person(
                ordering_commands.RecordDispatch(
                    id=self.new_id(), order=order, channel="web", parcel=f"p@{location}", tracking="T", lines=(line,)
                )
            )

    @rule(back=BACK)
    def close_short(self, back: int) -> None:
        for order in self.orders("part-dispatched")[back : back + 1]:
            self.person(ordering_commands.CloseShort(id=self.new_id(), order=order, channel="web", why=""))

    @rule(which=st.integers(0, 1000), again=st.booleans())
    def deliver(self, which: int, again: bool) -> None:
        """One message arrives: in turn each way, as the pump carries them, or any of them where they may overtake each other."""
        to_stock = [each for each in self.on_the_way if type(each).__module__ == ask.__name__]
        to_ordering = [each for each in self.on_the_way if each not in to_stock]
        ready = self.on_the_way if self.overtaking else [*to_stock[:1], *to_ordering[:1]]
        if ready:
            command = ready[which % len(ready)]
            if not again:
                self.on_the_way.remove(command)
            (self.at_stock if type(command).__module__ == ask.__name__ else self.at_ordering)(command)

    @rule()
    def come_to_rest(self) -> None:
        self.deliver_all()
        assert self.supply().recalled == 0
        assert self.supply().short == self.supply().oversold
        if self.overtaking and self.supply().oversold:
            self.person(ask.RecallShortfall(id=self.new_id(), sku=SKU))
            self.deliver_all()
        supply, promise = self.supply(), self.promise()
        assert supply.granted == promise.granted - promise.sold
        assert supply.short == supply.oversold
        assert supply.oversold == 0 or promise.free == 0
        if not supply.oversold and supply.on_hand >= 0:
            assert supply.on_hand == supply.granted

    def deliver_all(self) -> None:
        """Until no message is on its way, the latest first where they may overtake each other."""
        while self.on_the_way:
            self.deliver(len(self.on_the_way) - 1, again=False)

    def supply(self) -> Supply:
        """Stock's view."""
        return self.stock.rows[Supply, SKU] or Supply(sku=SKU)

    def promise(self) -> Promise:
        """Ordering's view."""
        return self.ordering.rows[Promise, SKU] or Promise(sku=SKU)

    def pending(self, kind: type[Command], field: str = "quantity") -> int:
        """Units in messages that took no effect yet."""
        answered = self.stock.answered | self.ordering.answered
        return sum(getattr(each, field) for each in self.on_the_way if isinstance(each, kind) and each.id not in answered)

    @invariant()
    def what_is_shown_is_what_came_less_what_went(self) -> None:
        positions = {place: self.stock.rows[Position, f"{SKU}@{place}"] for place in (*ONLINE, OFFLINE)}
        shown = {place: row.on_hand if row else 0 for place, row in positions.items()}
        assert shown == {place: self.ledger[place] for place in positions}
        assert self.supply().on_hand == sum(shown[place] for place in ONLINE)

    @invariant()
    def every_granted_unit_is_somewhere(self) -> None:
        promise = self.promise()
        travelling = (
            self.pending(ordering_commands.GrantAllowance) + self.pending(ask.RecordAllowanceReturned) + self.pending(ask.RecordSold)
        )
        assert self.supply().granted == promise.granted - promise.sold + travelling
        asked_back = self.pending(ordering_commands.ReturnAllowance) + self.pending(ask.RecordAllowanceReturned, "asked")
        assert self.supply().recalled == asked_back

    @invariant()
    def nothing_beyond_the_grants_is_promised(self) -> None:
        promise = self.promise()
        assert min(promise.free, promise.promised, promise.sold, self.supply().granted, self.supply().recalled) >= 0

    @invariant()
    def what_is_not_on_hand_is_asked_back_or_a_case(self) -> None:
        supply = self.supply()
        assert supply.short <= supply.recalled + supply.oversold
        assert supply.oversold <= supply.short
        assert supply.recalled or supply.granted >= supply.on_hand
        cases = [self.stock.rows[OversellCase, f"{SKU}#{number}"] for number in range(1, supply.cases + 1)]
        assert [case.units for case in cases if case and case.status == "open"] == ([supply.oversold] if supply.oversold else [])

    def teardown(self) -> None:
        self.come_to_rest()


StockAndOrdering.TestCase.settings = settings(max_examples=150, stateful_step_count=50, deadline=None)
TestStockAndOrdering = StockAndOrdering.TestCase
