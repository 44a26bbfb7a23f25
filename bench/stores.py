"""The line to the stores: a shelf that is opened again, and a store's day of waiting sales that comes in at once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from time import perf_counter

import structlog

from arkwright.compartments.loyalty import queries as loyalty
from arkwright.compartments.loyalty.commands import JoinLoyalty
from arkwright.compartments.tills.events import LineAdded
from arkwright.journal import tables
from arkwright.journal.entries import entry_of
from arkwright.journal.lane import Lane
from arkwright.kit.chain import GENESIS, chained, leaf_hash
from arkwright.kit.database.change import Change
from arkwright.kit.database.sqlite import SqliteDatabase
from arkwright.kit.membership import number_of
from arkwright.kit.messages import Event
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.replica import BUCKETS, RangeLine, Standing, bucket_of, digest_of, pack
from arkwright.kit.shelf.shelf import Shelf, open_shelf
from arkwright.kit.world import RealWorld
from arkwright.roles import lanes
from arkwright.roles.databases import Files
from arkwright.roles.desk import open_gate
from bench.measuring.figure import Figure, Section, middle, sized
from bench.measuring.premises import a_folder
from bench.measuring.progress import say
from tests.line.stores import Company, company
from tests.line.tillwork import START_MS, sale, scanned

PRODUCTS, SALES, MEMBERS = sized(300_000, 2_000), sized(20_000, 200), sized(500, 5)
COUNT = BUCKETS["range"]
ABOUT = (
    f"A shelf of {PRODUCTS:,} products is filled bucket by bucket, closed, and opened again up to its first answer; 10 s are allowed. Then "
    f"{SALES:,} sales of three lines, four entries each, to {MEMBERS} members wait in a store: they are sent in batches through the line's "
    "own application, taken in, judged, taken from stock, and stand in the members' accounts as receipts with their points. The limit is "
    "the same bytes in the same batches, inserted into one table of one SQLite file with a commit each, synced to the same disk."
)
Entry = tuple[int, bytes, bytes, bytes]


async def measure() -> AsyncIterator[Section]:
    """The shelf first, then the backlog."""
    with a_folder() as folder:
        figures = await shelf_figures(folder)
    yield Section(title="Stores", about=ABOUT, figures=figures)
    with a_folder() as folder:
        figures = [*figures, *await backlog_figures(folder)]
    yield Section(title="Stores", about=ABOUT, figures=figures)


async def shelf_figures(folder: Path) -> list[Figure]:
    """Filled, opened again, asked."""
    world = RealWorld(AiohttpHttp())
    say(f"a shelf of {PRODUCTS:,} products")
    began = perf_counter()
    await shelved(world, folder, "leeds-1", PRODUCTS)
    filled_s = perf_counter() - began
    began = perf_counter()
    shelf = open_shelf(world, folder, "leeds-1")
    found = await shelf.by_barcode(barcode(PRODUCTS // 2))
    opened_s = perf_counter() - began
    assert found is not None
    scans, searches = await lookups(shelf)
    await shelf.close()
    return [
        Figure(name=f"Shelf of {PRODUCTS:,} products, opened up to its first answer", unit="s", value=opened_s, limit=10.0,
               beside="what is allowed", target=1.0, at_most=True),
        Figure(name="Shelf, filled from nothing", unit="products/s", value=PRODUCTS / filled_s),
        Figure(name="Shelf, a barcode looked up", unit="ms", value=scans),
        Figure(name="Shelf, a search by words that most names hold", unit="ms", value=searches),
    ]  # fmt: skip


async def shelved(world: RealWorld, folder: Path, node: str, products: int, edition: int = 1) -> None:
    """So many products on this node's shelf, in place of what was there."""
    shelf = open_shelf(world, folder, node)
    for number, content in buckets(products):
        await shelf.put("range", COUNT, number, digest_of(content), content)
    await shelf.settle(Standing(dataset="range", edition=edition, changed_ms=0, manifest="0" * 64), COUNT, START_MS)
    await shelf.close()


def buckets(products: int = PRODUCTS) -> Iterator[tuple[int, bytes]]:
    """The range, bucket by bucket."""
    lines: dict[int, list[RangeLine]] = {}
    for number in range(products):
        line = RangeLine(
            sku=f"SKU-{number}", product=f"p{number}", name=f"Blue stoneware mug {number}, large", price_pence=10_00 + number % 500,
            vat_rate="standard", category="kitchen", gtin=barcode(number),
        )  # fmt: skip
        lines.setdefault(bucket_of(line.product, COUNT), []).append(line)
    yield from ((number, pack(found)) for number, found in sorted(lines.items()))


def barcode(number: int) -> str:
    """Thirteen digits; whether the last of them is right is nobody's business here."""
    return f"{5_000_000_000_000 + number}"


async def lookups(shelf: Shelf) -> tuple[float, float]:
    """Milliseconds of a scan and of a search, the median of many."""
    scans, searches = list[float](), list[float]()
    for number in range(200):
        began = perf_counter()
        await shelf.by_barcode(barcode(number * 97 % PRODUCTS))
        scans.append(1000 * (perf_counter() - began))
    for _ in range(20):
        began = perf_counter()
        await shelf.search("blue mug")
        searches.append(1000 * (perf_counter() - began))
    return middle(scans), middle(searches)


async def backlog_figures(folder: Path) -> list[Figure]:
    """Everything that waits, to head office and applied there, beside the plainest way to keep the same bytes."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    say(f"{SALES:,} waiting sales")
    at = await company(folder, frozenset({"tills"}))
    await at.place.stock()
    await joined(at)
    entries = list(waiting())
    store = await at.store(lane=await filled_lane(folder / "node", entries))
    began = perf_counter()
    await store.forwarder.send(await store.forwarder.ask())
    sent_s = perf_counter() - began
    await applied(at, to_accounts=False)
    applied_s = perf_counter() - began
    await applied(at, to_accounts=True)
    standing_s = perf_counter() - began
    await all_stand(at)
    plain_s = await plainly(folder, entries)
    counted = await store.forwarder.unsent()
    assert counted.entries == 0
    await at.stop()
    structlog.reset_defaults()
    return [
        Figure(name=f"{SALES:,} waiting sales, taken in", unit="entries/s", value=len(entries) / sent_s, limit=len(entries) / plain_s,
               beside="plain inserts in the same batches"),
        Figure(name=f"{SALES:,} waiting sales, taken in, judged and out of stock", unit="entries/s", value=len(entries) / applied_s,
               limit=len(entries) / plain_s, beside="plain inserts in the same batches"),
        Figure(name=f"{SALES:,} waiting sales, until they stand in accounts too", unit="entries/s", value=len(entries) / standing_s,
               limit=len(entries) / plain_s, beside="plain inserts in the same batches"),
    ]  # fmt: skip


def waiting() -> Iterator[Entry]:
    """The journal of a store's tills: three lines and a sale, again and again."""
    chain, number = GENESIS, 0
    said = {"store": "leeds", "at_ms": START_MS, "till": "till-1", "by": "c1", "session": "s1"}
    for count in range(1, SALES + 1):
        lines = [LineAdded(**said, sale=f"sale-{count}", line=f"{line}", scanned=scanned(), quantity=1) for line in range(3)]  # type: ignore[arg-type]
        member = member_of(count)
        happened: list[Event] = [*lines, sale(count, quantity=3, member=member, membership=number_of(member))]
        for event in happened:
            number += 1
            entry = entry_of("tills", number, START_MS, f"c{number}", bytes(32), event).bytes()
            chain = chained(chain, leaf_hash(entry))
            yield number, entry, leaf_hash(entry), chain


async def filled_lane(folder: Path, entries: list[Entry]) -> Lane:
    """The node's lane, as it stands after such a day."""
    world, files = RealWorld(AiohttpHttp()), Files(folder, "leeds-1")
    opened = await files.open(world, tables.schema(lanes.COMPARTMENTS["tills"]))
    await opened.writer.begin()
    await opened.writer.save(Change(tables.JOURNAL, entries, added=True))
    await opened.writer.commit()
    await opened.close()
    return await lanes.open_lane(world, files, "tills", open_gate, failed)


def failed(error: Exception) -> None:
    """Nothing is measured of a lane that fails."""
    raise error


def member_of(count: int) -> str:
    """Whose sale it is."""
    return f"member-{count % MEMBERS}"


async def joined(at: Company) -> None:
    """The members of the loyalty scheme."""
    for count in range(MEMBERS):
        member = member_of(count)
        await at.place.office.shop.loyalty.submit(JoinLoyalty(id=f"join.{member}", member=member, number=number_of(member)))


async def applied(at: Company, *, to_accounts: bool) -> None:
    """What follows from what came: in the accounts of members, or everywhere else."""
    for pump in at.place.office.pumps:
        while pump.name.endswith(" to loyalty") is to_accounts and await pump.carry():
            continue


async def all_stand(at: Company) -> None:
    """Every sale is a receipt in its member's account, with its points."""
    reader = at.place.office.shop.loyalty.reader
    for count in range(MEMBERS):
        receipts = await loyalty.bought_by(reader, member_of(count), SALES)
        earned = await loyalty.entries_of(reader, member_of(count), SALES)
        assert len(receipts) == len(earned) == SALES // MEMBERS


async def plainly(folder: Path, entries: list[Entry]) -> float:
    """Seconds to insert the same bytes, 256 a commit."""
    world = RealWorld(AiohttpHttp())
    plain = SqliteDatabase(world, folder / "plain.db", tables.schema(lanes.COMPARTMENTS["tills"]))
    began = perf_counter()
    for start in range(0, len(entries), 256):
        await plain.writer.begin()
        await plain.writer.save(Change(tables.JOURNAL, entries[start : start + 256], added=True))
        await plain.writer.commit()
    took_s = perf_counter() - began
    await plain.close()
    return took_s
