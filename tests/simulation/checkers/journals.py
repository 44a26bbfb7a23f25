"""Invariants 27 to 29: checkpoints agree with the journal and come in time; rebuilding gives the same state, to the last byte."""

from __future__ import annotations

from collections.abc import Iterator

from tests.simulation.evidence import Evidence

CHECKPOINT_WITHIN_MS = 2_000


def rebuilding_gives_the_same(evidence: Evidence) -> Iterator[str]:
    """29: each lane's journal, replayed through `evolve` alone; that its hashes hold was checked when it was read."""
    for name, lane in evidence.lanes.items():
        if not lane.rebuilt_same:
            yield f"29: rebuilding {name} from its journal gives another state"


def no_checkpoint_is_lost(evidence: Evidence) -> Iterator[str]:
    """27: what stands was held against the journal when it was read; here, that nothing is missing of what was told, and none goes back."""
    for name, lane in evidence.lanes.items():
        told = {each.sequence for each in evidence.watched.marked if each.lane == name}
        standing = [each.sequence for each in lane.checkpoints]
        if lost := sorted(told - set(standing) - {0}):
            yield f"27: the checkpoint of {name} at {lost[0]} was signed and is gone"
        times = [each.at_ms for each in lane.checkpoints]
        if times != sorted(times):
            yield f"27: the checkpoints of {name} go back in time"


def checkpoints_come_in_time(evidence: Evidence) -> Iterator[str]:
    """28: each entry is under a checkpoint within two seconds in which the office lived."""
    begun, ended = evidence.watched.begun_ms, [at_ms for at_ms, _ in evidence.watched.ended]
    for name, lane in evidence.lanes.items():
        waiting = iter(lane.checkpoints)
        mark = next(waiting, None)
        for entry in lane.entries:
            while mark is not None and mark.sequence < entry.sequence:
                mark = next(waiting, None)
            due_ms = due(entry.at_ms, begun, ended)
            if due_ms is not None and (mark is None or mark.at_ms > due_ms):
                when = f"{mark.at_ms - entry.at_ms} ms later" if mark else "never"
                yield f"28: entry {entry.sequence} of {name} came under a checkpoint {when}, and {due_ms - entry.at_ms} ms are allowed"
                break


def due(at_ms: int, begun: list[int], ended: list[int]) -> int | None:
    """When the checkpoint over what was committed then must stand; None where the office ended before, for good."""
    due_ms = at_ms + CHECKPOINT_WITHIN_MS
    for end in ended:
        if at_ms <= end <= due_ms:
            again = next((begin for begin in begun if begin >= end), None)
            if again is None:
                return None
            at_ms, due_ms = again, again + CHECKPOINT_WITHIN_MS
    return due_ms
