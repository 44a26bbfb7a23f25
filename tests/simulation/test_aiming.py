"""Aimed trouble waits for its operation, is aimed at everything that can meet, and a long run that left something unmet fails."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.house.tree import ROOT
from tests.simulation import __main__ as command
from tests.simulation.aiming import AIMS_A_DAY, ALL_MET_WITHIN, BETWEEN, PAIRS, POINTS, aims
from tests.simulation.faults import Fault, Trouble
from tests.simulation.meeting import never_met
from tests.simulation.night import Ended
from tests.simulation.tally import Tally

EVERYTHING = Counter(dict.fromkeys([*never_met({}), *(f"crash: {point}" for point in POINTS)], 1))


@pytest.mark.parametrize(("under_way", "strikes"), [(set(), False), ({"pay"}, False), ({"pay", "void"}, True)])
def test_an_aimed_fault_strikes_its_operation_alone(under_way: set[str], strikes: bool) -> None:
    trouble = Trouble([Fault(name="it", kind="crash", meets="void")], random.Random, lambda: 1.0, Counter())
    trouble.meeting = lambda _place: under_way
    trouble.begin()
    assert (trouble.strikes("crash", "payments.loaded") is not None) is strikes


def test_everything_is_aimed_at_several_times_within_the_stated_number_of_days() -> None:
    aimed: Counter[object] = Counter()
    for seed in range(ALL_MET_WITHIN):
        for fault in aims(random.Random(seed)):
            aimed[(fault.kind, fault.meets) if fault.meets else fault.where] += 1
    assert min(aimed[pair] for pair in PAIRS) >= 3
    assert min(aimed[point] for point in POINTS) >= 3
    assert sum(aimed[pair] for pair in PAIRS) == AIMS_A_DAY * ALL_MET_WITHIN


OF_A_STORE = {"forward.before-send", "forward.after-send", "shelf.before-commit"}  # tests/line fails a store's node at each of these


def points_in(path: Path) -> list[str]:
    return re.findall(r'(?:\.point|_maybe_die)\(f?"([^"]+)"\)', path.read_text())


def test_every_point_in_the_code_is_one_at_which_the_office_must_have_died() -> None:
    found = {name for path in (ROOT / "src").rglob("*.py") for name in points_in(path)}
    found |= set(points_in(ROOT / "tests/simulation/world.py"))
    plain = {name for name in found if "{" not in name}
    assert plain - OF_A_STORE == set(BETWEEN)
    assert found - plain == {
        *(f"{{self.name}}.{when}" for when in ("loaded", "before-commit", "after-commit")),
        *(f"{{story}}.{{step.name}}.{when}" for when in ("before", "after")),
        "{story}.{earlier.name}.undo",
    }


@pytest.mark.parametrize(
    ("seeds", "missing", "status"),
    [
        (ALL_MET_WITHIN, "", 0),
        (ALL_MET_WITHIN, "crash x void", 1),
        (ALL_MET_WITHIN, "crash: mail.sent", 1),
        (ALL_MET_WITHIN - 1, "crash x void", 0),
    ],
)
def test_a_long_run_that_left_something_unmet_fails(monkeypatch: pytest.MonkeyPatch, seeds: int, missing: str, status: int) -> None:
    tally = Tally(seeds=seeds, met=Counter({name: times for name, times in EVERYTHING.items() if name != missing}))
    monkeypatch.setattr(command, "night", lambda *_: Ended(tally=tally, whole=True))
    assert command.many(0, seeds, 1) == status
    assert tally.unmet == ([missing.replace("crash: ", "a death at ")] if missing else [])
