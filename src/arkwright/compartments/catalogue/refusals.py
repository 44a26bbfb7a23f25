"""The noes of the catalogue, each a sentence for the colleague who asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arkwright.kit.refusal import Conflict, Invalid, NotFound


@dataclass
class ProductIdIsNoSlug(Invalid):
    """A product id of a wrong form."""

    product: str
    longest: int
    sentence: ClassVar[str] = "“{product}” cannot be a product id. Use 1 to {longest} small letters and digits, single hyphens between."
    field: ClassVar[str | None] = "product"


@dataclass
class CategoryIdIsNoSlug(Invalid):
    """A category id of a wrong form."""

    category: str
    longest: int
    sentence: ClassVar[str] = "“{category}” cannot be a category id. Use 1 to {longest} small letters and digits, single hyphens between."
    field: ClassVar[str | None] = "category"


@dataclass
class RangeNameIsWrong(Invalid):
    """A name that is empty, too long, or holds what cannot be printed."""

    longest: int
    sentence: ClassVar[str] = "Give a name of 1 to {longest} characters on one line, without spaces at its ends."
    field: ClassVar[str | None] = "name"


@dataclass
class ProductDescriptionIsWrong(Invalid):
    """A description that is too long or holds what cannot be printed."""

    longest: int
    sentence: ClassVar[str] = "The description may have up to {longest} characters of plain text."
    field: ClassVar[str | None] = "description"


@dataclass
class ProductBrandIsWrong(Invalid):
    """A brand that is too long or holds what cannot be printed."""

    longest: int
    sentence: ClassVar[str] = "The brand may have up to {longest} characters on one line, without spaces at its ends."
    field: ClassVar[str | None] = "brand"


@dataclass
class SkuIsWrong(Invalid):
    """A SKU of a wrong form."""

    sku: str
    longest: int
    sentence: ClassVar[str] = "“{sku}” cannot be a SKU. Use 1 to {longest} letters, digits, full stops, hyphens and underscores."
    field: ClassVar[str | None] = "sku"


@dataclass
class SkuStandsTwice(Invalid):
    """Two variants of a product with one SKU."""

    sku: str
    sentence: ClassVar[str] = "The SKU {sku} stands on two variants. Give each variant its own."
    field: ClassVar[str | None] = "sku"


@dataclass
class SkuBelongsToAnother(Conflict):
    """The SKU is another product's."""

    sku: str
    product: str
    sentence: ClassVar[str] = "The SKU {sku} belongs to the product {product}. Use another, or take it off that product first."
    field: ClassVar[str | None] = "sku"


@dataclass
class GtinIsWrong(Invalid):
    """A barcode number of a wrong form or with a wrong check digit."""

    sku: str
    gtin: str
    sentence: ClassVar[str] = "“{gtin}” is no barcode number: give 8, 12, 13 or 14 digits with a right check digit. See the label."
    field: ClassVar[str | None] = "gtin"


@dataclass
class GtinStandsTwice(Invalid):
    """Two variants of a product with one barcode."""

    sku: str
    gtin: str
    sentence: ClassVar[str] = "The barcode {gtin} stands on two variants. Give each variant its own, or none."
    field: ClassVar[str | None] = "gtin"


@dataclass
class GtinBelongsToAnother(Conflict):
    """The barcode is another product's."""

    sku: str
    gtin: str
    product: str
    sentence: ClassVar[str] = "The barcode {gtin} belongs to the product {product}. Compare both labels, and take it off the wrong one."
    field: ClassVar[str | None] = "gtin"


@dataclass
class OptionIsWrong(Invalid):
    """An option that is too long, or missing where there are several variants."""

    sku: str
    longest: int
    sentence: ClassVar[str] = "With several variants, each needs an option of 1 to {longest} characters on one line, such as “Blue”."
    field: ClassVar[str | None] = "variant"


@dataclass
class OptionStandsTwice(Invalid):
    """Two variants that a shopper could not tell apart."""

    sku: str
    option: str
    sentence: ClassVar[str] = "The option “{option}” stands on two variants. Make them different, so that shoppers can choose."
    field: ClassVar[str | None] = "variant"


@dataclass
class NumberOfVariants(Invalid):
    """No variant, or too many."""

    count: int
    most: int
    sentence: ClassVar[str] = "A product has 1 to {most} variants, not {count}."
    field: ClassVar[str | None] = "variants"


@dataclass
class PriceOutOfRange(Invalid):
    """Not a price we sell at."""

    sku: str
    sentence: ClassVar[str] = "The price of {sku} must be from £0.01 to £99,999.99."
    field: ClassVar[str | None] = "price"


@dataclass
class WeightOutOfRange(Invalid):
    """Not a weight of a parcel."""

    sku: str
    most_g: int
    sentence: ClassVar[str] = "The weight of {sku} must be from 0 to {most_g} grams."
    field: ClassVar[str | None] = "weight_g"


@dataclass
class NoSuchVatRate(Invalid):
    """Not a UK VAT rate."""

    vat_rate: str
    sentence: ClassVar[str] = "“{vat_rate}” is no VAT rate. Choose standard, reduced or zero."
    field: ClassVar[str | None] = "vat"


@dataclass
class NoSuchRestriction(Invalid):
    """A restriction that delivery does not know."""

    restriction: str
    known: str
    sentence: ClassVar[str] = "“{restriction}” is no restriction, or stands twice. Choose among {known}."
    field: ClassVar[str | None] = "restrictions"


@dataclass
class PictureIsNotOurs(Invalid):
    """A picture that the shop could not serve itself."""

    picture: str
    sentence: ClassVar[str] = "“{picture}” is no picture of ours. Give a name like mug:blue, a path like pictures/mug.webp, or nothing."
    field: ClassVar[str | None] = "picture"


@dataclass
class PositionOutOfRange(Invalid):
    """Not a place in the list of categories."""

    most: int
    sentence: ClassVar[str] = "The position must be from 0 to {most}."
    field: ClassVar[str | None] = "position"


@dataclass
class NoSuchCategoryInRange(NotFound):
    """Not a category of the range."""

    category: str
    sentence: ClassVar[str] = "There is no category “{category}”. Save the category first, or choose another."
    field: ClassVar[str | None] = "category"


@dataclass
class NoSuchProductInRange(NotFound):
    """Not a product of the range."""

    product: str
    sentence: ClassVar[str] = "There is no product “{product}”. Check the id."
    field: ClassVar[str | None] = "product"


@dataclass
class NoSuchSkuInRange(NotFound):
    """Not a SKU of the range."""

    sku: str
    sentence: ClassVar[str] = "There is no SKU {sku} in the range. Check it."
    field: ClassVar[str | None] = "sku"
