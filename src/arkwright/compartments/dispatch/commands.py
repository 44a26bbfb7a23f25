"""What may be asked of dispatch."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from arkwright.kit.messages import Command, DuringPause
from arkwright.kit.scope import Scope


class OrderedLine(msgspec.Struct, frozen=True, kw_only=True):
    """How many of a SKU were ordered, and its name for the picker."""

    sku: str
    name: str
    quantity: int


class Units(msgspec.Struct, frozen=True, kw_only=True):
    """So many of a SKU."""

    sku: str
    quantity: int


class OpenConsignment(Command, frozen=True):
    """A paid order is to be sent (a reaction to its confirmation); a SKU on several lines becomes one.

    `day` (`2026-12-01`) is the one that the shopper named, if they did.
    """

    order: str
    number: str
    channel: str
    person: str
    method: str
    region: str
    lines: tuple[OrderedLine, ...]
    day: str = ""


class DeliveryCommand(Command, frozen=True):
    """Goes on with an order already paid, so that a pause of deliveries lets it finish; a hold or a seal stops it.

    `channel`, `region` and `method` are the consignment's own, given again so that the gate knows where this acts.
    """

    order: str
    channel: str
    region: str
    method: str
    by: str
    capabilities: ClassVar[tuple[str, ...]] = ("delivery",)
    during_pause: ClassVar[DuringPause] = "finish"

    def scope(self) -> Scope:
        """Where the parcel goes and how."""
        return Scope(channel=self.channel, region=self.region, delivery_method=self.method)


class StartPicking(DeliveryCommand, frozen=True):
    """A colleague goes to fetch what is still to be sent."""


class DispatchParcel(DeliveryCommand, frozen=True):
    """A parcel has left; without `lines` it holds everything picked and not sent yet."""

    parcel: str
    tracking: str
    lines: tuple[Units, ...] = ()


class RecordPicked(Command, frozen=True):
    """So many of each SKU named are picked and not sent yet; fewer than ordered, or 0 to put them back, is allowed."""

    order: str
    lines: tuple[Units, ...]
    by: str


class StopConsignment(Command, frozen=True):
    """The order is being cancelled: nothing may leave any more; refused once anything is picked."""

    order: str
    why: str


class CloseConsignmentShort(Command, frozen=True):
    """What was not sent will not be; refused before the first parcel, and while anything is packed."""

    order: str
    why: str
    by: str
