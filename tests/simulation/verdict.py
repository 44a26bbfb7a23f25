"""What a seed's day came to: its trace, what is wrong with it, and which faults met it."""

from __future__ import annotations

import logging
from collections import Counter

import msgspec
import structlog

from tests.simulation.checkers import violations
from tests.simulation.clock import NothingHappensAnyMore, TimeStandsStill
from tests.simulation.day import live
from tests.simulation.plan import Plan


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of one seed."""

    seed: int
    trace: str
    violations: list[str]
    acknowledged: int
    met: Counter[str]


def judge(seed: int, plan: Plan | None = None) -> Verdict:
    """Live the day and hold its evidence against the invariants; a day that cannot end breaks invariant 9."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        evidence, universe = live(seed, plan)
    except (NothingHappensAnyMore, TimeStandsStill) as error:
        return Verdict(seed=seed, trace="", violations=[f"9: the day does not end: {error!r}"], acknowledged=0, met=Counter())
    finally:
        structlog.configure(**before)
    acknowledged = sum(each.answer.startswith("done") for each in evidence.record.answered)
    return Verdict(seed=seed, trace=evidence.trace, violations=violations(evidence), acknowledged=acknowledged, met=universe.met)
