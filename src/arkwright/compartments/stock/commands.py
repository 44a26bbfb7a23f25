"""What may be asked of stock."""

from __future__ import annotations

from typing import Literal

from arkwright.kit.messages import Command

Reason = Literal["damaged", "lost", "sample", "found", "customer-return", "correction"]


class SaveLocation(Command, frozen=True):
    """Name a place where stock lies; `sells_online` counts its units into what orders may be promised from."""

    location: str
    name: str
    sells_online: bool
    by: str


class ReceiveDelivery(Command, frozen=True):
    """Units came in, 1 to 1,000,000; `reference` is the supplier's or our own number on the delivery note."""

    sku: str
    location: str
    quantity: int
    reference: str
    by: str


class CountStock(Command, frozen=True):
    """A colleague counted what lies there, 0 to 1,000,000; parcels that left are taken to be recorded already."""

    sku: str
    location: str
    counted: int
    by: str


class AdjustStock(Command, frozen=True):
    """Units came or went for a reason: `change` is negative for damaged, lost and sample, positive for found and customer-return."""

    sku: str
    location: str
    change: int
    reason: Reason
    by: str


class MoveStock(Command, frozen=True):
    """Units went from one location to another; never more than lie there."""

    sku: str
    source: str
    destination: str
    quantity: int
    by: str


class RecordSold(Command, frozen=True):
    """Units of a parcel left for a shopper (a reaction to a dispatch): they were granted, and now they are gone."""

    sku: str
    quantity: int
    location: str
    parcel: str


class RecordTillSale(Command, frozen=True):
    """Units were sold at a till of a store (a reaction to what the store sent): whatever was shown there, they are gone.

    A location that is not known yet is made: what was sold is recorded first, and put right later.
    """

    sku: str
    quantity: int
    location: str
    receipt: str


class RecordTillReturn(Command, frozen=True):
    """Units came back over a till of a store, fit to be sold again (a reaction to what the store sent): they are there again.

    `returned` names what came back, such as a line of a refund: told again, by whoever, it counts once.
    """

    returned: str
    sku: str
    quantity: int
    location: str


class RecordAllowanceReturned(Command, frozen=True):
    """Ordering's answer to a recall of `asked` units (a reaction): `quantity` of them were free and are back."""

    sku: str
    quantity: int
    asked: int


class RecallShortfall(Command, frozen=True):
    """Ask ordering once more for all that is missing, because an order that held some ended without sending them.

    Asked even while an earlier recall is unanswered, since that one may have been answered before the order ended.
    """

    sku: str
