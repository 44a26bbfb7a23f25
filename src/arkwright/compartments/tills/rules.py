"""The rules of the tills: what a command leads to."""

from __future__ import annotations

from collections.abc import Iterable

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import events as did
from arkwright.compartments.tills import refusals as no
from arkwright.compartments.tills.state import HERE, Place, Till
from arkwright.kit.messages import Command, Event
from arkwright.kit.rows import Key, Rows

LONGEST_TILL = 4


def keys(command: Command) -> Iterable[Key]:
    """Rows worth loading beforehand."""
    yield (Place, HERE)
    if isinstance(command, ask.SetUpTill | ask.TillCommand):
        yield (Till, command.till)


def decide(rows: Rows, command: Command, now_ms: int) -> list[Event]:
    """The events that the command leads to, or a refusal."""
    if isinstance(command, ask.StoreCommand):
        here = rows[Place, HERE]
        if here and here.store != command.store:
            raise no.TillsOfAnotherStore(here.store)
    match command:
        case ask.SetUpTill():
            return set_up_till(rows, command, now_ms)
        case _:
            raise TypeError(f"tills does not know the command {type(command).__name__}")


def set_up_till(rows: Rows, command: ask.SetUpTill, now_ms: int) -> list[Event]:
    """Once a till."""
    if not (command.till.isascii() and command.till.isalnum() and len(command.till) <= LONGEST_TILL):
        raise no.TillNameIsWrong()
    return [] if rows[Till, command.till] else [did.TillSet(store=command.store, till=command.till, at_ms=now_ms)]
