"""Five hundred stores that come back at once, each with a day's backlog, while shoppers go on ordering."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from time import perf_counter, time

import apsw
import msgspec

from arkwright.channels.following.certificates import keep_list
from arkwright.channels.following.keeping import load_trust
from arkwright.kit.certificates import DAY_MS, LIST, CertificateList, NodeCertificate
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.signing import sign
from arkwright.kit.world import RealWorld
from arkwright.roles import desk_keys
from arkwright.roles.node import write_config
from arkwright.roles.serving import free_port
from bench.measuring.figure import Figure, Section, p99, sized
from bench.measuring.nodes import Return, Told, key_of, name_of
from bench.measuring.premises import Shop, a_folder, shop_at_work
from bench.measuring.programs import said
from bench.measuring.progress import say
from bench.measuring.shoppers import Seen
from tests.processes.premises import PRICE_PENCE, Premises

NODES, SALES, ORDERS, SHOPPERS = sized(500, 10), sized(125, 5), sized(400, 24), 8
LONGEST_S = 600
ABOUT = (
    f"{NODES} nodes, a process of their own, come back at the same moment, each with {4 * SALES} entries ({SALES} sales of three lines) "
    "waiting; where head office has no room they come again as the forwarder does. Meanwhile shoppers order over the app's API as in "
    "Checkout. The limit of their waiting is what the same shoppers wait without the stores. One office process on SQLite, everything on "
    "one machine."
)


async def measure() -> AsyncIterator[Section]:
    """Shoppers alone, then shoppers and stores."""
    with a_folder() as folder:
        async with shop_at_work(folder, 5, before=listed) as shop:
            await shop.filled(ORDERS, shop.skus)
            say("shoppers alone")
            alone = await shop.shopped(ORDERS, SHOPPERS, shop.skus)
            say(f"{NODES} stores come back")
            told, meanwhile, applied_s = await together(shop)
    count = 4 * SALES * NODES
    yield Section(
        title="Stores that come back",
        about=ABOUT,
        figures=[
            Figure(name=f"{NODES} stores, until head office held everything", unit="s", value=told.seconds),
            Figure(name=f"{NODES} stores, until everything was judged", unit="s", value=applied_s),
            Figure(name=f"{NODES} stores, taken in and judged", unit="entries/s", value=count / applied_s),
            Figure(name="Asked to come again", unit="times a batch", value=told.again / told.batches),
            Figure(name="Shoppers meanwhile, p99 of an order", unit="ms", value=p99(meanwhile), limit=p99(alone.each_ms),
                   beside="without the stores"),
        ],
    )  # fmt: skip


async def together(shop: Shop) -> tuple[Told, list[float], float]:
    """The stores' word, what shoppers waited while anything was on its way, and seconds until every sale stood judged."""
    wanted = Return(port=shop.place.config.line_port, nodes=NODES, sales=SALES, sku=shop.skus[0], price_pence=PRICE_PENCE)
    began = perf_counter()
    nodes = asyncio.create_task(said("-m", "bench.measuring.nodes", msgspec.json.encode(wanted).decode()))
    judging = asyncio.create_task(judged(shop.place.office_folder / "lanes" / "sales_audit.db", SALES * NODES))
    waited = list[float]()
    while not (judging.done() and nodes.done()) and perf_counter() - began < LONGEST_S:
        await shop.filled(ORDERS // 4, shop.skus)
        seen: Seen = await shop.shopped(ORDERS // 4, SHOPPERS, shop.skus)
        waited += seen.each_ms
    told = msgspec.json.decode(await nodes, type=Told)
    return told, waited, await judging


async def judged(path: Path, wanted: int) -> float:
    """Seconds until so many sales stand there."""
    began = perf_counter()
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        while perf_counter() - began < LONGEST_S:
            ((found,),) = list(connection.execute("SELECT count(*) FROM sales"))
            if found >= wanted:
                return perf_counter() - began
            await asyncio.sleep(0.2)
    finally:
        connection.close()
    raise TimeoutError(f"{wanted} sales did not stand judged within {LONGEST_S} s")


async def listed(place: Premises) -> None:
    """The office serves the line, and holds a list in which every node stands."""
    world, following = RealWorld(AiohttpHttp()), place.office_folder / desk_keys.FOLLOWING
    port = free_port()
    place.config = msgspec.structs.replace(place.config, line_url=f"http://127.0.0.1:{port}", line_port=port)
    write_config(place.config_file, place.config)
    now_ms = int(time() * 1000)
    standing = tuple(
        NodeCertificate(
            serial=f"serial-{number}", node=name_of(number), store=name_of(number), public_key=key_of(number).public.text,
            from_ms=now_ms - DAY_MS, until_ms=now_ms + DAY_MS,
        )
        for number in range(NODES)
    )  # fmt: skip
    desk = desk_keys.read_secret_key(place.folder / "desk", desk_keys.SIGNING)
    trust = load_trust(world, following)
    certificates = CertificateList(generation=trust.generation, version=1, as_at_ms=now_ms, standing=standing)
    keep_list(world, following, trust, sign(LIST, certificates, desk))
