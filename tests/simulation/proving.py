"""The proof of the proof: safeguards taken out one at a time, at which seed it is noticed, and what notices."""

from __future__ import annotations

import contextlib
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import msgspec

from tests.simulation.ablations import EVERY, removable
from tests.simulation.ablations.ablation import Removable
from tests.simulation.verdict import Verdict, number_of
from tests.simulation.workers import spread, workers

AHEAD = 2
Row = tuple[str, str, str, str, str, str]
TITLES: Row = ("safeguard taken out", "protects", "at seed", "invariant", "noticed by", "time")


class Caught(msgspec.Struct, frozen=True, kw_only=True):
    """A safeguard's absence: at which seed, from 0 on, it was noticed (None: never), by which checker, in which words."""

    name: str
    protects: str
    seed: int | None
    checker: str = ""
    words: str = ""
    seconds: float = 0.0


def prove(within: int, processes: int, ablations: tuple[Removable, ...] = EVERY) -> list[Caught]:
    """Each safeguard in turn, its seeds in parallel, up to the first that notices; a line each as it is known."""
    caught: list[Caught] = []
    print(line(TITLES), flush=True)
    with contextlib.suppress(KeyboardInterrupt), workers(processes) as pool:
        for ablation in ablations:
            caught.append(notice(pool, processes, ablation, within))
            print(line(row(caught[-1])), flush=True)
    missed = [each.name for each in caught if each.seed is None]
    if len(caught) < len(ablations):
        print(f"Stopped: {len(caught)} of {len(ablations)} safeguards were tried.")
    print(f"{len(caught) - len(missed)} of {len(ablations)} noticed within {within} seeds.")
    if missed:
        print(f"Nobody noticed that {'; '.join(missed)}.")
    return caught


def notice(pool: ProcessPoolExecutor, processes: int, ablation: Removable, within: int) -> Caught:
    """One safeguard."""
    began = time.monotonic()
    for verdict in spread(pool, processes, partial(judge_without, ablation.name), range(within), AHEAD):
        found = noticed(ablation, verdict)
        if found is not None:
            checker, words = found
            seconds = time.monotonic() - began
            return Caught(name=ablation.name, protects=ablation.protects, seed=verdict.seed, checker=checker, words=words, seconds=seconds)
    return Caught(name=ablation.name, protects=ablation.protects, seed=None, seconds=time.monotonic() - began)


def judge_without(name: str, seed: int) -> Verdict:
    """A seed's day in a product that lacks this safeguard."""
    ablation = removable(name)
    with ablation.without():
        return ablation.judged(seed)


def noticed(ablation: Removable, verdict: Verdict) -> tuple[str, str] | None:
    """The checker and the violation by which it was noticed, if it broke an invariant that the safeguard serves."""
    for checker, words in zip(verdict.checkers, verdict.violations, strict=True):
        if number_of(words) in ablation.caught_by:
            return checker, words
    return None


def row(caught: Caught) -> Row:
    """One line of the table."""
    seed = "never" if caught.seed is None else str(caught.seed)
    return caught.name, caught.protects, seed, number_of(caught.words), caught.checker.replace("_", " "), f"{caught.seconds:.0f} s"


def line(cells: Row) -> str:
    """Cells in their columns."""
    return "".join(cell.ljust(width) for cell, width in zip(cells, (42, 60, 9, 11, 45, 6), strict=True)).rstrip()
