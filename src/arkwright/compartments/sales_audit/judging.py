"""Judging what stores sold: what is odd becomes a case, one for each thing that is odd and not for each time that it happened."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from arkwright.compartments.sales_audit import commands as ask
from arkwright.compartments.sales_audit import events as did
from arkwright.compartments.sales_audit.commands import CaseKind, Note
from arkwright.compartments.sales_audit.state import CaseKey, Offer, Price, ReceiptTaken, Sale, TillNumbers, case_id, receipt_of
from arkwright.kit.messages import Event
from arkwright.kit.money import pounds
from arkwright.kit.rows import Rows

OWNERS: dict[CaseKind, str] = {
    "unknown-product": "buyer",
    "price-difference": "buyer",
    "late-decline": "accounts-clerk",
    "duplicate-receipt": "sales-auditor",
    "receipt-gap": "sales-auditor",
    "revoked-key": "sales-auditor",
    "fork": "sales-auditor",
    "bad-record": "sales-auditor",
    "card-amount": "accounts-clerk",
    "card-not-reversed": "accounts-clerk",
    "card-by-hand": "accounts-clerk",
    "points-overspent": "loyalty-manager",
    "card-totals": "accounts-clerk",
}
NOTES: dict[CaseKind, tuple[Note, ...]] = {
    "unknown-product": ("range-corrected", "nothing-wrong"),
    "price-difference": ("price-stands", "range-corrected", "shopper-told", "nothing-wrong"),
    "late-decline": ("paid-otherwise", "written-off"),
    "duplicate-receipt": ("node-replaced", "sales-are-genuine", "sales-are-forged"),
    "receipt-gap": ("node-replaced", "nothing-wrong"),
    "revoked-key": ("sales-are-genuine", "sales-are-forged"),
    "fork": ("node-replaced", "sales-are-forged"),
    "bad-record": ("written-off", "nothing-wrong"),
    "card-amount": ("shopper-told", "given-back", "nothing-wrong"),
    "card-not-reversed": ("given-back", "nothing-wrong"),
    "card-by-hand": ("given-back", "written-off", "nothing-wrong"),
    "points-overspent": ("shopper-told", "written-off", "nothing-wrong"),
    "card-totals": ("given-back", "written-off", "nothing-wrong"),
}
PRICE_SETTLES_MS = 10 * 60 * 1000  # a new price has this long to reach a till that is connected


class Findings:
    """What was found while one command is decided, gathered by case."""

    def __init__(self, rows: Rows, store: str, node: str, now_ms: int) -> None:
        self._rows = rows
        self._store = store
        self._node = node
        self._now_ms = now_ms
        self._found: dict[str, tuple[CaseKind, str, list[str], int, int]] = {}

    def add(self, kind: CaseKind, subject: str, fact: str, amount_pence: int = 0, count: int = 1) -> None:
        """One odd thing."""
        key = key_of(kind, self._node if kind in ("fork", "revoked-key", "bad-record") else self._store, subject)
        _, _, facts, before, pence = self._found.get(key, (kind, subject, [], 0, 0))
        self._found[key] = (kind, subject, [*facts, fact][:3], before + count, pence + amount_pence)

    def events(self) -> list[Event]:
        """A case opened or grown for each thing."""
        return [self._event(key, *found) for key, found in self._found.items()]

    def opened(self, key: str) -> str:
        """The case about this that is found in this very command."""
        latest = self._rows[CaseKey, key]
        number = latest.number + 1 if latest and latest.closed else latest.number if latest else 1
        return case_id(key, number) if key in self._found else ""

    def _event(self, key: str, kind: CaseKind, subject: str, facts: list[str], count: int, pence: int) -> Event:
        latest = self._rows[CaseKey, key]
        if latest and not latest.closed:
            case = case_id(key, latest.number)
            return did.CaseWidened(case=case, count=count, amount_pence=pence, facts=tuple(facts), widened_ms=self._now_ms)
        number = latest.number + 1 if latest else 1
        return did.CaseOpened(
            case=case_id(key, number),
            key=key,
            number=number,
            kind=kind,
            store=self._store,
            node=self._node,
            subject=subject,
            facts=tuple(facts),
            count=count,
            amount_pence=pence,
            owner=OWNERS[kind],
            opened_ms=self._now_ms,
        )


def judge(rows: Rows, command: ask.JudgeSales, now_ms: int) -> list[Event]:
    """Every sale of a batch, and whatever of it could not be read."""
    found = Findings(rows, command.store, command.node, now_ms)
    numbers: dict[str, int] = {}
    taken: dict[str, str] = {}
    audited, seen = [], set[str]()
    for sale in command.sales:
        if sale.sale in seen or stands(rows, command, sale):
            came_again(rows, found, command, sale)
            continue
        seen.add(sale.sale)
        odd = revoked(found, sale) if command.standing == "revoked" else look_at(rows, found, command, sale, numbers, taken)
        audited.append(
            did.AuditedSale(**{name: getattr(sale, name) for name in did.AuditedSale.__struct_fields__ if name != "cases"}, cases=odd)
        )
    for decline in command.declines:
        paid = f"A stored card payment of {pounds(decline.amount_pence)} at {decline.till}"
        back = "was taken back at its terminal after its sale was done, or after it was given back by hand"
        fact = f"{paid} {back if decline.taken_back else 'was declined after the goods had left'}."
        found.add("late-decline", decline.sale, fact, decline.amount_pence)
    for card in command.cards:
        look_at_card(found, card)
    for bad in command.bad:
        found.add("bad-record", "journal", f"Entry {bad.sequence} of {command.node} cannot be read: {bad.why}.")
    sales: list[Event] = []
    if audited:
        sales.append(
            did.SalesAudited(
                node=command.node,
                store=command.store,
                standing=command.standing,
                sales=tuple(audited),
                received_ms=command.received_ms,
            )
        )
    return [*sales, *found.events(), *settled(rows, found, command, now_ms)]


def key_of(kind: CaseKind, whose: str, subject: str) -> str:
    """By what a case about one thing is found again; `whose`: a store, or a node where the case is about the node."""
    return f"{kind}/{whose}/{subject}"


def look_at_card(found: Findings, card: ask.CardSeen) -> None:
    """What a till did with a card payment that its terminal did not end as it was asked to."""
    took = f"The terminal of till {card.till} took {pounds(card.amount_pence)} from {card.card or 'a card'}"
    if card.kind == "card-totals":
        fact, pence = f"Terminal {card.card}, reconciled for a Z report of till {card.till}: {card.why}", card.amount_pence
    elif card.refund:
        gave = f"The terminal of till {card.till} gave {pounds(card.amount_pence)} back to {card.card or 'a card'}"
        then = "The rest is still owed." if card.amount_pence < card.asked_pence else "Nothing takes back what is too much."
        fact, pence = f"{gave} where {pounds(card.asked_pence)} was asked for. {then}", card.asked_pence - card.amount_pence
    elif card.kind == "card-amount":
        then = "It is being taken back." if card.surplus else "It pays a part of the sale."
        fact, pence = f"{took} where {pounds(card.asked_pence)} was asked for. {then}", card.amount_pence - card.asked_pence
    elif card.kind == "card-by-hand":
        fact = f"The terminal of till {card.till} cannot be asked any more: a manager ended {pounds(card.amount_pence)} as {card.why}."
        pence = card.amount_pence
    else:
        fact, pence = f"{took} and does not take it back: “{card.why}”. No sale stands on it.", card.amount_pence
    found.add(card.kind, card.tender, fact, pence)


def overspent(found: Findings, command: ask.RecordOverspend) -> list[Event]:
    """What a till took in points that were not there, or not to be spent: that stands, and somebody looks."""
    short = f"{command.short_points:,} points more than there were" if command.short_points else "points"
    frozen = ", while they were frozen" if command.frozen else ""
    found.add("points-overspent", command.receipt, f"Receipt {command.receipt} took {short} from the member {command.membership}{frozen}.")
    return found.events()


def settled(rows: Rows, found: Findings, command: ask.JudgeSales, now_ms: int) -> Iterator[Event]:
    """Cases that the store itself has ended: nobody owes the money any more."""
    for each in command.settled if command.standing == "standing" else ():
        key = key_of("card-not-reversed", command.store, each.tender)
        case = found.opened(key) or standing_case(rows[CaseKey, key])
        if case:
            yield did.CaseClosed(case=case, note="given-back", by=f"till {each.till}", closed_ms=now_ms)


def standing_case(latest: CaseKey | None) -> str:
    """The case about one thing that is not closed, if there is one."""
    return case_id(latest.key, latest.number) if latest and not latest.closed else ""


def stands(rows: Rows, command: ask.JudgeSales, sale: ask.SaleSeen) -> bool:
    """Whether this sale is known already: it is never written over, and counted a second time for no node."""
    held = rows[Sale, sale.sale]
    return held is not None and (held.counts or command.standing == "revoked")


def came_again(rows: Rows, found: Findings, command: ask.JudgeSales, sale: ask.SaleSeen) -> None:
    """From another node, or as another sale than it was: an old copy or a forger. The very same from its own node is nothing odd."""
    held = rows[Sale, sale.sale]
    if held and (held.node, held.receipt, held.total_pence) == (command.node, sale.receipt, sale.total_pence) and held.counts:
        return
    words = f"Receipt {sale.receipt}, {pounds(sale.total_pence)}, came again in the name of {command.node}: the sale {sale.sale} is known."
    found.add("duplicate-receipt", sale.receipt, words, sale.total_pence)


def revoked(found: Findings, sale: ask.SaleSeen) -> int:
    """Signed by a key that the desk stands by no more: perhaps true, perhaps not, so that nothing follows from it."""
    found.add("revoked-key", "sales", f"Receipt {sale.receipt}, {pounds(sale.total_pence)}, came under a revoked key.", sale.total_pence)
    return 1


def look_at(
    rows: Rows, found: Findings, command: ask.JudgeSales, sale: ask.SaleSeen, numbers: dict[str, int], taken: dict[str, str]
) -> int:
    """How many odd things there are about one sale; `numbers` and `taken` are of the sales before it in the same batch."""
    odd = 0
    receipt, till = receipt_of(command.store, sale.till, sale.number), f"{command.store}/{sale.till}"
    row = rows[ReceiptTaken, receipt]
    owner = taken.get(receipt) or (row.sale if row else sale.sale)
    if owner != sale.sale:
        words = f"Receipt {sale.receipt} stands for two sales: {owner} and {sale.sale}."
        found.add("duplicate-receipt", sale.receipt, words, sale.total_pence)
        odd += 1
    counted = rows[TillNumbers, till]
    last = numbers.get(till, counted.number if counted else 0)
    if sale.number > last + 1:
        words = f"Receipts {last + 1} to {sale.number - 1} of {sale.till} are missing before {sale.receipt}."
        found.add("receipt-gap", sale.till, words, count=sale.number - last - 1)
        odd += 1
    numbers[till] = max(last, sale.number)
    taken.setdefault(receipt, sale.sale)
    if sale.member_saved_pence and not sale.member:
        fact = f"Prices for members took {pounds(sale.member_saved_pence)} off {sale.receipt}, and the sale names no member."
        found.add("price-difference", "prices for members", fact, -sale.member_saved_pence)
        odd += 1
    for line in sale.lines if sale.kind == "sale" else ():
        odd += look_at_line(rows, found, sale, line)
    return odd


def look_at_line(rows: Rows, found: Findings, sale: ask.SaleSeen, line: ask.LineSeen) -> int:
    """1 where head office did not sell this, or not at this price, when it was sold."""
    offer = rows[Offer, line.sku]
    if offer is None:
        fact = f"{line.name} ({line.sku}) was sold for {pounds(line.price_pence)} on {sale.receipt}, and head office does not know it."
        found.add("unknown-product", line.sku, fact, line.price_pence * line.quantity, line.quantity)
        return 1
    prices = prices_at(offer, sale.sold_ms)
    if any(line.price_pence == price.price_pence for price in prices):
        return 0
    wanted = prices[-1].price_pence
    fact = f"{line.name} cost {pounds(line.price_pence)} on {sale.receipt}; head office had {pounds(wanted)} at that time."
    found.add("price-difference", line.sku, fact, (line.price_pence - wanted) * line.quantity, line.quantity)
    return 1


def prices_at(offer: Offer, sold_ms: int) -> list[Price]:
    """What it cost at that moment, and what it had cost shortly before; where nothing is known of then, the oldest price that is."""
    known = [price for price in offer.prices if price.from_ms <= sold_ms]
    if not known:
        return [offer.prices[0]]
    earlier = [price for price, following in itertools.pairwise(known) if following.from_ms > sold_ms - PRICE_SETTLES_MS]
    return [*earlier, known[-1]]
