"""The rules of the catalogue as tables."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from arkwright.compartments.catalogue import commands as do
from arkwright.compartments.catalogue import events as did
from arkwright.compartments.catalogue import refusals as no
from arkwright.compartments.catalogue import rules, state
from arkwright.compartments.catalogue.commands import Variant
from arkwright.kit.messages import Event
from tests.compartments.table import NOW_MS, after, ask

BLUE = Variant(sku="MUG-B", gtin="5012345678900", option="Blue", price_pence=8_00, weight_g=350)
RED = Variant(sku="MUG-R", gtin=None, option="Red", price_pence=8_00, weight_g=350)
MUG = do.SaveProduct(
    id="c1",
    product="mug",
    name="Mug",
    description="Stoneware.\nDishwasher safe.",
    brand="Potters",
    category="kitchen",
    vat_rate="standard",
    variants=(BLUE, RED),
    restrictions=(),
    picture="mug:blue",
    highlight=False,
    by="colleague-1",
)
KITCHEN = did.CategorySaved(category="kitchen", name="Kitchen", position=1, revision=1, changed_ms=NOW_MS, by="colleague-1")
SHELVES: list[Event] = [KITCHEN]


def saved(command: do.SaveProduct, revision: int, removed: tuple[str, ...] = (), live: bool = True) -> did.ProductSaved:
    fields = {name: getattr(command, name) for name in command.__struct_fields__ if name != "id"}
    return did.ProductSaved(**fields, live=live, removed_skus=removed, revision=revision, changed_ms=NOW_MS)


STANDING: list[Event] = [KITCHEN, saved(MUG, 2)]


def test_a_new_product_is_saved_whole() -> None:
    assert ask(rules, state, SHELVES, MUG) == [saved(MUG, 2)]


def test_saving_what_stands_changes_nothing() -> None:
    assert ask(rules, state, STANDING, replace(MUG, id="c2", by="colleague-2")) == []


def test_what_a_product_no_longer_has_is_named() -> None:
    fewer = replace(MUG, variants=(BLUE,))
    assert ask(rules, state, STANDING, fewer) == [saved(fewer, 3, removed=("MUG-R",))]


def test_a_withdrawn_product_stays_withdrawn_when_it_is_saved() -> None:
    withdrawn = ask(rules, state, STANDING, do.WithdrawProduct(id="w", product="mug", by="colleague-1"))
    assert isinstance(withdrawn, list)
    other = replace(MUG, name="Big mug")
    assert ask(rules, state, [*STANDING, *withdrawn], other) == [saved(other, 4, live=False)]


def test_a_freed_sku_and_barcode_can_go_to_another_product() -> None:
    history = [*STANDING, saved(replace(MUG, variants=(RED,)), 3, removed=("MUG-B",))]
    jug = replace(MUG, product="jug", variants=(BLUE,))
    assert ask(rules, state, history, jug) == [saved(jug, 4)]


def test_one_variant_needs_no_option() -> None:
    plain = replace(MUG, variants=(replace(BLUE, option=""),))
    assert ask(rules, state, SHELVES, plain) == [saved(plain, 2)]


def variants(*changed: Any) -> do.SaveProduct:
    return replace(MUG, variants=tuple(changed))


@pytest.mark.parametrize(
    ("history", "command", "outcome"),
    [
        (SHELVES, replace(MUG, product="Mug"), no.ProductIdIsNoSlug("Mug", 80)),
        (SHELVES, replace(MUG, product="mug-"), no.ProductIdIsNoSlug("mug-", 80)),
        (SHELVES, replace(MUG, product="m" * 81), no.ProductIdIsNoSlug("m" * 81, 80)),
        (SHELVES, replace(MUG, name=""), no.RangeNameIsWrong(200)),
        (SHELVES, replace(MUG, name=" Mug"), no.RangeNameIsWrong(200)),
        (SHELVES, replace(MUG, name="Mu\x00g"), no.RangeNameIsWrong(200)),
        (SHELVES, replace(MUG, name="m" * 201), no.RangeNameIsWrong(200)),
        (SHELVES, replace(MUG, description="d" * 4001), no.ProductDescriptionIsWrong(4000)),
        (SHELVES, replace(MUG, description="\x07"), no.ProductDescriptionIsWrong(4000)),
        (SHELVES, replace(MUG, brand="b" * 101), no.ProductBrandIsWrong(100)),
        (SHELVES, replace(MUG, vat_rate="none"), no.NoSuchVatRate("none")),
        (SHELVES, replace(MUG, category="garden"), no.NoSuchCategoryInRange("garden")),
        (SHELVES, variants(), no.NumberOfVariants(0, 100)),
        (SHELVES, variants(*[BLUE] * 101), no.NumberOfVariants(101, 100)),
        (SHELVES, variants(replace(BLUE, sku="MUG B")), no.SkuIsWrong("MUG B", 40)),
        (SHELVES, variants(replace(BLUE, sku="")), no.SkuIsWrong("", 40)),
        (SHELVES, variants(replace(BLUE, sku="B" * 41)), no.SkuIsWrong("B" * 41, 40)),
        (SHELVES, variants(BLUE, replace(RED, sku="MUG-B")), no.SkuStandsTwice("MUG-B")),
        (SHELVES, variants(replace(BLUE, gtin="5012345678901")), no.GtinIsWrong("MUG-B", "5012345678901")),
        (SHELVES, variants(replace(BLUE, gtin="")), no.GtinIsWrong("MUG-B", "")),
        (SHELVES, variants(BLUE, replace(RED, gtin="05012345678900")), no.GtinStandsTwice("MUG-R", "05012345678900")),
        (SHELVES, variants(BLUE, replace(RED, option="")), no.OptionIsWrong("MUG-R", 80)),
        (SHELVES, variants(BLUE, replace(RED, option="BLUE")), no.OptionStandsTwice("MUG-R", "BLUE")),
        (SHELVES, variants(replace(BLUE, price_pence=0)), no.PriceOutOfRange("MUG-B")),
        (SHELVES, variants(replace(BLUE, price_pence=100_000_00)), no.PriceOutOfRange("MUG-B")),
        (SHELVES, variants(replace(BLUE, weight_g=-1)), no.WeightOutOfRange("MUG-B", 1_000_000)),
        (SHELVES, replace(MUG, restrictions=("by-post",)), no.NoSuchRestriction("by-post", ", ".join(rules.RESTRICTIONS))),
        (SHELVES, replace(MUG, restrictions=("age-18", "age-18")), no.NoSuchRestriction("age-18", ", ".join(rules.RESTRICTIONS))),
        (SHELVES, replace(MUG, picture="https://elsewhere.example/mug.png"), no.PictureIsNotOurs("https://elsewhere.example/mug.png")),
        (SHELVES, replace(MUG, picture="//elsewhere.example/mug.png"), no.PictureIsNotOurs("//elsewhere.example/mug.png")),
        (SHELVES, replace(MUG, picture="../mug.png"), no.PictureIsNotOurs("../mug.png")),
        (STANDING, replace(MUG, product="jug", variants=(replace(BLUE, gtin=None),)), no.SkuBelongsToAnother("MUG-B", "mug")),
        (
            STANDING,
            replace(MUG, product="jug", variants=(replace(BLUE, sku="JUG"),)),
            no.GtinBelongsToAnother("JUG", "5012345678900", "mug"),
        ),
        (STANDING, do.ChangePrice(id="p", sku="MUG-X", price_pence=1, by="c"), no.NoSuchSkuInRange("MUG-X")),
        (STANDING, do.ChangePrice(id="p", sku="MUG-B", price_pence=0, by="c"), no.PriceOutOfRange("MUG-B")),
        (STANDING, do.ChangePrice(id="p", sku="MUG-B", price_pence=8_00, by="c"), []),
        (STANDING, do.WithdrawProduct(id="w", product="jug", by="c"), no.NoSuchProductInRange("jug")),
        (STANDING, do.RestoreProduct(id="r", product="mug", by="c"), []),
        (SHELVES, do.SaveCategory(id="k", category="Kitchen", name="K", position=1, by="c"), no.CategoryIdIsNoSlug("Kitchen", 80)),
        (SHELVES, do.SaveCategory(id="k", category="kitchen", name="", position=1, by="c"), no.RangeNameIsWrong(200)),
        (SHELVES, do.SaveCategory(id="k", category="kitchen", name="K", position=-1, by="c"), no.PositionOutOfRange(9_999)),
        (SHELVES, do.SaveCategory(id="k", category="kitchen", name="Kitchen", position=1, by="c"), []),
    ],
)
def test_what_is_refused_or_changes_nothing(history: list[Event], command: Any, outcome: object) -> None:
    assert ask(rules, state, history, command) == outcome


def test_a_price_changes_one_variant() -> None:
    (event,) = got(ask(rules, state, STANDING, do.ChangePrice(id="p", sku="MUG-R", price_pence=7_50, by="colleague-2")))
    assert isinstance(event, did.PriceChanged)
    assert (event.sku, event.old_pence, event.price_pence, event.revision) == ("MUG-R", 8_00, 7_50, 3)
    assert event.variants == (BLUE, replace(RED, price_pence=7_50))


def test_a_product_goes_off_sale_once_and_comes_back() -> None:
    off = got(ask(rules, state, STANDING, do.WithdrawProduct(id="w", product="mug", by="c")))
    assert [(type(event), event.live, event.revision) for event in off] == [(did.ProductWithdrawn, False, 3)]  # type: ignore[attr-defined]
    assert ask(rules, state, [*STANDING, *off], do.WithdrawProduct(id="w2", product="mug", by="c")) == []
    on = got(ask(rules, state, [*STANDING, *off], do.RestoreProduct(id="r", product="mug", by="c")))
    assert [(type(event), event.live, event.revision) for event in on] == [(did.ProductRestored, True, 4)]  # type: ignore[attr-defined]


def test_a_category_is_renamed_and_moved() -> None:
    events = ask(rules, state, SHELVES, do.SaveCategory(id="k", category="kitchen", name="Kitchenware", position=4, by="c"))
    assert events == [did.CategorySaved(category="kitchen", name="Kitchenware", position=4, revision=2, changed_ms=NOW_MS, by="c")]


def test_claims_follow_the_variants() -> None:
    rows = after(state, [*STANDING, saved(replace(MUG, variants=(RED,)), 3, removed=("MUG-B",))])
    claims = [rows[state.SkuTaken, "MUG-B"], rows[state.SkuTaken, "MUG-R"], rows[state.GtinTaken, "05012345678900"]]
    assert claims == [None, state.SkuTaken(sku="MUG-R", product="mug"), None]


@pytest.mark.parametrize(("name", "option", "called"), [("Mug", "Blue", "Mug, Blue"), ("Jug", "", "Jug")])
def test_what_a_variant_is_called(name: str, option: str, called: str) -> None:
    assert did.full_name(name, option) == called


def got(outcome: object) -> list[Event]:
    assert isinstance(outcome, list)
    return outcome
