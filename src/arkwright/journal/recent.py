"""What happened lately in a lane, kept in memory from its own commits, so that whoever follows it need not read and decode it anew."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from arkwright.kit.messages import Event

MOST_HELD = 1024


class Happened(msgspec.Struct, frozen=True):
    """An event that is durable, with its place in the journal and the leaf hash of its entry."""

    sequence: int
    leaf: bytes
    event: Event


class Recent:
    """The newest events of a journal without a gap, some `MOST_HELD` of them."""

    def __init__(self) -> None:
        self._held: list[Happened] = []

    def add(self, happened: Sequence[Happened]) -> None:
        """What a commit made durable; where something is missing in between, what is held begins anew."""
        held = self._held
        if held and happened and happened[0].sequence != held[-1].sequence + 1:
            held.clear()
        held.extend(happened)
        if len(held) > 2 * MOST_HELD:
            del held[:-MOST_HELD]

    def clear(self) -> None:
        """Hold nothing."""
        self._held.clear()

    def after(self, sequence: int, most: int) -> list[Happened]:
        """What follows on this sequence, in order; nothing where the journal itself must be asked."""
        place = sequence + 1 - self._held[0].sequence if self._held else -1
        return self._held[place : place + most] if place >= 0 else []
