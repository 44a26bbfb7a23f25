"""How a row struct stands in a table: one column a field, derived from the struct's own types."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, Literal, TypeVar

import msgspec
import sqlalchemy as sa

from arkwright.kit.database.change import Change
from arkwright.kit.database.statement import Statement, among
from arkwright.kit.messages import Row

R = TypeVar("R", bound=Row)

PLAIN: dict[type, type[sa.types.TypeEngine[Any]]] = {int: sa.BigInteger, str: sa.Text, bytes: sa.LargeBinary, bool: sa.BigInteger}


class Record(Generic[R]):
    """The table of one row type. Integers, texts, bytes and booleans are columns; everything else is canonical JSON text."""

    def __init__(self, row: type[R], name: str, metadata: sa.MetaData, indexes: Sequence[str] = ()) -> None:
        self.type = row
        self.fields = msgspec.structs.fields(row)
        hints = typing.get_type_hints(row)
        shapes = [Shape(hints[field.name]) for field in self.fields]
        self._names = [field.name for field in self.fields]
        # Most fields stand in their columns as they are: only the others are touched, since every row of every command comes by here.
        self._to_columns = [(place, shape.to_column) for place, shape in enumerate(shapes) if shape.to_column]
        self._to_fields = [(field.name, shape.to_field) for field, shape in zip(self.fields, shapes, strict=True) if shape.to_field]
        key, *others = [sa.Column(f.name, s.column(), nullable=s.nullable) for f, s in zip(self.fields, shapes, strict=True)]
        key.primary_key = True
        self.table = sa.Table(name, metadata, sa.Column(key.name, sa.Text, primary_key=True), *others)
        for column in indexes:
            sa.Index(f"{name}_by_{column}", self.table.c[column])
        self.key_name = key.name
        self.by_key = Statement(sa.select(*self.table.columns).where(self.table.c[key.name] == sa.bindparam("key")))
        self.by_keys = Statement(sa.select(*self.table.columns).where(among(self.table.c[key.name], "keys")))
        self.in_order = Statement(sa.select(*self.table.columns).order_by(self.table.c[key.name]))

    @property
    def columns(self) -> Iterable[sa.Column[Any]]:
        """What a statement selects to get whole rows."""
        return self.table.columns

    def key(self, row: R) -> str:
        """The row's key."""
        return str(getattr(row, self.key_name))

    def to_values(self, row: R) -> tuple[Any, ...]:
        """Column values in the order of `columns`."""
        values = list(msgspec.structs.astuple(row))
        for place, to_column in self._to_columns:
            values[place] = to_column(values[place])
        return tuple(values)

    def change(self, rows: Iterable[R], gone: Sequence[str] = ()) -> Change:
        """The rows to put and the keys that go."""
        return Change(self.table, [self.to_values(row) for row in rows], gone)

    def from_values(self, values: Sequence[Any]) -> R:
        """The struct, from the values of `columns` in order."""
        fields = dict(zip(self._names, values, strict=True))
        for name, to_field in self._to_fields:
            fields[name] = to_field(fields[name])
        return self.type(**fields)


class Shape:
    """How one field's type travels to a column and back; None for what stands there as it is."""

    def __init__(self, hint: Any) -> None:
        inner, self.nullable = optional(hint)
        self.plain = str if typing.get_origin(inner) is Literal else inner
        self.hint = hint
        self.to_field: Callable[[Any], Any] | None = None
        self.to_column: Callable[[Any], Any] | None = None
        if self.plain is bool:
            self.to_column, self.to_field = (lambda v: None if v is None else int(v)), (lambda v: None if v is None else bool(v))
        elif self.plain not in PLAIN:
            decoder = msgspec.json.Decoder(hint)
            self.nullable = False
            self.to_column = lambda v: msgspec.json.encode(v, order="sorted").decode()
            self.to_field = decoder.decode

    def column(self) -> sa.types.TypeEngine[Any]:
        """The column's type."""
        return PLAIN.get(self.plain, sa.Text)()


def optional(hint: Any) -> tuple[Any, bool]:
    """The type without None, and whether None was in it."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        inner = [each for each in typing.get_args(hint) if each is not type(None)]
        if len(inner) == 1 and len(inner) < len(typing.get_args(hint)):
            return inner[0], True
    return hint, False
