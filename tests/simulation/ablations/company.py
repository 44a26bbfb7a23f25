"""Safeguards between head office, the desk and the stores, each of which shows on some seed of the company when it is missing.

Others stand behind one another, so that no single one's absence shows: a node compares what head office holds, and head office what the
node sends; a receipt's points have an id of their own, and so has the command that brings them. Those are held by the tables of rules.
"""

from __future__ import annotations

import contextlib
import itertools
import random
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from unittest import mock

import msgspec
from msgspec.structs import replace

from arkwright.channels.following import following
from arkwright.channels.line.intake import Intake
from arkwright.compartments.sales_audit import commands as ask
from arkwright.compartments.sales_audit import events as did
from arkwright.compartments.sales_audit import queries, rules
from arkwright.compartments.sales_audit.judging import judge
from arkwright.compartments.sales_audit.state import NodeJournal, journal_of
from arkwright.kit.chain import GENESIS
from arkwright.kit.forwarding import chain_of
from arkwright.kit.messages import Command, Event
from arkwright.kit.rows import Rows
from arkwright.kit.switches import Gate, accept
from arkwright.roles import stores_said
from tests.simulation.company.plan import CompanyPlan, company_plan_of
from tests.simulation.company.verdict import judge_company
from tests.simulation.faults import Fault
from tests.simulation.verdict import Verdict
from tests.simulation.world import who_lives


class CompanyAblation(msgspec.Struct, frozen=True, kw_only=True):
    """Without this safeguard one of these invariants breaks; `seed_as` makes each seed fit, where its own hardly ever would."""

    name: str
    protects: str
    without: Callable[[], contextlib.AbstractContextManager[Any]]
    caught_by: tuple[str, ...]
    seed_as: Callable[[CompanyPlan], CompanyPlan] = lambda plan: plan

    def judged(self, seed: int) -> Verdict:
        """The seed of the company."""
        return judge_company(seed, self.seed_as(company_plan_of(random.Random(f"{seed}/company"))))


def at_a_store() -> bool:
    """Whether what runs is a store's node."""
    return who_lives() not in ("", "office")


@contextlib.contextmanager
def chains_are_not_compared() -> Iterator[None]:
    """Head office goes by the numbers of entries alone."""

    async def by_number(reader: Any, node: str, lane: str, first: int, _before: bytes, chains: Any) -> str:
        held = await queries.place(reader, node, lane)
        return "gap" if first > held.sequence + 1 else "held" if first + len(chains) - 1 <= held.sequence else "new"

    with mock.patch.object(queries, "compare", by_number), mock.patch.object(rules, "receive", receive_by_number):
        yield


def receive_by_number(rows: Rows, command: ask.ReceiveEntries, now_ms: int) -> list[Event]:
    """Whatever stands behind the last number that is held."""
    held = rows[NodeJournal, journal_of(command.node, command.lane)]
    sequence, chain = (held.sequence, held.chain) if held else (0, GENESIS.hex())
    return taken(command, command.entries[max(0, sequence + 1 - command.first) :], sequence + 1, chain, now_ms)


@contextlib.contextmanager
def held_is_taken_again() -> Iterator[None]:
    """Head office takes each batch as it comes, whatever it holds already."""

    async def always_new(*_: Any) -> str:
        return "new"

    with mock.patch.object(queries, "compare", always_new), mock.patch.object(rules, "receive", receive_again):
        yield


def receive_again(rows: Rows, command: ask.ReceiveEntries, now_ms: int) -> list[Event]:
    """All of it, behind what is held."""
    held = rows[NodeJournal, journal_of(command.node, command.lane)]
    sequence, chain = (held.sequence, held.chain) if held else (0, GENESIS.hex())
    if command.first > sequence + 1:
        return []
    if command.first == sequence + 1:
        return taken(command, command.entries, sequence + 1, chain, now_ms)
    again = taken(command, command.entries, command.first, command.before, now_ms)
    return [replace(each, last=sequence, chain=chain) if isinstance(each, did.EntriesReceived) else each for each in again]


def taken(command: ask.ReceiveEntries, entries: tuple[str, ...], first: int, before: str, now_ms: int) -> list[Event]:
    """These entries, held."""
    if not entries:
        return []
    known = {name: getattr(command, name) for name in ("node", "store", "lane", "serial", "standing")}
    chain = chain_of(bytes.fromhex(before), entries)[-1].hex()
    return [
        did.EntriesReceived(
            **known, first=first, last=first + len(entries) - 1, before=before, chain=chain, entries=entries, received_ms=now_ms
        )
    ]


@contextlib.contextmanager
def stores_obey_any_version() -> Iterator[None]:
    """A store obeys whatever the desk signed once, however old."""
    with mock.patch.object(following, "accept", lambda held, new: new if at_a_store() else accept(held, new)):
        yield


@contextlib.contextmanager
def stores_do_not_ask_the_gate() -> Iterator[None]:
    """The lane of tills lets everything through."""
    check = Gate.check

    def only_elsewhere(gate: Gate, *asked: Any) -> None:
        if not at_a_store():
            check(gate, *asked)

    with mock.patch.object(Gate, "check", only_elsewhere):
        yield


@contextlib.contextmanager
def screens_do_not_follow() -> Iterator[None]:
    """The pages of a store go on as they were when the node started."""
    take = following.Following.take

    async def quietly(self: following.Following, published: Any, on_table: Any) -> None:
        shown = self._gate
        await take(self, published, on_table)
        if at_a_store():
            self._gate = shown

    with mock.patch.object(following.Following, "take", quietly):
        yield


@contextlib.contextmanager
def goods_leave_under_new_ids() -> Iterator[None]:
    """What follows from a sale has an id of its own each time that it is carried."""
    moved, numbers = stores_said.stock_moved, itertools.count()

    def anew(event: Event, command: str) -> Iterable[Command]:
        return [replace(each, id=f"{each.id}.{next(numbers)}") for each in moved(event, command)]

    with mock.patch.object(stores_said, "stock_moved", anew):
        yield


@contextlib.contextmanager
def revoked_nodes_are_believed() -> Iterator[None]:
    """Head office does not look whether the desk stands by a node."""
    command = Intake._command
    with mock.patch.object(Intake, "_command", lambda *of: replace(command(*of), standing="standing")):
        yield


@contextlib.contextmanager
def late_declines_are_passed_over() -> Iterator[None]:
    """A stored payment that came to nothing is nobody's."""
    with mock.patch.object(rules, "judge", lambda rows, command, now_ms: judge(rows, replace(command, declines=()), now_ms)):
        yield


def short(plan: CompanyPlan) -> CompanyPlan:
    """Nobody is cut off for days."""
    kept = tuple(fault for fault in plan.faults if not fault.name.startswith("cut "))
    return replace(plan, cut_days=0, faults=kept)


def rolled_back(plan: CompanyPlan) -> CompanyPlan:
    """A store is restored from a snapshot."""
    return replace(short(plan), rolled_back=plan.cut, revoked="")


def forged(plan: CompanyPlan) -> CompanyPlan:
    """Switches move, and somebody in the desk's place sends old ones."""
    return replace(short(plan), switched=True, faults=(*short(plan).faults, Fault(name="forged", kind="desk forged", per_mille=300)))


def switched(plan: CompanyPlan) -> CompanyPlan:
    """Switches move."""
    return replace(short(plan), switched=True)


def lossy(plan: CompanyPlan) -> CompanyPlan:
    """Batches come twice."""
    doubles = Fault(name="doubles", kind="double", where="line", per_mille=200)
    lost = Fault(name="lost", kind="lose answer", where="line", per_mille=100)
    return replace(short(plan), faults=(*short(plan).faults, doubles, lost))


def office_dies(plan: CompanyPlan) -> CompanyPlan:
    """Head office dies just when goods have left."""
    dies = Fault(name="dies", kind="crash", where="office/stock.after-commit", per_mille=100, times=6)
    return replace(short(plan), faults=(*short(plan).faults, dies))


def one_revoked(plan: CompanyPlan) -> CompanyPlan:
    """The desk stands by one node no more, and hears of nothing that keeps head office from knowing."""
    kept = tuple(fault for fault in short(plan).faults if not fault.kind.startswith(("desk", "lose", "late")))
    return replace(short(plan), revoked=plan.cut, faults=kept)


def declined(plan: CompanyPlan) -> CompanyPlan:
    """The acquirer is away, and declines what was stored meanwhile."""
    return replace(short(plan), acquirer=True)


COMPANY = (
    CompanyAblation(
        name="head office does not compare chains",
        protects="another journal in a node's name is a case",
        without=chains_are_not_compared,
        caught_by=("30",),
        seed_as=rolled_back,
    ),
    CompanyAblation(
        name="what is held is taken again",
        protects="each entry counts once, however often it comes",
        without=held_is_taken_again,
        caught_by=("1", "10", "19", "30"),
        seed_as=lossy,
    ),
    CompanyAblation(
        name="stores obey old switches",
        protects="a replayed order changes nothing in a store",
        without=stores_obey_any_version,
        caught_by=("23",),
        seed_as=forged,
    ),
    CompanyAblation(
        name="stores do not ask the gate",
        protects="what is paused is not taken at a till",
        without=stores_do_not_ask_the_gate,
        caught_by=("22", "26"),
        seed_as=switched,
    ),
    CompanyAblation(
        name="screens of stores do not follow",
        protects="a till says what works",
        without=screens_do_not_follow,
        caught_by=("26",),
        seed_as=switched,
    ),
    CompanyAblation(
        name="goods leave under new ids",
        protects="goods leave the stock once",
        without=goods_leave_under_new_ids,
        caught_by=("10",),
        seed_as=office_dies,
    ),
    CompanyAblation(
        name="revoked nodes are believed",
        protects="a stolen node's sales count for nothing",
        without=revoked_nodes_are_believed,
        caught_by=("23",),
        seed_as=one_revoked,
    ),
    CompanyAblation(
        name="late declines are passed over",
        protects="money that did not come is somebody's case",
        without=late_declines_are_passed_over,
        caught_by=("6",),
        seed_as=declined,
    ),
)
