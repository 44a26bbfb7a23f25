"""Nodes of stores as a process of their own: all come back at once, and each sends what waits until head office holds it."""

from __future__ import annotations

import asyncio
import hashlib
import sys
from time import perf_counter, time

import msgspec

from arkwright.channels.line.forwarder import PATH
from arkwright.compartments.tills.events import LineAdded
from arkwright.journal.entries import entry_of
from arkwright.kit.chain import GENESIS, chained, leaf_hash
from arkwright.kit.forwarding import MOST_ENTRIES, pack_batch
from arkwright.kit.messages import Event
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.node_requests import Asked, signed_headers
from arkwright.kit.signing import Envelope, SigningKey
from arkwright.kit.world import NetworkError
from tests.line.tillwork import START_MS, sale, scanned

LISTED = Envelope(payload_type="", payload="", signatures=())  # the desk's list has them all: no certificate need be brought
LONGEST_PAUSE_S = 60.0


class Return(msgspec.Struct, frozen=True, kw_only=True):
    """Who comes back: so many nodes, each with so many sales of one SKU waiting, four entries a sale."""

    port: int
    nodes: int
    sales: int
    sku: str
    price_pence: int


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """How long it took until head office held everything, and how often a node was asked to come again."""

    seconds: float
    batches: int
    again: int


def name_of(number: int) -> str:
    """A node, and its store."""
    return f"store-{number:03}"


def key_of(number: int) -> SigningKey:
    """Its key."""
    return SigningKey(name_of(number), hashlib.sha256(name_of(number).encode()).digest())


def batches_of(wanted: Return, number: int) -> list[bytes]:
    """Everything that waits at one node, as it is sent."""
    store, entries = name_of(number), list[bytes]()
    said = {"store": store, "at_ms": START_MS, "till": "till-1", "by": "c1", "session": "s1"}
    for count in range(1, wanted.sales + 1):
        one = f"{store}-{count}"
        lines = [
            LineAdded(**said, sale=one, line=f"{line}", scanned=scanned(wanted.sku, wanted.price_pence), quantity=1)  # type: ignore[arg-type]
            for line in range(3)
        ]
        receipt = f"{store}-till-1-{count:06}"
        made = sale(count, wanted.sku, wanted.price_pence, 3, store=store, sale=one, receipt=receipt)
        happened: list[Event] = [*lines, made]
        for event in happened:
            entries.append(entry_of("tills", len(entries) + 1, START_MS, f"c{len(entries)}", bytes(32), event).bytes())
    found, chain = list[bytes](), GENESIS
    for start in range(0, len(entries), MOST_ENTRIES):
        page = entries[start : start + MOST_ENTRIES]
        found.append(pack_batch(store, "tills", start + 1, chain, page))
        for entry in page:
            chain = chained(chain, leaf_hash(entry))
    return found


async def come_back(wanted: Return) -> Told:
    """All at once, each batch after batch, with a pause as the forwarder makes it wherever head office has no room."""
    waiting = {number: batches_of(wanted, number) for number in range(wanted.nodes)}
    http, again = AiohttpHttp(connections=wanted.nodes, connections_per_host=wanted.nodes), 0

    async def send(number: int) -> None:
        nonlocal again
        key, failures = key_of(number), 0
        for body in waiting[number]:
            while True:
                headers = signed_headers(Asked("POST", PATH, body), key, f"serial-{number}", LISTED, int(time() * 1000))
                try:
                    answer = await http.request("POST", f"http://127.0.0.1:{wanted.port}{PATH}", headers, body, timeout_s=30.0)
                    if answer.status == 200:
                        failures = 0
                        break
                    assert answer.status == 503, answer.body
                except NetworkError as error:
                    print(error, file=sys.stderr)
                again += 1
                pause_s = min(1.0 * (1 << min(failures, 16)), LONGEST_PAUSE_S)
                failures += 1
                await asyncio.sleep(pause_s * (0.5 + hash((number, failures)) % 1000 / 2000))

    began = perf_counter()
    await asyncio.gather(*map(send, waiting))
    seconds = perf_counter() - began
    await http.close()
    return Told(seconds=seconds, batches=sum(map(len, waiting.values())), again=again)


if __name__ == "__main__":
    print(msgspec.json.encode(asyncio.run(come_back(msgspec.json.decode(sys.argv[1], type=Return)))).decode())
