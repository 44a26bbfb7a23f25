"""A failing day is cut down to what it takes, kept in a file, and lived again from there."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from tests.simulation.faults import Fault
from tests.simulation.plan import Actor, Plan
from tests.simulation.replaying import Kept, planned, read, replayed, shrink, story, write
from tests.simulation.shrinking import Shrinker

WITHOUT = "ids are not remembered"
DAY = Plan(
    active_s=1600.0,
    actors=tuple(Actor(name=f"shopper-{number}", kind="shopper") for number in range(11)),
    faults=tuple(
        Fault(name=f"{kind} {number}", kind=kind, until_s=1000.0) for number, kind in enumerate(["crash", "double", "crash", "late answer"])
    ),
)


def test_what_is_not_needed_is_left_out() -> None:
    def still_fails(plan: Plan) -> bool:
        needed = {"shopper-3", "shopper-8"} <= {actor.name for actor in plan.actors} and plan.active_s >= 300
        return needed and any(fault.name == "crash 2" and fault.until_s > 100 for fault in plan.faults)

    found = Shrinker(DAY, still_fails, seconds=60).shrink()
    assert found.smallest
    assert [actor.name for actor in found.plan.actors] == ["shopper-3", "shopper-8"]
    assert [(fault.name, fault.times, round(fault.until_s - fault.from_s, 1)) for fault in found.plan.faults] == [("crash 2", 1, 3.9)]
    assert (found.plan.active_s, found.plan.jostles) == (400.0, False)


def test_without_time_the_day_stays_as_it_is() -> None:
    found = Shrinker(DAY, lambda _: True, seconds=-1).shrink()
    assert (found.plan, found.tried, found.smallest) == (DAY, 0, False)


def test_a_missing_safeguard_shrinks_to_a_file_that_fails_again(tmp_path: Path) -> None:
    plan = planned(0)
    few = replace(plan, actors=plan.actors[:4])
    found = shrink(0, few, "2", WITHOUT, seconds=15)
    assert (len(found.plan.actors), found.plan.faults) == (0, ())
    write(tmp_path / "day.json", Kept(seed=0, plan=found.plan, breaks="2", first="", without=WITHOUT))
    kept = read(tmp_path / "day.json")
    verdict, evidence = replayed(kept)
    told = "\n".join(story(verdict, evidence, kept.plan))
    assert "2" in verdict.broken
    assert "breaks 2: " in told
    assert "what happened around it" in told
    assert replayed(replace(kept, without=None))[0].violations == []
