"""The noes to a whole file or mapping; what is wrong with one line is a rejected line, not a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arkwright.kit.refusal import Invalid


@dataclass
class RangeFileIsEmpty(Invalid):
    """Nothing in it, or nothing below the header."""

    sentence: ClassVar[str] = "The file holds no lines. Give a CSV file with a header line and at least one line below it."
    field: ClassVar[str | None] = "file"


@dataclass
class RangeFileIsTooLarge(Invalid):
    """More than is read at once."""

    most_mebibytes: int
    sentence: ClassVar[str] = "The file is larger than {most_mebibytes} MiB when unpacked. Split it into smaller files."
    field: ClassVar[str | None] = "file"


@dataclass
class RangeFileIsNoCsv(Invalid):
    """Another kind of file."""

    what: str
    sentence: ClassVar[str] = "The file is {what}, not CSV. Save it as CSV (UTF-8) and import that."
    field: ClassVar[str | None] = "file"


@dataclass
class RangeFileIsDamaged(Invalid):
    """A gzip file that does not unpack."""

    sentence: ClassVar[str] = "The packed file is damaged and cannot be unpacked whole. Pack or download it again."
    field: ClassVar[str | None] = "file"


@dataclass
class ColumnsAreMissing(Invalid):
    """The mapping needs columns that the file has not."""

    missing: str
    allowed: str
    sentence: ClassVar[str] = "The file lacks the columns: {missing}. Its header may name: {allowed}."
    field: ClassVar[str | None] = "file"


@dataclass
class ColumnsAreUnknown(Invalid):
    """The file has columns that the mapping does not know."""

    unknown: str
    allowed: str
    sentence: ClassVar[str] = "The file has columns that are not known: {unknown}. Its header may name: {allowed}."
    field: ClassVar[str | None] = "file"


@dataclass
class ColumnStandsTwice(Invalid):
    """Two columns for one thing."""

    column: str
    sentence: ClassVar[str] = "The column “{column}” stands twice in the header. Keep one of them."
    field: ClassVar[str | None] = "file"


@dataclass
class NoSuchMapping(Invalid):
    """Not a mapping that is built in."""

    mapping: str
    known: str
    sentence: ClassVar[str] = "There is no mapping “{mapping}”. Choose {known}, or give a file of your own."
    field: ClassVar[str | None] = "mapping"


@dataclass
class MappingIsWrong(Invalid):
    """A mapping that cannot be read or does not fit together."""

    reason: str
    sentence: ClassVar[str] = "The mapping cannot be used: {reason}. See docs/range-import.md for what it may hold."
    field: ClassVar[str | None] = "mapping"
