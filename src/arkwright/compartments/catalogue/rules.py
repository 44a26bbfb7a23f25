"""The rules of the catalogue: what a command leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, get_args

from msgspec.structs import replace

from arkwright.compartments.catalogue import commands as ask
from arkwright.compartments.catalogue import events as did
from arkwright.compartments.catalogue import refusals as no
from arkwright.compartments.catalogue.state import WHOLE_RANGE, Category, GtinTaken, Product, Revisions, SkuTaken
from arkwright.kit import gtin
from arkwright.kit.messages import Command, Event
from arkwright.kit.money import VatRate
from arkwright.kit.rows import Key, Rows

RESTRICTIONS = ("mainland-only", "no-northern-ireland", "no-islands", "age-18", "no-next-day")
LARGEST_PRICE_PENCE = 99_999_99
LARGEST_WEIGHT_G = 1_000_000
LARGEST_POSITION = 9_999
LONGEST_ID = 80
LONGEST_NAME = 200
LONGEST_DESCRIPTION = 4_000
LONGEST_BRAND = 100
LONGEST_SKU = 40
LONGEST_OPTION = 80
LONGEST_PICTURE = 200
MOST_VARIANTS = 100

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SKU = re.compile(r"[A-Za-z0-9._-]+")
DRAWN_PICTURE = re.compile(r"[a-z-]+(:[a-z]+){1,2}(@[a-z]+)?")
PICTURE_FILE = re.compile(r"([A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*\.(avif|jpg|jpeg|png|svg|webp)")


def keys(command: Command) -> Iterable[Key]:
    """Rows worth loading beforehand."""
    yield (Revisions, WHOLE_RANGE)
    match command:
        case ask.SaveProduct():
            yield from ((Product, command.product), (Category, command.category))
            for variant in command.variants:
                yield (SkuTaken, variant.sku)
                if variant.gtin:
                    yield (GtinTaken, gtin.gtin_14(variant.gtin))
        case ask.ChangePrice(sku=sku):
            yield (SkuTaken, sku)
        case ask.WithdrawProduct(product=product) | ask.RestoreProduct(product=product):
            yield (Product, product)
        case ask.SaveCategory(category=category):
            yield (Category, category)


def decide(rows: Rows, command: Command, now_ms: int) -> list[Event]:
    """The events that the command leads to, or a refusal."""
    match command:
        case ask.SaveProduct():
            return save(rows, command, now_ms)
        case ask.ChangePrice():
            return change_price(rows, command, now_ms)
        case ask.WithdrawProduct(product=product, by=by):
            before = known(rows, product)
            return [did.ProductWithdrawn(**about(rows, replace(before, live=False), by, now_ms))] if before.live else []
        case ask.RestoreProduct(product=product, by=by):
            before = known(rows, product)
            return [] if before.live else [did.ProductRestored(**about(rows, replace(before, live=True), by, now_ms))]
        case ask.SaveCategory():
            return save_category(rows, command, now_ms)
        case _:
            raise TypeError(f"the catalogue does not know the command {type(command).__name__}")


def save(rows: Rows, command: ask.SaveProduct, now_ms: int) -> list[Event]:
    """The product stands as asked, if it is well formed and nothing of it belongs to another."""
    check(command)
    if rows[Category, command.category] is None:
        raise no.NoSuchCategoryInRange(command.category)
    for variant in command.variants:
        owner = rows[SkuTaken, variant.sku]
        if owner and owner.product != command.product:
            raise no.SkuBelongsToAnother(variant.sku, owner.product)
        claim = rows[GtinTaken, gtin.gtin_14(variant.gtin)] if variant.gtin else None
        if claim and claim.product != command.product:
            raise no.GtinBelongsToAnother(variant.sku, str(variant.gtin), claim.product)
    before = rows[Product, command.product]
    if before and same(before, command):
        return []
    now = {variant.sku for variant in command.variants}
    return [
        did.ProductSaved(
            product=command.product,
            name=command.name,
            description=command.description,
            brand=command.brand,
            category=command.category,
            vat_rate=command.vat_rate,
            variants=command.variants,
            restrictions=command.restrictions,
            picture=command.picture,
            highlight=command.highlight,
            live=before.live if before else True,
            removed_skus=tuple(variant.sku for variant in before.variants if variant.sku not in now) if before else (),
            revision=next_revision(rows),
            changed_ms=now_ms,
            by=command.by,
        )
    ]


def same(row: Product, command: ask.SaveProduct) -> bool:
    """Whether the product already stands exactly as asked."""
    return all(getattr(row, name) == getattr(command, name) for name in command.__struct_fields__ if name not in ("id", "by"))


def check(command: ask.SaveProduct) -> None:
    """Refuse what is wrong whatever else stands in the range; the first thing found, from the top of the form down."""
    if not is_slug(command.product):
        raise no.ProductIdIsNoSlug(command.product, LONGEST_ID)
    if not is_line(command.name, 1, LONGEST_NAME):
        raise no.RangeNameIsWrong(LONGEST_NAME)
    if len(command.description) > LONGEST_DESCRIPTION or not all(each.isprintable() or each == "\n" for each in command.description):
        raise no.ProductDescriptionIsWrong(LONGEST_DESCRIPTION)
    if not is_line(command.brand, 0, LONGEST_BRAND):
        raise no.ProductBrandIsWrong(LONGEST_BRAND)
    if command.vat_rate not in get_args(VatRate):
        raise no.NoSuchVatRate(command.vat_rate)
    if not 1 <= len(command.variants) <= MOST_VARIANTS:
        raise no.NumberOfVariants(len(command.variants), MOST_VARIANTS)
    for place, variant in enumerate(command.variants):
        check_variant(variant, command.variants[:place], alone=len(command.variants) == 1)
    for place, restriction in enumerate(command.restrictions):
        if restriction not in RESTRICTIONS or restriction in command.restrictions[:place]:
            raise no.NoSuchRestriction(restriction, ", ".join(RESTRICTIONS))
    if not is_picture(command.picture):
        raise no.PictureIsNotOurs(command.picture)


def check_variant(variant: ask.Variant, before: tuple[ask.Variant, ...], alone: bool) -> None:
    """Refuse a variant that is wrong in itself or cannot be told from one before it."""
    sku = variant.sku
    if len(sku) > LONGEST_SKU or not SKU.fullmatch(sku):
        raise no.SkuIsWrong(sku, LONGEST_SKU)
    if sku in {other.sku for other in before}:
        raise no.SkuStandsTwice(sku)
    if variant.gtin is not None:
        if not gtin.valid(variant.gtin):
            raise no.GtinIsWrong(sku, variant.gtin)
        if gtin.gtin_14(variant.gtin) in {gtin.gtin_14(other.gtin) for other in before if other.gtin}:
            raise no.GtinStandsTwice(sku, variant.gtin)
    if not is_line(variant.option, 0 if alone else 1, LONGEST_OPTION):
        raise no.OptionIsWrong(sku, LONGEST_OPTION)
    if variant.option.casefold() in {other.option.casefold() for other in before}:
        raise no.OptionStandsTwice(sku, variant.option)
    check_price(sku, variant.price_pence)
    if not 0 <= variant.weight_g <= LARGEST_WEIGHT_G:
        raise no.WeightOutOfRange(sku, LARGEST_WEIGHT_G)


def check_price(sku: str, price_pence: int) -> None:
    """Refuse what is no price of ours."""
    if not 1 <= price_pence <= LARGEST_PRICE_PENCE:
        raise no.PriceOutOfRange(sku)


def is_slug(text: str) -> bool:
    """Whether the text can stand in an address as an id."""
    return len(text) <= LONGEST_ID and bool(SLUG.fullmatch(text))


def is_line(text: str, shortest: int, longest: int) -> bool:
    """Whether the text is one printable line of that length without spaces at its ends."""
    return shortest <= len(text) <= longest and text.isprintable() and text == text.strip()


def is_picture(picture: str) -> bool:
    """Whether the shop can serve the picture itself: nothing from another host, nothing above its folder."""
    if len(picture) > LONGEST_PICTURE:
        return False
    return picture == "" or bool(DRAWN_PICTURE.fullmatch(picture) or PICTURE_FILE.fullmatch(picture))


def change_price(rows: Rows, command: ask.ChangePrice, now_ms: int) -> list[Event]:
    """One SKU gets another price."""
    check_price(command.sku, command.price_pence)
    owner = rows[SkuTaken, command.sku]
    if owner is None:
        raise no.NoSuchSkuInRange(command.sku)
    before = known(rows, owner.product)
    old = next(variant for variant in before.variants if variant.sku == command.sku)
    if old.price_pence == command.price_pence:
        return []
    variants = tuple(replace(old, price_pence=command.price_pence) if each is old else each for each in before.variants)
    return [
        did.PriceChanged(
            **about(rows, replace(before, variants=variants), command.by, now_ms),
            sku=command.sku,
            price_pence=command.price_pence,
            old_pence=old.price_pence,
        )
    ]


def save_category(rows: Rows, command: ask.SaveCategory, now_ms: int) -> list[Event]:
    """The category stands as asked."""
    if not is_slug(command.category):
        raise no.CategoryIdIsNoSlug(command.category, LONGEST_ID)
    if not is_line(command.name, 1, LONGEST_NAME):
        raise no.RangeNameIsWrong(LONGEST_NAME)
    if not 0 <= command.position <= LARGEST_POSITION:
        raise no.PositionOutOfRange(LARGEST_POSITION)
    before = rows[Category, command.category]
    if before and (before.name, before.position) == (command.name, command.position):
        return []
    return [
        did.CategorySaved(
            category=command.category,
            name=command.name,
            position=command.position,
            revision=next_revision(rows),
            changed_ms=now_ms,
            by=command.by,
        )
    ]


def about(rows: Rows, after: Product, by: str, now_ms: int) -> dict[str, Any]:
    """The fields that every event about a product carries."""
    return {
        "product": after.product,
        "name": after.name,
        "category": after.category,
        "vat_rate": after.vat_rate,
        "restrictions": after.restrictions,
        "variants": after.variants,
        "live": after.live,
        "revision": next_revision(rows),
        "changed_ms": now_ms,
        "by": by,
    }


def next_revision(rows: Rows) -> int:
    """The number of the change that is being decided."""
    count = rows[Revisions, WHOLE_RANGE]
    return 1 + (count.last if count else 0)


def known(rows: Rows, product: str) -> Product:
    """The product, or a refusal."""
    row = rows[Product, product]
    if row is None:
        raise no.NoSuchProductInRange(product)
    return row
