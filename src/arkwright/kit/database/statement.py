"""SQL built with SQLAlchemy Core, compiled once a dialect, run on the raw driver."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ColumnElement, Executable


class Statement:
    """A statement and its compiled text; parameters are `sa.bindparam("name")`."""

    def __init__(self, built: Executable) -> None:
        self._built = built
        self._compiled: dict[str, tuple[str, tuple[str, ...], dict[str, Any]]] = {}

    def compiled(self, dialect: Dialect) -> tuple[str, tuple[str, ...], dict[str, Any]]:
        """The text, the names of its positional parameters in order, and the values fixed when it was built."""
        known = self._compiled.get(dialect.name)
        if known is None:
            compiled = self._built.compile(dialect=dialect)  # type: ignore[attr-defined]
            assert isinstance(compiled, SQLCompiler)
            fixed = {name: value for name, value in compiled.params.items() if value is not None}
            known = self._compiled[dialect.name] = (str(compiled), tuple(compiled.positiontup or ()), fixed)
        return known

    def asked(self, dialect: Dialect, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
        """The text, and the values in the order that it wants them; a missing one is an error."""
        text, names, fixed = self.compiled(dialect)
        given = {**fixed, **values} if fixed else values
        return text, [given[name] for name in names]


def as_set(members: Iterable[str | int]) -> str:
    """The value that `among` wants."""
    return msgspec.json.encode(list(members)).decode()


class among(ColumnElement[bool]):  # noqa: N801 - reads as SQL
    """`among(column, "keys")`: the column is one of a set that travels as one parameter (a JSON array of texts or integers)."""

    inherit_cache = True
    type = sa.Boolean()

    def __init__(self, column: ColumnElement[Any], parameter: str) -> None:
        self.column = column
        self.parameter = sa.bindparam(parameter, type_=sa.Text())

    def self_group(self, against: object = None) -> among:
        """As it stands: SQLAlchemy would write `... IN (...) = 1` for SQLite, which then reads the whole table instead of its index."""
        return self


@compiles(among, "sqlite")
def _among_sqlite(element: among, compiler: SQLCompiler, **options: Any) -> str:
    column, values = compiler.process(element.column, **options), compiler.process(element.parameter, **options)
    return f"{column} IN (SELECT value FROM json_each({values}))"


@compiles(among, "postgresql")
def _among_postgresql(element: among, compiler: SQLCompiler, **options: Any) -> str:
    column, values = compiler.process(element.column, **options), compiler.process(element.parameter, **options)
    number = "::bigint" if isinstance(element.column.type, sa.BigInteger) else ""
    return f"{column} = ANY(ARRAY(SELECT jsonb_array_elements_text({values}::jsonb){number}))"
