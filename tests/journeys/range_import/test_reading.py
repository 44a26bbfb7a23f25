"""Reading a range file: forms of file, columns, cells, and lines rejected with number and reason."""

from __future__ import annotations

import csv
import gzip
import io

import pytest

from arkwright.journeys.range_import import refusals as no
from arkwright.journeys.range_import.mapping import built_in, read_mapping
from arkwright.journeys.range_import.reading import Reading, rejected_csv
from arkwright.journeys.range_import.saving import read_range
from arkwright.kit.refusal import Refusal

ARKWRIGHT = built_in("arkwright")
HEADER = "product_id,name,description,category,brand,sku,gtin,variant,price,vat,weight_g,restrictions,picture,highlight"
MUG = "mug,Mug,Stoneware,kitchen,Potters,MUG-B,5012345678900,Blue,8.00,standard,350,,mug:blue,yes"
RED = "mug,,,,,MUG-R,,Red,8.50,,350,,,"
JUG = "jug,Jug,,Kitchen & Table,,JUG,,,£1,250.00,20%,,age-18 no-islands,,"


def read(*lines: str, header: str = HEADER) -> Reading:
    return read_range("\n".join([header, *lines]).encode(), ARKWRIGHT)


def test_lines_with_one_id_are_one_product() -> None:
    (draft,) = read(MUG, RED).drafts
    mug = draft.command
    assert (mug.product, mug.name, mug.brand, mug.category, mug.vat_rate, mug.highlight) == (
        "mug",
        "Mug",
        "Potters",
        "kitchen",
        "standard",
        True,
    )
    assert [(each.sku, each.gtin, each.option, each.price_pence) for each in mug.variants] == [
        ("MUG-B", "5012345678900", "Blue", 800),
        ("MUG-R", None, "Red", 850),
    ]


def test_a_category_may_be_named_and_restrictions_listed() -> None:
    reading = read(JUG.replace("£1,250.00", '"£1,250.00"'), MUG)
    draft = reading.drafts[0]
    assert draft.command.category == "kitchen-and-table"
    assert reading.categories == {"kitchen-and-table": "Kitchen & Table", "kitchen": "Kitchen"}
    assert draft.command.restrictions == ("age-18", "no-islands")
    assert draft.command.variants[0].price_pence == 1_250_00


@pytest.mark.parametrize(
    ("content", "encoding", "separator", "name"),
    [
        (f"{HEADER}\n{MUG}\n".encode(), "utf-8", ",", "Mug"),
        (f"\ufeff{HEADER}\r\n{MUG}\r\n".encode(), "utf-8", ",", "Mug"),
        (f"\n\n{HEADER}\n\n{MUG}".encode(), "utf-8", ",", "Mug"),
        (f"{HEADER}\r{MUG}\r".encode(), "utf-8", ",", "Mug"),
        (f"{HEADER}\n{MUG}".replace(",", ";").encode(), "utf-8", ";", "Mug"),
        (f"{HEADER}\n{MUG}".replace(",", "\t").encode("utf-16"), "utf-16", "\t", "Mug"),
        (f"{HEADER}\n{MUG}".replace("Mug", "Café mug").encode("windows-1252"), "windows-1252", ",", "Café mug"),
        (f"{HEADER}\n{MUG}".replace("Mug", '"Mug, ""big"""').encode(), "utf-8", ",", 'Mug, "big"'),
        (gzip.compress(f"{HEADER}\n{MUG}".encode(), mtime=0), "utf-8", ",", "Mug"),
    ],
)
def test_files_from_anywhere_are_read(content: bytes, encoding: str, separator: str, name: str) -> None:
    reading = read_range(content, ARKWRIGHT)
    assert (reading.encoding, reading.separator, [draft.command.name for draft in reading.drafts]) == (encoding, separator, [name])


def test_windows_1252_is_said_in_the_report() -> None:
    (note,) = read_range(f"{HEADER}\n{MUG}".replace("Mug", "Café").encode("windows-1252"), ARKWRIGHT).notes
    assert "line 2" in note
    assert "Windows-1252" in note


def test_quoted_line_ends_stay_in_the_description_and_count_as_lines() -> None:
    reading = read(MUG.replace("Stoneware", '"Stoneware.\r\nSafe."'), "jug,,,,,,,,,,,,,")
    assert reading.drafts[0].command.description == "Stoneware.\nSafe."
    assert [each.line for each in reading.rejected] == [4]


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (b"", no.RangeFileIsEmpty()),
        (b"\xef\xbb\xbf\r\n \r\n", no.RangeFileIsEmpty()),
        (HEADER.encode(), no.RangeFileIsEmpty()),
        (b"PK\x03\x04....", no.RangeFileIsNoCsv("a spreadsheet or a zip file")),
        (b"\x81\x8d\xff", no.RangeFileIsNoCsv("neither UTF-8 nor Windows-1252 text (line 1)")),
        (b"\xff\xfea", no.RangeFileIsNoCsv("damaged UTF-16 text")),
        (f"na\0me,{HEADER}\n{MUG}".encode(), no.RangeFileIsNoCsv("no text: its header holds NUL characters")),
        (gzip.compress(HEADER.encode(), mtime=0)[:-12], no.RangeFileIsDamaged()),
        (
            f"{HEADER.replace('price', 'prize')}\n{MUG}".encode(),
            no.ColumnsAreMissing("price", HEADER.replace(",", ", ").replace("description, category", "description, category")),
        ),
        (f"{HEADER},colour\n{MUG},".encode(), no.ColumnsAreUnknown("colour", HEADER.replace(",", ", "))),
        (f"{HEADER},SKU\n{MUG},".encode(), no.ColumnStandsTwice("SKU")),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_whole(content: bytes, outcome: Refusal) -> None:
    with pytest.raises(type(outcome)) as raised:
        read_range(content, ARKWRIGHT)
    assert raised.value == outcome
    assert str(outcome)


def test_a_file_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("arkwright.journeys.range_import.table.LARGEST_MEBIBYTES", 1)
    for content in (b"a" * 2_000_000, gzip.compress(b"a" * 2_000_000)):
        with pytest.raises(no.RangeFileIsTooLarge):
            read_range(content, ARKWRIGHT)


def changed(**cells: str) -> str:
    values = dict(zip(HEADER.split(","), next(csv.reader([MUG])), strict=True)) | cells
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(values.values())
    return text.getvalue()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (changed(product_id=""), "The column “product_id” is empty."),
        (changed(product_id="Blue Mug"), "cannot be a product id"),
        (changed(name=""), "Give a name"),
        (changed(category=""), "The category is missing."),
        (changed(category="---"), "The category is missing."),
        (changed(sku=""), "The SKU is missing."),
        (changed(sku="MUG B"), "cannot be a SKU"),
        (changed(gtin="5012345678901"), "is no barcode number"),
        (changed(gtin="5.01E+12"), "is no barcode number"),
        (changed(price=""), "The price is missing."),
        (changed(price="8,50"), "The price “8,50” is not in pounds and pence."),
        (changed(price="-8.50"), "is not in pounds and pence."),
        (changed(price="8.505"), "is not in pounds and pence."),
        (changed(price="٨"), "is not in pounds and pence."),
        (changed(price="0"), "must be from £0.01 to £99,999.99."),
        (changed(price="100000"), "must be from £0.01 to £99,999.99."),
        (changed(vat="exempt"), "“exempt” is no VAT rate."),
        (changed(vat=""), "“” is no VAT rate."),
        (changed(weight_g="350g"), "The weight “350g” is not in whole grams."),
        (changed(restrictions="by-hand"), "“by-hand” is no restriction"),
        (changed(picture="https://elsewhere.example/a.png"), "is no picture of ours."),
        (changed(highlight="maybe"), "“maybe” is neither yes nor no."),
        (changed(description="x" * 4_001), "up to 4000 characters"),
        (changed(description="x" * 131_073), "A cell is longer than 131072 characters"),
        (changed(name="M\0g"), "The line holds a NUL character."),
        (MUG + ",more", "The line has 15 cells and the header 14."),
        ("mug,Mug", "The line has 2 cells and the header 14."),
        (MUG.replace("Stoneware", '"Stone"ware'), "The quotation marks do not match."),
        (MUG.replace("Stoneware", '"Stoneware'), "The quotation marks do not match."),
    ],
)
def test_a_wrong_line_is_rejected_with_its_number_and_reason_and_the_others_go_on(line: str, reason: str) -> None:
    reading = read(JUG.replace("£1,250.00", "12.50"), line, "cup,Cup,,kitchen,,CUP,,,1,zero,,,,")
    assert [draft.command.product for draft in reading.drafts] == ["jug", "cup"]
    (rejected,) = reading.rejected
    assert rejected.line == 3
    assert reason in rejected.reason


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (RED.replace("8.50", "dear"), "The price “dear”"),
        (RED.replace("MUG-R", "MUG-B"), "The SKU MUG-B already stands on line 2."),
        (RED.replace("Red", "blue"), "The option “blue” stands on two variants."),
        (RED.replace("Red", ""), "each needs an option"),
        ("mug,Cup,,,,MUG-R,,Red,8.50,,,,,", "The name differs from line 2 of the same product."),
        ("mug,,,,,MUG-R,,Red,8.50,,,,,,surplus", "The line has 15 cells"),
    ],
)
def test_a_product_with_one_wrong_variant_is_rejected_whole(second: str, reason: str) -> None:
    reading = read(MUG, second)
    assert reading.drafts == ()
    assert [each.line for each in reading.rejected] == [2, 3]
    assert reading.rejected[0].reason == "The product mug was not imported because of line 3."
    assert reason in reading.rejected[1].reason


def test_a_sku_of_an_earlier_product_in_the_file_is_rejected() -> None:
    reading = read(MUG, JUG.replace("£1,250.00", "12").replace("JUG,", "MUG-B,", 1))
    assert [draft.command.product for draft in reading.drafts] == ["mug"]
    assert [each.reason for each in reading.rejected] == ["The SKU MUG-B already stands on line 2, for mug."]


def test_one_stray_quotation_mark_does_not_swallow_the_rest_of_the_file() -> None:
    lines = [f"p{n},Name {n},,kitchen,,SKU{n},,,1.00,zero,,,," for n in range(2_000)]
    lines[5] = lines[5].replace("Name", '"Name')
    reading = read(*lines)
    assert (len(reading.drafts), [each.line for each in reading.rejected]) == (1_999, [7])


def test_rejected_lines_put_right_can_be_imported_as_they_are() -> None:
    first = read(MUG, RED.replace("8.50", "dear"), JUG.replace("£1,250.00", "12"))
    text = rejected_csv(first.header, first.rejected)
    assert [draft.command.product for draft in first.drafts] == ["jug"]
    again = read_range(text.replace(b"dear", b"8.50", 1), ARKWRIGHT)
    assert [(draft.command.product, len(draft.command.variants)) for draft in again.drafts] == [("mug", 2)]


OWN = """
name = "potters"
lines = "variants"
prices_in = "pence"
ignored = ["Colour code"]
[columns]
product = "Id"
sku = ["Article", "Art. no."]
name = "Title"
price = "Price"
[fixed]
category = "kitchen"
vat = "standard"
[vat]
S = "standard"
"""


def test_a_mapping_of_ones_own() -> None:
    mapping = read_mapping(OWN)
    (draft,) = read_range(b"id;Art. no.;TITLE;price;colour code\nmug;M1;Mug;850;7", mapping).drafts
    assert (draft.command.variants[0].price_pence, draft.command.category, draft.command.vat_rate) == (850, "kitchen", "standard")
    assert mapping.vat_rate("s") == "standard"
    (rejected,) = read_range(b"id;Article;title;price\nmug;M1;Mug;8.50", mapping).rejected
    assert "not in whole pence" in rejected.reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("name =", "Invalid value"),
        (OWN.replace('lines = "variants"', 'lines = "rows"'), "rows"),
        (OWN + '\n[colours]\na = "b"', "colours"),
        (OWN.replace('product = "Id"', 'produkt = "Id"'), "“produkt” is no field of ours; there are product, name"),
        (OWN.replace('vat = "standard"', ""), "the field “vat” has neither a column nor a fixed value"),
    ],
)
def test_a_wrong_mapping_is_refused(text: str, reason: str) -> None:
    with pytest.raises(no.MappingIsWrong) as raised:
        read_mapping(text)
    assert reason in str(raised.value)


def test_an_unknown_mapping_is_refused_with_those_there_are() -> None:
    with pytest.raises(no.NoSuchMapping) as raised:
        built_in("shopware")
    assert "arkwright or online-retail" in str(raised.value)
