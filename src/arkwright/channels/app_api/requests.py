"""What the app asks with: JSON objects that refuse any field they do not know; a description says what is allowed."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from arkwright.compartments.ordering.baskets import MOST_LINES
from arkwright.compartments.ordering.selling import MOST_OF_ONE
from arkwright.journeys.contact import MOST_GIFT_CHARACTERS

BASKET_FORM = r"^[0-9a-hjkmnp-tv-z]{26}$(?!\n)"
MOST_PENCE = 100_000_000

Pence = Annotated[int, Meta(ge=0, le=MOST_PENCE, description="Pence, VAT included, as a whole number.")]
Quantity = Annotated[int, Meta(ge=1, le=MOST_OF_ONE, description=f"A whole number from 1 to {MOST_OF_ONE}.")]
QuantityOrNone = Annotated[
    int, Meta(ge=0, le=MOST_OF_ONE, description=f"A whole number from 1 to {MOST_OF_ONE}, or 0 to take the line out.")
]
Sku = Annotated[str, Meta(min_length=1, max_length=64, description="A product code (SKU) of 1 to 64 characters.")]
Slug = Annotated[str, Meta(min_length=1, max_length=100, description="The id of a department, of 1 to 100 characters.")]
BasketId = Annotated[str, Meta(pattern=BASKET_FORM, description="The id of a basket: 26 characters, as POST /baskets gave it.")]
Name = Annotated[str, Meta(min_length=1, max_length=100, pattern=r"\S", description="A name of 1 to 100 characters.")]
Email = Annotated[
    str,
    Meta(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$(?!\n)", description="An email address, such as name@example.org."),
]
Phone = Annotated[str, Meta(max_length=30, pattern=r"^[0-9+() -]*$(?!\n)", description="A telephone number of up to 30 digits, or empty.")]
AddressLine = Annotated[str, Meta(min_length=1, max_length=100, pattern=r"\S", description="A line of 1 to 100 characters.")]
AddressLines = Annotated[tuple[AddressLine, ...], Meta(min_length=1, max_length=3, description="1 to 3 lines of 1 to 100 characters each.")]
Postcode = Annotated[str, Meta(min_length=5, max_length=10, description="A full UK postcode, such as LS1 4AP.")]

GiftMessage = Annotated[
    str,
    Meta(
        max_length=MOST_GIFT_CHARACTERS,
        pattern=r"^[^\u0000-\u0009\u000b-\u001f\u007f]*$",
        description=f"What to write on the card of a gift, up to {MOST_GIFT_CHARACTERS} characters, or empty.",
    ),
]


Day = Annotated[
    str,
    Meta(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$(?!\n)", description="A day such as 2026-12-01, for named-day; or empty."),
]

Code = Annotated[str, Meta(max_length=40, description="A promotion code of up to 40 characters, in capitals or not, or empty.")]


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request; a field that it does not know is refused by name."""


class Nothing(Asked, frozen=True):
    """An empty object: there is nothing to say."""


class NewLine(Asked, frozen=True):
    """More of a product for a basket."""

    sku: Sku
    quantity: Quantity


class LineQuantity(Asked, frozen=True):
    """How many of a product the basket is to hold."""

    quantity: QuantityOrNone


class PromotionCode(Asked, frozen=True):
    """A promotion's code for a basket; "" takes it out."""

    code: Code


class ShownLine(Asked, frozen=True):
    """A line as the shopper saw it, as GET /baskets/{basket} gave it; refused when the range has changed since."""

    sku: Sku
    quantity: Quantity
    price_pence: Pence
    category: Slug


class OrderContact(Asked, frozen=True):
    """Who orders, and where to."""

    name: Name
    email: Email
    address: AddressLines
    town: Name
    postcode: Postcode
    phone: Phone = ""


class NewOrder(Asked, frozen=True):
    """An order of everything in a basket, as the shopper saw it.

    `saved_pence` is what the basket said that promotions take off; `code` its code, where the basket said that it is used.
    """

    basket: BasketId
    contact: OrderContact
    method: Annotated[Literal["standard", "next-day", "named-day"], Meta(description="standard, next-day or named-day.")]
    delivery_pence: Pence
    lines: Annotated[tuple[ShownLine, ...], Meta(min_length=1, max_length=MOST_LINES, description=f"1 to {MOST_LINES} lines.")]
    gift_message: GiftMessage = ""
    saved_pence: Pence = 0
    code: Code = ""
    day: Day = ""


class SavedBasketKey(Asked, frozen=True):
    """Which saved basket to put in."""

    key: Annotated[str, Meta(min_length=1, max_length=64, description="The key of a saved basket, as saving it gave.")]


class OrderAgain(Asked, frozen=True):
    """Which basket to put the lines of an order into."""

    basket: BasketId


class NewWaiter(Asked, frozen=True):
    """An address to write to, once, when something is back."""

    capability: Annotated[str, Meta(min_length=1, max_length=40, description="The id of a capability, as GET /what-works-now lists them.")]
    email: Email
