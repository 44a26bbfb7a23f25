"""Publishing the range: what a product costs at 4,000, 20,000 and 100,000, and how long one changed price takes at 20,000."""

from __future__ import annotations

import asyncio
import random
import resource
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import msgspec

from arkwright.channels.publication.publish import publish
from arkwright.channels.publication.settings import Settings
from arkwright.compartments.catalogue.commands import ChangePrice, SaveCategory, SaveProduct, Variant
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.search_index import SearchRecord, pagefind_index
from arkwright.kit.signing import SigningKey
from arkwright.kit.world import RealWorld
from arkwright.roles.databases import Files
from arkwright.roles.office_process import no_picture, publication_settings
from arkwright.roles.range_at_rest import lane_at_rest
from bench.measuring.figure import QUICK, Figure, Section
from bench.measuring.premises import a_folder, said
from bench.measuring.results import number, show
from tests.processes.premises import Premises

ABOUT = (
    "A range of made-up products in 40 departments is published as a whole onto an empty shelf, by a process of its own, and then once "
    "more with one price changed. Each product has its page, compressed twice, signed and synced. The search index is Pagefind's, a "
    "program that we run: its time is told apart, and it is not built again when a price changes."
)
SIZES = (40, 200, 400) if QUICK else (4_000, 20_000, 100_000)
WATCHED = SIZES[1]  # where one price is changed
TARGET = 1.20
DEPARTMENTS = 40
WORDS = (
    "oak ash linen cotton copper steel glass stone wool slate willow cream blue green grey rose amber plain ribbed carved round tall small "
    "deep board bowl jug lamp chair rug tray vase box basket kettle pan clock mirror cushion blanket stool shelf candle towel apron plate"
).split()


class Took(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds of one range: the whole, the index in it, and the same again with one price changed; peak memory in MiB."""

    whole_s: float
    index_s: float
    one_price_s: float
    peak_mib: float


async def measure() -> list[Section]:
    """Each size in a process of its own, so that its memory is its own."""
    took = {}
    for products in SIZES:
        with a_folder() as folder:
            took[products] = msgspec.json.decode(await said("-m", "bench.publishing", str(folder), str(products)), type=Took)
    a_product = {products: (each.whole_s - each.index_s) * 1000 / products for products, each in took.items()}
    small, large = SIZES[0], SIZES[-1]
    figures = [Figure(name=f"{products:,} products, pages", unit="ms a product", value=cost) for products, cost in a_product.items()]
    figures[-1] = replace(figures[-1], limit=a_product[small], beside=f"at {small:,}", target=TARGET, at_most=True)
    figures += [
        Figure(name=f"{WATCHED:,} products, one price changed, index kept", unit="s", value=took[WATCHED].one_price_s),
        *(Figure(name=f"{products:,} products, search index", unit="s", value=each.index_s) for products, each in took.items()),
        Figure(name=f"{large:,} products, memory at most", unit="MiB", value=took[large].peak_mib),
    ]
    whole = ", ".join(f"{products:,} in {number(each.whole_s)} s" for products, each in took.items())
    return [Section(title="Publishing", about=ABOUT, figures=figures, remarks=[f"From an empty shelf, index and all: {whole}."])]


class TimedIndex:
    """Pagefind, and how long it took."""

    def __init__(self) -> None:
        self.seconds = 0.0

    async def __call__(self, records: Sequence[SearchRecord]) -> dict[str, bytes]:
        """The files of the index."""
        began = perf_counter()
        files = await pagefind_index(records)
        self.seconds += perf_counter() - began
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

        async def once(settings: Settings) -> float:
            began = perf_counter()
            await publish(world, catalogue.reader, stores.reader, SigningKey("office-1", bytes(32)), folder / "shelf", settings)
            return perf_counter() - began

        whole_s = await once(settings)
        index_s = index.seconds
        await catalogue.submit(ChangePrice(id="one", sku=f"S-{products // 2}", price_pence=9_99, by="b"))
        one_price_s = await once(settings)
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Took(whole_s=whole_s, index_s=index_s, one_price_s=one_price_s, peak_mib=peak_kib / 1024)


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
        show(asyncio.run(measure()))
