"""Trouble at the card provider, as the plan of the day has it."""

from __future__ import annotations

from arkwright.simulators.stripe.faults import Fault, Faults, Kind
from arkwright.simulators.stripe.simulator import CardSimulator
from tests.simulation import faults
from tests.simulation.faults import Trouble

# The place that stands for the operation, by the last word of an idempotency key.
BY_KEY = {"expire": "sessions.expire", "capture": "intents.capture", "void": "intents.cancel", "refund": "refunds.create"}
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


def forget_keys(cards: CardSimulator, trouble: Trouble) -> None:
    """As after a day; a call that is still under way is not a day old, nor is a payment page that can be paid."""
    known, now_s = cards.books.keys, cards.now_ms() // 1000
    for name in [name for name, kept in known.items() if ".begin" not in name and now_s - kept.created > 600]:
        del known[name]
        trouble.count("keys forgotten", BY_KEY.get(name.rpartition(".")[2], "cards"))


def decline_late(cards: CardSimulator, trouble: Trouble, fault: faults.Fault) -> None:
    """The bank takes back one of the authorisations of which nothing was captured."""
    held = sorted(each.id for each in cards.books.intents.values() if each.status == "requires_capture" and not each.received)
    if held:
        cards.lapse(trouble.dice(fault).choice(held))
        trouble.count("late decline", "intents.capture")
