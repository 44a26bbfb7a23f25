"""What follows at head office from what stores sold: each sale is judged, and its goods have left the store's stock."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from arkwright.compartments.catalogue.events import ProductEvent, ProductSaved, full_name
from arkwright.compartments.sales_audit.commands import (
    BadSeen,
    CardSeen,
    DeclineSeen,
    GoodsMoved,
    JudgeSales,
    LineSeen,
    NoteOffer,
    SaleSeen,
    SettledSeen,
)
from arkwright.compartments.sales_audit.events import EntriesReceived, SalesAudited
from arkwright.compartments.stock.commands import RecordTillReturn, RecordTillSale
from arkwright.compartments.tills import events as tills
from arkwright.compartments.tills.facts import Card, SaleLine
from arkwright.compartments.tills.reconciling import differences
from arkwright.journal.entries import LANE_EVENTS, EventDecoder, entry_from
from arkwright.journeys.till_card import TAKEN_BACK
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import NotTaken

EARLIEST_MS, LATEST_MS = 946_684_800_000, 4_102_444_800_000  # the years 2000 to 2099
LARGEST = 10_000_000_000  # pence, points, units: what is summed up of them fits a column of eight bytes
LONGEST_TEXT = 500
ONE_BATCH = 1  # events carried together: each leads to a hundred commands, and shoppers use the same lanes
DECODE = EventDecoder(tills)
WHAT_COUNTS = (
    *(tills.SaleCompleted, tills.RefundCompleted, tills.RefundPartPaid, tills.StoredCardDeclined),
    *(tills.CardApproved, tills.CardOwed, tills.OwedGivenBack, tills.CardReversed, tills.CardManuallyEnded, tills.TerminalReconciled),
)


class OffersAreComing(NotTaken):
    """Sales are judged once sales audit knows everything that the catalogue says."""

    sentence = "What stores sold is judged once head office's range has been taken over; try again in a moment."


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A batch as it is read: what happened at the tills, with its place in the node's journal, and what cannot be read."""

    happened: tuple[tuple[int, Event], ...]
    bad: tuple[BadSeen, ...]


def offers(event: Event, command: str) -> Iterable[Command]:
    """What the catalogue says of a product is what its sales are held against."""
    if isinstance(event, ProductEvent):
        for variant in event.variants:
            yield NoteOffer(
                id=f"{command}.{variant.sku}",
                sku=variant.sku,
                name=full_name(event.name, variant.option),
                price_pence=variant.price_pence,
                live=event.live,
                from_ms=event.changed_ms,
            )
    if isinstance(event, ProductSaved):
        for sku in event.removed_skus:
            yield NoteOffer(id=f"{command}.{sku}", sku=sku, name=event.name, price_pence=0, live=False, from_ms=event.changed_ms)


def judged(event: Event, command: str, offers_known: Callable[[], bool]) -> Iterable[Command]:
    """Every sale and refund of a batch, and whatever of it cannot be read, in one command."""
    if not isinstance(event, EntriesReceived):
        return
    if not offers_known():
        raise OffersAreComing()
    said = read(event)
    sales = tuple(seen for number, each in said.happened for seen in seen_of(number, each))
    declines = tuple(
        DeclineSeen(
            sequence=number,
            sale=each.sale,
            till=each.till,
            tender=each.tender,
            amount_pence=each.amount_pence,
            taken_back=each.response_code == TAKEN_BACK,
        )
        for number, each in said.happened
        if isinstance(each, tills.StoredCardDeclined)
    )
    cards = tuple(seen for number, each in said.happened for seen in cards_of(number, each))
    settled = tuple(
        SettledSeen(sequence=number, till=each.till, tender=each.tender)
        for number, each in said.happened
        if isinstance(each, tills.OwedGivenBack | tills.CardReversed)
    )
    if sales or declines or cards or settled or said.bad:
        yield JudgeSales(
            id=command,
            node=event.node,
            store=event.store,
            standing=event.standing,
            received_ms=event.received_ms,
            sales=sales,
            declines=declines,
            cards=cards,
            settled=settled,
            bad=said.bad,
        )


def seen_of(number: int, event: Event) -> Iterable[SaleSeen]:
    """A sale or a refund, as sales audit looks at it."""
    match event:
        case tills.SaleCompleted():
            yield SaleSeen(
                sequence=number,
                sale=event.sale,
                kind="sale",
                till=event.till,
                receipt=event.receipt,
                number=event.number,
                sold_ms=event.at_ms,
                total_pence=event.total_pence,
                lines=tuple(line_seen(line) for line in event.lines),
                goods=tuple(GoodsMoved(line=line.line, sku=line.sku, quantity=line.quantity) for line in event.lines),
                member=event.member,
                member_saved_pence=sum(saving.pence for line in event.lines for saving in line.savings if saving.members_only),
            )
        case tills.RefundCompleted():
            yield SaleSeen(
                sequence=number,
                sale=event.refund,
                kind="refund",
                till=event.till,
                receipt=event.receipt,
                number=event.number,
                sold_ms=event.at_ms,
                total_pence=event.total_pence,
                goods=tuple(
                    GoodsMoved(line=units.line, sku=units.sku, quantity=min(units.for_sale, units.quantity))
                    for units in event.units
                    if units.for_sale > 0
                ),
            )


def line_seen(line: SaleLine) -> LineSeen:
    """A line with the price that the till took for the listed one."""
    return LineSeen(sku=line.sku, name=line.name, quantity=line.quantity, price_pence=asked_for(line))


def cards_of(number: int, event: Event) -> Iterable[CardSeen]:
    """A card payment that the till could not end by itself, and money that went back to a card in another amount."""
    of: dict[str, Any] = {"sequence": number}
    match event:
        case tills.CardManuallyEnded(paid=paid):
            of |= {"kind": "card-by-hand", "why": "paid" if paid else "not paid"}
            yield CardSeen(**of, sale=event.sale, till=event.till, tender=event.tender, card="", amount_pence=event.amount_pence)
            return
        case tills.TerminalReconciled(told=told, counted=counted):
            words = differences(told, counted, agreed=event.agreed)
            if words:
                of |= {"kind": "card-totals", "why": " ".join(words), "amount_pence": told.net_pence - counted.net_pence}
                yield CardSeen(**of, sale="", till=event.till, tender=event.session, card=event.terminal)
            return
        case tills.CardApproved(asked_pence=asked_pence) if asked_pence:
            of |= {"kind": "card-amount", "asked_pence": asked_pence, "surplus": event.surplus}
        case tills.CardOwed(why=why):
            of |= {"kind": "card-not-reversed", "why": why}
        case tills.RefundPartPaid(part=part, asked_pence=asked_pence) if asked_pence:
            of |= {"kind": "card-amount", "asked_pence": asked_pence, "refund": True}
            yield CardSeen(
                **of, sale=event.sale, till=event.till, tender=part.part, card=card_words(part.card), amount_pence=part.amount_pence
            )
            return
        case _:
            return
    yield CardSeen(
        **of, sale=event.sale, till=event.till, tender=event.tender, card=card_words(event.card), amount_pence=event.amount_pence
    )


def card_words(card: Card | None) -> str:
    """'Visa 4242', as far as it is known."""
    return " ".join(filter(None, (card.scheme, card.last_four))) if card else ""


def asked_for(line: SaleLine) -> int:
    """What one costs by the range, as the till had it; so too where a manager changed the price, or where it stood on a label."""
    if line.measured is not None:
        return line.measured.list_pence
    return line.price_pence if line.listed_pence is None else line.listed_pence


def stock_moved(event: Event, command: str) -> Iterable[Command]:
    """What was sold is no longer in the store, and what came back fit to sell is there again: of each sale once, whoever tells it again.

    Whatever else is odd about a sale, its goods have moved. A revoked node is not believed. A line of a refund comes back once.
    """
    if not isinstance(event, SalesAudited) or event.standing != "standing":
        return
    for number, sale in enumerate(event.sales):
        for place, each in enumerate(sale.goods):
            of: dict[str, Any] = {
                "id": f"{command}.{number}.{place}",
                "sku": each.sku,
                "location": event.store,
                "quantity": each.quantity,
            }
            if sale.kind == "sale":
                yield RecordTillSale(**of, receipt=sale.receipt)
            else:
                yield RecordTillReturn(**of, returned=f"{event.store}.{sale.sale}.{each.line}")


def read(event: EntriesReceived) -> Said:
    """The entries of a batch; one that cannot be read keeps nothing behind it waiting."""
    return _read(event.chain, event)


@functools.lru_cache(maxsize=4)  # several reactions read the same batch, one after the other
def _read(_chain: str, event: EntriesReceived) -> Said:
    happened, bad = list[tuple[int, Event]](), list[BadSeen]()
    for number, text in enumerate(event.entries, event.first):
        try:
            entry = entry_from(text.encode())
            found = DECODE(bytes(entry.event))
        except (msgspec.MsgspecError, ValueError, KeyError, TypeError):
            bad.append(BadSeen(sequence=number, why="it is no event of a till that is known here"))
            continue
        if entry.sequence != number or entry.lane != event.lane:
            bad.append(BadSeen(sequence=number, why="it says that it stands elsewhere"))
        elif not isinstance(found, LANE_EVENTS):
            if getattr(found, "store", event.store) != event.store:
                bad.append(BadSeen(sequence=number, why="it speaks of another store"))
            elif isinstance(found, WHAT_COUNTS) and not (fits("", msgspec.to_builtins(found)) and adds_up(found)):
                bad.append(BadSeen(sequence=number, why="a time, an amount or a text in it is beyond all measure"))
            else:
                happened.append((number, found))
    return Said(happened=tuple(happened), bad=tuple(bad))


def fits(name: str, value: object) -> bool:
    """Whether this can be reckoned with and kept: a moment of no calendar, or a text that no database takes, would be tried for ever."""
    match value:
        case bool():
            return True
        case int():
            return EARLIEST_MS <= value < LATEST_MS if name.endswith("_ms") else abs(value) <= LARGEST
        case str():
            return len(value) <= LONGEST_TEXT and "\x00" not in value
        case dict():
            return all(fits(str(key), each) for key, each in value.items())
        case list() | tuple():
            return all(fits(name, each) for each in value)
        case _:
            return True


def adds_up(event: Event) -> bool:
    """Whether what a line comes to is within measure as well."""
    lines = event.lines if isinstance(event, tills.SaleCompleted) else ()
    return all(max(abs(line.price_pence), abs(asked_for(line))) * abs(line.quantity) <= LARGEST for line in lines)
