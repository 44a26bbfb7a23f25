"""A night of seeds: in parallel, going on where it was, failing seeds kept; changed code begins anew."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from pathlib import Path

import msgspec

from tests.house.tree import ROOT
from tests.simulation.showing import shown
from tests.simulation.tally import Tally, failing_line, summary
from tests.simulation.verdict import Verdict, judge
from tests.simulation.workers import LONGEST_S, TookTooLong, at_most, spread, workers

KEPT = ROOT / "var" / "simulation"
KEEP_EVERY_S = 5.0


class Progress(msgspec.Struct, kw_only=True):
    """The one small file of a night: all seeds from `first` to before `next` are done."""

    code: str
    first: int
    next: int
    tally: Tally


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """What a night came to, and whether it was a whole one."""

    tally: Tally
    whole: bool


def night(first: int, count: int, processes: int, folder: Path = KEPT) -> Ended:
    """Run the seeds that are not done yet, and print what all of them came to. Ctrl-C ends it after the seeds under way."""
    path = folder / "night.json"
    progress = taken_up(path, first)
    end, began, before = first + count, time.monotonic(), progress.next - first
    kept_at, interrupted = began, False
    with shown(count, before) as show:
        for failure in progress.tally.failures:
            show.say(failing_line(failure))
        try:
            with workers(processes) as pool:
                for verdict in spread(pool, processes, judge_in_time, range(progress.next, end)):
                    progress.tally.add(verdict)
                    progress.next = verdict.seed + 1
                    if verdict.violations:
                        show.say(failing_line(progress.tally.failures[-1]))
                    show.advance(progress.next - first, len(progress.tally.failures))
                    if verdict.violations or time.monotonic() - kept_at > KEEP_EVERY_S:
                        keep(path, progress)
                        kept_at = time.monotonic()
        except KeyboardInterrupt:
            interrupted = True
    keep(path, progress)
    for line in summary(progress.tally, time.monotonic() - began, before):
        print(line)
    if interrupted:
        print(f"Stopped at seed {progress.next}: the same command goes on from there.")
    return Ended(tally=progress.tally, whole=not interrupted)


def judge_in_time(seed: int) -> Verdict:
    """The verdict; a seed that goes on and on is cut off, and said to be broken."""
    try:
        with at_most(LONGEST_S):
            return judge(seed)
    except TookTooLong as error:
        return Verdict(seed=seed, trace="", violations=[f"broken: the day takes longer than {error}"], checkers=["judge"])


def taken_up(path: Path, first: int) -> Progress:
    """Where an earlier run of the same code stopped; otherwise a fresh start, said in a line."""
    code = digest_of_code()
    if path.exists():
        before = msgspec.json.decode(path.read_bytes(), type=Progress, dec_hook=lambda _, counts: Counter(counts))
        if (before.code, before.first) == (code, first):
            if before.next > first:
                print(f"Going on at seed {before.next}: {before.next - first} are done.")
            return before
        why = "the code has changed" if before.code != code else f"seeds begin at {first} now, and began at {before.first}"
        print(f"Starting anew, since {why}: what {before.tally.seeds} seeds came to is forgotten.")
    return Progress(code=code, first=first, next=first, tally=Tally())


def keep(path: Path, progress: Progress) -> None:
    """Write the file so that it is always whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_bytes(msgspec.json.encode(progress))
    beside.replace(path)


def digest_of_code(root: Path = ROOT) -> str:
    """Everything that a day may depend on: product, simulation, libraries. Committed or not."""
    files = [*root.glob("src/**/*.py"), *root.glob("tests/simulation/**/*.py"), *root.glob("requirements/*.lock")]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path.relative_to(root)}\n".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
