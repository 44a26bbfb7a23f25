"""Products from a file in which each line is a variant, and lines with the same product id are one product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from arkwright.compartments.catalogue import queries
from arkwright.compartments.catalogue.commands import SaveProduct, Variant
from arkwright.journeys.range_import.mapping import Bound
from arkwright.journeys.range_import.reading import Draft, Found, Rejected, rejected_lines, rejected_of
from arkwright.journeys.range_import.table import Line
from arkwright.journeys.range_import.values import CellIsWrong, price_pence, slug, weight_g, words, yes_or_no
from arkwright.kit.money import VatRate
from arkwright.kit.refusal import Refusal

# What belongs to the product and not to the variant: later lines may leave it empty, but not say something else. A variant may
# have a picture of its own; the product shows its first line's.
OF_THE_PRODUCT = ("name", "description", "category", "brand", "vat", "restrictions", "highlight")
NO_RESTRICTION = "none"


class LineIsWrong(Exception):
    """A line of a product is wrong; `at` is its number in the file."""

    def __init__(self, at: int, reason: str) -> None:
        super().__init__(reason)
        self.at = at


def products_of(lines: Sequence[Line], bound: Bound) -> Found:
    """The products of the file in the order of their first lines, and every line that was rejected.

    A product with one wrong line is rejected whole, and so is one whose SKU an earlier product of the file has.
    """
    drafts: list[Draft] = []
    rejected: list[Rejected] = []
    owners: dict[str, Draft] = {}
    categories: dict[str, str] = {}
    for product, group in grouped(lines, bound).items():
        if not product:
            rejected += [Rejected(line=line.number, reason=line.wrong or _no_id(bound), cells=line.cells) for line in group]
            continue
        try:
            draft = drafted(product, group, bound)
            for sku, number in draft.line_of_sku.items():
                if sku in owners:
                    owner = owners[sku]
                    raise LineIsWrong(
                        number, f"The SKU {sku} already stands on line {owner.line_of_sku[sku]}, for {owner.command.product}."
                    )
        except LineIsWrong as wrong:
            rejected += rejected_lines(group, wrong.at, str(wrong), product)
            continue
        refusal = queries.fault(draft.command)
        if refusal is not None:
            rejected += rejected_of(draft, line_at_fault(draft, refusal), str(refusal))
            continue
        owners |= dict.fromkeys(draft.line_of_sku, draft)
        drafts.append(draft)
        category = bound.cell(group[0].cells, "category")
        categories.setdefault(slug(category), category.replace("-", " ").capitalize() if category == slug(category) else category)
    return Found(lines=len(lines), drafts=drafts, categories=categories, rejected=rejected)


def grouped(lines: Sequence[Line], bound: Bound) -> dict[str, list[Line]]:
    """The lines by product id; a line whose id cannot be trusted goes under the empty one."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        readable = not line.wrong or len(line.cells) > bound.places.get("product", 0) + 1
        product = bound.cell(line.cells, "product") if readable else ""
        groups.setdefault("" if "\0" in product else product, []).append(line)
    return groups


def drafted(product: str, group: Sequence[Line], bound: Bound) -> Draft:
    """One product; raises `LineIsWrong` for the first line that cannot be read or contradicts the first."""
    first = group[0]
    variants: list[Variant] = []
    line_of_sku: dict[str, int] = {}
    for line in group:
        try:
            if line.wrong:
                raise CellIsWrong(line.wrong)
            agree(first, line, bound)
            variant = variant_of(line, bound)
        except CellIsWrong as wrong:
            raise LineIsWrong(line.number, str(wrong)) from None
        if variant.sku in line_of_sku:
            raise LineIsWrong(line.number, f"The SKU {variant.sku} already stands on line {line_of_sku[variant.sku]}.")
        line_of_sku[variant.sku] = line.number
        variants.append(variant)
    try:
        command = product_of(product, first, tuple(variants), bound)
    except CellIsWrong as wrong:
        raise LineIsWrong(first.number, str(wrong)) from None
    return Draft(command=command, lines=tuple(group), line_of_sku=line_of_sku)


def agree(first: Line, line: Line, bound: Bound) -> None:
    """What belongs to the product stands alike on each of its lines, or is left empty on the later ones."""
    for field in OF_THE_PRODUCT:
        mine, theirs = bound.cell(line.cells, field), bound.cell(first.cells, field)
        if mine and mine != theirs:
            raise CellIsWrong(f"The {field} differs from line {first.number} of the same product. Make both the same.")


def variant_of(line: Line, bound: Bound) -> Variant:
    """The variant on a line."""
    sku = bound.cell(line.cells, "sku")
    price = bound.cell(line.cells, "price")
    if not sku:
        raise CellIsWrong("The SKU is missing. Give each variant one.")
    if not price:
        raise CellIsWrong("The price is missing. Write it in pounds, such as 2.50.")
    return Variant(
        sku=sku,
        gtin=bound.cell(line.cells, "gtin") or None,
        option=bound.cell(line.cells, "variant"),
        price_pence=price_pence(price, bound.mapping.prices_in),
        weight_g=weight_g(bound.cell(line.cells, "weight_g")),
    )


def product_of(product: str, first: Line, variants: tuple[Variant, ...], bound: Bound) -> SaveProduct:
    """The product with the facts of its first line."""
    category = bound.cell(first.cells, "category")
    if not slug(category):
        raise CellIsWrong("The category is missing. Give the id or the name of a category.")
    return SaveProduct(
        id="",
        product=product,
        name=bound.cell(first.cells, "name"),
        description=bound.cell(first.cells, "description").replace("\r\n", "\n").replace("\r", "\n"),
        brand=bound.cell(first.cells, "brand"),
        category=slug(category),
        vat_rate=rate_of(bound.cell(first.cells, "vat"), bound),
        variants=variants,
        restrictions=tuple(word for word in words(bound.cell(first.cells, "restrictions").lower()) if word != NO_RESTRICTION),
        picture=bound.cell(first.cells, "picture"),
        highlight=yes_or_no(bound.cell(first.cells, "highlight")),
        by="",
    )


def rate_of(text: str, bound: Bound) -> VatRate:
    """The VAT rate that the cell names."""
    rate = bound.mapping.vat_rate(text)
    if rate is None:
        raise CellIsWrong(f"“{text}” is no VAT rate. Write standard, reduced or zero (or 20, 5 or 0).")
    return rate


def line_at_fault(draft: Draft, refusal: Refusal) -> int:
    """The line that a refusal is about: the one of its SKU, or else the product's first."""
    sku = asdict(refusal).get("sku")
    return draft.line_of_sku.get(str(sku), draft.lines[0].number)


def _no_id(bound: Bound) -> str:
    return f"The column “{bound.mapping.names('product')[0]}” is empty. Give the product an id, such as blue-mug."
