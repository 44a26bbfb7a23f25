"""Invariant 32: what promotions take off, counted once more by other means; what was shown is what is charged; codes within their uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from arkwright.compartments.ordering import events as did
from arkwright.compartments.ordering.commands import PlaceOrder
from arkwright.compartments.ordering.promotion_rows import CodePromotion
from arkwright.compartments.ordering.state import Order
from arkwright.kit.money import vat_included_pence
from arkwright.kit.promotion import Terms
from tests.simulation.evidence import Evidence


def savings_are_what_was_shown_and_the_best(evidence: Evidence) -> Iterator[str]:
    """32: for each order as it was taken, by the promotions that ordering held then."""
    held: dict[str, Terms] = {}
    shown = {each.command.order: each.command for each in evidence.record.answered if isinstance(each.command, PlaceOrder)}
    for entry in evidence.lanes["ordering"].events(did.PromotionSet, did.OrderPlaced):
        match entry.event:
            case did.PromotionSet(terms=terms):
                held[terms.promotion] = terms
            case did.OrderPlaced(order=order, lines=lines):
                asked, event = shown[order], entry.event
                saved = sum(saving.pence for line in lines for saving in line.savings)
                goods = sum(line.price_pence * line.quantity for line in lines)
                if saved != asked.saved_pence:
                    yield f"32: the order {order} saves {saved} pence, and {asked.saved_pence} were shown"
                if event.total_pence != goods - saved + asked.delivery.charge_pence:
                    yield f"32: the order {order} costs {event.total_pence} pence, of goods for {goods} less {saved}"
                best = most_off(lines, [each for each in held.values() if each.holds(entry.at_ms)], asked.code)
                if saved != best:
                    yield f"32: the order {order} saves {saved} pence, where {best} could be saved"
                taxed = sum(vat.goods_pence + vat.delivery_pence for vat in event.vat)
                if taxed != event.total_pence:
                    yield f"32: VAT of the order {order} is of {taxed} pence, not of {event.total_pence}"
                for vat in event.vat:
                    if vat.vat_pence != vat_included_pence(vat.goods_pence + vat.delivery_pence, vat.rate):
                        yield f"32: VAT of the order {order} is wrong at the rate {vat.rate}"


def most_off(lines: Sequence[did.SoldLine], held: Sequence[Terms], code: str) -> int:
    """By trying each number of groups in each line: in the simulated range a multi-buy is for goods of one SKU."""
    items = sum(most_off_line(line, [each for each in held if each.covers(line.sku, line.product, line.category)]) for line in lines)
    goods = sum(line.price_pence * line.quantity for line in lines)
    coded = next((each for each in held if code and each.code == code), None)
    if coded is None:
        return items
    on_top = items + (off_by_code(coded, goods - items) if goods - items >= coded.least_pence else 0)
    return max(items, on_top, off_by_code(coded, goods) if goods >= coded.least_pence else 0)


def most_off_line(line: did.SoldLine, fitting: Sequence[Terms]) -> int:
    """The best of so many groups of one multi-buy, and the highest percentage of what is left."""
    percent = max((each.percent for each in fitting if each.kind == "percent"), default=0)
    one = (line.price_pence * percent * 2 + 100) // 200
    best = one * line.quantity
    for each in fitting:
        if each.kind in ("pay-for", "bundle"):
            free = each.buy - each.pay_for
            group = line.price_pence * free if each.kind == "pay-for" else line.price_pence * each.buy - each.price_pence
            best = max(best, *(many * group + one * (line.quantity - many * each.buy) for many in range(line.quantity // each.buy + 1)))
    return best


def off_by_code(coded: Terms, goods_pence: int) -> int:
    """The simulated code takes an amount off, once."""
    return min(coded.amount_pence, goods_pence * 9 // 10)


def codes_stay_within_their_uses(evidence: Evidence) -> Iterator[str]:
    """32: after every event, and counted by the orders at rest."""
    used: Counter[str] = Counter()
    most: dict[str, int] = {}
    for entry in evidence.lanes["ordering"].events(did.PromotionSet, did.OrderPlaced, did.OrderCancelled):
        match entry.event:
            case did.PromotionSet(terms=terms) if terms.code:
                most[terms.code] = terms.uses
            case did.OrderPlaced(lines=lines):
                used.update(codes(lines))
            case did.OrderCancelled(lines=lines):
                used.subtract(codes(lines))
        for code, uses in used.items():
            if uses > most[code]:
                yield f"32: the code {code} is used {uses} times at {entry.sequence}, of {most[code]}"
    rows = evidence.lanes["ordering"].of(CodePromotion)
    for code in most:
        if rows[code].used != used[code]:
            yield f"32: the code {code} counts {rows[code].used} uses, and {used[code]} orders have it"


def codes(lines: Sequence[did.SoldLine]) -> set[str]:
    """The codes that these lines name."""
    return {saving.code for line in lines for saving in line.savings if saving.code}


def parcels_cost_what_is_paid(evidence: Evidence) -> Iterator[str]:
    """32: the parcels of an order that was sent in full cost its total together, and never more than that before."""
    cost: Counter[str] = Counter()
    for entry in evidence.lanes["ordering"].events(did.OrderDispatched):
        assert isinstance(entry.event, did.OrderDispatched)
        cost[entry.event.order] += entry.event.amount_pence
    for key, order in evidence.lanes["ordering"].of(Order).items():
        if cost[key] > order.total_pence or (order.status == "dispatched" and cost[key] != order.total_pence):
            yield f"32: the parcels of the order {key}, {order.status}, cost {cost[key]} of {order.total_pence} pence"
