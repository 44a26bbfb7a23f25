"""What a seed of the company came to, in the form in which the office's seeds are told."""

from __future__ import annotations

import time
import traceback
from collections import Counter

from arkwright.journal.reading import JournalBroken
from arkwright.kit.database.port import DatabaseUnusable
from tests.simulation.clock import NoEndInSight, NothingHappensAnyMore, TimeStandsStill
from tests.simulation.company.checkers import company_violations
from tests.simulation.company.day import live_company
from tests.simulation.company.evidence import CompanyEvidence
from tests.simulation.company.plan import CompanyPlan
from tests.simulation.verdict import Verdict, ended_early, in_silence
from tests.simulation.watching import watching
from tests.simulation.workers import LONGEST_S, TookTooLong, at_most


def judge_company(seed: int, plan: CompanyPlan | None = None) -> Verdict:
    """Live the seed and hold its evidence against the invariants; what ends it early counts as for the office's."""
    began = time.process_time()
    with in_silence(), watching() as watched:
        try:
            evidence, universe = live_company(seed, watched, plan)
        except (NoEndInSight, NothingHappensAnyMore, TimeStandsStill) as error:
            return ended_early(seed, f"9: the seed does not end: {error!r}", watched)
        except DatabaseUnusable as error:
            return ended_early(seed, f"1: what was acknowledged cannot be read any more: {error}", watched)
        except JournalBroken as error:
            return ended_early(seed, f"27: {error}", watched)
        except Exception as error:  # noqa: BLE001 - a night goes on, and this seed is one of its findings
            where = traceback.extract_tb(error.__traceback__)[-1]
            words = f"broken: {error!r} in {where.name}, {where.filename.rpartition('/')[2]}:{where.lineno}"
            return ended_early(seed, words, watched)
    found = company_violations(evidence)
    return Verdict(
        seed=seed,
        trace=evidence.trace,
        violations=[line for _, line in found],
        checkers=[checker for checker, _ in found],
        done=done_in(evidence),
        met=met_in(evidence, universe.met),
        simulated_s=universe.loop.seconds,
        cpu_s=time.process_time() - began,
    )


def judge_company_in_time(seed: int) -> Verdict:
    """The verdict; a seed that goes on and on is cut off, and said to be broken."""
    try:
        with at_most(LONGEST_S):
            return judge_company(seed)
    except TookTooLong as error:
        return Verdict(seed=seed, trace="", violations=[f"broken: the seed takes longer than {error}"], checkers=["judge"])


def done_in(evidence: CompanyEvidence) -> Counter[str]:
    """What stands in the journals of the stores, by kind."""
    return Counter(type(entry.event).__name__ for store in evidence.stores.values() for entry in store.tills.entries)


def met_in(evidence: CompanyEvidence, met: Counter[str]) -> Counter[str]:
    """The faults met, and what the office had to say of stores."""
    found = Counter(met) + evidence.power_lost
    for store in evidence.stores.values():
        found[f"a node said {store.problem or 'nothing odd'} of its line"] += 1
        found.update(f"crash of a store: {place.partition('/')[2]}" for _, place in store.seen.watched.ended if place != "leap")
    return found
