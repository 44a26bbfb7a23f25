"""Invariant 29: rebuilding from the journal gives the same state, to the last byte."""

from __future__ import annotations

from collections.abc import Iterator

from tests.simulation.evidence import Evidence


def rebuilding_gives_the_same(evidence: Evidence) -> Iterator[str]:
    """Each lane's journal, replayed through `evolve` alone; that its hashes hold was checked when it was read."""
    for name, lane in evidence.lanes.items():
        if not lane.rebuilt_same:
            yield f"29: rebuilding {name} from its journal gives another state"
