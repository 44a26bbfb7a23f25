"""What promotions take off goods, online and at tills alike, in pence; the rule is docs/decisions/0026-promotions.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

import msgspec
from msgspec.structs import replace

from arkwright.kit.promotion import MOST_PERCENT, Terms

TRIED_FIRST = 6


class Saving(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a promotion takes off a line; `code` where it was one that the shopper typed, `members_only` where it was a member price."""

    promotion: str
    name: str
    pence: int
    code: str = ""
    members_only: bool = False


class PromotedLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What promotions look at in a line of goods; `price_pence` is for one and includes VAT, before what promotions take off."""

    sku: str
    product: str
    quantity: int
    price_pence: int
    category: str
    savings: tuple[Saving, ...] = ()

    @property
    def saved_pence(self) -> int:
        """What promotions take off the whole line."""
        return sum(saving.pence for saving in self.savings)

    @property
    def paid_pence(self) -> int:
        """What the whole line costs after that."""
        return self.price_pence * self.quantity - self.saved_pence


L = TypeVar("L", bound=PromotedLine)


class Unit(msgspec.Struct, frozen=True):
    """One piece of a line; `otherwise_pence` is what the best percentage takes off it."""

    line: int
    price_pence: int
    otherwise_pence: int


class Chosen(msgspec.Struct, frozen=True):
    """What one way of applying multi-buys comes to: for each its units and what it takes off; `gain_pence` over percentages alone."""

    taken: tuple[tuple[Terms, tuple[Unit, ...], int], ...]
    gain_pence: int


class Promoted(msgspec.Struct, Generic[L], frozen=True, kw_only=True):
    """Lines with their savings; `code` is the code that had a part in them, else `short_pence` are missing to its minimum spend."""

    lines: tuple[L, ...]
    code: str = ""
    short_pence: int = 0


def promoted(lines: Sequence[L], items: Iterable[Terms], code: Terms | None = None) -> Promoted[L]:
    """The lines with the savings that are best for the shopper; all promotions given hold now.

    A unit takes part in one item promotion at most. A code comes on top of item promotions or instead of them, whichever takes more off.
    """
    plain = [replace(line, savings=()) for line in lines]
    with_items = item_savings(plain, items)
    if code is None:
        return Promoted(lines=with_items)
    on_top, instead = with_code(with_items, code), with_code(plain, code)
    best = max((with_items, on_top, instead), key=saved_pence)
    if best is with_items:
        return Promoted(lines=with_items, short_pence=max(0, code.least_pence - paid_pence(plain)))
    return Promoted(lines=best, code=code.code)


def promoted_for(member: bool, lines: Sequence[L], items: Iterable[Terms], code: Terms | None = None) -> Promoted[L]:
    """As `promoted`, with prices for members for a member alone, and for them only where they save more than everybody does.

    A lower price can bring goods below a code's minimum spend, or break a group that was worth more: nobody pays more for being a member.
    """
    held = tuple(items)
    everybodys = promoted(lines, [each for each in held if not each.members_only], code)
    if not member:
        return everybodys
    theirs = promoted(lines, held, code)
    less = saved_pence(theirs.lines) > saved_pence(everybodys.lines)
    return theirs if less and for_members(theirs.lines) else everybodys


def saved_pence(lines: Iterable[PromotedLine]) -> int:
    """What promotions take off these lines."""
    return sum(line.saved_pence for line in lines)


def paid_pence(lines: Iterable[PromotedLine]) -> int:
    """What these lines cost after promotions."""
    return sum(line.paid_pence for line in lines)


def by_promotion(lines: Iterable[PromotedLine]) -> tuple[Saving, ...]:
    """What each promotion takes off these lines together, in the order of its first line."""
    sums: dict[str, Saving] = {}
    for saving in (saving for line in lines for saving in line.savings):
        before = sums.get(saving.promotion)
        sums[saving.promotion] = replace(saving, pence=saving.pence + (before.pence if before else 0))
    return tuple(sums.values())


def codes_of(lines: Iterable[PromotedLine]) -> set[str]:
    """The codes that had a part in these savings."""
    return {saving.code for line in lines for saving in line.savings if saving.code}


def for_members(lines: Iterable[PromotedLine]) -> bool:
    """Whether a member price had a part in these savings."""
    return any(saving.members_only for line in lines for saving in line.savings)


def member_price(line: PromotedLine, items: Iterable[Terms]) -> tuple[int, Terms] | None:
    """What one of these costs a member by a percentage that holds for members alone, and that promotion; None where it is no less."""
    best = best_percentage(line, sorted(items, key=lambda each: each.promotion))
    return (line.price_pence - off(line.price_pence, best.percent), best) if best and best.members_only else None


def item_savings(lines: Sequence[L], items: Iterable[Terms]) -> tuple[L, ...]:
    """The lines with what item promotions take off, in the best way tried: each of the most worthy multi-buys first, then the others."""
    ranked = sorted(items, key=lambda each: each.promotion)
    percentages = [best_percentage(line, ranked) for line in lines]
    otherwise = [off(line.price_pence, each.percent) if each else 0 for line, each in zip(lines, percentages, strict=True)]
    # Units stand from the dearest down, and like ones by SKU, so that the order of lines changes nothing.
    units = [Unit(at, line.price_pence, otherwise[at]) for at, line in enumerate(lines) for _ in range(line.quantity)]
    units.sort(key=lambda unit: (-unit.price_pence, lines[unit.line].sku, lines[unit.line].quantity))
    multi = [each for each in ranked if each.kind in ("pay-for", "bundle")]
    worth = {each.promotion: chosen([each], lines, units).gain_pence for each in multi}
    useful = sorted((each for each in multi if worth[each.promotion]), key=lambda each: (-worth[each.promotion], each.promotion))
    ways = [chosen([first, *(each for each in useful if each is not first)], lines, units) for first in useful[:TRIED_FIRST]]
    best = max(ways, key=lambda way: way.gain_pence, default=Chosen((), 0))
    return written(lines, percentages, otherwise, best)


def best_percentage(line: PromotedLine, items: Sequence[Terms]) -> Terms | None:
    """The highest percentage for this line; of equal ones one that holds for everybody."""
    fitting = [each for each in items if each.kind == "percent" and covers(each, line)]
    return max(fitting, key=lambda each: (each.percent, not each.members_only), default=None)


def chosen(sequence: Sequence[Terms], lines: Sequence[PromotedLine], units: Sequence[Unit]) -> Chosen:
    """Multi-buys applied one after another, each taking the groups that gain most of the units that are left."""
    left, gain_pence = list(units), 0
    taken: list[tuple[Terms, tuple[Unit, ...], int]] = []
    for terms in sequence:
        covered = {at for at, line in enumerate(lines) if covers(terms, line)}
        fitting = [at for at, unit in enumerate(left) if unit.line in covered]
        grouped, off_pence, more_pence = groups(terms, [left[at] for at in fitting])
        if grouped:
            gone = {fitting[at] for at in grouped}
            taken.append((terms, tuple(left[at] for at in sorted(gone)), off_pence))
            left = [unit for at, unit in enumerate(left) if at not in gone]
            gain_pence += more_pence
    return Chosen(tuple(taken), gain_pence)


def groups(terms: Terms, units: Sequence[Unit]) -> tuple[list[int], int, int]:
    """Which of these units, the dearest first, to group; what that takes off; and how much more that is than percentages would.

    Groups are neighbours in price. `best[n]` is the most that the first n units can gain over their percentages.
    """
    size = terms.buy
    prices, otherwise = running([unit.price_pence for unit in units]), running([unit.otherwise_pence for unit in units])

    def off_group(end: int) -> int:
        if terms.kind == "bundle":
            return prices[end] - prices[end - size] - terms.price_pence
        return prices[end] - prices[end - size + terms.pay_for]

    best = [0] * (len(units) + 1)
    ends = [False] * (len(units) + 1)
    for end in range(1, len(units) + 1):
        best[end] = best[end - 1]
        if end >= size:
            gain = best[end - size] + off_group(end) - (otherwise[end] - otherwise[end - size])
            if gain > best[end]:
                best[end], ends[end] = gain, True
    grouped: list[int] = []
    off_pence, at = 0, len(units)
    while at:
        if ends[at]:
            grouped += range(at - size, at)
            off_pence += off_group(at)
        at -= size if ends[at] else 1
    return grouped, off_pence, best[-1]


def running(amounts: Sequence[int]) -> list[int]:
    """The sums of none, of the first, of the first two, and so on."""
    sums = [0]
    for amount in amounts:
        sums.append(sums[-1] + amount)
    return sums


def written(lines: Sequence[L], percentages: Sequence[Terms | None], otherwise: Sequence[int], best: Chosen) -> tuple[L, ...]:
    """The lines with what was chosen; a multi-buy is shared over the lines that took part by value, for VAT and refunds."""
    left = {at: line.quantity for at, line in enumerate(lines)}
    savings: dict[int, list[Saving]] = {at: [] for at in left}
    for terms, units, off_pence in best.taken:
        value: dict[int, int] = {}
        for unit in units:
            left[unit.line] -= 1
            value[unit.line] = value.get(unit.line, 0) + unit.price_pence
        for at, pence in shared(off_pence, value, lines).items():
            savings[at].append(saving_of(terms, pence))
    for at, percentage in enumerate(percentages):
        if percentage and left[at] and otherwise[at]:
            savings[at].append(saving_of(percentage, otherwise[at] * left[at]))
    return tuple(replace(line, savings=tuple(each for each in savings[at] if each.pence)) for at, line in enumerate(lines))


def saving_of(terms: Terms, pence: int) -> Saving:
    """What an item promotion takes off a line."""
    return Saving(promotion=terms.promotion, name=terms.shown_name, pence=pence, members_only=terms.members_only)


def with_code(lines: Sequence[L], code: Terms) -> tuple[L, ...]:
    """The lines with what the code takes off what they cost, shared by that; unchanged below its minimum spend."""
    goods_pence = paid_pence(lines)
    pence = code_pence(code, goods_pence)
    parts = shared(pence, {at: line.paid_pence for at, line in enumerate(lines)}, lines) if pence else {}

    def saving(at: int) -> tuple[Saving, ...]:
        return (Saving(promotion=code.promotion, name=code.name, pence=parts[at], code=code.code),) if parts.get(at) else ()

    return tuple(replace(line, savings=(*line.savings, *saving(at))) for at, line in enumerate(lines))


def code_pence(code: Terms, goods_pence: int) -> int:
    """What a code takes off goods of this value: never more than nine tenths of it."""
    if goods_pence < code.least_pence:
        return 0
    if code.percent:
        return off(goods_pence, code.percent)
    times = min(code.times, goods_pence // code.least_pence) if code.least_pence else 1
    return min(code.amount_pence * times, goods_pence * MOST_PERCENT // 100)


def off(pence: int, percent: int) -> int:
    """So many per cent, rounded half up to a penny."""
    return (2 * pence * percent + 100) // 200


def shared(pence: int, value: Mapping[int, int], lines: Sequence[PromotedLine]) -> dict[int, int]:
    """An amount shared over lines by value, by largest remainder: the shares add up exactly, and none exceeds its line's value."""
    whole = sum(value.values())
    shares = {at: pence * part // whole for at, part in value.items()}
    by_remainder = sorted(value, key=lambda at: (-(pence * value[at] % whole), lines[at].sku, lines[at].quantity, at))
    for at in by_remainder[: pence - sum(shares.values())]:
        shares[at] += 1
    return shares


def covers(terms: Terms, line: PromotedLine) -> bool:
    """Whether the promotion is for the line's goods."""
    return terms.covers(line.sku, line.product, line.category)
