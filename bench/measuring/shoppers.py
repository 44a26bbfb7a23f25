"""Shoppers as a process of their own: each orders, pays, and only then orders again; what they saw is printed as JSON."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import sys
import time
from time import perf_counter, process_time
from uuid import UUID

import msgspec

from arkwright.kit.world import ULID_ALPHABET

FORM = b"HTTP/1.1\r\nhost: shop.localhost:1\r\ncontent-type: application/json\r\n"
HOME = {"name": "Ada Byron", "email": "ada@example.com", "address": ["1 Canal Street"], "town": "Leeds", "postcode": "LS1 4DY"}


class Trip(msgspec.Struct, frozen=True, kw_only=True):
    """What a crowd is to do: `orders` orders from `first` on, each of one unit of one of `skus` in turn."""

    port: int
    hook_key: str
    shoppers: int
    first: int
    orders: int
    skus: tuple[str, ...]
    price_pence: int
    category: str
    delivery_pence: int
    fill_only: bool = False


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What they saw: seconds for all, milliseconds for each, processor seconds of their own, and answers that were no yes."""

    seconds: float
    each_ms: tuple[float, ...]
    processor_s: float
    refused: int
    first_no: str = ""


def basket_of(number: int) -> str:
    """The basket that an order is made of."""
    whole = int.from_bytes(hashlib.sha256(f"basket {number}".encode()).digest()[:16], "big")
    return "".join(ULID_ALPHABET[(whole >> shift) & 31] for shift in range(125, -1, -5))


class Shopper:
    """One connection, kept open."""

    def __init__(self, trip: Trip) -> None:
        self._trip = trip
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def arrive(self) -> None:
        """Connect."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._trip.port)

    def leave(self) -> None:
        """Hang up."""
        self._writer.close()

    async def fill(self, number: int) -> tuple[int, bytes]:
        """One unit into a basket of its own."""
        path = f"/api/v1/baskets/{basket_of(number)}/lines"
        return await self._post(path, {"sku": self._sku(number), "quantity": 1}, number)

    async def order(self, number: int, key: int | None = None) -> tuple[int, bytes]:
        """Order the basket, pay for it, and have the provider tell the shop: confirmed when this returns. `key` asks anew for the same."""
        trip = self._trip
        line = {"sku": self._sku(number), "quantity": 1, "price_pence": trip.price_pence, "category": trip.category}
        wanted = {
            "basket": basket_of(number),
            "contact": HOME,
            "method": "standard",
            "delivery_pence": trip.delivery_pence,
            "lines": [line],
        }
        status, content = await self._post("/api/v1/orders", wanted, number if key is None else key)
        if status != 201:
            return status, content
        session = json.loads(content)["payment_url"].rpartition("/")[2]
        hint = {"type": "checkout.session.completed", "data": {"object": {"id": session, "object": "checkout.session"}}}
        return await self._post("/webhooks/stripe", hint, number, signed=True)

    def _sku(self, number: int) -> str:
        return self._trip.skus[number % len(self._trip.skus)]

    async def _post(self, path: str, body: object, number: int, *, signed: bool = False) -> tuple[int, bytes]:
        content = json.dumps(body).encode()
        more = b"idempotency-key: %s\r\n" % str(UUID(int=number, version=4)).encode()
        if signed:
            now = str(int(time.time())).encode()
            proof = hmac.new(self._trip.hook_key.encode(), now + b"." + content, hashlib.sha256).hexdigest().encode()
            more = b"stripe-signature: t=%s,v1=%s\r\n" % (now, proof)
        address = b"10.%d.%d.%d" % (number >> 16 & 255, number >> 8 & 255, number & 255)
        self._writer.write(
            b"POST %s %s%sx-forwarded-for: %s\r\ncontent-length: %d\r\n\r\n%s" % (path.encode(), FORM, more, address, len(content), content)
        )
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
        return int(head[9:12]), await self._reader.readexactly(int(length or 0))


async def crowd(trip: Trip) -> Seen:
    """Everybody at once; each goes on with the next number as soon as the last is done."""
    numbers = iter(range(trip.first, trip.first + trip.orders))
    each_ms: list[float] = []
    noes: list[tuple[int, bytes]] = []
    shoppers = [Shopper(trip) for _ in range(trip.shoppers)]
    await asyncio.gather(*(shopper.arrive() for shopper in shoppers))

    async def shop(shopper: Shopper) -> None:
        for number in numbers:
            began = perf_counter()
            status, content = await (shopper.fill(number) if trip.fill_only else shopper.order(number))
            each_ms.append((perf_counter() - began) * 1000)
            if status not in (200, 201):
                noes.append((status, content))

    worked, began = process_time(), perf_counter()
    await asyncio.gather(*(shop(shopper) for shopper in shoppers))
    seconds = perf_counter() - began
    for shopper in shoppers:
        shopper.leave()
    return Seen(
        seconds=seconds,
        each_ms=tuple(each_ms),
        processor_s=process_time() - worked,
        refused=len(noes),
        first_no=f"{noes[0][0]} {noes[0][1].decode()}" if noes else "",
    )


if __name__ == "__main__":
    print(msgspec.json.encode(asyncio.run(crowd(msgspec.json.decode(sys.argv[1], type=Trip)))).decode())
