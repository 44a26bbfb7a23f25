"""The forms of the range: once right, once wrong in each field, and sent twice."""

from __future__ import annotations

import pytest

from arkwright.compartments.catalogue import queries as catalogue
from tests.channels.back_office.place import Place, Visitor, command_of

Fields = dict[str, str | list[str]]

PRODUCT: Fields = {
    "product": "blue-mug",
    "name": "Blue mug",
    "description": "For tea.\r\nAnd coffee.",
    "brand": "Calder",
    "category": "kitchen",
    "vat_rate": "standard",
    "restrictions": ["no-islands", "no-next-day"],
    "picture": "mug:blue",
    "highlight": "yes",
    "rows": "3",
    "sku-1": "BM-1",
    "gtin-1": "5012345678900",
    "option-1": "Small",
    "price-1": "£12.50",
    "weight-1": "300",
    "sku-2": "BM-2",
    "option-2": "Large",
    "price-2": "1,015",
}


async def test_a_product_is_added_once_however_often_the_form_is_sent(place: Place, visitor: Visitor) -> None:
    await place.premises.stock()
    for _ in range(2):
        answer = await visitor.send("/new-product", PRODUCT)
        assert (answer.status_code, answer.headers["location"]) == (303, "/products/blue-mug?said=product-saved")
    row = await catalogue.product(place.office.shop.catalogue.reader, "blue-mug")
    assert row is not None
    assert (row.name, row.description, row.restrictions, row.highlight) == (
        "Blue mug", "For tea.\nAnd coffee.", ("no-islands", "no-next-day"), True,
    )  # fmt: skip
    assert [(each.sku, each.gtin, each.option, each.price_pence, each.weight_g) for each in row.variants] == [
        ("BM-1", "5012345678900", "Small", 12_50, 300),
        ("BM-2", None, "Large", 1_015_00, 0),
    ]
    page = await visitor.look("/products/blue-mug?said=product-saved")
    assert "The product is saved." in page.text
    assert 'value="12.50"' in page.text
    assert (await catalogue.page(place.office.shop.catalogue.reader, "blue-mug")).total == 1


@pytest.mark.parametrize(
    ("field", "typed", "at", "sentence"),
    [
        ("product", "Blue Mug", "product", "cannot be a product id"),
        ("product", "mug", "product", "There is a product mug already"),
        ("name", "", "name", "Give a name of 1 to 200"),
        ("description", "x" * 4001, "description", "The description may have up to 4000"),
        ("brand", "x" * 101, "brand", "The brand may have up to 100"),
        ("category", "", "category", "Enter a category from the list"),
        ("vat_rate", "none", "vat_rate", "Choose a VAT rate"),
        ("restrictions", "never", "restrictions", "is no restriction"),
        ("picture", "../secret", "picture", "is no picture of ours"),
        ("sku-1", "", "sku-1", "Enter the SKU of variant 1"),
        ("sku-2", "BM 2", "sku-2", "cannot be a SKU"),
        ("sku-2", "BM-1", "sku-2", "stands on two variants"),
        ("sku-2", "MUG-1", "sku-2", "belongs to the product mug"),
        ("gtin-1", "5012345678901", "gtin-1", "is no barcode number"),
        ("option-2", "Small", "option-2", "stands on two variants"),
        ("option-1", "", "option-1", "each needs an option"),
        ("price-1", "12.505", "price-1", "Enter the price of variant 1 in pounds"),
        ("price-1", "0", "price-1", "from £0.01"),
        ("weight-1", "heavy", "weight-1", "Enter the weight of variant 1"),
    ],
)
async def test_a_wrong_product_is_shown_again_as_typed(
    place: Place, visitor: Visitor, field: str, typed: str, at: str, sentence: str
) -> None:
    await place.premises.stock()
    page = await visitor.send("/new-product", {**PRODUCT, field: typed})
    assert page.status_code == 422
    assert f'<a href="#{at}">' in page.text
    assert sentence in page.text
    assert 'value="BM-1"' in page.text or field == "sku-1"
    assert "For tea." in page.text or field == "description"
    assert command_of(page) != "form-1"
    assert await catalogue.product(place.office.shop.catalogue.reader, "blue-mug") is None


async def test_a_product_without_variants_is_refused(place: Place, visitor: Visitor) -> None:
    await place.premises.stock()
    empty = {name: "" for name in PRODUCT if name[-2:] in {"-1", "-2"}}
    page = await visitor.send("/new-product", {**PRODUCT, **empty})
    assert (page.status_code, "Fill in at least one variant" in page.text) == (422, True)


async def test_more_rows_keep_what_was_typed_and_save_nothing(place: Place, visitor: Visitor) -> None:
    await place.premises.stock()
    page = await visitor.send("/new-product", {**PRODUCT, "more": "yes"})
    assert page.status_code == 200
    assert 'id="sku-6"' in page.text
    assert 'value="1,015"' in page.text
    assert await catalogue.product(place.office.shop.catalogue.reader, "blue-mug") is None


async def test_a_product_is_edited_priced_withdrawn_and_restored(place: Place, visitor: Visitor) -> None:
    await place.premises.stock()
    reader = place.office.shop.catalogue.reader
    form: Fields = {"name": "Red mug", "category": "kitchen", "vat_rate": "zero", "rows": "1", "sku-1": "MUG-1", "price-1": "9.99"}
    assert (await visitor.send("/products/mug", form)).status_code == 303
    row = await catalogue.product(reader, "mug")
    assert row is not None
    assert (row.name, row.vat_rate, row.variants[0].price_pence, row.brand) == ("Red mug", "zero", 9_99, "")
    page = await visitor.send("/products/mug/price", {"price_sku": "MUG-1", "new_price": "ten"}, "p1")
    assert (page.status_code, "Enter the new price in pounds" in page.text, "Red mug" in page.text) == (422, True, True)
    page = await visitor.send("/products/mug/price", {"price_sku": "OTHER", "new_price": "10"}, "p2")
    assert (page.status_code, "Choose a variant" in page.text) == (422, True)
    for _ in range(2):
        assert (await visitor.send("/products/mug/price", {"price_sku": "MUG-1", "new_price": "10"}, "p3")).status_code == 303
    for _ in range(2):
        assert (await visitor.send("/products/mug/withdraw", {}, "w1")).headers["location"].endswith("said=product-withdrawn")
    row = await catalogue.product(reader, "mug")
    assert row is not None
    assert (row.live, row.variants[0].price_pence) == (False, 10_00)
    assert "Put on sale again" in (await visitor.look("/products/mug")).text
    assert (await visitor.send("/products/mug/restore", {}, "r1")).status_code == 303
    row = await catalogue.product(reader, "mug")
    assert row is not None
    assert row.live


async def test_a_form_sent_again_with_something_else_is_shown_and_not_lost(place: Place, visitor: Visitor) -> None:
    await place.premises.stock()
    assert (await visitor.send("/new-product", PRODUCT)).status_code == 303
    page = await visitor.send("/products/blue-mug", {**PRODUCT, "name": "Green mug"})
    assert page.status_code == 422
    assert "This form was sent before with something else in it" in page.text
    assert 'value="Green mug"' in page.text
    assert (await visitor.send("/products/blue-mug", {**PRODUCT, "name": "Green mug"}, command_of(page))).status_code == 303


@pytest.mark.parametrize(("text", "show", "found"), [("mug", "", True), ("MUG-1", "on", True), ("mug", "off", False), ("spoon", "", False)])
async def test_products_are_found(place: Place, visitor: Visitor, text: str, show: str, found: bool) -> None:
    await place.premises.stock()
    page = await visitor.look(f"/products?q={text}&show={show}")
    assert ("/products/mug" in page.text) == found


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"category": "garden", "name": "Garden", "position": "2"}, ""),
        ({"category": "Garden!", "name": "Garden", "position": "2"}, "cannot be a category id"),
        ({"category": "garden", "name": "", "position": "2"}, "Give a name"),
        ({"category": "garden", "name": "Garden", "position": "10000"}, "Enter the position as a whole number"),
        ({"category": "garden", "name": "Garden", "position": "first"}, "Enter the position as a whole number"),
    ],
)
async def test_categories(place: Place, visitor: Visitor, fields: Fields, outcome: str) -> None:
    for _ in range(1 if outcome else 2):
        page = await visitor.send("/categories", fields)
        assert (page.status_code, outcome in page.text) == (422 if outcome else 303, True)
    found = {each.category.category for each in await catalogue.categories(place.office.shop.catalogue.reader)}
    assert ("garden" in found) == (not outcome)
    if not outcome:
        assert 'value="Garden"' in (await visitor.look("/categories?edit=garden")).text
