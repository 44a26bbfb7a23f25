"""A failing day in a file: written down, read again, lived again, and told with what happened around the failure."""

from __future__ import annotations

import contextlib
import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from tests.simulation.ablations import named
from tests.simulation.evidence import Evidence
from tests.simulation.plan import Plan, plan_of
from tests.simulation.range import RANGE
from tests.simulation.shrinking import Shrinker, Shrunk
from tests.simulation.verdict import Verdict, judge, witness

SHRINK_FOR_S = 120.0
MOST_LINES = 40
LONGEST_LINE = 200
A_NAME = re.compile(r"[A-Za-z][\w.@-]*\d[\w.@-]*|\d[\w.@-]*[A-Za-z_][\w.@-]*|\b[A-Z]{3,}-\d\b")


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What is needed to live the day again: seed and plan, and the safeguard that was taken out, if one was."""

    seed: int
    plan: Plan
    breaks: str
    first: str
    without: str | None = None


def planned(seed: int) -> Plan:
    """The seed's own day."""
    return plan_of(random.Random(f"{seed}/plan"))


def write(path: Path, kept: Kept) -> None:
    """As JSON that a person can read and edit."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(kept), indent=1) + b"\n")


def read(path: Path) -> Kept:
    """Such a file; raises `msgspec.ValidationError` for what is none."""
    return msgspec.json.decode(path.read_bytes(), type=Kept)


def missing(without: str | None) -> contextlib.AbstractContextManager[object]:
    """The product without one safeguard, or whole."""
    return named(without).without() if without else contextlib.nullcontext()


def shrink(seed: int, plan: Plan, breaks: str, without: str | None = None, seconds: float = SHRINK_FOR_S) -> Shrunk:
    """The smallest day found in this time that breaks the same invariant."""

    def still_fails(candidate: Plan) -> bool:
        with missing(without):
            return breaks in judge(seed, candidate).broken

    return Shrinker(plan, still_fails, seconds).shrink()


def replayed(kept: Kept) -> tuple[Verdict, Evidence | None]:
    """The day once more."""
    with missing(kept.without):
        return witness(kept.seed, kept.plan)


def story(verdict: Verdict, evidence: Evidence | None, plan: Plan) -> Iterator[str]:
    """What broke, the plan, and what happened around the failure."""
    yield f"seed {verdict.seed}: trace {verdict.trace or 'none'}, {len(verdict.violations)} violations"
    for line in verdict.violations:
        yield f"  breaks {line}"
    yield ""
    yield f"{plan.active_s:.0f} s, {len(plan.actors)} actors: {', '.join(actor.name for actor in plan.actors)}"
    for fault in plan.faults:
        times = f", {fault.times} times" if fault.times else ""
        where = f" at {fault.where}" if fault.where else ""
        yield f"  {fault.kind}{where} from {fault.from_s:.0f} s to {fault.until_s:.0f} s, {fault.per_mille} in 1000{times}"
    if evidence is not None and verdict.violations:
        yield ""
        yield "what happened around it (times of the simulated day):"
        yield from around(evidence, verdict.violations[0])


def around(evidence: Evidence, violation: str) -> Iterator[str]:
    """The lines of the day that speak of what the violation names, with the office's deaths between them."""
    everything = sorted(happened(evidence), key=lambda line: line[0])
    names = {*A_NAME.findall(violation), *(goods.sku for goods in RANGE if goods.sku in violation)}
    told = [line for line in everything if any(name in line[1] for name in names)] or everything[-MOST_LINES:]
    span = (told[0][0], told[-1][0]) if told else (0, 0)
    told += [line for line in everything if line[1].startswith("the office") and span[0] <= line[0] <= span[1] and line not in told]
    told.sort(key=lambda line: line[0])
    if len(told) > MOST_LINES:
        yield f"  ({len(told) - MOST_LINES} earlier lines left out)"
    for at_ms, line in told[-MOST_LINES:]:
        at = datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%H:%M:%S.%f")[:-3]
        yield f"  {at} {line[:LONGEST_LINE]}"


def happened(evidence: Evidence) -> Iterator[tuple[int, str]]:
    """Everything with its time: the office's lives, entries of journals, answers, and what people were told."""
    for at_ms in evidence.watched.begun_ms:
        yield at_ms, "the office starts"
    for at_ms, place in evidence.watched.ended:
        yield at_ms, f"the office ends: {place}"
    for acknowledged in evidence.watched.acknowledged:
        yield acknowledged.at_ms, f"the office stands by switches {acknowledged.table.generation}.{acknowledged.table.version}"
    for name, lane in evidence.lanes.items():
        for entry in lane.entries:
            content = msgspec.json.encode(entry.event).decode()
            yield entry.at_ms, f"{name} {entry.sequence} {type(entry.event).__name__} by {entry.command}: {content}"
    for answered in evidence.record.answered:
        yield answered.at_ms, f"{answered.lane} answers {type(answered.command).__name__} {answered.command.id}: {answered.answer}"
    for told in evidence.record.told:
        yield told.at_ms, f"somebody is told that {told.order} is {told.what}"
