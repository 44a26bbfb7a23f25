"""Invariants 27 to 29: checkpoints agree with the journal and come in time; rebuilding gives the same state, to the last byte."""

from __future__ import annotations

from collections.abc import Iterator

from tests.simulation.evidence import Evidence
from tests.simulation.watching import Reached, Watched

CHECKPOINT_WITHIN_MS = 2_000


def rebuilding_gives_the_same(evidence: Evidence) -> Iterator[str]:
    """29: each lane's journal, replayed through `evolve` alone; that its hashes hold was checked when it was read."""
    for name, lane in evidence.lanes.items():
        if not lane.rebuilt_same:
            yield f"29: rebuilding {name} from its journal gives another state"


def no_checkpoint_is_lost(evidence: Evidence) -> Iterator[str]:
    """27: what stands was held against the journal when it was read; here, that nothing is missing of what was told."""
    for name, lane in evidence.lanes.items():
        told = {each.sequence for each in evidence.watched.marked if each.lane == name}
        if lost := sorted(told - {each.sequence for each in lane.checkpoints} - {0}):
            yield f"27: the checkpoint of {name} at {lost[0]} was signed and is gone"


def checkpoints_come_in_time(evidence: Evidence) -> Iterator[str]:
    """28: what is committed is under a checkpoint within two seconds in which the office lives and the compartment is not sealed."""
    watched = evidence.watched
    for name in evidence.lanes:
        ends = [each for each in watched.committed if each.lane == name]
        marks = iter([each for each in watched.marked if each.lane == name])
        mark = next(marks, None)
        for place, end in enumerate(ends):
            while mark is not None and mark.sequence < end.sequence:
                mark = next(marks, None)
            due_ms = due(ends[place:], watched)
            if due_ms is not None and (mark is None or mark.at_ms > due_ms):
                when = f"{mark.at_ms - end.at_ms} ms later" if mark else "never"
                yield f"28: {name} came to {end.sequence}, and under a checkpoint {when}, where {due_ms - end.at_ms} ms are allowed"
                break


def due(ends: list[Reached], watched: Watched) -> int | None:
    """When the checkpoint over the first of these commits must stand; None where the office ended, or was sealed, before, for good."""
    due_ms = alive_for(ends[0].at_ms, watched)
    for end, after in zip(ends, [*ends[1:], None], strict=True):
        if due_ms is None or end.at_ms > due_ms:
            break
        if end.sealed:
            due_ms = alive_for(after.at_ms, watched) if after else None
    return due_ms


def alive_for(at_ms: int, watched: Watched) -> int | None:
    """When the office has lived for so long since then, without a death in between."""
    due_ms = at_ms + CHECKPOINT_WITHIN_MS
    for end, _ in watched.ended:
        if at_ms <= end <= due_ms:
            again = next((begin for begin in watched.begun_ms if begin > end), None)
            if again is None:
                return None
            at_ms, due_ms = again, again + CHECKPOINT_WITHIN_MS
    return due_ms
