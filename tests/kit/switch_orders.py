"""Switch orders and tables for tests: one line each, everything else plausible."""

from __future__ import annotations

from typing import Any

from arkwright.kit.switches import EVERYWHERE, Approval, Place, SwitchOrder, SwitchTable

HOUR_MS = 60 * 60 * 1000
NOW_MS = 1_790_000_000_000


def people(count: int) -> tuple[Approval, ...]:
    return tuple(Approval(account=f"account-{number}", at_ms=NOW_MS) for number in range(count))


def order(mode: str = "paused", place: Place = EVERYWHERE, number: int = 1, approved: int = 1, **more: Any) -> SwitchOrder:
    fields: dict[str, Any] = {
        "capability": "orders",
        "mode": mode,
        "place": place,
        "say": f"We have {mode} orders.",
        "fallback": "Visit a store.",
        "generation": 1,
        "number": number,
        "since_ms": NOW_MS - HOUR_MS,
        "issued_ms": NOW_MS,
        "review_ms": NOW_MS + HOUR_MS,
        "approvals": people(2 if mode == "open" else approved),
    }
    return SwitchOrder(**(fields | more))


def held(*orders: SwitchOrder, **more: Any) -> SwitchTable:
    fields: dict[str, Any] = {"generation": 1, "version": 10, "as_at_ms": NOW_MS, "orders": orders}
    return SwitchTable(**(fields | more))
