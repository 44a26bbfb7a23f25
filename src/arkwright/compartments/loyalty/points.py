"""How many points goods make: by the rules of the day they were sold, after promotions, less what came back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from arkwright.compartments.loyalty.commands import BoughtLine
from arkwright.compartments.loyalty.state import Rule

STANDING_POINTS_A_POUND = 1
POUND_PENCE = 100


def points_of(
    lines: Iterable[BoughtLine], returned: Mapping[str, int], rules: Iterable[Rule], sold_ms: int, refunded_pence: int = 0
) -> int:
    """Points for each whole pound of everything, and what a category gives more for each whole pound of it.

    The same whatever order lines and returns came in. Of several rules of one day the best for the member counts. Money given back beside
    whole units is the goods' (before delivery's), and of each category in its share.
    """
    paid: dict[str, int] = {}
    left = dict(returned)
    for line in sorted(lines, key=lambda line: (line.line, line.quantity, line.paid_pence)):
        back = min(left.get(line.line, 0), line.quantity)
        left[line.line] = left.get(line.line, 0) - back
        paid[line.category] = paid.get(line.category, 0) + line.paid_pence * (line.quantity - back) // line.quantity
    held = [rule for rule in rules if rule.from_ms <= sold_ms < rule.until_ms]
    base = max((rule.points_a_pound for rule in held if not rule.category), default=STANDING_POINTS_A_POUND)
    whole_pence = sum(paid.values())
    kept_pence = max(0, whole_pence - refunded_pence)
    total = kept_pence // POUND_PENCE * base
    for category, pence in paid.items():
        best = max((rule.points_a_pound for rule in held if rule.category and rule.category == category), default=base)
        share_pence = pence * kept_pence // whole_pence if whole_pence else 0
        total += share_pence // POUND_PENCE * max(0, best - base)
    return total


def worth_pence(points: int, step: int, step_pence: int) -> int:
    """What so many points are worth as a tender: whole steps of them count."""
    return max(0, points) // step * step_pence


def usable(points: int, due_pence: int, step: int, step_pence: int, least_left_pence: int) -> int:
    """The most of these points that can pay so much: whole steps, no more than is due, and either all of it or enough left for a card."""
    steps = min(max(0, points) // step, due_pence // step_pence)
    left_pence = due_pence - steps * step_pence
    if 0 < left_pence < least_left_pence:
        steps -= -(-(least_left_pence - left_pence) // step_pence)
    return max(0, steps) * step
