"""Safeguards taken out of the product one at a time, to prove that the simulation would notice."""

from __future__ import annotations

from tests.simulation.ablations.ablation import Ablation, Removable
from tests.simulation.ablations.company import COMPANY
from tests.simulation.ablations.journal import JOURNAL
from tests.simulation.ablations.money import MONEY
from tests.simulation.ablations.switches import SWITCHES
from tests.simulation.ablations.tills import STORE_ABLATIONS

ABLATIONS: tuple[Ablation, ...] = (*JOURNAL, *MONEY, *SWITCHES)
EVERY: tuple[Removable, ...] = (*ABLATIONS, *STORE_ABLATIONS, *COMPANY)


def removable(name: str) -> Removable:
    """The safeguard of this name, of the office, a store or the company; LookupError for another."""
    for each in EVERY:
        if each.name == name:
            return each
    raise LookupError(f"no safeguard is called {name!r}")


def named(name: str) -> Ablation:
    """The office's safeguard of this name; LookupError for another."""
    for ablation in ABLATIONS:
        if ablation.name == name:
            return ablation
    raise LookupError(f"no safeguard is called {name!r}")
