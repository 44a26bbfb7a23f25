"""The catalogue's rows and queries against a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from arkwright.compartments.catalogue import queries, records, rules, state
from arkwright.compartments.catalogue.commands import SaveCategory, SaveProduct, Variant, WithdrawProduct
from arkwright.kit.database.port import Database
from arkwright.kit.database.record import Record
from arkwright.kit.database.schema import Schema
from arkwright.kit.messages import Command
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.rows import LoadedRows
from arkwright.kit.world import RealWorld
from tests.compartments.table import NOW_MS
from tests.databases import database as database_at


def product(name: str, category: str, *skus: str, gtin: str | None = None, restrictions: tuple[str, ...] = ()) -> SaveProduct:
    return SaveProduct(
        id=name,
        product=name.lower().replace(" ", "-").replace("%", "percent"),
        name=name,
        description="",
        brand="",
        category=category,
        vat_rate="zero",
        variants=tuple(Variant(sku=sku, gtin=gtin, option=sku, price_pence=1_00, weight_g=0) for sku in skus),
        restrictions=restrictions,
        picture="",
        highlight=True,
        by="c",
    )


ASKED: list[Command] = [
    SaveCategory(id="1", category="toys", name="Toys", position=2, by="c"),
    SaveCategory(id="2", category="kitchen", name="Kitchen", position=1, by="c"),
    product("Blue mug", "kitchen", "MUG_1", "MUG-2", restrictions=("age-18", "no-islands")),
    product("Bowl", "kitchen", "BOWL", gtin="96385074"),
    product("100% wool bear", "toys", "BEAR"),
    WithdrawProduct(id="3", product="bowl", by="c"),
]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await database_at(
        RealWorld(AiohttpHttp()), tmp_path / "catalogue.db", Schema("catalogue", records.METADATA, records.MIGRATIONS)
    )
    rows = LoadedRows(complete=True)
    for command in ASKED:
        for event in rules.decide(rows, command, NOW_MS):
            state.evolve(rows, event)
        rows.keep()
    await opened.writer.begin()
    every: tuple[Record[Any], ...] = records.RECORDS
    for record in every:
        kept: list[tuple[str, Any]] = [(key, rows[row, key]) for row, key in rows.changed if row is record.type]
        await opened.writer.save(record.change([row for _, row in kept if row], [key for key, row in kept if not row]))
    await opened.writer.commit()
    yield opened
    await opened.close()


async def test_rows_come_back_as_they_went(database: Database) -> None:
    mug = await queries.product(database.reader, "blue-mug")
    assert mug is not None
    assert (mug.revision, mug.live, mug.highlight, mug.restrictions) == (3, True, True, ("age-18", "no-islands"))
    assert queries.stands_as(mug, product("Blue mug", "kitchen", "MUG_1", "MUG-2", restrictions=("age-18", "no-islands")))
    assert await queries.product_of_sku(database.reader, "MUG-2") == mug
    assert await queries.product_of_sku(database.reader, "MUG-3") is None
    assert set(await queries.products_of(database.reader, ["blue-mug", "bowl", "jug"])) == {"blue-mug", "bowl"}


@pytest.mark.parametrize(
    ("text", "live", "found"),
    [
        ("", None, ["100percent-wool-bear", "blue-mug", "bowl"]),
        ("", True, ["100percent-wool-bear", "blue-mug"]),
        ("", False, ["bowl"]),
        ("BLUE", None, ["blue-mug"]),
        ("mug_", None, ["blue-mug"]),
        ("bow_", None, []),
        ("0%", None, ["100percent-wool-bear"]),
        ("%", None, ["100percent-wool-bear"]),
        ("96385074", None, ["bowl"]),
        ("\\", None, []),
        ("'; drop table products", None, []),
    ],
)
async def test_the_back_office_finds(database: Database, text: str, live: bool | None, found: list[str]) -> None:
    page = await queries.page(database.reader, text, live=live)
    assert ([row.product for row in page.products], page.total, page.after) == (found, len(found), None)


async def test_pages_follow_one_another(database: Database) -> None:
    first = await queries.page(database.reader, most=2)
    second = await queries.page(database.reader, most=2, after=first.after or "")
    assert (first.total, first.after, [row.product for row in second.products], second.after) == (3, "blue-mug", ["bowl"], None)


async def test_what_shoppers_see(database: Database) -> None:
    assert [row.product for row in await queries.all_live(database.reader)] == ["100percent-wool-bear", "blue-mug"]
    assert [row.product for row in await queries.live_in_category(database.reader, "kitchen")] == ["blue-mug"]
    assert await queries.live_in_category(database.reader, "kitchen", after="blue-mug") == []
    counts = [(each.category.name, each.live) for each in await queries.categories(database.reader)]
    assert counts == [("Kitchen", 1), ("Toys", 1)]


async def test_what_changed_since(database: Database) -> None:
    changed = await queries.changed_since(database.reader, 3)
    assert [(row.product, row.revision, row.live) for row in changed] == [("100percent-wool-bear", 5, True), ("bowl", 6, False)]
    assert [row.category for row in await queries.categories_changed_since(database.reader, 1)] == ["kitchen"]
    assert await queries.revision(database.reader) == 6


def test_a_product_is_looked_through_without_the_range() -> None:
    assert queries.fault(product("Jug", "nowhere", "JUG")) is None
    assert "barcode" in str(queries.fault(product("Jug", "nowhere", "JUG", gtin="1")))
