"""Safeguards of the lane and its journal: ids, refusals, reactions, one transaction, the allowance, syncing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from unittest import mock

import apsw
from msgspec.structs import replace

from arkwright.compartments.ordering import delivery
from arkwright.compartments.ordering import rules as ordering
from arkwright.compartments.ordering.state import NamedDays, Promise
from arkwright.journal import pump, tables
from arkwright.journal.batch import Batch
from arkwright.journal.entries import CommandRefused
from arkwright.journal.work import Known, Work
from arkwright.kit.database import sqlite
from arkwright.kit.rows import Key
from tests.simulation.ablations.ablation import Ablation


@contextlib.contextmanager
def no_memory_of_ids() -> Iterator[None]:
    """Every command counts as new, however often it comes."""

    begin = Work.begin

    async def blank(work: Work, _commands: Sequence[str] = (), keys: Iterable[Key] = (), known: Known | None = None) -> None:
        await begin(work, (), keys, known)

    with mock.patch.object(Work, "begin", blank):
        yield


@contextlib.contextmanager
def any_content() -> Iterator[None]:
    """An id that is known is answered, whatever comes with it."""
    again = Batch._again

    async def lenient(batch: Batch, known: Any, item: Any) -> Any:
        return await again(batch, replace(known, digest=item.digest), item)

    with mock.patch.object(Batch, "_again", lenient):
        yield


@contextlib.contextmanager
def no_stored_refusals() -> Iterator[None]:
    """A no is forgotten, so that a late duplicate may become a yes."""

    def record(work: Work, command: str, digest: bytes, events: Sequence[Any], now_ms: int) -> Any:
        if not isinstance(events[0], CommandRefused):
            return remember(work, command, digest, events, now_ms)
        return None

    remember = Work.record
    with mock.patch.object(Work, "record", record):
        yield


@contextlib.contextmanager
def forgetful_reactions() -> Iterator[None]:
    """What follows from an event has another id each time the event is read."""
    times = iter(range(10**9))
    known = pump.reaction_id
    with mock.patch.object(pump, "reaction_id", lambda *about: f"{known(*about)}.{next(times)}"):
        yield


@contextlib.contextmanager
def two_transactions() -> Iterator[None]:
    """Rows are committed first, then what happened."""
    save = Batch.save

    async def twice(batch: Batch, notes: Mapping[str, int]) -> None:
        await batch._writer.save(*(change for change in batch.work.changes() if change.table not in (tables.JOURNAL, tables.OUTCOMES)))
        await batch._writer.commit()
        await batch._writer.begin()
        await save(batch, notes)

    with mock.patch.object(Batch, "save", twice):
        yield


@contextlib.contextmanager
def unsynced_commits() -> Iterator[None]:
    """A commit is in the cache of the operating system, and on the disk some time later."""
    configure = sqlite.configure

    def hasty(connection: apsw.Connection) -> None:
        configure(connection)
        connection.execute("PRAGMA synchronous=OFF")

    with mock.patch.object(sqlite, "configure", hasty):
        yield


@contextlib.contextmanager
def no_allowance() -> Iterator[None]:
    """Ordering promises whatever is asked for."""
    with mock.patch.object(ordering, "promise", return_value=Promise(sku="any", granted=10**6)):
        yield


@contextlib.contextmanager
def endless_days() -> Iterator[None]:
    """A day takes as many orders as want it."""
    roomy = NamedDays(method="named-day", capacity=10**6, charge_pence=6_95)
    with mock.patch.object(delivery, "terms_of", return_value=roomy):
        yield


JOURNAL = (
    Ablation(
        name="ids are not remembered",
        protects="a command takes effect once",
        without=no_memory_of_ids,
        caught_by=("2",),
    ),
    Ablation(
        name="an id's content is not compared",
        protects="the same id with other content is refused",
        without=any_content,
        caught_by=("2",),
    ),
    Ablation(
        name="refusals are not stored",
        protects="a no stays a no",
        without=no_stored_refusals,
        caught_by=("2",),
    ),
    Ablation(
        name="reactions have no stable ids",
        protects="what follows from an event follows once",
        without=forgetful_reactions,
        caught_by=("1", "4", "10", "11"),
    ),
    Ablation(
        name="rows and journal are saved apart",
        protects="a change and its event stand or fall together",
        without=two_transactions,
        caught_by=("1", "2", "10", "11", "12", "29"),
    ),
    Ablation(
        name="commits are not synced",
        protects="what is acknowledged outlives a power cut",
        without=unsynced_commits,
        caught_by=("1",),
    ),
    Ablation(
        name="the allowance is not checked",
        protects="orders stay within available-to-promise",
        without=no_allowance,
        caught_by=("11",),
    ),
    Ablation(
        name="the places of a day are not counted",
        protects="no day is promised to more orders than it can take",
        without=endless_days,
        caught_by=("11",),
    ),
)
