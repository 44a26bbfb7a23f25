"""What works now: each capability as the switches have it, in words; and whether browsing is open."""

from __future__ import annotations

from html import escape
from pathlib import Path

from arkwright.channels.design.pages import environment
from arkwright.channels.edge.held import Held
from arkwright.kit.refusal import Refusal
from arkwright.kit.scope import NOWHERE, Scope
from arkwright.kit.switches import Capabilities, Gate, Standing, Switched
from arkwright.kit.switches.order import SwitchOrder
from arkwright.kit.world import World

CHANNEL = "web"
HERE = Scope(channel=CHANNEL)
IN_STORE = ("till", "kiosk")  # the channels of a store
LOOK_AGAIN_MS = 1_000


class Browsing:
    """Whether the range is shown; looked up again when the switches change, and each second, since silence changes them too."""

    def __init__(self, world: World, held: Held) -> None:
        self._world = world
        self._held = held
        self._gate: Gate | None = None
        self._looked_ms = 0
        self._found: dict[str, Switched | None] = {}

    def refusal(self, category: str) -> Switched | None:
        """Why pages of this department ("" for pages about the whole range) are not shown now; None when they are."""
        gate, now_ms = self._held.gate, self._world.now_ms()
        if gate is not self._gate or now_ms - self._looked_ms >= LOOK_AGAIN_MS:
            self._gate, self._looked_ms, self._found = gate, now_ms, {}
        if category not in self._found:
            self._found[category] = _refusal(gate, category, now_ms)
        return self._found[category]


def _refusal(gate: Gate, category: str, now_ms: int) -> Switched | None:
    """A page about the whole range is shown as long as a part of the range is."""
    if not category and gate.describe("browse", HERE, now_ms).mode in ("open", "limited"):
        return None
    scope = Scope(channel=CHANNEL, categories=frozenset({category} if category else ()))
    try:
        gate.check(("browse",), scope, "refuse", now_ms)
    except Switched as refusal:
        return refusal
    return None


class StandingPage:
    """The fragment inside the published page "What works now"."""

    def __init__(self, capabilities: Capabilities) -> None:
        self._capabilities = capabilities
        pages = environment(Path(__file__).parent / "templates")
        self._template = pages.get_template("standing.html")
        self._store_template = pages.get_template("store_standing.html")

    def fragment(self, gate: Gate, now_ms: int) -> str:
        """Every capability: its mode, and what that means."""
        rows = [
            (capability.name, gate.describe(name, HERE, now_ms), elsewhere(gate, name, now_ms))
            for name, capability in self._capabilities.items()
        ]
        return self._template.render(
            rows=rows,
            meaning=meaning,
            as_at_ms=gate.table.as_at_ms,
            open=all(standing.mode == "open" and not others for _, standing, others in rows),
            stale=any(standing.stale for _, standing, _ in rows),
        )

    def in_store(self, gate: Gate, store: str, now_ms: int) -> str:
        """What is not as usual in a store, by its tills and kiosks; nothing when everything is."""
        found = {
            (capability.name, standing.mode): standing
            for channel in IN_STORE
            for name, capability in self._capabilities.items()
            if (standing := gate.describe(name, Scope(channel=channel, store=store), now_ms)).mode != "open"
        }
        rows = [(name, standing) for (name, _), standing in found.items()]
        return self._store_template.render(rows=rows, meaning=meaning) if rows else ""


def elsewhere(gate: Gate, capability: str, now_ms: int) -> list[SwitchOrder]:
    """What is switched for other channels, stores or regions than a shopper on the web as such."""
    return [order for order in gate.describe(capability, NOWHERE, now_ms).elsewhere if not order.place.applies(HERE)]


def meaning(standing: Standing) -> list[str]:
    """Sentences: what is so, what goes on within limits, and what to do instead; none where it works."""
    if standing.mode == "open":
        return []
    return [sentence for sentence in (standing.say, *standing.allowed, standing.fallback) if sentence]


def pause_words(refusal: Refusal) -> str:
    """The sentence of a refusal, and what to do instead, as HTML."""
    fallback = getattr(refusal, "fallback", "")
    return f'<p class="lead">{escape(str(refusal))}</p>' + (f"<p>{escape(fallback)}</p>" if fallback else "")
