"""The rules of sales audit: what a command leads to. Sales are judged in judging.py."""

from __future__ import annotations

from collections.abc import Iterable

from arkwright.compartments.sales_audit import commands as ask
from arkwright.compartments.sales_audit import events as did
from arkwright.compartments.sales_audit import refusals as no
from arkwright.compartments.sales_audit.judging import NOTES, Findings, judge, key_of, overspent
from arkwright.compartments.sales_audit.state import (
    Case,
    CaseKey,
    HeldBlock,
    NodeJournal,
    Offer,
    ReceiptTaken,
    Sale,
    StoreDay,
    TillNumbers,
    block_of,
    chain_in,
    journal_of,
    receipt_of,
    store_day_of,
)
from arkwright.kit.chain import GENESIS
from arkwright.kit.forwarding import chain_of
from arkwright.kit.messages import Command, Event
from arkwright.kit.rows import Key, Rows


def keys(command: Command) -> Iterable[Key]:
    """Rows worth loading beforehand."""
    match command:
        case ask.ReceiveEntries(node=node, lane=lane, first=first, entries=entries):
            journal = journal_of(node, lane)
            yield (NodeJournal, journal)
            yield from {(HeldBlock, block_of(journal, number)) for number in range(max(first - 1, 1), first + len(entries))}
        case ask.NoteOffer(sku=sku):
            yield (Offer, sku)
        case ask.JudgeSales(store=store, sales=sales):
            for sale in sales:
                yield from ((ReceiptTaken, receipt_of(store, sale.till, sale.number)), (TillNumbers, f"{store}/{sale.till}"))
                yield from ((Sale, sale.sale), (StoreDay, store_day_of(store, sale.sold_ms)))
                yield from ((Offer, line.sku) for line in sale.lines)
            for each in command.settled:
                yield (CaseKey, key_of("card-not-reversed", store, each.tender))
        case ask.RecordOverspend(store=store, receipt=receipt):
            yield (CaseKey, key_of("points-overspent", store, receipt))
        case ask.TakeCase(case=case) | ask.CloseCase(case=case):
            yield (Case, case)


def decide(rows: Rows, command: Command, now_ms: int) -> list[Event]:
    """The events that the command leads to, or a refusal."""
    match command:
        case ask.ReceiveEntries():
            return receive(rows, command, now_ms)
        case ask.NoteOffer():
            return note_offer(rows, command)
        case ask.JudgeSales():
            return judge(rows, command, now_ms)
        case ask.RecordOverspend():
            return overspent(Findings(rows, command.store, "", now_ms), command)
        case ask.TakeCase(case=case, by=by):
            row = open_case(rows, case)
            return [] if row.taken_by == by else [did.CaseTaken(case=case, by=by, taken_ms=now_ms)]
        case ask.CloseCase():
            return close(rows, command, now_ms)
        case _:
            raise TypeError(f"sales audit does not know the command {type(command).__name__}")


def receive(rows: Rows, command: ask.ReceiveEntries, now_ms: int) -> list[Event]:
    """Contiguous entries are held; those that are held already change nothing; another one in a held place is a case."""
    if not command.entries or command.first < 1:
        raise no.NoEntries()
    journal = journal_of(command.node, command.lane)
    held = rows[NodeJournal, journal]
    sequence, chain = (held.sequence, held.chain) if held else (0, GENESIS.hex())
    if command.first > sequence + 1:
        raise no.EntriesAreMissing(sequence + 1)
    before = chain_in(rows[HeldBlock, block_of(journal, max(command.first - 1, 1))], command.first - 1)
    if bytes.fromhex(command.before) != before:
        return fork(rows, command, command.first - 1, now_ms)
    digests = chain_of(before, command.entries)
    for number, digest in enumerate(digests, command.first):
        if number <= sequence and digest != chain_in(rows[HeldBlock, block_of(journal, number)], number):
            return fork(rows, command, number, now_ms)
    skipped = sequence + 1 - command.first
    if skipped >= len(command.entries):
        return []
    return [
        did.EntriesReceived(
            node=command.node,
            store=command.store,
            lane=command.lane,
            serial=command.serial,
            standing=command.standing,
            first=sequence + 1,
            last=command.first + len(command.entries) - 1,
            before=chain,
            chain=digests[-1].hex(),
            entries=command.entries[skipped:],
            received_ms=now_ms,
        )
    ]


def fork(rows: Rows, command: ask.ReceiveEntries, sequence: int, now_ms: int) -> list[Event]:
    """Two journals in the name of one node: nothing of the second is applied."""
    found = Findings(rows, command.store, command.node, now_ms)
    at = f"entry {sequence} of {command.lane}" if sequence else f"the beginning of {command.lane}"
    found.add("fork", command.lane, f"{command.node} sent another journal than the one held here, from {at} on.")
    return found.events()


def note_offer(rows: Rows, command: ask.NoteOffer) -> list[Event]:
    """What changes nothing is not noted again; an older word comes too late."""
    offer = rows[Offer, command.sku]
    last = offer.prices[-1] if offer else None
    if offer and last and (last.from_ms > command.from_ms or (offer.name, last.price_pence, last.live) == command_says(command)):
        return []
    return [did.OfferNoted(sku=command.sku, name=command.name, price_pence=command.price_pence, live=command.live, from_ms=command.from_ms)]


def command_says(command: ask.NoteOffer) -> tuple[str, int, bool]:
    """What would be noted."""
    return (command.name, command.price_pence, command.live)


def close(rows: Rows, command: ask.CloseCase, now_ms: int) -> list[Event]:
    """With a note that fits its kind, by whoever looks after it."""
    row = open_case(rows, command.case)
    if row.taken_by and row.taken_by != command.by:
        raise no.CaseIsAnothers(row.taken_by)
    if command.note not in NOTES[row.kind]:
        raise no.NoteDoesNotFit(", ".join(NOTES[row.kind]))
    return [did.CaseClosed(case=row.case, note=command.note, by=command.by, closed_ms=now_ms)]


def open_case(rows: Rows, case: str) -> Case:
    """A case that is not closed, or a refusal."""
    row = rows[Case, case]
    if row is None:
        raise no.NoSuchCase()
    if row.status == "closed":
        raise no.CaseIsClosed(row.closed_by)
    return row
