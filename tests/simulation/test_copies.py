"""A day on which an old copy of one database is mounted: the office will not start on it, and goes on with the newest."""

from __future__ import annotations

import random
from unittest import mock

from msgspec.structs import replace

from arkwright.roles.ends import Ends
from tests.simulation.faults import Fault
from tests.simulation.plan import Plan, quiet_plan
from tests.simulation.verdict import Verdict, judge

SEEDS = range(1, 9)  # on some days nothing is ordered between the copy and the crash, so that the copy is not old


def with_an_old_copy(lane: str, seed: int) -> Plan:
    plan = quiet_plan(random.Random(seed))
    actors = tuple(actor for actor in plan.actors if actor.kind != "publisher")
    return replace(plan, actors=actors, faults=(Fault(name="old", kind="old copy", where=lane, from_s=60.0),))


def mounted() -> Verdict:
    """The first day on which an old copy came into the place of the newest."""
    for seed in SEEDS:
        verdict = judge(seed, with_an_old_copy("ordering", seed))
        if verdict.met["old copy x place"]:
            return verdict
    raise AssertionError("no old copy was mounted on any day")


def test_the_office_does_not_start_on_an_old_copy() -> None:
    verdict = mounted()
    assert verdict.violations == []
    assert verdict.met["old copy x place"] == 1
    assert verdict.met["office did not start"] == 1


def test_without_the_kept_ends_the_old_copy_is_taken_for_the_newest() -> None:
    with mock.patch.object(Ends, "check", mock.AsyncMock()):
        violations = mounted().violations
    assert [line for line in violations if line.startswith(("1:", "27:", "broken:"))]
