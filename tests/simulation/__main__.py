"""`python -m tests.simulation`: a night of seeds, one seed, a plan from a file, or the proof that the proof works."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tests.simulation.night import KEPT, night
from tests.simulation.proving import prove
from tests.simulation.replaying import SHRINK_FOR_S, Kept, planned, read, replayed, shrink, story, write
from tests.simulation.verdict import number_of

MOST_SHRUNK = 3
SEEDS, SEEDS_TO_NOTICE = 20, 1000


def main() -> int:
    """Read the arguments, do it, print what was found; 1 where something failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description="Run the whole shop in a seeded world.")
    parser.add_argument("--seed", type=int, help="live this one seed's day, and cut it down if it fails")
    parser.add_argument("--replay", type=Path, help="live the day of this file once more")
    parser.add_argument("--ablate", action="store_true", help="take safeguards out, one at a time, and see each missed")
    parser.add_argument("--seeds", type=int, help=f"run this many seeds ({SEEDS}; with --ablate, at most {SEEDS_TO_NOTICE} a safeguard)")
    parser.add_argument("--first", type=int, default=0, help="the first of them (0)")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes (one a core)")
    asked = parser.parse_args()
    if asked.replay is not None:
        return again(read(asked.replay))
    if asked.seed is not None:
        return one(asked.seed)
    if asked.ablate:
        return 1 if any(each.seed is None for each in prove(asked.seeds or SEEDS_TO_NOTICE, asked.workers)) else 0
    return many(asked.first, asked.seeds or SEEDS, asked.workers)


def again(kept: Kept) -> int:
    """The day of a file."""
    verdict, evidence = replayed(kept)
    if kept.without:
        print(f"without a safeguard: {kept.without}")
    print("\n".join(story(verdict, evidence, kept.plan)))
    return 1 if verdict.violations else 0


def one(seed: int) -> int:
    """A seed's day; a failing one is cut down, kept in a file and told."""
    kept = Kept(seed=seed, plan=planned(seed), breaks="", first="")
    verdict, evidence = replayed(kept)
    if not verdict.violations:
        print("\n".join(story(verdict, evidence, kept.plan)))
        return 0
    print(f"seed {seed} breaks {verdict.violations[0]}; cutting its day down, for {SHRINK_FOR_S:.0f} s at most ...", flush=True)
    cut_down(seed, verdict.violations[0])
    return 1


def cut_down(seed: int, first: str) -> None:
    """The smallest day found that breaks the same invariant: kept in a file, and told."""
    found = shrink(seed, planned(seed), number_of(first))
    kept = Kept(seed=seed, plan=found.plan, breaks=number_of(first), first=first)
    path = KEPT / f"seed-{seed}.json"
    write(path, kept)
    verdict, evidence = replayed(kept)
    print("\n".join(story(verdict, evidence, kept.plan)))
    what = "nothing more can be left out" if found.smallest else "there was no time to try everything"
    print(f"\n{found.tried} smaller days were tried, and {what}. Replay this one: make simulate REPLAY={path}", flush=True)


def many(first: int, count: int, workers: int) -> int:
    """A night; of the first failures of different kinds, the smallest days."""
    ended = night(first, count, workers)
    if not ended.whole:
        return 130
    kinds = {failure.first.partition(":")[0]: failure for failure in reversed(ended.tally.failures)}
    for failure in list(kinds.values())[:MOST_SHRUNK]:
        print(f"\nseed {failure.seed} breaks {failure.first}; cutting its day down, for {SHRINK_FOR_S:.0f} s at most ...", flush=True)
        cut_down(failure.seed, failure.first)
    return 1 if ended.tally.failures or ended.tally.met_too_little else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("Stopped.")
        sys.exit(130)
