"""Search whose database is away, on a real PostgreSQL server: the shopper is told so, nothing else stops, and it comes back by itself."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient

from arkwright.channels.finding.finder import Finder
from arkwright.kit.database.port import CutOff, DatabaseAway
from arkwright.kit.database.postgres import PostgresDatabase
from arkwright.kit.database.postgres_preparing import prepare
from arkwright.kit.database.postgres_session import Address
from arkwright.kit.text_search import synonyms
from arkwright.kit.text_search.index import TextIndex
from arkwright.kit.text_search.tables import SearchSchema
from arkwright.roles.search_keeping import IndexKeeper
from tests.channels.shop.counter import Counter, Shopper, shop_of
from tests.postgres import Server, throw_away
from tests.roles.offices import SHOP_URL, premises

NAME, PASSWORD = "office_1_search", "secret"


@asynccontextmanager
async def shop_with_search_on(server: Server, folder: Path) -> AsyncIterator[tuple[Counter, IndexKeeper, Address]]:
    """A shop whose search index alone lies on this server."""
    url = f"postgresql://{NAME}:{PASSWORD}@127.0.0.1:{server.port}/postgres?sslmode=disable"
    address = Address(url, NAME, server.url, answer_s=2.0)
    await prepare(address, PASSWORD, SearchSchema(), "office-1")
    index = TextIndex(await PostgresDatabase.open(address, SearchSchema(), "office-1"))
    place = await premises(folder)
    await place.stock()
    lane = place.office.shop.catalogue
    keeper = IndexKeeper(place.world, lane, index)
    await keeper.catch_up()
    finder = Finder(index, synonyms.read(None), lane.reader)
    app = shop_of(place, finder)
    transport = ASGITransport(app, raise_app_exceptions=False)  # type: ignore[arg-type]
    async with AsyncClient(transport=transport, base_url=SHOP_URL) as client:
        yield Counter(place, app, Shopper(client), finder), keeper, address
    await index.close()
    await place.office.stop()


async def crash(server: Server, _: Address) -> Callable[[], object]:
    """The server dies."""
    server.stop()
    return server.start


async def seal(_: Server, address: Address) -> Callable[[], object]:
    """Somebody takes the login's rights away."""
    owner = PostgresDatabase(address, SearchSchema())
    await owner.cut_off()
    return owner.restore


async def follow_again(keeper: IndexKeeper) -> None:
    """As the keeper does by itself: a session that died meanwhile is found out once."""
    with contextlib.suppress(DatabaseAway):
        return await keeper.catch_up()
    await keeper.catch_up()


@pytest.mark.parametrize("end", [crash, seal])
async def test_search_that_is_away_says_so_and_nothing_else_stops(tmp_path: Path, end: Callable[..., object]) -> None:
    with throw_away() as server:
        async with shop_with_search_on(server, tmp_path) as (shop, keeper, address):
            ada = shop.shopper
            await ada.open("/search?q=mug")
            assert "1 product for “mug”" in ada.words
            come_back = await end(server, address)  # type: ignore[misc]
            await ada.open("/search?q=mug")
            assert (ada.status, ada.answer is not None and ada.answer.headers["retry-after"]) == (503, "60")
            assert "Search does not work just now. Please choose a department, or try again later." in ada.words
            await shop.premises.stock("lamp")
            with pytest.raises((DatabaseAway, CutOff)):
                await keeper.catch_up()
            await shop.buys()
            assert "Received and paid" in ada.words
            if (waited := come_back()) is not None:
                await waited
            await follow_again(keeper)
            await ada.open("/search?q=lamp")
            assert "1 product for “lamp”" in ada.words
