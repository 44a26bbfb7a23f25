"""Invariant 26 at the tills: what a page says works is what is answered, wherever the switches did not move meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

from tests.simulation.company.cashier import Claimed
from tests.simulation.company.evidence import CompanyEvidence, StoreLeft

STOPPED = ("paused", "sealed")


def screens_say_what_is_answered(evidence: CompanyEvidence) -> Iterator[str]:
    """26: nothing is taken that the screen says is stopped, and nothing stopped that it says works."""
    done = {store.store: first_done(store) for store in evidence.stores.values()}
    for claimed in evidence.claimed:
        if claimed.before == claimed.after and claimed.before[0] == claimed.before[1]:
            again = done[claimed.store].get(claimed.command, claimed.since_ms) < claimed.since_ms
            yield from differs(claimed, again)


def first_done(store: StoreLeft) -> dict[str, int]:
    """When each command first took effect: what is asked again is answered as it was, whatever is paused by then."""
    found: dict[str, int] = {}
    for each in store.seen.record.answered:
        if each.answer.startswith("done"):
            found.setdefault(each.command.id, each.at_ms)
    return found


def differs(claimed: Claimed, again: bool) -> Iterator[str]:
    """One look at the screen."""
    version, _, modes = claimed.before
    said = {each: modes[each] for each in claimed.capabilities if each in modes}
    where = f"in {claimed.store} at {claimed.since_ms}, under version {version}"
    whole = len(said) == len(claimed.capabilities) > 0
    if claimed.answer == "taken" and whole and not again and all(mode in STOPPED for mode in said.values()):
        yield f"26: the screen said {said}, and it was taken {where}"
    if claimed.answer in STOPPED and whole and not any(mode in STOPPED for mode in said.values()):
        yield f"26: the screen said {said}, and the answer was {claimed.answer} {where}"
