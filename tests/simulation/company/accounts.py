"""Invariants 1, 10 and 19 between stores and head office: what was sold is known, has left the stock and has earned its points, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from arkwright.compartments.loyalty.state import Member, Source
from arkwright.compartments.sales_audit.events import SalesAudited
from arkwright.compartments.sales_audit.state import Sale, StoreDay
from arkwright.compartments.stock.events import TillStockSold
from arkwright.compartments.tills import events as did
from arkwright.journal.entries import EventDecoder, entry_from
from arkwright.kit.messages import Event
from tests.simulation.checkers import points
from tests.simulation.company.evidence import CompanyEvidence
from tests.simulation.company.held import batches_of

DECODE = EventDecoder(did)


def received(evidence: CompanyEvidence, standing: str = "standing") -> Iterator[Event]:
    """What head office took in of all stores, under keys that the desk stood by."""
    for store in evidence.stores.values():
        for batch in batches_of(evidence, store.node):
            if batch.standing == standing:
                for text in batch.entries:
                    yield DECODE(bytes(entry_from(text.encode()).event))


def sales_reach_head_office_once(evidence: CompanyEvidence) -> Iterator[str]:
    """1: what colleagues were told is completed is audited once, with its total; a store's days are the sums of just these."""
    lane, totals, told = evidence.office.lanes["sales_audit"], Counter[str](), dict[str, int]()
    audited = Counter(sale.sale for entry in lane.events(SalesAudited) for sale in getattr(entry.event, "sales", ()))
    yield from (f"1: the sale {sale} was audited {times} times" for sale, times in audited.items() if times > 1)
    for event in received(evidence):
        match event:
            case did.SaleCompleted(sale=sale, total_pence=pence, store=store):
                told[sale] = pence
                totals[store] += pence
            case did.RefundCompleted(refund=refund, total_pence=pence):
                told[refund] = pence
    rows = lane.of(Sale)
    for sale, pence in told.items():
        if sale not in rows or not rows[sale].counts or rows[sale].total_pence != pence:
            yield f"1: the sale or refund {sale} of {pence} pence came, and head office does not know it so"
    days = Counter[str]()
    for day in lane.of(StoreDay).values():
        days[day.store] += day.sales_pence
    for store in sorted(totals.keys() | days.keys()):
        if totals[store] != days[store]:
            yield f"1: {store} sold for {totals[store]} pence, and its days say {days[store]}"
    for left in evidence.stores.values():
        missing = left.acknowledged - rows.keys()
        if missing and left.before is None:
            yield f"1: {len(missing)} sales of {left.store} that a colleague saw completed are not at head office: {min(missing)} ..."


def goods_leave_the_store_once(evidence: CompanyEvidence) -> Iterator[str]:
    """10: each line of each sale that came has left the stock of its store, once."""
    should, left = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]]()
    for event in received(evidence):
        if isinstance(event, did.SaleCompleted):
            for line in event.lines:
                should[event.receipt, event.store, line.sku] += line.quantity
    for entry in evidence.office.lanes["stock"].events(TillStockSold):
        assert isinstance(entry.event, TillStockSold)
        left[entry.event.receipt, entry.event.location, entry.event.sku] += entry.event.quantity
    for receipt, store, sku in sorted((should - left) + (left - should)):
        key = (receipt, store, sku)
        yield f"10: {should[key]} of {sku} were sold in {store} on {receipt}, and {left[key]} left its stock"


def receipts_earn_once(evidence: CompanyEvidence) -> Iterator[str]:
    """19: each receipt of a member earns once, each return takes back once, each spend counts once; and they make up the balance."""
    lane = evidence.office.lanes["loyalty"]
    told = [entry.event for entry in lane.entries]
    facts = points.told_by_tills(received(evidence)) + points.told_by_colleagues(told)
    standing = {(row.member, source) for source, row in lane.of(Source).items() if row.kind == "receipt" and row.lines}
    bought = {(each.member, each.source) for each in facts.bought}
    yield from (f"19: the account of {member} does not show the receipt {receipt} rightly" for member, receipt in sorted(standing ^ bought))
    yield from points.counted_once(told)
    yield from points.balances_are_reckoned(facts, {member: row.balance for member, row in lane.of(Member).items()})
