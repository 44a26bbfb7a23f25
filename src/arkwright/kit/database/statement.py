"""SQL built with SQLAlchemy Core, compiled once a dialect, run on the raw driver."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
            known = (str(compiled), tuple(compiled.positiontup or ()), dict(compiled.params))
            self._compiled[dialect.name] = known
        return known

    def positional(self, dialect: Dialect, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """The values in the order that the compiled text wants them; a missing one is an error."""
        _, names, fixed = self.compiled(dialect)
        answer = []
        for name in names:
            value = values[name] if name in values else fixed[name]
            if value is None and name not in values and name not in fixed:
                raise KeyError(name)
            answer.append(value)
        return tuple(answer)


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
