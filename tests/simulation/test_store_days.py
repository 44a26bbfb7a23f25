"""Some days of a store that trades alone under faults, each held against every invariant of its tills; and safeguards that are missed."""

from __future__ import annotations

import pytest

from tests.simulation.ablations.tills import STORE_ABLATIONS, StoreAblation
from tests.simulation.checkers.tills import violations_of_a_store
from tests.simulation.store_day import live_store


@pytest.mark.parametrize("seed", range(4))
def test_a_stores_day_breaks_no_invariant(seed: int) -> None:
    evidence = live_store(seed)
    assert violations_of_a_store(evidence) == []
    assert evidence.did["SaleCompleted"] > 10


def test_the_same_seed_is_the_same_day_of_a_store() -> None:
    assert live_store(1).tills.chain == live_store(1).tills.chain


@pytest.mark.parametrize("ablation", STORE_ABLATIONS, ids=lambda each: each.name)
def test_a_missing_safeguard_of_the_tills_is_noticed(ablation: StoreAblation) -> None:
    for seed in range(12):
        with ablation.without():
            found = violations_of_a_store(live_store(seed))
        if any(line.startswith(ablation.caught_by) for line in found):
            return
    pytest.fail(f"nobody noticed within 12 days that {ablation.name}")
