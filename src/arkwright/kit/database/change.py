"""What a batch writes into one table: whole rows, each in the order of the table's columns, the key first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import Dialect


@dataclass(frozen=True)
class Change:
    """Rows to put (inserted, or replacing the one with their key) and keys that go; `added`: a key that is there already is an error."""

    table: sa.Table
    put: Sequence[tuple[Any, ...]] = ()
    gone: Sequence[str] = ()
    added: bool = False


def insert_into(table: sa.Table, values: str, added: bool, dialect: Dialect) -> str:
    """The INSERT of whole rows from `values`, with what to do when a key is there already."""
    quote = dialect.identifier_preparer.quote
    key, *others = [quote(column.name) for column in table.columns]
    head = f"INSERT INTO {quote(table.name)} ({', '.join([key, *others])}) {values}"
    if added:
        return head
    changes = ", ".join(f"{name} = excluded.{name}" for name in others)
    return f"{head} ON CONFLICT ({key}) DO " + (f"UPDATE SET {changes}" if changes else "NOTHING")


def delete_from(table: sa.Table, keys: str, dialect: Dialect) -> str:
    """The DELETE of rows by their key, which is `keys` ('= ?', '= ANY($1)')."""
    quote = dialect.identifier_preparer.quote
    key = next(iter(table.columns))
    return f"DELETE FROM {quote(table.name)} WHERE {quote(key.name)} {keys}"
