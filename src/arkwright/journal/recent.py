"""What happened lately in a lane, kept in memory from its own commits, so that whoever follows it need not read and decode it anew."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from arkwright.kit.messages import Event

MOST_HELD = 1024
MOST_BYTES = 16 * 1024 * 1024  # of their entries: a batch of a store's journal is one large event


class Happened(msgspec.Struct, frozen=True):
    """An event that is durable, with its place in the journal and the leaf hash of its entry."""

    sequence: int
    leaf: bytes
    event: Event


class Recent:
    """The newest events of a journal without a gap, some `MOST_HELD` of them, or fewer where they are large."""

    def __init__(self) -> None:
        self._held: list[Happened] = []
        self._bytes = 0

    def add(self, happened: Sequence[Happened], size_bytes: int = 0) -> None:
        """What a commit made durable; where something is missing in between, what is held begins anew."""
        held = self._held
        self._bytes += size_bytes
        if (held and happened and happened[0].sequence != held[-1].sequence + 1) or self._bytes > MOST_BYTES:
            held.clear()
            self._bytes = size_bytes
        held.extend(happened)
        if len(held) > 2 * MOST_HELD:
            del held[:-MOST_HELD]
            self._bytes //= 2

    def clear(self) -> None:
        """Hold nothing."""
        self._held.clear()
        self._bytes = 0

    def after(self, sequence: int, most: int) -> list[Happened]:
        """What follows on this sequence, in order; nothing where the journal itself must be asked."""
        place = sequence + 1 - self._held[0].sequence if self._held else -1
        return self._held[place : place + most] if place >= 0 else []
