"""Histories of switches for tests: one line each, everything else plausible."""

from __future__ import annotations

from typing import Any

from arkwright.compartments.switchboard import commands as ask
from arkwright.compartments.switchboard import rules, state
from arkwright.kit.messages import Command, Event
from arkwright.kit.switches import Limits, Place, Setting
from tests.compartments.table import NOW_MS, after

HOUR_MS = 60 * 60 * 1000
DAY_MS = 24 * HOUR_MS
SAY = "We have paused orders for now."
WEB = Place(channel="web")
ENGLAND, BRITAIN = Limits(regions=("England",)), Limits(regions=("England", "Scotland", "Wales"))


def setting(mode: str = "paused", **more: Any) -> Setting:
    fields: dict[str, Any] = {"capability": "orders", "mode": mode, "say": SAY, "review_ms": NOW_MS + DAY_MS}
    if mode == "limited":
        fields["limits"] = ENGLAND
    if mode == "open":
        fields |= {"say": "", "review_ms": None}
    return Setting(**(fields | more))


def tighten(mode: str = "paused", by: str = "ann", reason: str = "Intruders were seen.", **more: Any) -> ask.Tighten:
    return ask.Tighten(id="t", setting=setting(mode, **more), reason=reason, by=by)


def propose(mode: str = "open", by: str = "ann", proposal: str = "p1", reason: str = "All clear.", **more: Any) -> ask.ProposeRestart:
    return ask.ProposeRestart(id="p", proposal=proposal, setting=setting(mode, **more), reason=reason, by=by)


def approve(by: str = "bob", proposal: str = "p1") -> ask.ApproveRestart:
    return ask.ApproveRestart(id="a", proposal=proposal, by=by)


def events_of(*commands: Command | tuple[Command, int]) -> list[Event]:
    """What these commands, each asked at NOW_MS or at the time beside it, made happen."""
    events: list[Event] = []
    for each in commands:
        command, at_ms = each if isinstance(each, tuple) else (each, NOW_MS)
        events.extend(rules.decide(after(state, events), command, at_ms))
    return events
