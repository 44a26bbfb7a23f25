"""Aimed trouble: each day has some faults that wait for one operation, or one named point, so that in a night each meets each."""

from __future__ import annotations

import random

from msgspec.structs import replace

from arkwright.journeys import cancel, checkout
from arkwright.journeys.steps import Step
from arkwright.roles.lanes import OFFICE
from tests.simulation.faults import Fault
from tests.simulation.meeting import CAN_MEET

# After so many days nothing that can meet may still be unmet, or the run fails: each was aimed at some thirty times by then.
ALL_MET_WITHIN = 2000
AIMS_A_DAY = 3

STORIES: dict[str, list[Step[checkout.Checkout]] | list[Step[checkout.Settling]] | list[Step[cancel.Cancelling]]] = {
    "checkout": checkout.BEGIN,
    "settle": checkout.SETTLE,
    "cancel": cancel.STEPS,
}
BETWEEN = (
    *(f"{move}.{when}" for move in ("capture", "void", "refund", "mail", "request", "thread") for when in ("before", "after")),
    "mail.sent", "sleep", "file.before", "file.between", "file.after",
)  # fmt: skip
POINTS = (
    *(f"{lane}.{when}" for lane in OFFICE for when in ("loaded", "before-commit", "after-commit")),
    *(f"{story}.{step.name}.{when}" for story, steps in STORIES.items() for step in steps for when in ("before", "after")),
    *(f"{story}.{step.name}.undo" for story, steps in STORIES.items() for step in steps[:-1] if step.undo),
    *BETWEEN,
)

# Kinds that strike where something is under way; the others meet all that they can by themselves.
POWER = ("crash", "power cut")
FILES = ("disk full", "write error", "sync error")
LINES = ("lose request", "lose answer", "double", "late request", "late answer", "cut there", "cut back")
AT_PROVIDER = {
    "place": "sessions.create", "pay": "sessions.retrieve", "cancel": "sessions.expire", "capture": "intents.capture",
    "void": "intents.cancel", "refund": "refunds.create",
}  # fmt: skip
PAIRS = tuple(
    (kind, operation)
    for kind, (operations, _) in CAN_MEET.items()
    if kind in (*POWER, *FILES, *LINES) or kind.startswith("provider ")
    for operation in operations
)
AN_HOUR_BACK_MS = -3_600_000  # the provider opens no page that was to close in the past, so that checkouts are undone


def aims(dice: random.Random) -> list[Fault]:
    """Some pairs and one point, each as a fault that waits for it."""
    pairs = [at(dice, kind, operation, number) for number, (kind, operation) in enumerate(dice.sample(PAIRS, AIMS_A_DAY))]
    point = dice.choice(POINTS)
    crash = Fault(name=f"at {point}", kind="crash", where=point, per_mille=dice.choice((200, 1000)), times=1)
    late = [Fault(name="clock of an undoing", kind="clock off", amount=AN_HOUR_BACK_MS)] if point.endswith(".undo") else []
    return [*pairs, crash, *late]


def at(dice: random.Random, kind: str, operation: str, number: int) -> Fault:
    """A fault of the kind that strikes nothing but the operation, now and then, a few times."""
    fault = Fault(name=f"aim {number}", kind=kind, meets=operation, from_s=dice.uniform(0.0, 300.0), times=dice.choice((1, 2)))
    if kind in POWER:
        return replace(fault, per_mille=dice.choice((20, 200)), times=1)
    if kind in FILES:
        return replace(fault, where="disk", per_mille=dice.choice((20, 200)), times=1)
    if kind in LINES:
        return replace(fault, per_mille=dice.choice((300, 1000)))
    return replace(fault, where=AT_PROVIDER[operation], amount=dice.randint(0, 20_000))


def never_hit(met: dict[str, int]) -> list[str]:
    """The named points at which the office never died."""
    return [point for point in POINTS if not any(met.get(f"{kind}: {point}") for kind in POWER)]
