"""Invariant 2: a command id takes effect at most once, for ever, and its answer stays the same."""

from __future__ import annotations

from collections.abc import Iterator

from arkwright.kit.messages import canonical
from tests.simulation.evidence import Evidence


def an_id_takes_effect_once(evidence: Evidence) -> Iterator[str]:
    """All entries of a command stand together, and its outcome names just these."""
    for name, lane in evidence.lanes.items():
        spans: dict[str, tuple[int, int]] = {}
        for entry in lane.entries:
            if not entry.command:
                continue
            first, last = spans.get(entry.command, (entry.sequence, entry.sequence - 1))
            if last != entry.sequence - 1:
                yield f"2: in {name}, the command {entry.command} took effect at {first} and again at {entry.sequence}"
            spans[entry.command] = (first, entry.sequence)
        if spans != lane.outcomes:
            yield f"2: in {name}, stored outcomes and journal differ in {len(spans.items() ^ lane.outcomes.items())} commands"


def an_answer_stays_the_same(evidence: Evidence) -> Iterator[str]:
    """Whatever was decided once is answered for ever; the same id with other content is refused."""
    first: dict[tuple[str, str], tuple[bytes, str]] = {}
    for each in evidence.record.answered:
        key, content = (each.lane, each.command.id), canonical(each.command)
        known = first.get(key)
        if known is None:
            if each.decided:
                first[key] = (content, each.answer)
        elif known[0] != content:
            if each.decided:
                yield f"2: in {each.lane}, the id {each.command.id} was taken with other content: {each.answer}"
        elif each.decided and each.answer != known[1]:
            yield f"2: in {each.lane}, the command {each.command.id} was answered {known[1]} and later {each.answer}"
