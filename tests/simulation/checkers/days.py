"""Delivery days: no day is promised to more orders than it can take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from arkwright.compartments.ordering import events as did
from arkwright.compartments.ordering.state import DeliveryDay
from tests.simulation.evidence import Evidence


def no_day_takes_more_than_it_can(evidence: Evidence) -> Iterator[str]:
    """11, of places on a day: at every entry, orders that stand stay within the capacity in force; at rest the counter says the same."""
    every_day, differing = 0, dict[str, int | None]()
    standing, taken = dict[str, str](), Counter[str]()
    for entry in evidence.lanes["ordering"].entries:
        match entry.event:
            case did.NamedDaysSet(capacity=capacity):
                every_day = capacity
            case did.DeliveryDaySet(day=day, capacity=changed):
                differing[day] = changed
            case did.OrderPlaced(order=order, delivery=delivery) if delivery.day:
                standing[order] = delivery.day
                taken[delivery.day] += 1
                own = differing.get(delivery.day)
                most = every_day if own is None else own
                if taken[delivery.day] > most:
                    yield f"11: at {entry.sequence}, {delivery.day} is promised to {taken[delivery.day]} orders and can take {most}"
            case did.OrderCancelled(order=order) if order in standing:
                taken[standing.pop(order)] -= 1
    for day, row in evidence.lanes["ordering"].of(DeliveryDay).items():
        if row.taken != taken[day]:
            yield f"11: {day} counts {row.taken} orders and has {taken[day]}"
