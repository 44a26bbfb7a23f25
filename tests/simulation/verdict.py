"""What a seed's day came to: its trace, what is wrong with it, which faults met it, and what it cost to live it."""

from __future__ import annotations

import logging
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import structlog
from msgspec.structs import replace

from arkwright.journal.reading import JournalBroken
from arkwright.kit.database.port import DatabaseUnusable
from tests.simulation.checkers import violations
from tests.simulation.clock import NoEndInSight, NothingHappensAnyMore, TimeStandsStill
from tests.simulation.day import live
from tests.simulation.evidence import Evidence
from tests.simulation.plan import Plan
from tests.simulation.record import Record
from tests.simulation.watching import Watched, watching


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of one seed; each violation begins with the number of its invariant, and stands beside the checker that found it.

    `done` counts operations acknowledged, by kind.
    """

    seed: int
    trace: str
    violations: list[str]
    checkers: list[str] = msgspec.field(default_factory=list)
    done: Counter[str] = msgspec.field(default_factory=Counter)
    met: Counter[str] = msgspec.field(default_factory=Counter)
    simulated_s: float = 0.0
    cpu_s: float = 0.0

    @property
    def broken(self) -> set[str]:
        """The invariants that did not hold."""
        return {number_of(line) for line in self.violations}


def judge(seed: int, plan: Plan | None = None) -> Verdict:
    """Live the day and hold its evidence against the invariants."""
    return witness(seed, plan)[0]


def witness(seed: int, plan: Plan | None = None) -> tuple[Verdict, Evidence | None]:
    """The verdict with its evidence. A day that cannot end breaks invariant 9, a file that cannot be read 1, a journal that is not
    intact 27; whatever else ends it breaks none, and is "broken" all the same."""
    began = time.process_time()
    with in_silence(), watching() as watched:
        try:
            evidence, universe = live(seed, plan)
        except (NoEndInSight, NothingHappensAnyMore, TimeStandsStill) as error:
            return ended_early(seed, f"9: the day does not end: {error!r}", watched), None
        except DatabaseUnusable as error:
            return ended_early(seed, f"1: what was acknowledged cannot be read any more: {error}", watched), None
        except JournalBroken as error:
            return ended_early(seed, f"27: {error}", watched), None
        except Exception as error:  # noqa: BLE001 - a night goes on, and this seed is one of its findings
            where = traceback.extract_tb(error.__traceback__)[-1]
            words = f"broken: {error!r} in {where.name}, {where.filename.rpartition('/')[2]}:{where.lineno}"
            return ended_early(seed, words, watched), None
    evidence = replace(evidence, watched=watched)
    found = violations(evidence)
    verdict = Verdict(
        seed=seed,
        trace=evidence.trace,
        violations=[line for _, line in found],
        checkers=[checker for checker, _ in found],
        done=acknowledged(evidence.record),
        met=universe.met,
        simulated_s=universe.loop.seconds,
        cpu_s=time.process_time() - began,
    )
    return verdict, evidence


def ended_early(seed: int, violation: str, watched: Watched) -> Verdict:
    """The verdict on a day that left no evidence."""
    met = Counter(f"crash: {place}" for _, place in watched.ended)
    return Verdict(seed=seed, trace="", violations=[violation], checkers=["judge"], met=met)


def acknowledged(record: Record) -> Counter[str]:
    """Operations acknowledged, by kind; one that was sent again counts once."""
    done = {(each.lane, each.command.id): type(each.command).__name__ for each in record.answered if each.answer.startswith("done")}
    return Counter(done.values())


def number_of(violation: str) -> str:
    """Which invariant a violation is of."""
    return violation.partition(":")[0]


@contextmanager
def in_silence() -> Iterator[None]:
    """Nothing is logged while this lasts."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        yield
    finally:
        structlog.configure(**before)
