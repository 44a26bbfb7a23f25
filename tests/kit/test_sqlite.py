"""The SQLite files: created, migrated step by step, and left alone when they are not ours or newer than we are."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest
import sqlalchemy as sa

from arkwright.kit.database.port import DatabaseUnusable
from arkwright.kit.database.schema import Schema
from arkwright.kit.database.sqlite import DIALECT, SqliteDatabase
from arkwright.kit.database.statement import Statement, among
from tests.journal.lanes import real_world

METADATA = sa.MetaData()
GOODS = sa.Table("goods", METADATA, sa.Column("sku", sa.Text, primary_key=True), sa.Column("price_pence", sa.BigInteger))
FIRST = Schema("goods", METADATA)
COLOUR = ("ALTER TABLE goods ADD COLUMN colour TEXT NOT NULL DEFAULT 'blue'",)
SIZE = ("ALTER TABLE goods ADD COLUMN size TEXT NOT NULL DEFAULT 'M'", "CREATE INDEX goods_by_size ON goods (size)")
ALL = Statement(sa.text("SELECT * FROM goods ORDER BY sku"))
ADD = Statement(sa.insert(GOODS).values(sku=sa.bindparam("sku"), price_pence=sa.bindparam("price_pence")))


async def with_one_row(path: Path) -> None:
    """A file of the first version with a row in it."""
    database = SqliteDatabase(real_world(), path, FIRST, "office")
    await database.writer.begin()
    await database.writer.run(ADD, {"sku": "MUG-1", "price_pence": 1200})
    await database.writer.commit()
    await database.close()


@pytest.mark.parametrize(
    ("migrations", "row"),
    [((), ("MUG-1", 1200)), ((COLOUR,), ("MUG-1", 1200, "blue")), ((COLOUR, SIZE), ("MUG-1", 1200, "blue", "M"))],
)
async def test_each_step_is_taken_once(tmp_path: Path, migrations: tuple[tuple[str, ...], ...], row: tuple[object, ...]) -> None:
    await with_one_row(tmp_path / "goods.db")
    for _ in range(2):
        database = SqliteDatabase(real_world(), tmp_path / "goods.db", Schema("goods", METADATA, migrations), "office")
        assert await database.reader.all(ALL) == [row]
        await database.close()


async def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    await with_one_row(tmp_path / "goods.db")
    with pytest.raises(DatabaseUnusable, match="cannot be used"):
        SqliteDatabase(real_world(), tmp_path / "goods.db", Schema("goods", METADATA, (COLOUR, ("ALTER TABLE nowhere ADD x",))), "office")
    database = SqliteDatabase(real_world(), tmp_path / "goods.db", FIRST, "office")
    assert await database.reader.all(ALL) == [("MUG-1", 1200)]
    await database.close()


async def test_a_newer_file_another_nodes_and_another_programs_are_left_alone(tmp_path: Path) -> None:
    path, world = tmp_path / "goods.db", real_world()
    await with_one_row(path)
    await SqliteDatabase(world, path, Schema("goods", METADATA, (COLOUR,)), "office").close()
    content = path.read_bytes()
    for schema, node, told in [
        (FIRST, "office", "newer"),
        (Schema("other", METADATA), "office", "belongs to"),
        (FIRST, "desk", "belongs to"),
    ]:
        with pytest.raises(DatabaseUnusable, match=told):
            SqliteDatabase(world, path, schema, node)
    assert path.read_bytes() == content
    foreign = tmp_path / "foreign.db"
    connection = apsw.Connection(str(foreign))
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    with pytest.raises(DatabaseUnusable, match="another program"):
        SqliteDatabase(world, foreign, FIRST, "office")


async def test_a_commit_is_on_the_disk_and_a_rollback_is_not(tmp_path: Path) -> None:
    await with_one_row(tmp_path / "goods.db")
    database = SqliteDatabase(real_world(), tmp_path / "goods.db", FIRST, "office")
    await database.writer.begin()
    await database.writer.run(ADD, {"sku": "MUG-2", "price_pence": 1})
    assert await database.reader.all(ALL) == [("MUG-1", 1200)]
    await database.writer.rollback()
    assert await database.reader.all(ALL) == [("MUG-1", 1200)]
    await database.close()
    settings = apsw.Connection(str(tmp_path / "goods.db"))
    assert settings.pragma("journal_mode") == "wal"
    settings.close()


def test_a_set_of_keys_is_looked_up_in_the_index() -> None:
    of_keys = Statement(sa.select(GOODS.c.price_pence).where(among(GOODS.c.sku, "keys"), GOODS.c.price_pence > 0))
    connection = apsw.Connection(":memory:")
    for text in FIRST.create(DIALECT):
        connection.execute(text)
    text, values = of_keys.asked(DIALECT, {"keys": '["MUG-1"]'})
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {text}", values)]
    assert plan[0] == "SEARCH goods USING INDEX sqlite_autoindex_goods_1 (sku=?)", plan
