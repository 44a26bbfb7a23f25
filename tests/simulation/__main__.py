"""`python -m tests.simulation --seed N | --seeds N`: run days, one line for each failing seed, a summary, exit status 1 on failure."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from tests.simulation.verdict import Verdict, judge


def main() -> int:
    """Read the arguments, run the seeds, print what was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description="Run the whole shop in a seeded world.")
    parser.add_argument("--seed", type=int, help="replay this one seed")
    parser.add_argument("--seeds", type=int, default=20, help="run this many seeds (20)")
    parser.add_argument("--first", type=int, default=0, help="the first of them (0)")
    asked = parser.parse_args()
    seeds = [asked.seed] if asked.seed is not None else range(asked.first, asked.first + asked.seeds)
    began = time.monotonic()
    verdicts = [shown(judge(seed), every=asked.seed is not None) for seed in seeds]
    summary(verdicts, time.monotonic() - began)
    return 1 if any(verdict.violations for verdict in verdicts) else 0


def shown(verdict: Verdict, every: bool) -> Verdict:
    """Print a failing seed's first violation, or, for a replay, all of them."""
    found = verdict.violations
    if every:
        print(f"seed {verdict.seed}: trace {verdict.trace}")
        for line in found:
            print(f"  invariant {line}")
    elif found:
        print(f"seed {verdict.seed} breaks invariant {found[0]} (and {len(found) - 1} more); replay: make simulate SEED={verdict.seed}")
    sys.stdout.flush()
    return verdict


def summary(verdicts: list[Verdict], seconds: float) -> None:
    """What was done, and which faults met it."""
    met: Counter[str] = Counter()
    for verdict in verdicts:
        met.update(verdict.met)
    failing = sum(bool(verdict.violations) for verdict in verdicts)
    done = sum(verdict.acknowledged for verdict in verdicts)
    crashes = sum(times for name, times in met.items() if name.startswith("crash: "))
    rate = len(verdicts) / seconds
    print(f"{len(verdicts)} seeds, {failing} failing, {done} operations acknowledged, {crashes} crashes, {rate:.2f} seeds/s")
    for name, times in sorted(met.items()):
        print(f"  {times:6} {name}")


if __name__ == "__main__":
    sys.exit(main())
