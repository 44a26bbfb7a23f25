"""What may be asked of ordering."""

from __future__ import annotations

from typing import ClassVar, Literal

import msgspec

from arkwright.kit.messages import Command, DuringPause
from arkwright.kit.money import VatRate
from arkwright.kit.promotion import Terms
from arkwright.kit.scope import Scope

CancelledBy = Literal["shopper", "colleague", "payment", "incident"]
Method = Literal["standard", "next-day", "named-day"]


class WantedLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line as the shopper saw it; refused when the range has changed since."""

    sku: str
    quantity: int
    price_pence: int
    category: str


class Delivery(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where to and how, without personal data; `charge_pence` as shown to the shopper, `day` (`2026-12-01`) for the method named-day."""

    method: Method
    zone: str
    region: str
    postcode_area: str
    charge_pence: int
    day: str = ""


class SetOffer(Command, frozen=True):
    """Take over what the catalogue says of a SKU (a reaction); `source` is the catalogue's journal sequence."""

    sku: str
    product: str
    name: str
    price_pence: int
    vat_rate: VatRate
    category: str
    restrictions: tuple[str, ...]
    live: bool
    source: int


class SetPromotion(Command, frozen=True):
    """Take over what promotions says of one (a reaction); its revision tells the newer of two."""

    terms: Terms


class GrantAllowance(Command, frozen=True):
    """Stock grants this many more units of a SKU to be promised to shoppers."""

    sku: str
    quantity: int


class ReturnAllowance(Command, frozen=True):
    """Stock asks for units back; as many as are free are returned, never more."""

    sku: str
    quantity: int


class SetNamedDays(Command, frozen=True):
    """How many orders may be promised for one day, and what that costs the shopper; 0 a day offers named days no more."""

    capacity: int
    charge_pence: int
    by: str


class SetDeliveryDay(Command, frozen=True):
    """One day (`2026-12-01`) that differs: another capacity (0 closes it), another charge; None is as on every day."""

    day: str
    capacity: int | None
    charge_pence: int | None
    by: str


class BasketCommand(Command, frozen=True):
    """A change to a basket: it promises nothing, so a pause lets it go on."""

    basket: str
    channel: str
    capabilities: ClassVar[tuple[str, ...]] = ("orders",)
    during_pause: ClassVar[DuringPause] = "allow"

    def scope(self) -> Scope:
        """The channel and the shopper, who is known by the basket."""
        return Scope(channel=self.channel, shopper=self.basket)


class AddToBasket(BasketCommand, frozen=True):
    """Put more of a SKU into a basket, which begins with its first line."""

    sku: str
    quantity: int


class SetQuantity(BasketCommand, frozen=True):
    """Have exactly this many of a SKU in the basket; 0 takes the line out."""

    sku: str
    quantity: int


class AcceptPrices(BasketCommand, frozen=True):
    """The shopper has seen today's prices and goes on with them."""


class EnterCode(BasketCommand, frozen=True):
    """The shopper typed a promotion's code; "" takes the one there is out again."""

    code: str


class WishedLine(msgspec.Struct, frozen=True, kw_only=True):
    """So many of a SKU, from a saved basket or an order of before."""

    sku: str
    quantity: int


class AddLines(BasketCommand, frozen=True):
    """Put all of these into a basket at today's prices; what is not on sale any more is left out."""

    lines: tuple[WishedLine, ...]


class SaveBasket(BasketCommand, frozen=True):
    """Keep a copy of what the basket holds, for whoever has its link; `saved` is the SHA-256 (hex) of the link's secret."""

    saved: str


class ForgetSavedBasket(Command, frozen=True):
    """The copy has expired."""

    saved: str


class PlaceOrder(Command, frozen=True, omit_defaults=True):
    """Promise these lines to a shopper, at these prices, to be paid by card; `saved_pence` is what promotions were shown to take off,
    with `code` where it had a part in that, and `for_member` where the shopper is a signed-in member and a member price had one.

    `secret_digest` is the SHA-256 (hex) of the secret in the order's link; `contact` is sealed under the person's key. A `member` pays
    `points_pence` of it with `points`.
    """

    order: str
    number: str
    basket: str
    channel: str
    person: str
    contact: str
    secret_digest: str
    lines: tuple[WantedLine, ...]
    delivery: Delivery
    saved_pence: int = 0
    code: str = ""
    member: str = ""
    points: int = 0
    points_pence: int = 0
    for_member: bool = False
    capabilities: ClassVar[tuple[str, ...]] = ("orders", "delivery")

    def scope(self) -> Scope:
        """Everything a limit may name."""
        goods = sum(line.price_pence * line.quantity for line in self.lines)
        return Scope(
            channel=self.channel,
            region=self.delivery.region,
            postcode_area=self.delivery.postcode_area,
            categories=frozenset(line.category for line in self.lines),
            delivery_method=self.delivery.method,
            total_pence=goods - self.saved_pence + self.delivery.charge_pence,
            shopper=self.basket,
        )


class OrderCommand(Command, frozen=True):
    """Goes on with an order already taken."""

    order: str
    channel: str
    capabilities: ClassVar[tuple[str, ...]] = ("orders",)
    during_pause: ClassVar[DuringPause] = "finish"

    def scope(self) -> Scope:
        """The channel the order came by."""
        return Scope(channel=self.channel)


class ConfirmOrder(OrderCommand, frozen=True, omit_defaults=True):
    """The provider's evidence says that this much is authorised, and points have paid the rest: the order is paid."""

    payment: str
    authorised_pence: int
    points_pence: int = 0


class BeginCancellation(OrderCommand, frozen=True):
    """Ask to end an order of which nothing was dispatched; a shopper may within the window, a colleague at any time before."""

    by: CancelledBy
    why: str
    during_pause: ClassVar[DuringPause] = "allow"


class GiveUpCancellation(OrderCommand, frozen=True):
    """The parcel could not be stopped: the order goes on."""

    why: str
    during_pause: ClassVar[DuringPause] = "allow"


class CancelOrder(OrderCommand, frozen=True):
    """End an order whose cancellation was begun and whose consignment is stopped; or, `by` payment, one that was never paid."""

    by: CancelledBy
    why: str
    during_pause: ClassVar[DuringPause] = "allow"


class CloseShort(OrderCommand, frozen=True):
    """Send no more of a part-dispatched order; what was not sent is not charged."""

    why: str
    during_pause: ClassVar[DuringPause] = "allow"


class DispatchedLine(msgspec.Struct, frozen=True, kw_only=True):
    """How many of a SKU went into one parcel."""

    sku: str
    quantity: int


class RecordDispatch(OrderCommand, frozen=True):
    """A parcel has left; its units are sold."""

    parcel: str
    tracking: str
    lines: tuple[DispatchedLine, ...]
