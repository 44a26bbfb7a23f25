"""A store's shelf becomes what head office has, whatever it held before and wherever it stopped, and only what changed travels."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from arkwright.channels.line import sources
from arkwright.channels.line.replica_following import ReplicaFollowing
from arkwright.compartments.catalogue.commands import ChangePrice, SaveProduct, Variant, WithdrawProduct
from arkwright.compartments.promotions.commands import SavePromotion
from arkwright.compartments.stores.commands import SaveStore, StoreDetails
from arkwright.kit.database.sqlite import SqliteDatabase
from arkwright.kit.node_requests import Asked
from arkwright.kit.promotion import Terms
from arkwright.kit.refusal import Busy, Refusal
from arkwright.kit.replica import DATASETS, DatasetName
from arkwright.kit.replicating.press import Press
from arkwright.kit.replicating.tables import ReplicaSchema
from arkwright.kit.world import NetworkError
from tests.line.stores import Company, Crash, Store, company
from tests.roles.offices import a_product


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Company]:
    found = await company(tmp_path)
    for product in ("mug", "bowl", "plate"):
        await found.place.stock(product)
    await found.keep()
    yield found
    await found.stop()


async def looked(store: Store) -> None:
    await store.replica.look(wait_s=0)


async def skus(store: Store) -> list[str]:
    return sorted(line.sku for line in await store.shelf.search("blue"))


def fetched(store: Store) -> int:
    return sum(each.endswith("/chunks") for each in store.world.near.asked)


def product(which: str, *variants: Variant, **more: Any) -> SaveProduct:
    fields = a_product(which, f"{which.upper()}-1", 12_00, "kitchen") | {"id": f"save.{which}.{len(variants)}{sorted(more)}"} | more
    if len(variants) > 1:
        variants = tuple(msgspec.structs.replace(each, option=each.sku) for each in variants)
    return SaveProduct(**(fields | ({"variants": variants} if variants else {})))  # type: ignore[arg-type]


def variant(sku: str, gtin: str | None = None) -> Variant:
    return Variant(sku=sku, gtin=gtin, option="", price_pence=9_00, weight_g=300)


async def test_a_store_holds_the_range_and_finds_by_sku_barcode_and_words(at: Company) -> None:
    await at.place.office.shop.catalogue.submit(product("jug", variant("JUG-1", "5012345678900"), name="Café jug for children's tea"))
    await at.keep()
    store = await at.store()
    await looked(store)
    jug = await store.shelf.product("JUG-1")
    assert jug is not None
    assert (jug.price_pence, jug.product, jug.live) == (9_00, "jug", True)
    for code in ("5012345678900", "05012345678900"):
        assert await store.shelf.by_barcode(code) == jug
    for code in ("5012345678901", "", "12345678901234567", "MUG-1"):
        assert await store.shelf.by_barcode(code) is None
    for text in ("cafe", "childrens jugs", "jug tea", "ju", "CAFÉ JU"):
        assert await store.shelf.search(text) == [jug], text
    for text in ("", "teapot", 'jug" OR "mug', "*", "jug NOT"):
        assert jug not in await store.shelf.search(text) or text == "jug NOT"
    assert await skus(store) == ["BOWL-1", "MUG-1", "PLATE-1"]


async def test_only_what_changed_travels_and_the_store_is_told(at: Company) -> None:
    store = await at.store()
    await looked(store)
    assert [name for name, _ in store.changes] == ["house", "colleagues", "promotions", "range", "members"]
    first = dict(store.changes)["range"]
    before = fetched(store)
    await looked(store)
    assert fetched(store) == before, "nothing changed"
    await at.place.office.shop.catalogue.submit(ChangePrice(id="c", sku="MUG-1", price_pence=15_00, by="buyer"))
    await at.keep()
    await looked(store)
    mug = await store.shelf.product("MUG-1")
    assert mug is not None
    assert (mug.price_pence, fetched(store) - before) == (15_00, 2), "the manifest, and one piece"
    assert store.changes[5:] == [("range", first + 1)]


async def test_what_is_withdrawn_stays_known_and_what_is_removed_goes(at: Company) -> None:
    store, catalogue = await at.store(), at.place.office.shop.catalogue
    await catalogue.submit(product("set", variant("SET-1", "5012345678900"), variant("SET-2")))
    await at.keep()
    await looked(store)
    await catalogue.submit(product("set", variant("SET-2"), name="Blue set"))
    await catalogue.submit(WithdrawProduct(id="w", product="mug", by="buyer"))
    await at.keep()
    await looked(store)
    mug = await store.shelf.product("MUG-1")
    assert mug is not None
    assert not mug.live
    assert (await store.shelf.product("SET-1"), await store.shelf.by_barcode("5012345678900")) == (None, None)
    assert await skus(store) == ["BOWL-1", "PLATE-1", "SET-2"], "what is not sold is not offered"
    await catalogue.submit(product("tray", variant("SET-1", "5012345678900"), variant("TRAY-1")))
    await at.keep()
    await looked(store)
    moved = await store.shelf.product("SET-1")
    assert moved is not None
    assert moved.product == "tray"


async def test_promotions_come_as_terms(at: Company) -> None:
    now_ms = at.place.world.now_ms()
    terms = Terms(promotion="half", name="Half", kind="percent", from_ms=now_ms, until_ms=now_ms + 9**9, products=("mug",), percent=50)
    await at.place.office.shop.promotions.submit(SavePromotion(id="s", terms=terms, by="bea"))
    await at.keep()
    store = await at.store()
    await looked(store)
    assert [each.percent for each in await store.shelf.promotions()] == [50]


async def test_every_promotion_comes_however_many_there_are(at: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "A_PAGE", 2)
    now_ms = at.place.world.now_ms()
    lane, names = at.place.office.shop.promotions, [f"p{number}" for number in range(5)]
    for name in names:
        terms = Terms(promotion=name, name="Half", kind="percent", from_ms=now_ms, until_ms=now_ms + 9**9, products=(name,), percent=50)
        await lane.submit(SavePromotion(id=name, terms=terms, by="bea"))
    pages = [page async for page in sources.PromotionSource(lane).whole(now_ms)]
    assert [[item.key for item in page] for page in pages] == [["p0", "p1"], ["p2", "p3"], ["p4"]]


def details(name: str) -> StoreDetails:
    return StoreDetails(
        name=name, address=("1 Briggate",), town="Leeds", postcode="LS1 6NP", phone="0113 496 0000", hours=(None,) * 7,
        latitude_millionths=53_796_000, longitude_millionths=-1_547_000, services=(),
    )  # fmt: skip


async def test_each_store_gets_the_house_words_for_itself_alone(at: Company) -> None:
    for name in ("leeds", "york"):
        await at.place.office.shop.stores.submit(SaveStore(id=f"s.{name}", store=name, details=details(name.title()), by="ed"))
    await at.keep()
    for node, name, limit in (("leeds-1", "leeds", 100_00), ("york-1", "york", 50_00)):
        store = await at.store(node, name)
        await looked(store)
        house = await store.shelf.house()
        assert house is not None
        assert (house.store, house.vat_number, house.stored_sales and house.stored_sales.per_sale_pence) == (name, "GB 999 9999 73", limit)
        assert await store.shelf.count("house") == 1


@pytest.mark.parametrize("crash_at", [1, 2, 3, 4])
async def test_a_crash_at_any_step_leaves_whole_pieces_and_goes_on_from_them(at: Company, crash_at: int) -> None:
    store = await at.store()
    store.world.crash_at = crash_at
    if crash_at <= 3:
        with pytest.raises(Crash):
            await looked(store)
    store.world.crash_at = 0
    await store.shelf.close()
    again = await at.store(lane=store.lane, world=store.world)
    held = [digest for digest in await again.shelf.held("range", 1024) if digest]
    assert len(held) == min(crash_at - 1, 3) if crash_at <= 3 else not held
    await looked(again)
    assert await skus(again) == ["BOWL-1", "MUG-1", "PLATE-1"]
    at.stores.remove(store)


async def test_a_damaged_shelf_is_fetched_again(at: Company) -> None:
    store = await at.store()
    await looked(store)
    await store.shelf.close()
    (store.folder / "shelf.db").write_bytes(b"not a database" * 100)
    again = await at.store(lane=store.lane, world=store.world)
    assert [age.as_at_ms for age in await again.shelf.ages()] == [None] * len(DATASETS)
    await looked(again)
    assert await skus(again) == ["BOWL-1", "MUG-1", "PLATE-1"]
    at.stores.remove(store)


async def test_cut_off_a_store_goes_on_and_shows_how_old_everything_is(at: Company) -> None:
    store = await at.store()
    await looked(store)
    store.world.near.cut = True
    at.place.world.pass_s(3600)
    with pytest.raises(NetworkError):
        await looked(store)
    ages = {age.dataset: age.age_ms for age in await store.shelf.ages()}
    assert (ages["range"], ages["members"]) == (3_600_000, 3_600_000)
    assert len(await skus(store)) == 3
    store.world.near.cut = False
    await looked(store)
    assert {age.age_ms for age in await store.shelf.ages() if age.edition} == {0}


async def test_an_index_older_than_what_stands_is_refused(at: Company) -> None:
    store = await at.store()
    at.place.world.pass_s(60)
    await looked(store)
    at.place.world.pass_s(-30)
    with pytest.raises(Refusal, match="older than what stands"):
        await looked(store)


async def test_revoked_and_unknown_nodes_get_nothing(at: Company) -> None:
    store = await at.store()
    at.revoke(store)
    for asked in (Asked("GET", "/line/replica?after=&wait=0"), Asked("POST", "/line/replica/chunks", b'["00"]')):
        for headers in (store.papers.headers(asked), {}):
            url = f"http://line.localhost:8086{asked.path}"
            answer = await store.world.http.request(asked.method, url, headers, asked.body)
            assert answer.status == 403
            assert b"detail" in answer.body


@pytest.mark.parametrize(("body", "status"), [(b"{}", 422), (b"[]", 422), (b'["x"]', 422), (msgspec.json.encode(["0" * 64]), 404)])
async def test_what_is_no_list_of_pieces_is_refused(at: Company, body: bytes, status: int) -> None:
    store = await at.store()
    asked = Asked("POST", "/line/replica/chunks", body)
    answer = await store.world.http.request("POST", "http://line.localhost:8086/line/replica/chunks", store.papers.headers(asked), body)
    assert answer.status == status


async def test_the_offices_side_is_made_again_when_its_source_was_restored(at: Company) -> None:
    store = await at.store()
    await looked(store)
    mark = await at.line.press.mark("range")
    assert mark is not None
    await at.line.press.put("range", [], 0, msgspec.structs.replace(mark, chain=b"x" * 32))
    await at.keep()
    assert await at.line.press.mark("range") == mark
    before = fetched(store)
    await looked(store)
    assert fetched(store) == before, "the same lines have the same hashes"


async def test_a_press_that_is_made_anew_goes_on_above_the_editions_that_stores_have_seen(at: Company) -> None:
    await at.place.office.shop.catalogue.submit(ChangePrice(id="c", sku="MUG-1", price_pence=15_00, by="buyer"))
    await at.keep()
    now_ms = at.place.world.now_ms()
    before = (await at.line.press.index("leeds", now_ms)).of("range")
    mark = await at.line.press.mark("range")
    assert before is not None
    assert mark is not None
    anew = Press(SqliteDatabase(at.place.world, at.folder / "anew.db", ReplicaSchema(), "office-1"))
    await anew.rebuild("range", [""], now_ms + 60_000, mark)
    after = (await anew.index("leeds", now_ms + 60_000)).of("range")
    await anew.close()
    assert after is not None
    assert after.edition > before.edition


async def test_what_the_tills_did_not_take_is_said_again_and_keeps_nothing_from_coming(at: Company) -> None:
    store = await at.store()
    busy = ["house", "house"]

    async def changed(dataset: DatasetName, edition: int) -> None:
        if dataset in busy:
            busy.remove(dataset)
            raise Busy()
        store.changes.append((dataset, edition))

    replica = ReplicaFollowing(store.world, store.shelf, store.office, changed)
    await replica.look(wait_s=0)
    assert {name for name, _ in store.changes} >= {"range", "house", "colleagues"}
    await replica.look(wait_s=0)
    assert [name for name, _ in store.changes].count("house") == 1, "said until it was taken, and not again"


async def test_pieces_that_nothing_names_go_after_an_hour(at: Company) -> None:
    catalogue = at.place.office.shop.catalogue
    index = await at.line.press.index("leeds", 0)
    standing = index.of("range")
    assert standing is not None
    old = standing.manifest
    for number in range(2):
        await catalogue.submit(ChangePrice(id=f"c{number}", sku="MUG-1", price_pence=15_00 + number, by="buyer"))
        await at.keep()
        assert (old in await at.line.press.pieces([old])) == (number == 0)
        at.place.world.pass_s(3601)
