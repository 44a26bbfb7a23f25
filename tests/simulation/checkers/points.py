"""Invariant 19: each member's balance is what receipts, parcels and returns come to, reckoned here without the rules of loyalty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction

import msgspec

from arkwright.compartments.loyalty import events as loyalty
from arkwright.compartments.loyalty.spend_rows import Spend
from arkwright.compartments.ordering.events import OrderDispatched, OrderPlaced
from arkwright.compartments.ordering.state import Order
from arkwright.compartments.payments.events import PaymentRefunded, PointsRefunded
from arkwright.compartments.payments.points_rows import PointsPart
from arkwright.compartments.tills.events import RefundCompleted, SaleCompleted
from arkwright.kit.messages import Event
from tests.simulation.evidence import Evidence

HUNDRED = 100


class Goods(msgspec.Struct, frozen=True, kw_only=True):
    """A line that was bought: `paid_pence` for all of it."""

    line: str
    quantity: int
    paid_pence: int
    category: str


class Bought(msgspec.Struct, frozen=True, kw_only=True):
    """A receipt, or one parcel (`part`) of an order (`source`), for a member; of a signature that holds."""

    source: str
    part: str
    member: str
    goods: tuple[Goods, ...]
    sold_ms: int


class CameBack(msgspec.Struct, frozen=True, kw_only=True):
    """Units of a receipt's or order's lines that came back, by the id of the return."""

    returned: str
    source: str
    units: tuple[tuple[str, int], ...]


class MoneyBack(msgspec.Struct, frozen=True, kw_only=True):
    """Money of an order that was given back, by the id of the refund (and of its tender)."""

    refund: str
    source: str
    pence: int


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """Points that moved as they are, by an id of their own: spent (below nought), given back, put right."""

    what: str
    member: str
    points: int


class DayRule(msgspec.Struct, frozen=True, kw_only=True):
    """So many points a pound, of a category or everything (""), from a time until just before another."""

    category: str
    points_a_pound: int
    from_ms: int
    until_ms: int


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What really happened, from whoever was there; told twice, or in any order, it is the same."""

    bought: tuple[Bought, ...] = ()
    came_back: tuple[CameBack, ...] = ()
    moved: tuple[Moved, ...] = ()
    money_back: tuple[MoneyBack, ...] = ()
    rules: tuple[DayRule, ...] = ()

    def __add__(self, other: Facts) -> Facts:
        """Both."""
        return Facts(
            bought=self.bought + other.bought,
            came_back=self.came_back + other.came_back,
            moved=self.moved + other.moved,
            money_back=self.money_back + other.money_back,
            rules=self.rules + other.rules,
        )


def balances_are_reckoned(facts: Facts, balances: Mapping[str, int]) -> Iterator[str]:
    """19: `balances` (by member) are what the facts come to; a member of whom no fact speaks has none."""
    right = reckoned(facts)
    for member in sorted(balances):
        if balances[member] != right.get(member, 0):
            yield f"19: the member {member} has {balances[member]} points, and by what happened {right.get(member, 0)}"


def counted_once(told: Iterable[Event]) -> Iterator[str]:
    """19: in the journal of loyalty each receipt or parcel earns once, a source for one member, each return and spend once."""
    seen: set[tuple[str, str]] = set()
    owner: dict[str, str] = {}
    for event in told:
        match event:
            case loyalty.PointsEarned(source=source, part=part, member=member):
                claim = ("part", f"{source}/{part}")
                if owner.setdefault(source, member) != member:
                    yield f"19: {source} earned for {owner[source]} and for {member}"
            case loyalty.PointsClawedBack(source=source, returned=returned) | loyalty.MoneyClawedBack(source=source, returned=returned):
                claim = ("return", f"{source}/{returned}")
            case loyalty.PointsSpent(spend=what) | loyalty.PointsGivenBack(refund=what) | loyalty.PointsAdjusted(adjustment=what):
                claim = ("moved", what)
            case _:
                continue
        if claim in seen:
            yield f"19: the {claim[0]} {claim[1]} counted again"
        seen.add(claim)


def reckoned(facts: Facts) -> dict[str, int]:
    """Every member's points, by member."""
    found: dict[str, int] = defaultdict(int)
    for move in {move.what: move for move in facts.moved}.values():
        found[move.member] += move.points
    returned: dict[tuple[str, str], int] = defaultdict(int)
    for back in {(back.source, back.returned): back for back in facts.came_back}.values():
        for line, quantity in back.units:
            returned[back.source, line] += quantity
    refunded: dict[str, int] = defaultdict(int)
    for money in {(money.source, money.refund): money for money in facts.money_back}.values():
        refunded[money.source] += money.pence
    sources: dict[str, dict[str, Bought]] = defaultdict(dict)
    for bought in facts.bought:
        sources[bought.source][bought.part] = bought
    for source, parts in sources.items():
        first = next(iter(parts.values()))
        pence: dict[str, int] = defaultdict(int)
        for goods in (goods for part in parts.values() for goods in part.goods):
            kept = max(0, goods.quantity - returned[source, goods.line])
            pence[goods.category] += goods.paid_pence * kept // goods.quantity
        found[first.member] += points_for(
            after_refunds(pence, refunded[source]), [rule for rule in facts.rules if rule.from_ms <= first.sold_ms < rule.until_ms]
        )
    return dict(found)


def after_refunds(pence: Mapping[str, int], refunded_pence: int) -> dict[str, Fraction]:
    """What is left of each category: each gives up the same share."""
    whole = sum(pence.values())
    left = Fraction(max(0, whole - refunded_pence), whole or 1)
    return {category: paid * left for category, paid in pence.items()}


def points_for(pence: Mapping[str, Fraction], rules: list[DayRule]) -> int:
    """Whole pounds of everything at the day's best rule for everything (one a pound where there is none), and what a category's rule gives
    beyond that for whole pounds of it."""
    plain = [rule.points_a_pound for rule in rules if rule.category == ""] or [1]
    points = int(sum(pence.values()) // HUNDRED) * max(plain)
    for category in pence:
        special = [rule.points_a_pound for rule in rules if category and rule.category == category]
        if special and max(special) > max(plain):
            points += int(pence[category] // HUNDRED) * (max(special) - max(plain))
    return points


def told_by_tills(events: Iterable[Event]) -> Facts:
    """What the journal of a store's tills says of members; give only events of stores whose keys are believed."""
    bought, came_back, moved = list[Bought](), list[CameBack](), list[Moved]()
    for event in events:
        match event:
            case SaleCompleted(member=member, receipt=receipt) if member:
                goods = tuple(
                    Goods(line=line.line, quantity=line.quantity, paid_pence=max(0, line.paid_pence), category=line.category)
                    for line in event.lines
                )
                bought.append(Bought(source=receipt, part=receipt, member=member, goods=goods, sold_ms=event.at_ms))
                moved += [
                    Moved(what=f"{receipt}.{tender.tender}", member=member, points=-tender.points)
                    for tender in event.tenders
                    if tender.kind == "points" and tender.points
                ]
            case RefundCompleted(refund=refund):
                units = tuple((unit.line, unit.quantity) for unit in event.units)
                came_back.append(CameBack(returned=refund, source=event.receipt_of_sale, units=units))
                moved += [
                    Moved(what=f"{refund}.{part.part}", member=event.member, points=part.points)
                    for part in event.parts
                    if part.kind == "points" and part.points and event.member
                ]
    return Facts(bought=tuple(bought), came_back=tuple(came_back), moved=tuple(moved))


def told_by_ordering(events: Iterable[Event], member_of: Callable[[str], str | None]) -> Facts:
    """What the journal of ordering says was sent to members; `member_of` knows whose a guest's (`person`) address is, or None."""
    placed: dict[str, OrderPlaced] = {}
    bought: list[Bought] = []
    for event in events:
        match event:
            case OrderPlaced(order=order):
                placed[order] = event
            case OrderDispatched(person=person, parcel=parcel) if member := member_of(person):
                lines = {line.sku: line for line in placed[event.order].lines}
                goods = tuple(
                    Goods(
                        line=f"{parcel}.{sent.sku}",
                        quantity=sent.quantity,
                        paid_pence=lines[sent.sku].paid_pence * sent.quantity // lines[sent.sku].quantity,
                        category=lines[sent.sku].category,
                    )
                    for sent in event.lines
                )
                bought.append(Bought(source=event.number, part=parcel, member=member, goods=goods, sold_ms=placed[event.order].placed_ms))
    return Facts(bought=tuple(bought))


def told_by_payments(events: Iterable[Event]) -> Facts:
    """What the journal of payments says was given back of orders, by card and in points; points that came back are in `told_by_spends`."""
    found: list[MoneyBack] = []
    for event in events:
        match event:
            case PaymentRefunded(refund=refund, number=number, amount_pence=pence):
                found.append(MoneyBack(refund=f"{refund}.card", source=number, pence=pence))
            case PointsRefunded(refund=refund, number=number, points_pence=pence):
                found.append(MoneyBack(refund=f"{refund}.points", source=number, pence=pence))
    return Facts(money_back=tuple(found))


def told_by_spends(events: Iterable[Event]) -> Facts:
    """Points that orders were paid with and had back, by the journal of loyalty; `orders_hold_their_points` holds them against orders."""
    found: list[Moved] = []
    for event in events:
        match event:
            case loyalty.PointsSpent(spend=what, member=member, points=points, store=""):
                found.append(Moved(what=what, member=member, points=points))
            case loyalty.PointsGivenBack(refund=what, member=member, points=points, spend=spend) if spend:
                found.append(Moved(what=what, member=member, points=points))
    return Facts(moved=tuple(found))


def told_by_colleagues(events: Iterable[Event]) -> Facts:
    """What stands in the journal of loyalty alone: rules of points, points put right by colleagues, treats, and what expired."""
    rules, moved = dict[str, DayRule](), list[Moved]()
    for event in events:
        match event:
            case loyalty.PointsRuleSet():
                fields = {name: getattr(event, name) for name in DayRule.__struct_fields__}
                rules[event.rule] = DayRule(**fields)
            case loyalty.PointsRuleEnded(rule=rule, until_ms=until_ms):
                rules[rule] = msgspec.structs.replace(rules[rule], until_ms=until_ms)
            case loyalty.TreatGiven(member=member, points=points):
                moved.append(Moved(what=f"treat {member} {event.week_ms}", member=member, points=points))
            case loyalty.PointsExpired(member=member, points=points):
                moved.append(Moved(what=f"expired {member} {event.lots}", member=member, points=points))
            case loyalty.PointsAdjusted(adjustment=what, member=member, points=points):
                moved.append(Moved(what=what, member=member, points=points))
    return Facts(rules=tuple(rules.values()), moved=tuple(moved))


def orders_hold_their_points(evidence: Evidence) -> Iterator[str]:
    """8, 20, 21: at rest an order holds the points it was paid with, a cancelled one none, and what was given back is off both books."""
    spends = evidence.lanes["loyalty"].of(Spend)
    parts = evidence.lanes["payments"].of(PointsPart)
    for key, order in evidence.lanes["ordering"].of(Order).items():
        spend, part = spends.get(f"{key}.points"), parts.get(key)
        held = spend.left if spend else 0
        if order.status == "cancelled" or not order.points:
            right = 0
        elif order.status == "placed":
            continue
        else:
            back_pence = part.given_back_pence if part else 0
            left_pence = part.left_to_take_pence if part and order.status == "closed-short" else 0
            right = order.points - (part.points_for(0, back_pence) + part.points_for(part.taken_pence, left_pence) if part else 0)
        if held != right:
            yield f"21: the order {key}, {order.status}, holds {held} points and should hold {right}"
        if part and not 0 <= part.given_back_pence <= part.taken_pence <= part.points_pence == order.points_pence:
            yield f"8: of the order {key} points took {part.taken_pence} and had back {part.given_back_pence} of {part.points_pence} pence"
