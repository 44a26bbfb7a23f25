"""What a basket comes to, what VAT is in it, and how money is booked: pure arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from arkwright.compartments.tills.facts import AccountName, Off, Posting, RefundedUnits, SaleLine, VatLine
from arkwright.compartments.tills.till_rows import CardTender, CodePromotion, ItemPromotions, MemberPoints, PointsRules, Sale
from arkwright.kit.money import VAT_PER_MILLE, VatRate, vat_included_pence
from arkwright.kit.promoting import off, promoted_for, shared
from arkwright.kit.promotion import MOST_PERCENT, Terms

AGE = "age-"


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A sale as a till's screen shows it: lines with what promotions take off them now, what it comes to, what is still to do.

    `age` is the age to check for before a tender, or nought. `points_left` is what the member may spend here.
    `members_save_pence` is what a member would pay less, before one is known.
    """

    sale: Sale
    lines: tuple[SaleLine, ...]
    total_pence: int
    due_pence: int
    saved_pence: int
    age: int
    members_save_pence: int
    points_left: int
    cards: tuple[CardTender, ...]


def priced(
    lines: Sequence[SaleLine], items: Iterable[Terms], discount: Off | None, code: Terms | None = None, *, member: bool
) -> tuple[SaleLine, ...]:
    """The lines with what promotions and discounts take off them, for a member or for anybody.

    A line with a price or a discount of its own takes no part in promotions; a discount on the sale is shared over what the lines that it
    was signed for cost then.
    """
    plain = [replace(line, savings=(), off_pence=0) for line in lines]
    promotable = [at for at, line in enumerate(plain) if line.price_reason is None and line.discount is None]
    found = promoted_for(member, [plain[at] for at in promotable], items, code).lines
    for at, line in zip(promotable, found, strict=True):
        plain[at] = line
    plain = [replace(line, off_pence=off_pence(line.discount, line.paid_pence)) if line.discount else line for line in plain]
    covered = {at: line.paid_pence for at, line in enumerate(plain) if discount and discount.covers(line.line)}
    if discount is None or not covered:
        return tuple(plain)
    whole_pence = off_pence(discount, sum(covered.values()))
    parts = shared(whole_pence, covered, plain) if whole_pence else {}
    return tuple(replace(line, off_pence=line.off_pence + parts.get(at, 0)) for at, line in enumerate(plain))


def priced_at(sale: Sale, held: ItemPromotions | None, code: CodePromotion | None, now_ms: int, member: bool) -> tuple[SaleLine, ...]:
    """The sale's lines by the promotions that hold now, with or without those for members."""
    items = [each for each in held.terms if each.holds(now_ms)] if held else []
    return priced(sale.lines, items, sale.discount, code.terms if code and code.terms.holds(now_ms) else None, member=member)


def off_pence(discount: Off, value_pence: int) -> int:
    """What a discount takes off goods of this value: never more than nine tenths of it."""
    return min(off(value_pence, discount.percent) if discount.percent else discount.pence, value_pence * MOST_PERCENT // 100)


def vat_of(paid: Iterable[tuple[VatRate, int]]) -> tuple[VatLine, ...]:
    """For each rate what was paid at it and the VAT in that sum (VAT Notice 700, 17.5: of the invoice total at each rate)."""
    sums: dict[VatRate, int] = {}
    for rate, pence in paid:
        sums[rate] = sums.get(rate, 0) + pence
    return tuple(
        VatLine(rate=rate, gross_pence=sums[rate], vat_pence=vat_included_pence(sums[rate], rate)) for rate in VAT_PER_MILLE if rate in sums
    )


def vat_back(sale: Sale, units: Sequence[RefundedUnits]) -> tuple[VatLine, ...]:
    """What of the sale's VAT goes back with these units: at each rate as much as makes all refunds so far their share of it.

    So the refunds of a sale never give back more VAT than is in it, and exactly that once all of it is given back.
    """
    rates = {line.line: line.vat_rate for line in sale.lines}
    before = dict.fromkeys(VAT_PER_MILLE, 0)
    for back in sale.units_back:
        before[rates[back.of]] += back.pence
    now = dict.fromkeys(VAT_PER_MILLE, 0)
    for each in units:
        now[each.vat_rate] += each.pence
    named = {each.vat_rate for each in units}
    return tuple(
        VatLine(
            rate=whole.rate,
            gross_pence=now[whole.rate],
            vat_pence=share(whole, before[whole.rate] + now[whole.rate]) - share(whole, before[whole.rate]),
        )
        for whole in vat_of((line.vat_rate, line.paid_pence) for line in sale.lines)
        if whole.rate in named
    )


def share(whole: VatLine, gross_pence: int) -> int:
    """The VAT in so much of what was paid at a rate, to the nearest penny."""
    return (2 * whole.vat_pence * gross_pence + whole.gross_pence) // (2 * whole.gross_pence) if whole.gross_pence else 0


def age_needed(lines: Iterable[SaleLine]) -> int:
    """The highest age that these lines may be sold to; nought if to anybody."""
    ages = [each.removeprefix(AGE) for line in lines for each in line.restrictions if each.startswith(AGE)]
    return max((int(age) for age in ages if age.isdecimal()), default=0)


def points_left(sale: Sale, rules: PointsRules, spent: MemberPoints | None) -> int:
    """What the sale's member may still spend here: known points and the cap, each less what head office has not counted yet.

    None by a sale that knew the member before movements which were forgotten since as counted: what it knows has them in it still.
    """
    forgotten = spent.number - len(spent.uncounted) if spent else 0
    if sale.counted < forgotten:
        return 0
    uncounted = sum(each.points for each in (spent.uncounted if spent else ()) if each.number > sale.counted)
    return max(0, min(sale.spendable_points, rules.most_points) - max(0, uncounted))


def next_movement(spent: MemberPoints | None) -> int:
    """The number of the next movement of a member's points."""
    return spent.number + 1 if spent else 1


def booked(debit: AccountName, credit: AccountName, pence: int) -> tuple[Posting, ...]:
    """`pence` on both sides; nothing for nought, and the other way round below it."""
    if pence < 0:
        debit, credit, pence = credit, debit, -pence
    if not pence:
        return ()
    return (
        Posting(account=debit, debit_pence=pence, credit_pence=0),
        Posting(account=credit, debit_pence=0, credit_pence=pence),
    )
