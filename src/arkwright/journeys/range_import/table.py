"""Reading a file of separated values, whatever spreadsheet it came from: gzip, encodings, separators, quoted line ends."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Callable, Iterator, Sequence

import msgspec

from arkwright.journeys.range_import import refusals as no

LARGEST_MEBIBYTES = 256
LONGEST_CELL = 131_072
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
OTHER_FILES = {
    b"PK\x03\x04": "a spreadsheet or a zip file",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet",
    b"%PDF": "a PDF",
    b"PAR1": "a Parquet file",
}
GZIP = b"\x1f\x8b"


class Line(msgspec.Struct, frozen=True):
    """One record: the line of the file it begins on, its cells, and what is wrong with its form, if anything."""

    number: int
    cells: tuple[str, ...]
    wrong: str = ""


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A file opened: its header, how it was read (`notes` for a person), and its text by lines."""

    header: tuple[str, ...]
    encoding: str
    separator: str
    notes: tuple[str, ...]
    text: list[str]

    def lines(self) -> Iterator[Line]:
        """The records below the header, blank ones left out; a record of a wrong form says what is wrong with it."""
        records = _records(self.text, self.separator)
        next(record for record in records if any(cell.strip() for cell in record.cells))
        for record in records:
            if record.wrong or any(cell.strip() for cell in record.cells):
                yield _fitted(record, len(self.header))


def open_table(content: bytes, recognised: Callable[[Sequence[str]], int]) -> Table:
    """The file as a table; the separator is the one that gives most columns that are `recognised`.

    Refuses an empty file, one too large, a damaged gzip file, and files that are no text.
    """
    text, encoding, notes = _decoded(_unpacked(content))
    physical = list(io.StringIO(text, newline=""))
    if not any(line.strip() for line in physical):
        raise no.RangeFileIsEmpty()
    headers = {separator: _header(physical, separator) for separator in SEPARATORS}
    separator = max(SEPARATORS, key=lambda each: (recognised(headers[each]), len(headers[each])))
    if any("\0" in cell for cell in headers[separator]):
        raise no.RangeFileIsNoCsv("no text: its header holds NUL characters")
    table = Table(header=headers[separator], encoding=encoding, separator=separator, notes=tuple(notes), text=physical)
    if next(table.lines(), None) is None:
        raise no.RangeFileIsEmpty()
    return table


def _unpacked(content: bytes) -> bytes:
    for mark, what in OTHER_FILES.items():
        if content.startswith(mark):
            raise no.RangeFileIsNoCsv(what)
    if content.startswith(GZIP):
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
                content = packed.read(LARGEST_MEBIBYTES * 1024 * 1024 + 1)
        except (OSError, EOFError, zlib.error):
            raise no.RangeFileIsDamaged() from None
    if len(content) > LARGEST_MEBIBYTES * 1024 * 1024:
        raise no.RangeFileIsTooLarge(LARGEST_MEBIBYTES)
    return content


def _decoded(content: bytes) -> tuple[str, str, list[str]]:
    """The text, its encoding, and what a person should know of the choice."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), "utf-16", ["The file is UTF-16 text."]
        except UnicodeDecodeError:
            raise no.RangeFileIsNoCsv("damaged UTF-16 text") from None
    try:
        return content.decode("utf-8-sig"), "utf-8", []
    except UnicodeDecodeError as error:
        number = content.count(b"\n", 0, error.start) + 1
    note = f"The file is not UTF-8 (first seen on line {number}), so it was read as Windows-1252. Check £ signs and accents."
    try:
        return content.decode("windows-1252"), "windows-1252", [note]
    except UnicodeDecodeError:
        raise no.RangeFileIsNoCsv(f"neither UTF-8 nor Windows-1252 text (line {number})") from None


def _header(physical: list[str], separator: str) -> tuple[str, ...]:
    header = next((record.cells for record in _records(physical, separator) if any(cell.strip() for cell in record.cells)), ())
    return tuple(cell.strip() for cell in header)


def _records(physical: list[str], separator: str) -> Iterator[Line]:
    """Every record with its first line's number.

    Where a record cannot be read, its first line alone is given up and reading goes on below it: one stray quotation
    mark must not swallow the rest of the file.
    """
    csv.field_size_limit(LONGEST_CELL)
    start = 0
    while start < len(physical):
        reader = csv.reader(_from(physical, start), delimiter=separator, strict=True)
        before = 0
        try:
            for cells in reader:
                yield Line(start + before + 1, tuple(cells))
                before = reader.line_num
            return
        except csv.Error as error:
            start += before + 1
            yield Line(start, (physical[start - 1].rstrip("\r\n"),), _why_broken(str(error)))


def _from(physical: list[str], start: int) -> Iterator[str]:
    return (physical[place] for place in range(start, len(physical)))


def _why_broken(error: str) -> str:
    if "field larger" in error:
        return f"A cell is longer than {LONGEST_CELL} characters, or a quotation mark opened on this line is never closed."
    return "The quotation marks do not match. Close each one, and double a quotation mark that stands inside a quoted cell."


def _fitted(record: Line, width: int) -> Line:
    """Say what is wrong with the record's form; surplus cells are forgiven while they are empty."""
    if record.wrong:
        return record
    if any("\0" in cell for cell in record.cells):
        return Line(record.number, record.cells, "The line holds a NUL character. Export the file again.")
    if len(record.cells) < width or any(cell.strip() for cell in record.cells[width:]):
        wrong = f"The line has {len(record.cells)} cells and the header {width}. Is a separator or a quotation mark missing?"
        return Line(record.number, record.cells, wrong)
    return Line(record.number, record.cells[:width])
