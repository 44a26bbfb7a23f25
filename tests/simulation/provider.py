"""Trouble at the card provider, as the plan of the day has it."""

from __future__ import annotations

from arkwright.simulators.stripe.faults import Fault, Faults, Kind
from tests.simulation.faults import Trouble

KINDS: tuple[Kind, ...] = ("no_answer", "cut", "error", "busy", "slow")


class ProviderTrouble(Faults):
    """Trouble at the provider as the plan has it."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__()
        self._trouble = trouble

    def take(self, operation: str) -> Fault | None:
        """The fault that this call meets, if any, one that was asked for before those by dice."""
        planned = super().take(operation)
        if planned is not None:
            return planned
        for kind in KINDS:
            fault = self._trouble.strikes(f"provider {kind}", operation)
            if fault is not None:
                return Fault(operation=operation, kind=kind, latency_ms=fault.amount)
        return None
