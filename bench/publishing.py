"""Publishing the range: what a product costs at 4,000, 20,000 and 100,000, and how long one changed price takes at 20,000."""

from __future__ import annotations

import asyncio
import random
import resource
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time

import msgspec

from arkwright.channels.publication.publish import publish
from arkwright.compartments.catalogue.commands import ChangePrice, SaveCategory, SaveProduct, Variant
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.search_index import SearchRecord, pagefind_index
from arkwright.kit.signing import SigningKey
from arkwright.kit.world import RealWorld
from arkwright.roles.databases import Files
from arkwright.roles.range_at_rest import lane_at_rest
from arkwright.roles.what_is_published import no_picture, publication_settings
from bench.measuring.figure import FULL, QUICK, Figure, Section
from bench.measuring.premises import a_folder
from bench.measuring.programs import said
from bench.measuring.progress import say
from bench.measuring.results import number, show
from tests.processes.premises import Premises

ABOUT = (
    "A range of made-up products in 40 departments is published as a whole onto an empty shelf, by a process of its own, and then once "
    "more with one price changed. Each product has its page, compressed twice, signed and synced. The search index is Pagefind's, a "
    "program that we run: its time is told apart, and it is not built again when a price changes. Processor time is that of all threads, "
    "and says more than the clock where other work keeps the machine busy. FULL=1 publishes 100,000 products too."
)
SIZES = (40, 200) if QUICK else (4_000, 20_000, 100_000) if FULL else (4_000, 20_000)
WATCHED = SIZES[1]  # where one price is changed
TARGET = 1.20
DEPARTMENTS = 40
WORDS = (
    "oak ash linen cotton copper steel glass stone wool slate willow cream blue green grey rose amber plain ribbed carved round tall small "
    "deep board bowl jug lamp chair rug tray vase box basket kettle pan clock mirror cushion blanket stool shelf candle towel apron plate"
).split()


class Took(msgspec.Struct, frozen=True, kw_only=True):
    """What one range took: clock and processor seconds of its pages, clock seconds of the index and of one changed price, peak memory."""

    products: int
    pages_s: float
    pages_processor_s: float
    index_s: float
    index_processor_s: float
    one_price_s: float
    peak_mib: float
    index_peak_mib: float


async def measure() -> AsyncIterator[Section]:
    """Each size in a process of its own, so that its memory is its own."""
    took: list[Took] = []
    with a_folder() as folder:
        for products in SIZES:
            say(f"publishing: {products:,} products")
            place = folder / str(products)
            took.append(msgspec.json.decode(await said("-m", "bench.publishing", str(place), str(products)), type=Took))
            yield section(took)
        say("publishing: measured; what was published is removed, which takes a while")


def section(took: Sequence[Took]) -> Section:
    """The sizes so far, each beside the smallest."""
    figures = [
        *beside_the_smallest("pages", [(each.products, each.pages_s) for each in took]),
        *beside_the_smallest("processor time of the pages", [(each.products, each.pages_processor_s) for each in took]),
    ]
    for each in took:
        name = f"{each.products:,} products"
        if each.products == WATCHED:
            figures.append(Figure(name=f"{name}, one price changed, index kept", unit="s", value=each.one_price_s))
        figures += [
            Figure(name=f"{name}, search index", unit="s", value=each.index_s),
            Figure(name=f"{name}, processor time of Pagefind", unit="s", value=each.index_processor_s),
            Figure(name=f"{name}, memory at most", unit="MiB", value=each.peak_mib),
            Figure(name=f"{name}, memory of Pagefind at most", unit="MiB", value=each.index_peak_mib),
        ]
    whole = ", ".join(f"{each.products:,} in {number(each.pages_s + each.index_s)} s" for each in took)
    return Section(title="Publishing", about=ABOUT, figures=figures, remarks=[f"From an empty shelf, index and all: {whole}."])


def beside_the_smallest(what: str, seconds: Sequence[tuple[int, float]]) -> list[Figure]:
    """Milliseconds a product of each size; of every size but the smallest beside that."""
    costs = [(products, 1000 * spent / products) for products, spent in seconds]
    first, least = costs[0]
    return [
        Figure(name=f"{first:,} products, {what}", unit="ms a product", value=least),
        *(
            Figure(
                name=f"{products:,} products, {what}",
                unit="ms a product",
                value=cost,
                limit=least,
                beside=f"at {first:,}",
                target=TARGET,
                at_most=True,
            )
            for products, cost in costs[1:]
        ),
    ]


class TimedIndex:
    """Pagefind, and how long it took: by the clock, and of this process's own processor time."""

    def __init__(self) -> None:
        self.seconds = self.processor_s = 0.0

    async def __call__(self, records: Sequence[SearchRecord]) -> dict[str, bytes]:
        """The files of the index."""
        began, worked = perf_counter(), process_time()
        files = await pagefind_index(records)
        self.seconds += perf_counter() - began
        self.processor_s += process_time() - worked
        return files


async def published(folder: Path, products: int) -> Took:
    """Fill a catalogue, publish it, change a price, publish again."""
    world, files, index = RealWorld(AiohttpHttp()), Files(folder, "office-1"), TimedIndex()
    settings = replace(publication_settings(Premises(folder).config, no_picture), indexer=index)
    async with lane_at_rest(world, files, "catalogue") as catalogue, lane_at_rest(world, files, "stores") as stores:
        for place in range(DEPARTMENTS):
            await catalogue.submit(SaveCategory(id=f"c{place}", category=f"d-{place}", name=f"Department {place}", position=place, by="b"))
        for batch in batches(products):
            await asyncio.gather(*(catalogue.submit(product) for product in batch))

        async def once() -> tuple[float, float]:
            began, worked = perf_counter(), process_time()
            await publish(world, catalogue.reader, stores.reader, SigningKey("office-1", bytes(32)), folder / "shelf", settings)
            return perf_counter() - began, process_time() - worked

        whole_s, processor_s = await once()
        index_s, index_here_s = index.seconds, index.processor_s
        await catalogue.submit(ChangePrice(id="one", sku=f"S-{products // 2}", price_pence=9_99, by="b"))
        one_price_s, _ = await once()
    own, pagefind = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(
        products=products,
        pages_s=whole_s - index_s,
        pages_processor_s=processor_s - index_here_s,
        index_s=index_s,
        index_processor_s=pagefind.ru_utime + pagefind.ru_stime,
        one_price_s=one_price_s,
        peak_mib=own.ru_maxrss / 1024,
        index_peak_mib=pagefind.ru_maxrss / 1024,
    )


def batches(products: int) -> Iterator[list[SaveProduct]]:
    """The range, 200 products at a time, the same each time."""
    dice = random.Random(7)
    for start in range(0, products, 200):
        yield [product(number, dice) for number in range(start, min(start + 200, products))]


def product(place: int, dice: random.Random) -> SaveProduct:
    """Words at random, as a range has them."""
    title = " ".join(dice.sample(WORDS, 3)).capitalize()
    return SaveProduct(
        id=f"p{place}",
        product=f"p-{place}",
        name=f"{title} {place}",
        description=" ".join(dice.choices(WORDS, k=40)).capitalize() + ".",
        brand=dice.choice(WORDS).capitalize(),
        category=f"d-{place % DEPARTMENTS}",
        vat_rate="standard",
        variants=(Variant(sku=f"S-{place}", gtin=None, option="", price_pence=dice.randrange(100, 20_000), weight_g=300),),
        restrictions=(),
        picture="",
        highlight=place % 100 == 0,
        by="b",
    )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(msgspec.json.encode(asyncio.run(published(Path(sys.argv[1]), int(sys.argv[2])))).decode())
    else:
        asyncio.run(show(measure()))
