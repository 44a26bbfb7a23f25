"""The proof of the proof: each safeguard that is taken out is missed within a few seeds, by the invariant that it serves."""

from __future__ import annotations

import random

import pytest
from msgspec.structs import replace

from tests.simulation.ablations import ABLATIONS, Ablation
from tests.simulation.faults import Fault
from tests.simulation.plan import Plan, plan_of
from tests.simulation.verdict import judge

SEEDS = range(40)  # the design allows a thousand


@pytest.mark.parametrize("ablation", ABLATIONS, ids=lambda ablation: ablation.name)
def test_a_missing_safeguard_is_noticed(ablation: Ablation) -> None:
    with ablation.without():
        for seed in SEEDS:
            found = judge(seed, day_for(ablation, seed)).violations
            if any(line.split(":")[0] in ablation.caught_by for line in found):
                return
    pytest.fail(f"nobody noticed within {len(SEEDS)} seeds that {ablation.name}")


def day_for(ablation: Ablation, seed: int) -> Plan | None:
    """The seed's own day, or one with more crashes."""
    if not ablation.crashes:
        return None
    crashes = Fault(name="crashes", kind="crash", where="ordering.after-commit", per_mille=200, times=ablation.crashes)
    return replace(plan_of(random.Random(seed)), faults=(crashes,))
