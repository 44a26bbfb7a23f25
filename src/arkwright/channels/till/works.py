"""What works now at a till, and what to say to customers: the switches' own words, with the store's own pauses beside them."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from arkwright.kit.scope import Scope
from arkwright.kit.switches import Capabilities, Gate
from arkwright.kit.switches.order import Mode

TENDERS = ("contactless", "chip-and-pin", "cash")
AT_A_TILL = (*TENDERS, "loyalty", "returns")
OFFERED = {"contactless": "contactless", "chip-and-pin": "chip & PIN", "cash": "cash"}
MODE_WORDS: dict[Mode, str] = {"open": "works", "limited": "works within limits", "paused": "is paused", "sealed": "is shut off"}


class Works(msgspec.Struct, frozen=True, kw_only=True):
    """How one thing stands: `say` is what customers are told, `allowed` within which limits, `offer` what works instead.

    `here`: this store's manager has paused it; head office may have it open.
    """

    capability: str
    name: str
    mode: Mode
    say: str = ""
    offer: str = ""
    allowed: tuple[str, ...] = ()
    since_ms: int | None = None
    here: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it works as ever."""
        return self.mode == "open"

    @property
    def stopped(self) -> bool:
        """Whether it does not work at all."""
        return self.mode in ("paused", "sealed")

    @property
    def words(self) -> str:
        """'Contactless payment is paused: ... Offer chip & PIN or cash.'"""
        told = " ".join((*self.allowed, self.say, self.offer)).strip()
        return f"{self.name} {MODE_WORDS[self.mode]}: {told}" if told else f"{self.name} {MODE_WORDS[self.mode]}."


def works_now(gate: Gate, known: Capabilities, here: Mapping[str, str], store: str, now_ms: int) -> tuple[Works, ...]:
    """Everything that a till does, in the order that colleagues look for it; `here` are the store's own pauses with what they say."""
    scope = Scope(channel="till", store=store)
    standings = {capability: gate.describe(capability, scope, now_ms) for capability in AT_A_TILL}
    taken = [each for each in TENDERS if standings[each].mode in ("open", "limited") and each not in here]
    return tuple(
        Works(
            capability=each,
            name=known[each].name,
            mode="paused" if each in here and standings[each].mode in ("open", "limited") else standings[each].mode,
            say=here.get(each, "") if standings[each].mode in ("open", "limited") else standings[each].say,
            offer=offer(each, taken) if each in TENDERS else standings[each].fallback,
            allowed=() if each in here else standings[each].allowed,
            since_ms=standings[each].since_ms,
            here=each in here,
        )
        if standings[each].mode != "open" or each in here
        else Works(capability=each, name=known[each].name, mode="open")
        for each in AT_A_TILL
    )


def offer(capability: str, taken: list[str]) -> str:
    """'Offer chip & PIN or cash.', of what is taken besides this."""
    others = [OFFERED[each] for each in taken if each != capability]
    if not others:
        return "Nothing else can be taken: call the manager."
    return f"Offer {' or '.join(others)}."


def bar(works: tuple[Works, ...]) -> tuple[Works, ...]:
    """What a colleague must know before the next customer: whatever is not open."""
    return tuple(each for each in works if not each.is_open)
