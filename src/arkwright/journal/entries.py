"""A journal entry: one event with its place, its command and its time, in canonical bytes, hashed and chained."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any, Union

import msgspec

from arkwright.kit.messages import Event, canonical


class CommandRefused(Event, frozen=True):
    """A command was refused for good: a late duplicate cannot succeed after this no. `refusal` as kit/refusal.py stores it."""

    refusal: str


class NothingChanged(Event, frozen=True):
    """A command was taken and led to no event."""


class SwitchesObeyed(Event, frozen=True):
    """From here on the lane's gate follows this signed switch table."""

    document: str


LANE_EVENTS = (CommandRefused, NothingChanged, SwitchesObeyed)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the journal; its canonical bytes are what is hashed."""

    lane: str
    sequence: int
    at_ms: int
    command: str
    digest: str
    event: msgspec.Raw

    def bytes(self) -> bytes:
        """RFC 8785 bytes."""
        return canonical(self)


def entry_of(lane: str, sequence: int, at_ms: int, command: str, digest: bytes, event: Event) -> Entry:
    """The entry for an event that a command led to."""
    raw = msgspec.Raw(canonical(event))
    return Entry(lane=lane, sequence=sequence, at_ms=at_ms, command=command, digest=digest.hex(), event=raw)


class EventDecoder:
    """Reads events of one compartment, raising old ones to today's shape before they are decoded."""

    def __init__(self, events: ModuleType) -> None:
        types = [each for each in vars(events).values() if is_event(each) and _package(each.__module__) == _package(events.__name__)]
        self._decoder = msgspec.json.Decoder(Union[(*types, *LANE_EVENTS)])
        self._raise: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = getattr(events, "RAISE", {})

    def __call__(self, raw: bytes) -> Event:
        """The event; a tag nobody knows is a ValidationError."""
        if self._raise:
            raw = self._raised(raw)
        event: Event = self._decoder.decode(raw)
        return event

    def _raised(self, raw: bytes) -> bytes:
        body: dict[str, Any] = msgspec.json.decode(raw)
        while body["type"] in self._raise:
            body = self._raise[body["type"]](body)
        return canonical(body)


def _package(module: str) -> str:
    return module.rpartition(".")[0]


def is_event(each: object) -> bool:
    """Whether it is a concrete event type."""
    return isinstance(each, type) and issubclass(each, Event) and each is not Event


ENTRY_DECODER = msgspec.json.Decoder(Entry)


def entry_from(stored: bytes) -> Entry:
    """The entry with these bytes."""
    return ENTRY_DECODER.decode(stored)
