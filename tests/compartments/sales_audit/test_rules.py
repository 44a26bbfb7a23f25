"""The rules of sales audit: history, command, events or refusal."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from arkwright.compartments.sales_audit import commands as ask
from arkwright.compartments.sales_audit import events as did
from arkwright.compartments.sales_audit import refusals as no
from arkwright.compartments.sales_audit import rules, state
from arkwright.compartments.sales_audit.commands import BadSeen, CardSeen, DeclineSeen, LineSeen, SaleSeen, SettledSeen
from arkwright.kit.chain import GENESIS
from arkwright.kit.forwarding import chain_of
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import Refusal
from tests.compartments import table
from tests.compartments.table import NOW_MS

HOUR_MS = 60 * 60 * 1000
TEXTS = tuple(f'{{"entry":{number}}}' for number in range(1, 141))
CHAINS = [GENESIS, *chain_of(GENESIS, TEXTS)]


def send(first: int, last: int, texts: tuple[str, ...] = TEXTS, **more: Any) -> ask.ReceiveEntries:
    fields: dict[str, Any] = {"node": "leeds-1", "store": "leeds", "lane": "tills", "serial": "s1", "standing": "standing"}
    before = CHAINS[first - 1].hex()
    return ask.ReceiveEntries(id="r", first=first, before=before, entries=texts[first - 1 : last], **(fields | more))


def received(first: int, last: int, **more: Any) -> did.EntriesReceived:
    fields: dict[str, Any] = {"node": "leeds-1", "store": "leeds", "lane": "tills", "serial": "s1", "standing": "standing"}
    return did.EntriesReceived(
        first=first,
        last=last,
        before=CHAINS[first - 1].hex(),
        chain=CHAINS[last].hex(),
        entries=TEXTS[first - 1 : last],
        received_ms=NOW_MS,
        **(fields | more),
    )


OTHERS = (*TEXTS[:69], '{"entry":"forged"}', *TEXTS[70:])
TO_70: list[Event] = [received(1, 64), received(65, 70)]


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        ([], send(1, 3), [received(1, 3)]),
        ([], send(1, 140), [received(1, 140)]),
        ([], send(2, 3), no.EntriesAreMissing),
        ([], replace(send(1, 3), entries=()), no.NoEntries),
        ([], replace(send(1, 3), first=0), no.NoEntries),
        (TO_70, send(71, 72), [received(71, 72)]),
        (TO_70, send(69, 72), [received(71, 72)]),
        (TO_70, send(1, 72), [received(71, 72)]),
        (TO_70, send(1, 70), []),
        (TO_70, send(63, 66), []),
        (TO_70, send(72, 73), no.EntriesAreMissing),
        (TO_70, send(71, 71, node="york-1"), no.EntriesAreMissing),
        (TO_70, send(71, 71, standing="revoked"), [received(71, 71, standing="revoked")]),
    ],
)
def test_entries_are_held_once_and_in_order(history: list[Event], command: Command, expected: list[Event] | type[Refusal]) -> None:
    found = table.ask(rules, state, history, command)
    assert (type(found) if isinstance(found, Refusal) else found) == expected


@pytest.mark.parametrize(
    "command", [send(70, 70, OTHERS), send(60, 80, OTHERS), replace(send(71, 72), before="ff" * 32), replace(send(1, 72), before="ff" * 32)]
)
def test_another_journal_is_one_case_and_never_applied(command: Command) -> None:
    found = table.ask(rules, state, TO_70, command)
    assert isinstance(found, list)
    (opened,) = found
    assert isinstance(opened, did.CaseOpened)
    assert (opened.kind, opened.node, opened.owner) == ("fork", "leeds-1", "sales-auditor")
    again = table.ask(rules, state, [*TO_70, opened], command)
    assert isinstance(again, list)
    assert [type(event) for event in again] == [did.CaseWidened]


def offer(sku: str = "MUG-1", price_pence: int = 12_00, from_ms: int = 0, live: bool = True) -> did.OfferNoted:
    return did.OfferNoted(sku=sku, name="Mug", price_pence=price_pence, live=live, from_ms=from_ms)


def sale(number: int = 1, price_pence: int = 12_00, sold_ms: int = NOW_MS, sku: str = "MUG-1", **more: Any) -> SaleSeen:
    fields: dict[str, Any] = {
        "kind": "sale",
        "till": "till-1",
        "receipt": f"leeds-till-1-{number:06}",
        "sequence": number,
        "sale": f"sale-{number}",
    }
    line = LineSeen(sku=sku, name="Mug", quantity=2, price_pence=price_pence)
    return SaleSeen(number=number, sold_ms=sold_ms, total_pence=2 * price_pence, lines=(line,), **(fields | more))


OVERSPENT = ask.RecordOverspend(
    id="o", store="leeds", receipt="leeds-till-1-000001", membership="2900000000001", short_points=30, frozen=False
)


def judge(*sales: SaleSeen, **more: Any) -> ask.JudgeSales:
    fields: dict[str, Any] = {"node": "leeds-1", "store": "leeds", "standing": "standing", "received_ms": NOW_MS}
    return ask.JudgeSales(id="j", sales=sales, **(fields | more))


def audited(*sales: SaleSeen) -> list[Event]:
    found = table.ask(rules, state, [offer()], judge(*sales))
    assert isinstance(found, list)
    return found


def card(kind: Any, pence: int, **more: Any) -> CardSeen:
    fields: dict[str, Any] = {"sequence": 9, "sale": "sale-1", "till": "1", "tender": "t", "card": "Visa 4242"}
    return CardSeen(kind=kind, amount_pence=pence, **(fields | more))


SETTLED = (SettledSeen(sequence=10, till="1", tender="t"),)
CHANGED: list[Event] = [
    offer(),
    offer(price_pence=13_00, from_ms=NOW_MS - HOUR_MS),
    offer(price_pence=14_00, from_ms=NOW_MS - HOUR_MS // 12),
]


@pytest.mark.parametrize(
    ("history", "command", "cases"),
    [
        ([offer()], judge(sale()), []),
        ([offer()], judge(sale(1), sale(2), sale(3)), []),
        ([], judge(sale()), [("unknown-product", "MUG-1", 2, 24_00)]),
        ([], judge(sale(1), sale(2)), [("unknown-product", "MUG-1", 4, 48_00)]),
        ([offer()], judge(sale(price_pence=11_00)), [("price-difference", "MUG-1", 2, -2_00)]),
        (CHANGED, judge(sale(price_pence=14_00)), []),
        (CHANGED, judge(sale(price_pence=13_00)), []),
        ([offer()], judge(sale(member="m1", member_saved_pence=1_20)), []),
        ([offer()], judge(sale(member_saved_pence=1_20)), [("price-difference", "prices for members", 1, -1_20)]),
        (CHANGED, judge(sale(price_pence=12_00)), [("price-difference", "MUG-1", 2, -4_00)]),
        (CHANGED, judge(sale(price_pence=12_00, sold_ms=NOW_MS - HOUR_MS - 1)), []),
        ([offer(from_ms=NOW_MS)], judge(sale(sold_ms=NOW_MS - HOUR_MS)), []),
        ([offer()], judge(sale(3)), [("receipt-gap", "till-1", 2, 0)]),
        ([offer()], judge(sale(1), sale(4)), [("receipt-gap", "till-1", 2, 0)]),
        ([offer(), *audited(sale(1))], judge(sale(1)), []),
        ([offer(), *audited(sale(1))], judge(sale(1, sale="other")), [("duplicate-receipt", "leeds-till-1-000001", 1, 24_00)]),
        ([offer(), *audited(sale(1))], replace(judge(sale(1)), node="leeds-2"), [("duplicate-receipt", "leeds-till-1-000001", 1, 24_00)]),
        (
            [offer(), *audited(sale(1))],
            replace(judge(sale(1, 1)), standing="revoked"),
            [("duplicate-receipt", "leeds-till-1-000001", 1, 2)],
        ),
        ([offer()], judge(sale(1), sale(1)), [("duplicate-receipt", "leeds-till-1-000001", 1, 24_00)]),
        ([offer()], judge(sale(1), sale(1, sale="other")), [("duplicate-receipt", "leeds-till-1-000001", 1, 24_00)]),
        ([offer()], judge(sale(1, 99_00), standing="revoked"), [("revoked-key", "sales", 1, 198_00)]),
        ([], judge(sale(1, kind="refund")), []),
        (
            [offer()],
            judge(declines=(DeclineSeen(sequence=9, sale="sale-1", till="till-1", tender="t", amount_pence=24_00),)),
            [("late-decline", "sale-1", 1, 24_00)],
        ),
        (
            [],
            judge(bad=tuple(BadSeen(sequence=number, why="it is no event") for number in (7, 8, 9, 10))),
            [("bad-record", "journal", 4, 0)],
        ),
        ([], judge(cards=(card("card-amount", 13_00, asked_pence=12_00, surplus=True),)), [("card-amount", "t", 1, 1_00)]),
        ([], judge(cards=(card("card-amount", 5_00, asked_pence=12_00),)), [("card-amount", "t", 1, -7_00)]),
        ([], judge(cards=(card("card-amount", 5_00, asked_pence=12_00, refund=True),)), [("card-amount", "t", 1, 7_00)]),
        ([], judge(cards=(card("card-amount", 13_00, asked_pence=12_00, refund=True),)), [("card-amount", "t", 1, -1_00)]),
        ([], judge(cards=(card("card-totals", -2_00, why="They differ."),)), [("card-totals", "t", 1, -2_00)]),
        ([], judge(cards=(card("card-not-reversed", 12_00, why="No"),)), [("card-not-reversed", "t", 1, 12_00)]),
        ([], judge(cards=(card("card-by-hand", 12_00, why="paid"),)), [("card-by-hand", "t", 1, 12_00)]),
        ([], judge(settled=SETTLED), []),
        ([], judge(), []),
        ([], OVERSPENT, [("points-overspent", "leeds-till-1-000001", 1, 0)]),
        ([], replace(OVERSPENT, short_points=0, frozen=True), [("points-overspent", "leeds-till-1-000001", 1, 0)]),
    ],
)
def test_what_is_odd_becomes_a_case(history: list[Event], command: Command, cases: list[tuple[str, str, int, int]]) -> None:
    found = table.ask(rules, state, history, command)
    assert isinstance(found, list)
    opened = [(each.kind, each.subject, each.count, each.amount_pence) for each in found if isinstance(each, did.CaseOpened)]
    assert opened == cases
    assert all(fact.endswith(".") for each in found if isinstance(each, did.CaseOpened) for fact in each.facts)


def test_a_revoked_nodes_sales_are_known_and_count_for_nothing() -> None:
    rows = table.after(state, audited(sale(1)))
    events = table.ask(rules, state, [offer()], judge(sale(1), sale(2), standing="revoked"))
    assert isinstance(events, list)
    apart = table.after(state, [offer(), *events])
    day = rows[state.StoreDay, "leeds/2026-09-21"]
    assert day is not None
    assert (day.sales, day.sales_pence, day.late) == (1, 24_00, 0)
    found = apart[state.Sale, "sale-2"]
    assert found is not None
    assert (found.counts, apart[state.StoreDay, "leeds/2026-09-21"], apart[state.TillNumbers, "leeds/till-1"]) == (False, None, None)


FOUND = table.ask(rules, state, [], judge(sale()))
assert isinstance(FOUND, list)
UNKNOWN: list[Event] = FOUND
OPENED = UNKNOWN[1]
assert isinstance(OPENED, did.CaseOpened)
CASE = OPENED.case
TAKE = ask.TakeCase(id="t", case=CASE, by="bea")
CLOSE = ask.CloseCase(id="c", case=CASE, note="range-corrected", by="bea")
TAKEN = did.CaseTaken(case=CASE, by="bea", taken_ms=NOW_MS)
CLOSED = did.CaseClosed(case=CASE, note="range-corrected", by="bea", closed_ms=NOW_MS)


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        (UNKNOWN, TAKE, [TAKEN]),
        ([*UNKNOWN, TAKEN], TAKE, []),
        ([*UNKNOWN, TAKEN], replace(TAKE, by="ann"), [replace(TAKEN, by="ann")]),
        ([], TAKE, no.NoSuchCase),
        (UNKNOWN, CLOSE, [CLOSED]),
        ([*UNKNOWN, TAKEN], CLOSE, [CLOSED]),
        ([*UNKNOWN, TAKEN], replace(CLOSE, by="ann"), no.CaseIsAnothers),
        (UNKNOWN, replace(CLOSE, note="written-off"), no.NoteDoesNotFit),
        ([*UNKNOWN, CLOSED], CLOSE, no.CaseIsClosed),
        ([*UNKNOWN, CLOSED], TAKE, no.CaseIsClosed),
    ],
)
def test_cases_are_taken_and_closed(history: list[Event], command: Command, expected: list[Event] | type[Refusal]) -> None:
    found = table.ask(rules, state, history, command)
    assert (type(found) if isinstance(found, Refusal) else found) == expected


def test_once_closed_the_same_thing_opens_another_case() -> None:
    found = table.ask(rules, state, [*UNKNOWN, CLOSED], judge(sale(2)))
    assert isinstance(found, list)
    opened = [each for each in found if isinstance(each, did.CaseOpened)]
    assert [each.number for each in opened] == [2]
    assert opened[0].case != CASE


OWED = judge(cards=(card("card-not-reversed", 12_00, why="No"),))


@pytest.mark.parametrize("before", [[OWED], []], ids=["before", "in the same batch"])
def test_a_case_of_money_owed_ends_once_the_store_gave_it_back(before: list[ask.JudgeSales]) -> None:
    rows = table.after(state, [])
    last = judge(cards=() if before else OWED.cards, settled=SETTLED)
    events: list[Event] = []
    for command in (*before, last, judge(settled=SETTLED)):
        events = rules.decide(rows, command, NOW_MS)
        for event in events:
            state.evolve(rows, event)
        rows.keep()
        if command is last:
            assert [(each.note, each.by) for each in events if isinstance(each, did.CaseClosed)] == [("given-back", "till 1")]
    assert events == []


@pytest.mark.parametrize(
    ("command", "events"),
    [
        (ask.NoteOffer(id="n", sku="MUG-1", name="Mug", price_pence=12_00, live=True, from_ms=5), []),
        (ask.NoteOffer(id="n", sku="MUG-1", name="Mug", price_pence=13_00, live=True, from_ms=5), [offer(price_pence=13_00, from_ms=5)]),
        (ask.NoteOffer(id="n", sku="MUG-1", name="Mug", price_pence=13_00, live=True, from_ms=-1), []),
    ],
)
def test_only_changes_of_price_are_noted(command: Command, events: list[Event]) -> None:
    assert table.ask(rules, state, [offer()], command) == events


@pytest.mark.parametrize("standing", ["standing", "revoked"])
def test_a_sale_that_is_known_is_not_written_over_by_another_node(standing: Any) -> None:
    forged = replace(judge(sale(1, 1)), node="york-1", store="york", standing=standing)
    rows = table.after(state, [offer(), *audited(sale(1))])
    assert not [event for event in rules.decide(rows, forged, NOW_MS) if isinstance(event, did.SalesAudited)]
