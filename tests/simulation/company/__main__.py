"""`make simulate STORES=n`: so many seeds of head office, the desk and five stores, with progress, a summary, and how to replay one."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator

from tests.simulation.company.plan import ALL_MET_WITHIN, STORE_POINTS, never_hit
from tests.simulation.company.verdict import judge_company, judge_company_in_time
from tests.simulation.showing import shown
from tests.simulation.tally import Failure, Tally, columns
from tests.simulation.workers import spread, workers

MOST_LINES = 20


def main() -> int:
    """Read the arguments, live the seeds; 1 where something failed."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.simulation.company", description="Head office and five stores in a seeded world."
    )
    parser.add_argument("--seeds", type=int, default=20, help="run this many seeds (20)")
    parser.add_argument("--first", type=int, default=0, help="the first of them (0)")
    parser.add_argument("--seed", type=int, help="live this one alone, and tell everything that is wrong with it")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes (one a core)")
    asked = parser.parse_args()
    return one(asked.seed) if asked.seed is not None else many(asked.first, asked.seeds, asked.workers)


def one(seed: int) -> int:
    """One seed."""
    verdict = judge_company(seed)
    for line in verdict.violations[:MOST_LINES]:
        print(line)
    what = f"{len(verdict.violations)} violations; {verdict.done.total()} entries in the journals of stores"
    print(f"seed {seed}: {what}; trace {verdict.trace[:16]}")
    return 1 if verdict.violations else 0


def many(first: int, count: int, processes: int) -> int:
    """Seeds in parallel; each that fails is said at once."""
    tally, began, interrupted = Tally(), time.monotonic(), False
    with shown(count) as show:
        try:
            with workers(processes) as pool:
                for verdict in spread(pool, processes, judge_company_in_time, range(first, first + count)):
                    tally.add(verdict)
                    if verdict.violations:
                        show.say(failing_line(tally.failures[-1]))
                    show.advance(tally.seeds, len(tally.failures))
        except KeyboardInterrupt:
            interrupted = True
    print("\n".join(summary(tally, time.monotonic() - began)))
    return 130 if interrupted else 1 if tally.failures or too_little(tally) else 0


def too_little(tally: Tally) -> bool:
    """Whether so many seeds should have killed a store's node at every named point, and did not."""
    return tally.seeds >= ALL_MET_WITHIN and bool(never_hit(tally.met))


def failing_line(failure: Failure) -> str:
    """One failing seed."""
    more = f" (and {failure.more} more)" if failure.more else ""
    return f"seed {failure.seed} breaks {failure.first}{more}; replay: make simulate STORES=1 SEED={failure.seed}"


def summary(tally: Tally, seconds: float) -> Iterator[str]:
    """The figures, line by line."""
    yield f"{tally.seeds} seeds of head office and five stores, {len(tally.failures)} failing, in {seconds:.0f} s"
    yield f"{tally.simulated_s / 86_400:.0f} simulated days, most of them nights that leap by; {tally.cpu_s:.0f} s of CPU"
    yield ""
    yield from columns("entries in the journals of stores", tally.done)
    yield ""
    yield from columns("faults met, by place", tally.met)
    unmet = never_hit(tally.met)
    yield f"Stores died at {len(STORE_POINTS) - len(unmet)} of {len(STORE_POINTS)} named points."
    if unmet:
        yield f"  never at: {', '.join(unmet)}"
    if too_little(tally):
        yield f"That fails the run: {ALL_MET_WITHIN} seeds are enough to meet everything."


if __name__ == "__main__":
    sys.exit(main())
