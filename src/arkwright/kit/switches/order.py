"""Switch orders: what a switch is set to, by whose approval, and which of two settings lets more through."""

from __future__ import annotations

from typing import Literal

import msgspec

from arkwright.kit.switches.place import EVERYWHERE, Limits, Place

Mode = Literal["open", "limited", "paused", "sealed"]
InFlight = Literal["finish", "hold", "cancel"]
Key = tuple[str, Place]

STRICTNESS: dict[Mode, int] = {"open": 0, "limited": 1, "paused": 2, "sealed": 3}
STRICTNESS_IN_FLIGHT: dict[InFlight, int] = {"finish": 0, "cancel": 1, "hold": 2}
NO_LIMITS = Limits()


class Setting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a switch is set to: one capability at one place.

    `open` stops nothing here; `limited` lets new things begin within `limits`; `paused` lets nothing new begin and deals with
    what has begun as `in_flight` says (finish it, hold it, or cancel and refund what was taken from `cancel_from_ms` on);
    `sealed` lets nothing at all be done. `say` is the sentence for customers, `fallback` what works instead, `review_ms` when
    it will be looked at again.
    """

    capability: str
    place: Place = EVERYWHERE
    mode: Mode
    limits: Limits = NO_LIMITS
    in_flight: InFlight = "finish"
    cancel_from_ms: int | None = None
    say: str = ""
    fallback: str = ""
    review_ms: int | None = None

    @property
    def key(self) -> Key:
        """A switch is known by its capability and place; the newest order for them is the one that counts."""
        return (self.capability, self.place)

    @property
    def title(self) -> str:
        """'orders (channel web)', for a colleague."""
        return f"{self.capability} ({self.place.words()})"

    def no_looser_than(self, other: Setting) -> bool:
        """Whether everything that this setting lets through, the other (of the same key) lets through as well."""
        if self.mode != other.mode:
            return STRICTNESS[self.mode] > STRICTNESS[other.mode]
        match self.mode:
            case "limited":
                return self.limits.within(other.limits)
            case "paused":
                return self._in_flight_no_looser_than(other)
            case _:
                return True

    def _in_flight_no_looser_than(self, other: Setting) -> bool:
        if self.in_flight != other.in_flight or self.in_flight != "cancel":
            return STRICTNESS_IN_FLIGHT[self.in_flight] >= STRICTNESS_IN_FLIGHT[other.in_flight]
        if other.cancel_from_ms is None:
            return True
        return self.cancel_from_ms is not None and self.cancel_from_ms <= other.cancel_from_ms


class Approval(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who, by account, stands for an order, and since when."""

    account: str
    at_ms: int


class SwitchOrder(Setting, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A setting as the desk ordered it.

    `number` is the version at which it was issued, under the desk key of `generation`; `since_ms` is when this mode began
    here, `issued_ms` when these very words were ordered. The reason stays in the desk: it is not for the nodes.
    """

    generation: int
    number: int
    since_ms: int
    issued_ms: int
    approvals: tuple[Approval, ...]

    @property
    def issued_at(self) -> tuple[int, int]:
        """Its place in the sequence of all orders: an order of a newer desk key is newer than any of an older one."""
        return (self.generation, self.number)

    @property
    def approvers(self) -> int:
        """How many different people stand for it."""
        return len({approval.account for approval in self.approvals})

    @property
    def breadth(self) -> int:
        """How many things its place names: the broadest first is how orders of one mode are read."""
        return len(self.place.named)
