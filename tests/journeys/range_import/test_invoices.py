"""Products derived from invoice lines, on an extract of real ones with all their oddities."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from arkwright.journeys.range_import import gift_words, invoices
from arkwright.journeys.range_import.mapping import ONLINE_RETAIL as ONLINE_RETAIL_TEXT
from arkwright.journeys.range_import.mapping import built_in, read_mapping
from arkwright.journeys.range_import.reading import Reading, stock_csv
from arkwright.journeys.range_import.saving import read_range

EXTRACT = Path(__file__).parents[2] / "data" / "online_retail_500.csv"
ONLINE_RETAIL = built_in("online-retail")
HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"


def read(*lines: str) -> Reading:
    return read_range("\n".join([HEADER, *lines]).encode(), ONLINE_RETAIL)


def sale(
    code: str = "22423",
    name: str = "CAKESTAND",
    quantity: object = 1,
    date: str = "2011-01-05 10:00:00",
    price: object = "12.75",
    invoice: str = "1",
) -> str:
    return f"{invoice},{code},{name},{quantity},{date},{price},,France"


def test_the_extract_gives_a_range() -> None:
    reading = read_range(EXTRACT.read_bytes(), ONLINE_RETAIL)
    assert (reading.lines, len(reading.drafts), len(reading.rejected)) == (500, 231, 47)
    assert reading.skipped == {
        invoices.CANCELLED: 21,
        invoices.REPEATED: 12,
        invoices.NO_PRICE: 18,
        invoices.NOT_SOLD: 17,
    }
    products = {draft.command.product: draft.command for draft in reading.drafts}
    cakestand = products["22423"]
    assert (cakestand.name, cakestand.category, cakestand.variants[0].price_pence) == ("Regency Cakestand 3 Tier", "kitchen", 12_75)
    assert products["85123a"].variants[0].sku == "85123A"
    assert {draft.command.category for draft in reading.drafts} == set(reading.categories)
    assert list(reading.categories) == [category for category in gift_words.NAMES if category != "jewellery"]
    assert {each.product for each in reading.rejected if each.product} == {"22016"}


def test_every_line_is_accounted_for() -> None:
    reading = read_range(EXTRACT.read_bytes(), ONLINE_RETAIL)
    codes = Counter(each.reason.split()[2] for each in reading.rejected if each.reason.startswith("The code"))
    assert codes >= Counter(
        {"POST": 4, "DOT": 3, "M": 4, "m": 2, "D": 3, "C2": 2, "B": 3, "PADS": 2, "CRUK": 2, "gift_0001_20": 2, "TEST001": 2}
    )
    assert all(each.line > 1 and each.reason.endswith(".") for each in reading.rejected)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (sale(code="POST"), "The code POST is no product: it is postage."),
        (sale(code="gift_0001_40"), "The code gift_0001_40 is no product: it is a gift voucher."),
        (sale(code="8512"), "The code “8512” is no product code."),
        (sale(code=""), "The code “” is no product code."),
        (sale(quantity="six"), "The quantity “six” is not a whole number."),
        (sale(price="1e3"), "The price “1e3” is not a number of pounds."),
        (sale(date="9 Dec 2011"), "The date “9 Dec 2011” cannot be read."),
        (sale(date="2011-13-01"), "The date “2011-13-01” cannot be read."),
        (sale() + ",more", "The line has 9 cells"),
        (sale(name="damaged"), "None of the descriptions of 22423 is a name in capitals."),
        (sale(price="100000"), "The price of 22423 must be"),
    ],
)
def test_a_line_that_is_no_sale_of_a_product_is_rejected_with_its_reason(line: str, reason: str) -> None:
    reading = read(sale(code="21000"), line)
    assert [(each.line, each.reason.startswith(reason)) for each in reading.rejected] == [(3, True)]
    assert [draft.command.product for draft in reading.drafts] == ["21000"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (sale(code="21000"), invoices.REPEATED),
        (sale(invoice="C5", quantity=-1), invoices.CANCELLED),
        (sale(quantity=-3), invoices.NOT_SOLD),
        (sale(quantity=0), invoices.NOT_SOLD),
        (sale(price="0.0"), invoices.NO_PRICE),
        (sale(price="-5"), invoices.NO_PRICE),
        (sale(price="0.001"), invoices.NO_PRICE),
    ],
)
def test_what_is_no_error_is_counted_and_passed_over(line: str, why: str) -> None:
    reading = read(sale(code="21000"), line)
    assert (reading.skipped, reading.rejected, len(reading.drafts)) == ({why: 1}, (), 1)


@pytest.mark.parametrize(
    ("sales", "name"),
    [
        (["RED MUG ", " RED  MUG", "BLUE MUG"], "Red Mug"),
        (["RED MUG", "damaged", "damaged", "?", ""], "Red Mug"),
        (["CAKE STAND", "CAKE STAND LARGE"], "Cake Stand Large"),
        (["Dad's Cab Electronic Meter", "sold as 1", "sold as 1"], "Dad's Cab Electronic Meter"),
        (["*Boombox Ipod Classic"], "Boombox Ipod Classic"),
        (["POLYESTER FILLER PAD 45x45cm"], "Polyester Filler Pad 45x45cm"),
        (["SET OF 3 T-LIGHTS & 30CM CD WALL TIDY."], "Set of 3 T-Lights & 30cm CD Wall Tidy"),
        (["THE KING'S CHOICE"], "The King's Choice"),
    ],
)
def test_the_name_is_the_most_frequent_description_that_is_one(sales: list[str], name: str) -> None:
    reading = read(*(sale(name=each, invoice=str(number)) for number, each in enumerate(sales)))
    assert [draft.command.name for draft in reading.drafts] == [name]


@pytest.mark.parametrize(
    ("sales", "price_pence"),
    [
        ([("2011-01-01", "2.00"), ("2011-02-01", "2.50")], 2_50),
        ([("2011-02-01", "2.50"), ("2011-02-02", "4.96"), ("2011-02-03", "2.50"), ("2011-01-03", "4.96")], 2_50),
        ([("2011-02-01", "2.50"), ("2011-02-02", "2.10")], 2_10),
        ([("2010-12-31", "2.50"), ("2011-01-01", "2.105")], 2_11),
    ],
)
def test_the_price_is_the_most_frequent_of_the_newest_month(sales: list[tuple[str, str]], price_pence: int) -> None:
    reading = read(*(sale(date=date, price=price) for date, price in sales))
    assert reading.drafts[0].command.variants[0].price_pence == price_pence


@pytest.mark.parametrize(("quantities", "stock"), [([1], 10), ([2, 12, 4], 40), ([2, 12], 120), ([800], 1_000)])
def test_stock_to_begin_with(quantities: list[int], stock: int) -> None:
    reading = read(*(sale(quantity=each, invoice=str(number)) for number, each in enumerate(quantities)))
    assert reading.stock == (("22423", stock),)
    assert stock_csv(reading.stock) == f"\ufeffsku,quantity\r\n22423,{stock}\r\n".encode()


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("Christmas Lights 10 Reindeer", "christmas"),
        ("White Hanging Heart T-Light Holder", "lighting"),
        ("Set/4 Red Mini Rose Candle in Bowl", "candles"),
        ("Metal Sign,Cupcake Single Hook", "home"),
        ("Hot Water Bottle Babushka", "textiles"),
        ("Letter Paper", "stationery"),
        ("Regency Teapot", "kitchen"),
        ("Potato", "other-gifts"),
    ],
)
def test_words_sort_names_into_categories(name: str, category: str) -> None:
    assert gift_words.category_of(name) == category


def test_dates_may_stand_otherwise() -> None:
    mapping = read_mapping(ONLINE_RETAIL_TEXT.replace("year-first", "month-first"))
    lines = [HEADER, sale(date="12/1/2010 8:26", price="2"), sale(date="2/13/2010 8:26", price="3")]
    assert read_range("\n".join(lines).encode(), mapping).drafts[0].command.variants[0].price_pence == 2_00
