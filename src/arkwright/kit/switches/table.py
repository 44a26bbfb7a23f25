"""The switch table: every switch order that counts, as the desk signs it and each node keeps it."""

from __future__ import annotations

import msgspec

from arkwright.kit.switches.order import SwitchOrder

PAYLOAD_TYPE = "arkwright/switches/1"


class SwitchTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One order for each switch ever moved, reopened ones too, as of `version` and still so at `as_at_ms`.

    All orders that apply to a command count and the strictest wins, so that a narrow place never opens what a broad one has
    closed. `restarts` holds, for each switch tightened since two people last loosened it, that last order of theirs: a node
    that missed it can still tell that what stands now was theirs to allow.
    """

    generation: int
    version: int
    as_at_ms: int
    orders: tuple[SwitchOrder, ...] = ()
    restarts: tuple[SwitchOrder, ...] = ()


NOTHING_SWITCHED = SwitchTable(generation=0, version=0, as_at_ms=0)
