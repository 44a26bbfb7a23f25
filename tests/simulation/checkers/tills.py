"""Invariants 1, 2 and 5 to 9, 29 and the till's own on a store's lane, against what the acquirer holds and what colleagues were told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from arkwright.compartments.tills import events as did
from arkwright.compartments.tills.till_rows import CardRefund, CardTender, Sale
from arkwright.kit.messages import Event
from arkwright.simulators.acquirer.books import Books
from tests.simulation.evidence import LaneEvidence


class StoreEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of a store's day; `did` counts what colleagues saw."""

    tills: LaneEvidence
    acquirer: Books
    acknowledged: frozenset[str]
    did: dict[str, int]


def of_kind(evidence: StoreEvidence, *kinds: type[Event]) -> list[Event]:
    """The events of these kinds, in order."""
    return [entry.event for entry in evidence.tills.events(*kinds)]


def acknowledged_sales_exist(evidence: StoreEvidence) -> Iterator[str]:
    """1: what a colleague was told is completed is, and once."""
    completed = Counter(event.sale for event in of_kind(evidence, did.SaleCompleted) if isinstance(event, did.SaleCompleted))
    yield from (f"1: the sale {sale} is gone" for sale in sorted(evidence.acknowledged - completed.keys()))
    yield from (f"1: the sale {sale} was completed {times} times" for sale, times in completed.items() if times > 1)


def an_id_takes_effect_once(evidence: StoreEvidence) -> Iterator[str]:
    """2: what an id led to stands together in the journal, once."""
    seen: dict[str, int] = {}
    for entry in evidence.tills.entries:
        if entry.command:
            if entry.command in seen and seen[entry.command] != entry.sequence - 1:
                yield f"2: the id {entry.command} took effect again at {entry.sequence}"
            seen[entry.command] = entry.sequence


def the_acquirer_agrees(evidence: StoreEvidence) -> Iterator[str]:
    """5: at rest it has taken what our books say, and given back what they say, by its own references."""
    rows = evidence.tills.of(CardTender).values()
    ours = {
        row.card.transaction: row.amount_pence for row in rows if row.card and row.status == "approved" and row.stored in ("none", "taken")
    }
    paid = [event.part for event in of_kind(evidence, did.RefundPartPaid) if isinstance(event, did.RefundPartPaid)]
    back = {part.card.transaction: part.amount_pence for part in paid if part.card}
    held = evidence.acquirer.entries.values()
    for kind, booked in (("payment", ours), ("refund", back)):
        theirs = {entry.reference: entry.amount_pence for entry in held if entry.state == "captured" and entry.kind == kind}
        for reference in sorted(booked.keys() ^ theirs.keys()):
            yield f"5: the {kind} {reference} is {booked.get(reference, 0)} pence here and {theirs.get(reference, 0)} at the acquirer"


def a_yes_never_ends_as_a_no(evidence: StoreEvidence) -> Iterator[str]:
    """6: a sale stands on approvals and on money in the drawer, and an approved tender is approved or reversed in the end."""
    approved: set[str] = set()
    for event in of_kind(evidence, did.CardApproved, did.SaleCompleted):
        match event:
            case did.CardApproved(tender=tender):
                approved.add(tender)
            case did.SaleCompleted(tenders=tenders, sale=sale, total_pence=total):
                if sum(tender.amount_pence for tender in tenders) != total:
                    yield f"6: the sale {sale} is not paid exactly"
                missing = [tender.tender for tender in tenders if tender.kind == "card" and tender.tender not in approved]
                yield from (f"6: the sale {sale} stands on the card {tender} without a yes" for tender in missing)
    rows = evidence.tills.of(CardTender)
    yield from (f"6: the card {each} ended as {rows[each].status}" for each in sorted(approved) if rows[each].status not in ENDED_WELL)


def debits_equal_credits(evidence: StoreEvidence) -> Iterator[str]:
    """7: in each event, and the drawers in the ledger are those of the sessions."""
    for entry in evidence.tills.entries:
        postings = getattr(entry.event, "postings", ())
        if sum(each.debit_pence - each.credit_pence for each in postings):
            yield f"7: the entry {entry.sequence} does not balance"


def refunds_stay_within(evidence: StoreEvidence) -> Iterator[str]:
    """8: by line and by tender, from the events."""
    sales = {event.sale: event for event in of_kind(evidence, did.SaleCompleted) if isinstance(event, did.SaleCompleted)}
    units: Counter[tuple[str, str]] = Counter()
    pence: Counter[tuple[str, str]] = Counter()
    for event in of_kind(evidence, did.RefundBegun):
        if isinstance(event, did.RefundBegun):
            units.update({(event.sale, each.line): each.quantity for each in event.units})
            for part in event.parts:
                pence[event.sale, part.tender] += part.amount_pence
    sold = {(name, line.line): line.quantity for name, sale in sales.items() for line in sale.lines}
    paid = {(name, tender.tender): tender.amount_pence for name, sale in sales.items() for tender in sale.tenders}
    yield from (f"8: {number} units of {key} came back" for key, number in units.items() if number > sold.get(key, 0))
    yield from (f"8: {given} pence of {key} went back" for key, given in pence.items() if given > paid.get(key, 0))


def nothing_stays_unknown(evidence: StoreEvidence) -> Iterator[str]:
    """9: at rest every card tender and card refund has its end, no surplus is kept, and no stored sale waits."""
    for row in evidence.tills.of(CardTender).values():
        if row.status not in ("approved", "declined", "aborted", "reversed"):
            yield f"9: the card {row.tender} is still {row.status}"
        if row.status == "approved" and (row.surplus or row.stored == "waiting"):
            yield f"9: the card {row.tender} is still surplus or stored"
    yield from (f"9: the refund {row.part} is still asked" for row in evidence.tills.of(CardRefund).values() if row.status == "asked")
    yield from (f"9: the sale {row.sale} still waits" for row in evidence.tills.of(Sale).values() if row.pending)


def stored_sales_had_leave(evidence: StoreEvidence) -> Iterator[str]:
    """15, for cards: within a grant no more is stored, in sum, by sale and by count, than it allows, whatever is carried into it."""
    grants: dict[str, did.StoredSalesGranted] = {}
    spent: dict[str, list[int]] = defaultdict(list)
    asked: dict[str, did.CardAsked] = {}
    for event in of_kind(evidence, did.StoredSalesGranted, did.CardAsked, did.CardApproved):
        match event:
            case did.StoredSalesGranted(grant=grant):
                grants[grant] = event
            case did.CardAsked(tender=tender):
                asked[tender] = event
            case did.CardApproved(card=card, tender=tender, amount_pence=pence) if card.stored:
                grant = asked[tender].grant
                spent[grant].append(pence)
                if event.beyond_allowance or not grant:
                    yield f"15: the card {tender} was stored without leave"
    for grant, amounts in spent.items():
        allowed = grants.get(grant)
        if allowed and (
            sum(amounts) + allowed.waiting_pence > max(allowed.total_pence, allowed.waiting_pence)
            or len(amounts) + allowed.waiting > max(allowed.count, allowed.waiting)
            or max(amounts) > allowed.per_sale_pence
        ):
            yield f"15: {sum(amounts)} pence in {len(amounts)} sales were stored under {grant}"


def nothing_passes_a_local_pause(evidence: StoreEvidence) -> Iterator[str]:
    """22, for the store's own pauses: what a manager has stopped does not begin until they lift it."""
    paused: set[str] = set()
    for entry in evidence.tills.entries:
        match entry.event:
            case did.LocallyPaused(capability=capability):
                paused.add(capability)
            case did.LocallyResumed(capability=capability):
                paused.discard(capability)
            case event:
                if through := paused & NEEDS.get(type(event), lambda _: set())(event):
                    yield f"22: {type(event).__name__} at {entry.sequence} although {', '.join(sorted(through))} was paused here"


NEEDS: dict[type[Event], Callable[[Any], set[str]]] = {
    did.CashTaken: lambda _: {"cash"},
    did.PointsTaken: lambda _: {"loyalty"},
    did.RefundBegun: lambda _: {"returns"},
    did.CardAsked: lambda event: set(event.entry_modes),
}


def receipts_have_no_gap(evidence: StoreEvidence) -> Iterator[str]:
    """A till's numbers, sales and refunds together."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for event in of_kind(evidence, did.SaleCompleted, did.RefundCompleted):
        if isinstance(event, did.SaleCompleted | did.RefundCompleted):
            numbers[event.till].append(event.number)
    yield from (f"receipts: till {till} gave {found}" for till, found in numbers.items() if found != list(range(1, len(found) + 1)))


def rebuilding_gives_the_same(evidence: StoreEvidence) -> Iterator[str]:
    """29: the journal replayed gives the rows."""
    if not evidence.tills.rebuilt_same:
        yield "29: the tills rebuilt from their journal differ"


ENDED_WELL = ("approved", "reversed")
CHECKERS: tuple[Callable[[StoreEvidence], Iterator[str]], ...] = (
    acknowledged_sales_exist,
    an_id_takes_effect_once,
    the_acquirer_agrees,
    a_yes_never_ends_as_a_no,
    debits_equal_credits,
    refunds_stay_within,
    nothing_stays_unknown,
    stored_sales_had_leave,
    nothing_passes_a_local_pause,
    receipts_have_no_gap,
    rebuilding_gives_the_same,
)


def found_in_a_store(evidence: StoreEvidence) -> list[tuple[str, str]]:
    """Everything that is wrong, with the checker that found it."""
    return [(checker.__name__, line) for checker in CHECKERS for line in checker(evidence)]


def violations_of_a_store(evidence: StoreEvidence) -> list[str]:
    """Everything that is wrong."""
    return [line for _, line in found_in_a_store(evidence)]
