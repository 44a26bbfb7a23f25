"""The small range, addresses and shoppers of the simulated shop: enough to meet every rule, scarce enough to sell out."""

from __future__ import annotations

import random

import msgspec
from msgspec.structs import replace

from arkwright.compartments.catalogue.commands import SaveCategory, SaveProduct, Variant
from arkwright.compartments.promotions.commands import SavePromotion
from arkwright.journeys.contact import Contact
from arkwright.kit.money import VatRate
from arkwright.kit.promotion import Terms

WAREHOUSE = "warehouse"
PROMOTIONS = ("three-mugs", "two-books", "home", "sun")
CODE = "SUN5"
FOR_EVER_MS = 10**15
POSTCODES = ("LS1 4AP", "EH1 1YZ", "IV1 1AA", "BT1 5GS", "CF10 1EP")


class Goods(msgspec.Struct, frozen=True):
    """One product with one SKU."""

    sku: str
    category: str
    price_pence: int
    vat_rate: VatRate
    restrictions: tuple[str, ...] = ()


RANGE = (
    Goods("MUG-1", "kitchen", 12_00, "standard"),
    Goods("LAMP-1", "home", 64_99, "standard", ("no-islands",)),
    Goods("BOOK-1", "books", 8_99, "zero"),
    Goods("SEAT-1", "children", 89_50, "reduced", ("mainland-only",)),
    Goods("VASE-1", "home", 19_95, "standard", ("no-next-day",)),
)


def categories(by: str) -> list[SaveCategory]:
    """The departments."""
    names = sorted({goods.category for goods in RANGE})
    return [SaveCategory(id=f"open.{name}", category=name, name=name.title(), position=place, by=by) for place, name in enumerate(names)]


def product(goods: Goods, command: str, by: str) -> SaveProduct:
    """The command that puts it on sale."""
    variant = Variant(sku=goods.sku, gtin=None, option="", price_pence=goods.price_pence, weight_g=0)
    return SaveProduct(
        id=command,
        product=goods.sku.lower(),
        name=goods.sku.title(),
        description="Plain and good.",
        brand="Arkwright",
        category=goods.category,
        vat_rate=goods.vat_rate,
        variants=(variant,),
        restrictions=goods.restrictions,
        picture="",
        highlight=False,
        by=by,
    )


def promotion(promotion: str, command: str, by: str, percent: int = 10) -> SavePromotion:
    """The command that has it hold for as long as the simulation lasts; each multi-buy is for goods of one price."""
    return SavePromotion(id=command, terms=terms(promotion, percent), by=by)


def terms(promotion: str, percent: int) -> Terms:
    """What it says."""
    plain = Terms(promotion=promotion, name=promotion.title(), kind="percent", from_ms=0, until_ms=FOR_EVER_MS)
    match promotion:
        case "three-mugs":
            return replace(plain, kind="pay-for", category="kitchen", buy=3, pay_for=2)
        case "two-books":
            return replace(plain, kind="bundle", skus=("BOOK-1",), buy=2, price_pence=15_00)
        case "sun":
            return replace(plain, kind="code", code=CODE, amount_pence=5_00, least_pence=20_00, uses=3)
        case _:
            return replace(plain, category="home", percent=percent)


def contact(dice: random.Random, name: str) -> Contact:
    """Somebody to send it to."""
    return Contact(
        name=f"Shopper {name}",
        email=f"{name}@example.com",
        phone="",
        address=("1 High Street",),
        town="Somewhere",
        postcode=dice.choice(POSTCODES),
    )
