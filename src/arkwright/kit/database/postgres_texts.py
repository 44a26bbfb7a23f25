"""The SQL that PostgreSQL is asked: many questions as one, many changes as one, so that a batch makes few round trips."""

from __future__ import annotations

import functools
import re
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from arkwright.kit.database.change import delete_from, insert_into
from arkwright.kit.database.postgres_session import Address, quoted
from arkwright.kit.database.schema import Schema
from arkwright.kit.database.statement import Statement

DIALECT = postgresql.dialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
TYPES: dict[type[sa.types.TypeEngine[Any]], str] = {sa.BigInteger: "bigint", sa.Text: "text", sa.LargeBinary: "bytea"}


@functools.cache
def together(statements: tuple[Statement, ...]) -> str:
    """One statement that answers all of these, each as an array of rows."""
    parts, before = [], 0
    for statement in statements:
        text, names, _ = statement.compiled(DIALECT)
        parts.append(f"ARRAY(SELECT ROW(q.*) FROM ({numbered(text, before)}) AS q)")
        before += len(names)
    return "SELECT " + ", ".join(parts)


def numbered(text: str, before: int) -> str:
    """The statement with its parameters counted on from `before`."""
    return re.sub(r"\$(\d+)", lambda found: f"${int(found[1]) + before}", text)


@functools.cache
def saving(shapes: tuple[tuple[sa.Table, bool, bool, bool], ...]) -> str:
    """One statement that writes changes of these shapes (table, rows to put, keys that go, added)."""
    parts, number = [], 0
    for table, put, gone, added in shapes:
        if put:
            arrays = [f"${number + n}::{TYPES[type(column.type)]}[]" for n, column in enumerate(table.columns, 1)]
            number += len(arrays)
            parts.append(insert_into(table, f"SELECT * FROM unnest({', '.join(arrays)})", added, DIALECT))
        if gone:
            number += 1
            parts.append(delete_from(table, f"= ANY(${number}::text[])", DIALECT))
    return "WITH " + ", ".join(f"part{n} AS ({part})" for n, part in enumerate(parts)) + " SELECT 1"


def grants(address: Address, schema: Schema) -> list[str]:
    """What the compartment's login may do: all that its lane does, and nothing else; the journal can only be read and added to."""
    name, journal = quoted(address.login), f"{quoted(address.namespace)}.journal"
    texts = [
        f"GRANT USAGE ON SCHEMA {name} TO {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {name} TO {name}",
    ]
    if any(table.name == "journal" for table in schema.tables):
        texts.append(f"REVOKE UPDATE, DELETE, TRUNCATE ON {journal} FROM {name}")
    return texts
