"""What many seeds come to together: how fast, how much was done, which faults met it, and who failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from tests.simulation import meeting
from tests.simulation.aiming import ALL_MET_WITHIN, POINTS, never_hit
from tests.simulation.verdict import Verdict

HOUR_S = 3600
FEW = 50


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A seed that broke something, and how it put it first."""

    seed: int
    broken: tuple[str, ...]
    first: str
    more: int


class Tally(msgspec.Struct, kw_only=True):
    """Sums over verdicts; as JSON it is what a night keeps."""

    seeds: int = 0
    simulated_s: float = 0.0
    cpu_s: float = 0.0
    done: Counter[str] = msgspec.field(default_factory=Counter)
    met: Counter[str] = msgspec.field(default_factory=Counter)
    failures: list[Failure] = msgspec.field(default_factory=list)

    def add(self, verdict: Verdict) -> None:
        """One more."""
        self.seeds += 1
        self.simulated_s += verdict.simulated_s
        self.cpu_s += verdict.cpu_s
        self.done.update(verdict.done)
        self.met.update(verdict.met)
        if verdict.violations:
            broken = tuple(sorted(verdict.broken))
            failure = Failure(seed=verdict.seed, broken=broken, first=verdict.violations[0], more=len(verdict.violations) - 1)
            self.failures.append(failure)

    @property
    def unmet(self) -> list[str]:
        """What could have met and did not: faults with operations, and deaths with named points."""
        return [*meeting.never_met(self.met), *(f"a death at {point}" for point in never_hit(self.met))]

    @property
    def met_too_little(self) -> bool:
        """Whether so many seeds should have met everything, and did not."""
        return self.seeds >= ALL_MET_WITHIN and bool(self.unmet)

    @property
    def simulated_hours_a_cpu_hour(self) -> float:
        """How much faster than the world."""
        return self.simulated_s / self.cpu_s if self.cpu_s else 0.0


def failing_line(failure: Failure) -> str:
    """One failing seed."""
    more = f" (and {failure.more} more)" if failure.more else ""
    return f"seed {failure.seed} breaks {failure.first}{more}; replay: make simulate SEED={failure.seed}"


def summary(tally: Tally, seconds: float, before: int = 0) -> Iterator[str]:
    """The figures, line by line; this run took `seconds` of real time, and `before` seeds were done by earlier ones."""
    crashes = sum(times for name, times in tally.met.items() if name.startswith("crash: "))
    rate = (tally.seeds - before) / max(seconds, 0.001)
    yield f"{tally.seeds} seeds, {len(tally.failures)} failing; {tally.seeds - before} in {seconds:.0f} s now: {rate:.2f} seeds/s"
    yield f"{tally.simulated_s / HOUR_S:.0f} simulated hours, {tally.simulated_hours_a_cpu_hour:.0f} a CPU hour"
    yield f"{tally.done.total()} operations acknowledged, {crashes} crashes"
    yield ""
    yield from columns("operations acknowledged", tally.done)
    yield ""
    yield from columns("faults met, by place", Counter({name: times for name, times in tally.met.items() if " x " not in name}))
    yield ""
    yield "faults met, by operation:"
    yield from meeting.table(tally.met)
    yield from never(tally)


def never(tally: Tally) -> Iterator[str]:
    """What is still empty, why some of the table stays so, and whether that fails the run."""
    for why in dict.fromkeys(reason for _, reason in meeting.CAN_MEET.values() if reason):
        yield f"  - at {', '.join(kind for kind, (_, reason) in meeting.CAN_MEET.items() if reason == why)}: {why}"
    hit, unmet = len(POINTS) - len(never_hit(tally.met)), tally.unmet
    yield f"The office died at {hit} of {len(POINTS)} named points. Of all that can meet, {len(unmet)} never met."
    if unmet and (tally.met_too_little or len(unmet) <= FEW):
        yield f"  {', '.join(unmet)}"
    if tally.met_too_little:
        yield f"That fails the run: {ALL_MET_WITHIN} seeds are enough to meet everything."


def columns(title: str, counts: Counter[str], width: int = 46, across: int = 3) -> Iterator[str]:
    """Counts by name, in columns read downwards."""
    yield f"{title}:"
    cells = [f"{times:9} {name[: width - 11]}" for name, times in sorted(counts.items())]
    height = -(-len(cells) // across)
    for row in range(height):
        yield "".join(cell.ljust(width) for cell in cells[row::height]).rstrip()
