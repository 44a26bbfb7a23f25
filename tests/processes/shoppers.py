"""Shoppers over real HTTP, who never give up: whatever breaks off is asked again, with the same key, until there is an answer."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

import msgspec

from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import Answer, NetworkError
from tests.processes.premises import PLENTY, PRICE_PENCE, SCARCE, Premises

API = "/api/v1"
AGAIN_AFTER_S = 0.2
DELIVERY_PENCE = 3_95
CONTACT = {"name": "Ada Byron", "email": "ada@example.com", "address": ["1 Canal Street"], "town": "Leeds", "postcode": "LS1 4DY"}
PAY = urlencode({"card": "visa-4242", "outcome": "pay", "delivery": "prompt"}).encode()


@dataclass
class Taken:
    """What one shopper was answered: the order, with its number and key."""

    order: str
    number: str
    key: str
    sku: str
    paid: bool


@dataclass
class Crowd:
    """Everybody who shops, and what was acknowledged to them."""

    place: Premises
    seed: int = 7
    taken: dict[str, Taken] = field(default_factory=dict)
    sold_out: set[str] = field(default_factory=set)
    broken_off: int = 0
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    http: AiohttpHttp = field(default_factory=lambda: AiohttpHttp(connections_per_host=100))

    @asynccontextmanager
    async def shopping(self, shoppers: int, orders_each: int) -> AsyncIterator[asyncio.Future[list[None]]]:
        """Each shopper orders so many times, or until the block ends; then what was begun is brought to its end."""
        tasks = [asyncio.create_task(self._one(number, orders_each)) for number in range(shoppers)]
        everybody = asyncio.gather(*tasks)
        try:
            yield everybody
            self.stop.set()
            await everybody
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.http.close()

    async def _one(self, shopper: int, orders: int) -> None:
        dice = random.Random(f"{self.seed}.{shopper}")
        for number in range(orders):
            if self.stop.is_set():
                return
            key = str(UUID(int=dice.getrandbits(128), version=4))
            await self.order(key, f"10.1.{shopper}.{number % 250 + 1}", dice)

    async def order(self, key: str, address: str, dice: random.Random) -> None:
        """A basket, an order, often the payment, and now and then the whole question once more."""
        sku = SCARCE if dice.random() < 0.2 else PLENTY
        basket = await self._made("/baskets", {}, key, address)
        await self._made(f"/baskets/{basket['basket']}/lines", {"sku": sku, "quantity": 1}, key, address)
        line = {"sku": sku, "quantity": 1, "price_pence": PRICE_PENCE, "category": "kitchen"}
        wanted = {
            "basket": basket["basket"],
            "contact": CONTACT,
            "method": "standard",
            "delivery_pence": DELIVERY_PENCE,
            "lines": [line],
        }
        answer = await self._asked("POST", f"{self.place.shop}{API}/orders", wanted, key, address)
        if answer.status == 409:
            stands = await self._asked("GET", f"{self.place.shop}{API}/baskets/{basket['basket']}", None, "", address)
            assert sku == SCARCE, (answer.body, stands.body)
            self.sold_out.add(key)
            return
        assert answer.status == 201, answer.body
        told = msgspec.json.decode(answer.body)
        paid = dice.random() < 0.5
        self.taken[key] = Taken(told["order"], told["number"], told["key"], sku, paid)
        if paid:
            await self._pay(told["payment_url"], address)
        if dice.random() < 0.3:
            again = await self._asked("POST", f"{self.place.shop}{API}/orders", wanted, key, address)
            assert (again.status, msgspec.json.decode(again.body)["order"]) == (201, told["order"])

    async def _pay(self, page: str, address: str) -> None:
        """Pay on the provider's page, and come back to the shop."""
        form = {"content-type": "application/x-www-form-urlencoded"}
        paid = await self.http.request("POST", page, form, PAY)
        assert paid.status == 303, paid.body
        back = urlsplit(paid.headers["location"])
        answer = await self._asked("GET", f"{self.place.shop}{back.path}?{back.query}", None, "", address)
        assert answer.status in (200, 303), answer.body

    async def _made(self, path: str, body: object, key: str, address: str) -> Any:
        answer = await self._asked("POST", f"{self.place.shop}{API}{path}", body, key, address)
        assert answer.status == 201, answer.body
        return msgspec.json.decode(answer.body)

    async def _asked(self, method: str, url: str, body: object, key: str, address: str) -> Answer:
        """The answer, asked for again as long as nothing came, or the office could not say."""
        headers = {"x-forwarded-for": address} | ({"content-type": "application/json", "idempotency-key": key} if key else {})
        content = b"" if body is None else msgspec.json.encode(body)
        while True:
            try:
                answer = await self.http.request(method, url, headers, content)
            except NetworkError:
                self.broken_off += 1
            else:
                if answer.status < 500 and answer.status != 429:
                    return answer
            await asyncio.sleep(AGAIN_AFTER_S)
