"""Whole days of card payments under faults: at rest each tender, the terminal and the acquirer agree to the penny."""

from __future__ import annotations

import asyncio
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from arkwright.channels.terminal.client import NexoTerminal
from arkwright.kit.terminal import (
    Aborted,
    Approved,
    CardTerminal,
    Declined,
    DeclinedLate,
    EntryMode,
    InProgress,
    NotFound,
    Outcome,
    PaymentAsked,
    RefundAsked,
    Reversed,
    TerminalRefused,
)
from arkwright.kit.world import NetworkError
from arkwright.simulators.acquirer import model
from arkwright.simulators.acquirer.books import Books, Entry
from arkwright.simulators.acquirer.messages import Message, original_of
from tests.simulation.clock import VirtualLoop, run
from tests.simulation.faults import Fault
from tests.simulation.network import Network
from tests.simulation.terminals import Terminals
from tests.simulation.world import SimulatedWorld, Universe

NAMES = ("leeds-1", "leeds-2")
SALES = 25
MODES: tuple[tuple[EntryMode, ...], ...] = (("contactless", "chip-and-pin"), ("contactless",), ("chip-and-pin",))
ON_LINES = ("lose request", "lose answer", "double", "late request", "late answer")
FAULTS = [Fault(name=f"{kind} {where}", kind=kind, where=where, per_mille=60) for kind in ON_LINES for where in ("terminal", "acquirer")]


class Till:
    """A till that asks its terminal until it knows, and writes down all that it was told."""

    def __init__(self, universe: Universe, network: Network, name: str) -> None:
        self.name = name
        self.told: dict[str, list[Outcome]] = {}
        self.refunds: set[str] = set()
        self.stored: set[str] = set()
        self.disagreed = 0
        self._dice = universe.dice(f"till {name}")
        world = SimulatedWorld(universe, f"till {name}", network)
        self.terminal: CardTerminal = NexoTerminal(world, address=f"http://{name}.terminal.localhost", terminal=name, sale="leeds")

    async def day(self) -> None:
        for number in range(SALES):
            tender = f"{self.name}.{number}"
            asked = PaymentAsked(
                tender=tender,
                amount_pence=self._dice.choice((500, 1250, 9_999, 15_000)),
                entry_modes=self._dice.choice(MODES),
                may_be_stored=self._dice.randrange(2) == 0,
            )
            self.stored |= {tender} if asked.may_be_stored else set()
            outcome = await self.paid(asked)
            if isinstance(outcome, Approved):
                await self.perhaps_more(tender, outcome)
            await asyncio.sleep(self._dice.uniform(0.0, 30.0))

    async def paid(self, asked: PaymentAsked) -> Outcome:
        for _ in range(self._dice.randrange(1, 3)):
            try:
                return self.note(asked.tender, await self.terminal.pay(asked))
            except NetworkError:
                await asyncio.sleep(self._dice.uniform(0.0, 20.0))
        return await self.decided(asked.tender)

    async def decided(self, tender: str) -> Outcome:
        while True:
            try:
                outcome = self.note(tender, await self.terminal.status(tender))
                if isinstance(outcome, NotFound):
                    await self.terminal.abort(tender)
                elif not isinstance(outcome, InProgress):
                    return outcome
            except NetworkError:
                pass
            await asyncio.sleep(self._dice.uniform(1.0, 10.0))

    async def perhaps_more(self, tender: str, paid: Approved) -> None:
        match self._dice.randrange(6):
            case 0:
                await self.reversed(tender, paid)
            case 1 if paid.stored is None:
                refund = f"{tender}.refund"
                self.refunds.add(refund)
                part = RefundAsked(
                    refund=refund, amount_pence=paid.amount_pence // 2, terminal=self.name, transaction=paid.transaction, at_ms=paid.at_ms
                )
                try:
                    self.note(refund, await self.terminal.refund(part))
                except NetworkError:
                    await self.decided(refund)
            case 2:
                await self.reconciled(f"{tender}.z")

    async def reversed(self, tender: str, paid: Approved) -> None:
        while True:
            try:
                return await self.terminal.reverse(reversal=f"{tender}.reverse", transaction=paid.transaction, at_ms=paid.at_ms)
            except TerminalRefused:
                return None
            except NetworkError:
                await asyncio.sleep(5.0)

    async def reconciled(self, name: str) -> None:
        for _ in range(3):
            try:
                self.disagreed += not (await self.terminal.reconcile(name)).agreed
            except (NetworkError, TerminalRefused):
                await asyncio.sleep(10.0)

    def note(self, tender: str, outcome: Outcome) -> Outcome:
        self.told.setdefault(tender, []).append(outcome)
        return outcome


async def one_day(universe: Universe) -> tuple[list[str], Counter[str]]:
    """What is wrong at the end of a day, and what happened in it."""
    network = Network(universe.dice, universe.trouble)
    terminals = Terminals(universe, network, NAMES)
    tills = [Till(universe, network, name) for name in NAMES]
    universe.trouble.begin()
    loop = asyncio.get_running_loop()
    lives = [loop.create_task(terminals.live(name)) for name in NAMES]
    trouble = [loop.create_task(terminals.pull_plugs(name, 200.0)) for name in NAMES]
    trouble.append(loop.create_task(terminals.trouble_the_acquirer(150.0)))
    await asyncio.gather(*(till.day() for till in tills))
    for task in trouble:
        task.cancel()
    universe.trouble.end()
    await terminals.at_rest()
    await asyncio.sleep(60.0)  # what was under way on the lines has come
    for till in tills:
        await till.reconciled(f"{till.name}.last")
        for tender in list(till.told):
            await till.decided(tender)
    for task in lives:
        task.cancel()
    entries = {(each.terminal, each.reference): each for each in terminals.acquirer.books.entries.values()}
    return [problem for till in tills for problem in judged(till, entries)], Counter(
        type(outcome).__name__ for till in tills for each in till.told.values() for outcome in each[-1:]
    )


def judged(till: Till, entries: dict[tuple[str, str], Entry]) -> list[str]:
    """What does not agree."""
    problems = [f"{till.name}: {till.disagreed} periods disagree"] if till.disagreed else []
    for tender, told in till.told.items():
        final = [each for each in told if not isinstance(each, InProgress | NotFound)]
        problems += [f"{tender}: {first}, then {later}" for first, later in pairwise(final) if not follows(first, later)]
        problems += [
            f"{tender}: stored without leave" for each in final if isinstance(each, Approved) and each.stored and tender not in till.stored
        ]
    last = [(tender, told[-1]) for tender, told in till.told.items()]
    taken = {each.reference: each.amount_pence for each in entries.values() if each.terminal == till.name and each.state == "captured"}
    believed = {each.transaction: each.amount_pence for _, each in last if isinstance(each, Approved)}
    return problems + ([f"{till.name}: the till believes {believed}, the acquirer has taken {taken}"] if taken != believed else [])


def follows(first: Outcome, later: Outcome) -> bool:
    match first:
        case Approved(stored=None):
            return later == first or isinstance(later, Reversed)
        case Approved():
            return isinstance(later, Approved | Reversed | DeclinedLate) and later.transaction == first.transaction
        case Declined() | Aborted() | Reversed() | DeclinedLate():
            return later == first or (isinstance(first, Declined) and first.why == "terminal-busy" and later == Aborted(by="till"))
    return True


def days(folder: Path, seeds: range) -> tuple[list[str], Counter[str]]:
    problems, happened = [], Counter[str]()
    for seed in seeds:
        loop = VirtualLoop()
        found, met = run(one_day(Universe(seed, loop, folder / str(seed), FAULTS)), loop)
        problems += [f"seed {seed}: {each}" for each in found]
        happened += met
    return problems, happened


def test_days_of_payments_end_with_books_that_agree(tmp_path: Path) -> None:
    problems, happened = days(tmp_path, range(6))
    assert problems == []
    assert {"Approved", "Declined", "Aborted", "Reversed", "DeclinedLate"} <= happened.keys()


def test_an_acquirer_that_forgets_early_reversals_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = model._reversal

    def forgetful(books: Books, message: Message, now_ms: int) -> Message:
        known = ".".join(original_of(message)) in books.entries
        answer = honest(books, message, now_ms)
        if not known:
            del books.entries[".".join(original_of(message))]
        return answer

    monkeypatch.setattr(model, "_reversal", forgetful)
    assert any(days(tmp_path, range(seed, seed + 1))[0] for seed in range(20))
