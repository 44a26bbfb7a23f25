"""Rules as tables: given what happened, when this is asked, then these events or this refusal."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import Refusal
from arkwright.kit.rows import LoadedRows

NOW_MS = 1_790_000_000_000


def after(state: ModuleType, history: Sequence[Event]) -> LoadedRows:
    """The rows that this history leads to."""
    rows = LoadedRows(complete=True)
    for event in history:
        state.evolve(rows, event)
        rows.keep()
    return rows


def ask(rules: ModuleType, state: ModuleType, history: Sequence[Event], command: Command, now_ms: int = NOW_MS) -> list[Event] | Refusal:
    """What the command leads to after this history; the events are evolved too, so that none can break the state."""
    rows = after(state, history)
    list(rules.keys(command))
    try:
        events: list[Event] = rules.decide(rows, command, now_ms)
    except Refusal as refusal:
        assert str(refusal)
        return refusal
    for event in events:
        state.evolve(rows, event)
    return events
