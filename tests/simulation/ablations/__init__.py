"""Safeguards taken out of the product one at a time, to prove that the simulation would notice."""

from __future__ import annotations

from tests.simulation.ablations.ablation import Ablation
from tests.simulation.ablations.journal import JOURNAL
from tests.simulation.ablations.money import MONEY
from tests.simulation.ablations.switches import SWITCHES

ABLATIONS: tuple[Ablation, ...] = (*JOURNAL, *MONEY, *SWITCHES)


def named(name: str) -> Ablation:
    """The ablation of this name; LookupError for another."""
    for ablation in ABLATIONS:
        if ablation.name == name:
            return ablation
    raise LookupError(f"no safeguard is called {name!r}")
