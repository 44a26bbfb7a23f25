"""Invariant 30, and what follows from a journal that is another: what head office holds of each store, against the store's own files."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from arkwright.compartments.sales_audit.events import CaseOpened, EntriesReceived
from arkwright.compartments.sales_audit.state import Sale
from arkwright.compartments.stock.events import TillStockSold
from arkwright.compartments.tills.events import StoredCardDeclined
from tests.simulation.company.evidence import CompanyEvidence, StoreLeft


def batches_of(evidence: CompanyEvidence, node: str) -> list[EntriesReceived]:
    """What head office took in of a node, in order."""
    events = (entry.event for entry in evidence.office.lanes["sales_audit"].entries)
    return [event for event in events if isinstance(event, EntriesReceived) and event.node == node and event.lane == "tills"]


def journal_of(store: StoreLeft) -> list[str]:
    """The journal that head office should hold: of a store that was rolled back, the one that it sent first."""
    return store.texts if store.before is None else store.before


def each_journal_is_held_whole_and_once(evidence: CompanyEvidence) -> Iterator[str]:
    """30: contiguous from 1, to the last entry, each just as it stands in the store."""
    for store in evidence.stores.values():
        held, should = list[str](), journal_of(store)
        for batch in batches_of(evidence, store.node):
            if batch.first != len(held) + 1 or batch.last != batch.first + len(batch.entries) - 1:
                yield f"30: head office holds {len(held)} entries of {store.node}, and took {batch.first} to {batch.last} next"
            held += batch.entries
        if differ := next((number for number, (one, other) in enumerate(zip(held, should, strict=False), 1) if one != other), 0):
            yield f"30: entry {differ} of {store.node} is another at head office"
        elif len(held) > len(should) or (len(held) < len(should) and store.before is None):
            yield f"30: head office holds {len(held)} entries of {store.node}, which has {len(should)}"


def an_old_copy_is_found(evidence: CompanyEvidence) -> Iterator[str]:
    """30: a store rolled back is told, and what it wrote in the place of what is held is a case; no other store ever is."""
    events = (entry.event for entry in evidence.office.lanes["sales_audit"].entries)
    cases = {event.node for event in events if isinstance(event, CaseOpened) and event.kind == "fork"}
    for store in evidence.stores.values():
        held = sum(len(batch.entries) for batch in batches_of(evidence, store.node))
        if store.before is None:
            if store.problem or store.node in cases:
                yield f"30: {store.node} is said to have another journal ({store.problem}), and was never rolled back"
            continue
        pairs = itertools.islice(zip(store.texts, store.before, strict=False), held)
        other = any(one != before for one, before in pairs)
        if not store.problem and store.node not in evidence.revoked and (other or len(store.texts) < held):
            yield f"30: {store.node} was rolled back, and nobody told it"
        if other and store.node not in cases and store.node not in evidence.revoked:
            yield f"30: {store.node} wrote something else in the place of what is held, and there is no case"


def revoked_nodes_count_for_nothing(evidence: CompanyEvidence) -> Iterator[str]:
    """23: what comes once head office knows of a revocation is held apart, and moves neither a day nor the stock."""
    stock = (entry.event for entry in evidence.office.lanes["stock"].events(TillStockSold))
    sold = {event.receipt for event in stock if isinstance(event, TillStockSold)}
    for node, known_ms in evidence.revoked.items():
        late = [batch for batch in batches_of(evidence, node) if known_ms and batch.received_ms > known_ms]
        yield from (
            f"23: {node} was believed from {batch.first} on, and its key is revoked" for batch in late if batch.standing != "revoked"
        )
        texts = "".join(text for batch in late for text in batch.entries if '"SaleCompleted.' in text)
        for row in evidence.office.lanes["sales_audit"].of(Sale).values():
            if row.node == node and f'"{row.sale}"' in texts and (row.counts or row.receipt in sold):
                yield f"23: the sale {row.sale} counts, although the key of {node} was revoked when it came"


def late_declines_are_cases(evidence: CompanyEvidence) -> Iterator[str]:
    """6: a stored payment that the acquirer declined late is somebody's case at head office."""
    events = (entry.event for entry in evidence.office.lanes["sales_audit"].entries)
    cases = {event.subject for event in events if isinstance(event, CaseOpened) and event.kind == "late-decline"}
    for store in evidence.stores.values():
        declined = {entry.event.sale for entry in store.tills.events(StoredCardDeclined) if isinstance(entry.event, StoredCardDeclined)}
        if store.before is None and store.node not in evidence.revoked:
            yield from (f"6: a card of the sale {sale} was declined late, and there is no case" for sale in sorted(declined - cases))
