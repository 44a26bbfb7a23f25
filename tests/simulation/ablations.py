"""Safeguards taken out of the product one at a time, to prove that the simulation would notice."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any
from unittest import mock

import msgspec

from arkwright.compartments.ordering import rules as ordering
from arkwright.compartments.ordering.state import Promise
from arkwright.journal import pump
from arkwright.journal.entries import CommandRefused
from arkwright.journal.work import Work
from arkwright.journeys import paying
from arkwright.kit.switches import Gate


class Ablation(msgspec.Struct, frozen=True, kw_only=True):
    """One safeguard: without it, one of these invariants breaks within a bounded number of seeds.

    `crashes`: what only a crash between an effect and its mark would show gets days with that many, right after commits.
    """

    name: str
    without: Callable[[], AbstractContextManager[Any]]
    caught_by: tuple[str, ...]
    crashes: int = 0


@contextlib.contextmanager
def no_memory_of_ids() -> Iterator[None]:
    """Every command counts as new, however often it comes."""

    async def seen(_work: Work, _commands: Sequence[str]) -> None: ...

    with mock.patch.object(Work, "seen", seen):
        yield


@contextlib.contextmanager
def open_gate() -> Iterator[None]:
    """No lane asks the switches."""
    with mock.patch.object(Gate, "check", return_value=None):
        yield


@contextlib.contextmanager
def no_allowance() -> Iterator[None]:
    """Ordering promises whatever is asked for."""
    with mock.patch.object(ordering, "promise", return_value=Promise(sku="any", granted=10**6)):
        yield


@contextlib.contextmanager
def forgetful_reactions() -> Iterator[None]:
    """What follows from an event has another id each time the event is read."""
    times = iter(range(10**9))
    known = pump.reaction_id
    with mock.patch.object(pump, "reaction_id", lambda *about: f"{known(*about)}.{next(times)}"):
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
def word_of_the_browser() -> Iterator[None]:
    """Whoever comes back from the payment page has paid."""
    seen = paying.seen

    async def believed(shop: Any, order: Any, close: bool) -> Any:
        evidence = await seen(shop, order, close)
        if evidence is None or evidence.status != "open":
            return evidence
        return msgspec.structs.replace(evidence, status="authorised", payment=f"pi_of_{order.order}", amount_pence=order.total_pence)

    with mock.patch.object(paying, "seen", believed):
        yield


ABLATIONS = (
    Ablation(name="ids are not remembered", without=no_memory_of_ids, caught_by=("2",)),
    Ablation(name="the gate is not asked", without=open_gate, caught_by=("22",)),
    Ablation(name="the allowance is not checked", without=no_allowance, caught_by=("11",)),
    Ablation(name="reactions have no stable ids", without=forgetful_reactions, caught_by=("1", "10", "11"), crashes=20),
    Ablation(name="refusals are not stored", without=no_stored_refusals, caught_by=("2",)),
    Ablation(name="paid without evidence", without=word_of_the_browser, caught_by=("5", "6")),
)
