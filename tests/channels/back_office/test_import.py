"""Importing over HTTP: read first, bring in by a job, report, download what was rejected, receive the suggested stock."""

from __future__ import annotations

from pathlib import Path

import pytest

from arkwright.channels.back_office import imports
from arkwright.channels.back_office.jobs import Progress
from arkwright.compartments.catalogue import queries as catalogue
from arkwright.compartments.stock import queries as stock
from arkwright.compartments.stock.commands import SaveLocation
from tests.channels.back_office.place import Place, Visitor

HEADER = "product_id,name,description,category,brand,sku,gtin,variant,price,vat\n"
GOOD = "mug,Blue mug,For tea,Kitchen,Calder,MUG-1,,,12.50,standard\n"
WRONG = "pan,Pan,,Kitchen,Calder,PAN-1,,,twelve,standard\n"
FILE = (HEADER + GOOD + WRONG).encode()
OWN = """
name = "mine"
lines = "variants"
columns = {product = "id", name = "title", category = "where", sku = "code", price = "cost"}
fixed = {vat = "zero"}
"""
INVOICES = Path(__file__).parents[2] / "data" / "online_retail_500.csv"


async def read(visitor: Visitor, content: bytes = FILE, **fields: str) -> str:
    """The address of a file that was read."""
    answer = await visitor.upload("/import", content, **{"mapping": "arkwright", **fields})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def test_a_file_is_read_shown_brought_in_and_reported(place: Place, visitor: Visitor) -> None:
    address = await read(visitor)
    page = await visitor.look(address)
    assert "Bring in 1 product" in page.text
    assert "The price “twelve” is not in pounds and pence" in page.text
    assert await catalogue.product(place.office.shop.catalogue.reader, "mug") is None
    assert (await visitor.send(address, {})).headers["location"] == f"{address}?said=import-started"
    assert (await visitor.send(address, {})).status_code == 303
    await place.office.jobs.wait(imports.JOB)
    page = await visitor.look(address)
    assert "What was brought in" in page.text
    assert await catalogue.product(place.office.shop.catalogue.reader, "mug") is not None
    rejected = await visitor.look(f"{address}/rejected.csv")
    assert rejected.headers["content-type"] == "text/csv; charset=utf-8"
    assert "rejected_reason" in rejected.text
    assert "PAN-1" in rejected.text
    assert (await visitor.send(address, {}, "again")).status_code == 303
    assert place.office.jobs.latest(imports.JOB) is not None
    assert "range.csv" in (await visitor.look("/import")).text


@pytest.mark.parametrize(
    ("content", "fields", "at", "sentence"),
    [
        (b"", {"mapping": "arkwright"}, "file", "Choose a CSV file"),
        (b"PK\x03\x04rest", {"mapping": "arkwright"}, "file", "a spreadsheet or a zip file"),
        (b"sku,price\nA,1\n", {"mapping": "arkwright"}, "file", "lacks the columns"),
        (FILE, {"mapping": "other"}, "own", "There is no mapping “other”"),
        (FILE, {"mapping": "own", "own": "name ="}, "own", "The mapping cannot be used"),
    ],
)
async def test_what_cannot_be_read_says_why(
    place: Place, visitor: Visitor, content: bytes, fields: dict[str, str], at: str, sentence: str
) -> None:
    page = await visitor.upload("/import", content, **{"own": "", **fields})
    assert page.status_code == 422
    assert sentence in page.text
    assert f'href="#{at}"' in page.text
    assert fields.get("own", "") in page.text


async def test_a_file_that_is_too_large_is_refused(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MOST_BYTES", 10)
    page = await visitor.upload("/import", FILE, mapping="arkwright", own="")
    assert (page.status_code, "larger than 20 MiB" in page.text) == (422, True)


async def test_a_mapping_of_ones_own(place: Place, visitor: Visitor) -> None:
    address = await read(visitor, b"id;title;where;code;cost\nmug;Mug;Kitchen;M-1;3\n", mapping="own", own=OWN)
    page = await visitor.look(address)
    assert "semicolon" in page.text
    assert "Bring in 1 product" in page.text


async def test_one_import_at_a_time(place: Place, visitor: Visitor) -> None:
    async def endless(progress: Progress) -> object:
        progress(1, 2)
        await place.office.shop.ordering.beyond(10**9)
        return None

    place.office.jobs.start(imports.JOB, "The import of other.csv", "dave", endless).about_id = "other"
    address = await read(visitor)
    assert "Another import is running" in (await visitor.look(address)).text
    page = await visitor.send(address, {})
    assert page.status_code == 422
    assert "The import of other.csv is still running" in page.text
    assert "An import is running" in (await visitor.look("/import")).text
    await place.office.jobs.stop()
    job = place.office.jobs.latest(imports.JOB)
    assert job is not None
    assert (job.state, "office was stopped" in job.why) == ("failed", True)
    assert (await visitor.send(address, {}, "later")).status_code == 303
    await place.office.jobs.wait(imports.JOB)


async def test_a_job_that_breaks_says_so_without_a_word_of_the_fault(place: Place, visitor: Visitor) -> None:
    async def broken(progress: Progress) -> object:
        raise RuntimeError("secret")

    address = await read(visitor)
    place.office.jobs.start(imports.JOB, "The import", "dave", broken).about_id = address.rpartition("/")[2]
    await place.office.jobs.wait(imports.JOB)
    page = await visitor.look(address)
    assert "Something went wrong on our side" in page.text
    assert "secret" not in page.text
    assert "Bring in 1 product" in page.text


async def test_invoice_lines_suggest_stock_that_is_received_once(place: Place, visitor: Visitor) -> None:
    shop = place.office.shop
    await shop.stock.submit(SaveLocation(id="l", location="warehouse", name="Warehouse", sells_online=True, by="clerk"))
    address = await read(visitor, INVOICES.read_bytes(), mapping="online-retail")
    page = await visitor.look(address)
    assert "Suggested stock" in page.text
    await visitor.send(address, {})
    await place.office.jobs.wait(imports.JOB)
    assert "Receive as deliveries" in (await visitor.look(address)).text
    assert (await visitor.send(f"{address}/stock", {"location": "moon"})).status_code == 422
    for _ in range(2):
        assert (await visitor.send(f"{address}/stock", {"location": "warehouse"})).status_code == 303
        await place.office.jobs.wait("stock")
    held = place.office.imports.get(address.rpartition("/")[2])
    sku, quantity = held.reading.stock[0]
    assert held.stock_received == len(held.reading.stock)
    assert (await stock.supplies_of(shop.stock.reader, [sku]))[sku].on_hand == quantity
    assert sku in (await visitor.look(f"{address}/stock.csv")).text
    assert "All of it was received" in (await visitor.look(address)).text


async def test_a_file_put_aside_is_gone(place: Place, visitor: Visitor) -> None:
    address = await read(visitor)
    assert (await visitor.send(f"{address}/forget", {})).headers["location"] == "/import?said=import-forgotten"
    page = await visitor.look(address)
    assert (page.status_code, "no longer held here" in page.text) == (404, True)


async def test_only_the_last_few_files_are_held(place: Place, visitor: Visitor) -> None:
    addresses = [await read_as(visitor, f"file-{number}") for number in range(5)]
    assert [(await visitor.look(address)).status_code for address in addresses] == [404, 200, 200, 200, 200]


async def read_as(visitor: Visitor, command: str) -> str:
    """The address of a file read under a command id of its own."""
    return str((await visitor.upload("/import", FILE, command, mapping="arkwright")).headers["location"])
