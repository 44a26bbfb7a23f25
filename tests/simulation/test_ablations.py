"""The proof of the proof, in short: safeguards whose absence shows within a few seeds. `make simulate ABLATE=1` tries them all."""

from __future__ import annotations

import pytest

from tests.simulation.ablations import ABLATIONS, named
from tests.simulation.proving import Caught, judge_without, line, noticed, row
from tests.simulation.verdict import Verdict

SEEDS = range(30)
QUICK = (
    "ids are not remembered",
    "an id's content is not compared",
    "commits are not synced",
    "the allowance is not checked",
    "paid without evidence",
    "the gate is not asked",
    "nobody asks what became of it",
    "codes are not counted",
)


@pytest.mark.parametrize("name", QUICK)
def test_a_missing_safeguard_is_noticed(name: str) -> None:
    for seed in SEEDS:
        if noticed(named(name), judge_without(name, seed)):
            return
    pytest.fail(f"nobody noticed within {len(SEEDS)} seeds that {name}")


def test_there_are_twelve_at_least_and_each_is_known_by_its_name() -> None:
    assert len({ablation.name for ablation in ABLATIONS}) == len(ABLATIONS) >= 12
    with pytest.raises(LookupError):
        named("seat belts")


@pytest.mark.parametrize(
    ("violation", "counts"),
    [("2: answered twice", True), ("11: too many", False), ("22: sealed", False), ("broken: KeyError()", False)],
)
def test_only_the_invariants_that_it_serves_count(violation: str, counts: bool) -> None:
    verdict = Verdict(seed=0, trace="", violations=[violation], checkers=["a_checker"])
    assert (noticed(named("ids are not remembered"), verdict) is not None) is counts


def test_the_table_says_what_noticed_and_when() -> None:
    caught = Caught(name="n", protects="p", seed=4, checker="an_id_takes_effect_once", words="2: twice", seconds=7.2)
    assert line(row(caught)).split() == ["n", "p", "4", "2", "an", "id", "takes", "effect", "once", "7", "s"]
    assert "never" in line(row(Caught(name="n", protects="p", seed=None)))
