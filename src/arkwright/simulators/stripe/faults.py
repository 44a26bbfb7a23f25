"""Trouble on order: what the next calls of an operation meet."""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["no_answer", "cut", "error", "busy", "slow"]
OPERATIONS = (
    "sessions.create",
    "sessions.retrieve",
    "sessions.expire",
    "intents.retrieve",
    "intents.capture",
    "intents.cancel",
    "refunds.create",
    "refunds.list",
    "events.retrieve",
    "events.list",
)


class Fault(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What the next `times` calls of `operation` ("*": of any) meet.

    "no_answer": it happens, and nothing is answered. "cut": nothing happens and nothing is answered. "error": nothing
    happens, 500. "busy": nothing happens, 429. "slow": it happens `latency_ms` later.
    """

    operation: str
    kind: Kind
    times: int = 1
    latency_ms: int = 0

    def __post_init__(self) -> None:
        """Refuse an operation that nobody calls."""
        if self.operation != "*" and self.operation not in OPERATIONS:
            raise ValueError(f"operation must be * or one of: {', '.join(OPERATIONS)}")
        if self.times < 1 or self.latency_ms < 0:
            raise ValueError("times must be 1 or more, and latency_ms 0 or more")


class Faults:
    """The faults still to come, in the order in which they were asked for; `met` counts them as operation and kind."""

    def __init__(self) -> None:
        self.planned: list[Fault] = []
        self.met: dict[tuple[str, str], int] = {}

    def plan(self, fault: Fault) -> None:
        """Add one behind the others."""
        self.planned.append(msgspec.structs.replace(fault))

    def clear(self) -> None:
        """Back to good weather."""
        self.planned.clear()

    def take(self, operation: str) -> Fault | None:
        """The fault that this call meets, if any; used up when its times are over."""
        for fault in self.planned:
            if fault.operation in {operation, "*"}:
                fault.times -= 1
                if fault.times == 0:
                    self.planned.remove(fault)
                self.met[operation, fault.kind] = self.met.get((operation, fault.kind), 0) + 1
                return fault
        return None
