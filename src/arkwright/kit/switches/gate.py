"""The gate: whether a command may go on under the switches that a node holds, and what to tell people if not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import msgspec

from arkwright.kit.messages import DuringPause
from arkwright.kit.refusal import NotTaken
from arkwright.kit.scope import Scope
from arkwright.kit.switches.capability import CAPABILITY_IDS, Capabilities
from arkwright.kit.switches.order import STRICTNESS, Mode, SwitchOrder
from arkwright.kit.switches.place import Limit, Place
from arkwright.kit.switches.table import SwitchTable


@dataclass
class Switched(NotTaken):
    """A switch says not now; nothing was decided, and the same command may be sent again when it is open."""

    capability: str
    mode: Mode
    say: str
    fallback: str
    since_ms: int
    review_ms: int | None
    sentence: ClassVar[str] = "{say}"
    retry_after_s: ClassVar[int] = 300


@dataclass
class Paused(Switched):
    """Nothing new begins; what has begun may be held too."""


@dataclass
class Sealed(Switched):
    """Cut off: nothing at all is done."""


@dataclass
class Limited(Switched):
    """It goes on within limits, and this is outside of one; `allowed` says what is inside."""

    allowed: str
    sentence: ClassVar[str] = "{allowed} {say}"


@dataclass
class LimitedToCategories(Limited):
    """Some departments only."""

    field: ClassVar[str | None] = "category"


@dataclass
class LimitedToRegions(Limited):
    """Some nations or postcode areas only."""

    field: ClassVar[str | None] = "postcode"


@dataclass
class LimitedToDeliveryMethods(Limited):
    """Some ways of delivery only."""

    field: ClassVar[str | None] = "delivery"


@dataclass
class LimitedToTotal(Limited):
    """Smaller totals only."""

    field: ClassVar[str | None] = "total"


@dataclass
class LimitedToShare(Limited):
    """Some shoppers only, always the same ones."""


LIMITED: dict[Limit, type[Limited]] = {
    "categories": LimitedToCategories,
    "regions": LimitedToRegions,
    "delivery_methods": LimitedToDeliveryMethods,
    "max_total_pence": LimitedToTotal,
    "share_per_mille": LimitedToShare,
}


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How a capability stands somewhere, for a page: the strictest order that applies there, or open.

    `allowed` are the sentences of every limit that applies; `elsewhere` are stricter orders for narrower places that only some
    of what is done there meets (one region, one department). `stale`: the node has had no word from the desk for too long.
    """

    capability: str
    mode: Mode
    say: str = ""
    fallback: str = ""
    since_ms: int | None = None
    review_ms: int | None = None
    allowed: tuple[str, ...] = ()
    elsewhere: tuple[SwitchOrder, ...] = ()
    stale: bool = False


EVERYWHERE = Place()


class Gate:
    """The switches of one verified table, ready to be asked; pure: the same questions have the same answers.

    Capabilities are handed in for their direction of failure: one that is left out keeps its last modes however old they are.
    """

    def __init__(self, table: SwitchTable, capabilities: Capabilities) -> None:
        self.table = table
        self._capabilities = capabilities
        self._orders: dict[str, list[SwitchOrder]] = {}
        for order in sorted(table.orders, key=_strictest_and_broadest_first):
            if order.mode != "open":
                self._orders.setdefault(order.capability, []).append(order)

    @property
    def edition(self) -> tuple[int, int, int]:
        """Generation, version and time of the table: what tells a newer table from an older one."""
        return (self.table.generation, self.table.version, self.table.as_at_ms)

    @property
    def emergency(self) -> bool:
        """Whether this is what a node stands at that can read no table any more: stricter than any, and of no edition."""
        return self.edition[:2] == (0, 0) and bool(self._orders)

    def seals(self, compartment: str) -> bool:
        """Whether the compartment is cut off from its data: a capability that rests on it is sealed everywhere."""
        return any(
            order.mode == "sealed" and order.place == EVERYWHERE and compartment in self._capabilities[order.capability].compartments
            for orders in self._orders.values()
            for order in orders
            if order.capability in self._capabilities
        )

    def check(self, capabilities: tuple[str, ...], scope: Scope, during_pause: DuringPause, now_ms: int) -> None:
        """Return when each capability may be exercised at `scope` now; otherwise raise `Sealed`, `Paused` or a `Limited...`.

        Every order that applies counts, and the strictest wins. Sealed stops everything; paused stops "refuse", and "finish"
        where what is in flight is held; limited stops "refuse" outside of its limits. "allow" is stopped by a seal alone.
        """
        for capability in capabilities:
            for order in self._standing(capability, scope, now_ms):
                _check(order, scope, during_pause)

    def describe(self, capability: str, scope: Scope, now_ms: int) -> Standing:
        """How the capability stands for what is done at `scope` (a channel, a store), for a page that shows it."""
        orders = self._standing(capability, scope, now_ms)
        strictest = orders[0] if orders else None
        mode: Mode = strictest.mode if strictest else "open"
        narrower = (order for order in self._orders.get(capability, ()) if order.place.may_apply(scope) and not order.place.applies(scope))
        return Standing(
            capability=capability,
            mode=mode,
            say=strictest.say if strictest else "",
            fallback=strictest.fallback if strictest else "",
            since_ms=strictest.since_ms if strictest else None,
            review_ms=strictest.review_ms if strictest else None,
            allowed=tuple(
                order.limits.allowed(limit) for order in orders if mode == order.mode == "limited" for limit in order.limits.named
            ),
            elsewhere=tuple(order for order in narrower if STRICTNESS[order.mode] >= STRICTNESS[mode]),
            stale=self.stale(capability, now_ms),
        )

    def stale(self, capability: str, now_ms: int) -> bool:
        """Whether the desk has been silent for longer than this capability bears; a capability left out is never stale."""
        known = self._capabilities.get(capability)
        return known is not None and now_ms - self.table.as_at_ms > known.stale_ms

    def _standing(self, capability: str, scope: Scope, now_ms: int) -> list[SwitchOrder]:
        """What applies, the strictest first; silence counts as a pause where that is the capability's direction of failure."""
        if capability not in CAPABILITY_IDS:
            raise LookupError(f"{capability} is no capability; there are {', '.join(CAPABILITY_IDS)}")
        orders = [order for order in self._orders.get(capability, ()) if order.place.applies(scope)]
        if self.stale(capability, now_ms) and self._capabilities[capability].when_stale == "paused":
            orders.append(self._silence(capability))
            orders.sort(key=_strictest_and_broadest_first)
        return orders

    def _silence(self, capability: str) -> SwitchOrder:
        known = self._capabilities[capability]
        began_ms = self.table.as_at_ms + known.stale_ms
        return SwitchOrder(
            capability=capability,
            mode="paused",
            say=known.stale_say,
            fallback=known.fallback,
            generation=self.table.generation,
            number=self.table.version,
            since_ms=began_ms,
            issued_ms=began_ms,
            approvals=(),
        )


def _check(order: SwitchOrder, scope: Scope, during_pause: DuringPause) -> None:
    match order.mode:
        case "sealed":
            raise _refusal(Sealed, order)
        case "paused":
            if during_pause == "refuse" or (during_pause == "finish" and order.in_flight == "hold"):
                raise _refusal(Paused, order)
        case "limited":
            limit = order.limits.broken(order.capability, scope) if during_pause == "refuse" else None
            if limit is not None:
                raise _refusal(LIMITED[limit], order, allowed=order.limits.allowed(limit))


def _refusal(kind: type[Switched], order: SwitchOrder, **more: str) -> Switched:
    return kind(
        capability=order.capability,
        mode=order.mode,
        say=order.say,
        fallback=order.fallback,
        since_ms=order.since_ms,
        review_ms=order.review_ms,
        **more,
    )


def _strictest_and_broadest_first(order: SwitchOrder) -> tuple[int, int, int, int]:
    return (-STRICTNESS[order.mode], order.breadth, -order.generation, -order.number)
