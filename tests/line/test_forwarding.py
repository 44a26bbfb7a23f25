"""A node's journal reaches head office whole, in order and once, whatever is lost on the way; and what is not its own is not taken."""

from __future__ import annotations

import asyncio
import random
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from arkwright.channels.line.patience import SPREAD_S
from arkwright.compartments.sales_audit import queries
from arkwright.compartments.sales_audit.events import CaseOpened, EntriesReceived
from arkwright.journal import tables
from arkwright.journal.lane import Lane
from arkwright.journal.tables import schema
from arkwright.kit import forwarding
from arkwright.kit.chain import GENESIS
from arkwright.kit.database.sqlite import SqliteDatabase
from arkwright.kit.ending import ended
from arkwright.kit.forwarding import MOST_ENTRIES, read_batch
from arkwright.kit.node_requests import Asked
from arkwright.kit.refusal import Busy
from arkwright.kit.replica import compress
from arkwright.kit.world import NetworkError
from arkwright.roles.lanes import COMPARTMENTS
from tests.journal.lanes import ORDERING, offer, ordering_lane, real_world
from tests.line.stores import Company, Crash, Store, company


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Company]:
    found = await company(tmp_path)
    yield found
    await found.stop()


async def happened(lane: Lane, count: int, start: int = 1) -> None:
    for number in range(start, start + count):
        await lane.submit(offer(f"SKU-{number}"))


async def held_of(at: Company, node: str = "leeds-1") -> int:
    return (await queries.place(at.audit.reader, node, "ordering")).sequence


async def received(at: Company) -> list[str]:
    found: list[str] = []
    for happened in await at.audit.after(0, 1000):
        if isinstance(happened.event, EntriesReceived):
            assert happened.event.first == len(found) + 1
            found += happened.event.entries
    return found


async def journal(lane: Lane) -> list[str]:
    rows = await lane.reader.all(tables.BETWEEN, {"first": 1, "last": 10_000})
    return [bytes(row[1]).decode() for row in rows]  # type: ignore[arg-type]


async def sent(store: Store) -> None:
    await store.forwarder.send(await store.forwarder.ask())


async def test_everything_arrives_as_it_stands_and_once(at: Company) -> None:
    store = await at.store()
    await happened(store.lane, 3)
    assert (await store.forwarder.unsent()).entries == 3
    await sent(store)
    await happened(store.lane, MOST_ENTRIES + 5, start=4)
    await sent(store)
    await sent(store)
    assert await received(at) == await journal(store.lane)
    assert (await store.forwarder.unsent()).entries == 0
    assert store.forwarder.acknowledged is not None
    assert store.forwarder.acknowledged.sequence == store.lane.head.sequence == await held_of(at)
    assert store.forwarder.acknowledged.chain == store.lane.head.chain.hex()
    assert len(await at.audit.after(0, 100)) == 3, "what is held already leaves nothing in the journal"


async def test_a_lost_answer_and_a_cut_line_do_no_harm(at: Company) -> None:
    store = await at.store()
    await happened(store.lane, 3)
    held = await store.forwarder.ask()
    store.world.near.lose_answers = 1
    with pytest.raises(NetworkError):
        await store.forwarder.send(held)
    await store.forwarder.send(held)
    store.world.near.cut = True
    await happened(store.lane, 2, start=4)
    with pytest.raises(NetworkError):
        await sent(store)
    assert (await store.forwarder.unsent()).entries == 2
    store.world.near.cut = False
    await sent(store)
    assert await received(at) == await journal(store.lane)


async def test_what_waits_goes_out_as_soon_as_anything_of_the_node_is_answered_again(at: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    store = await at.store()
    await happened(store.lane, 3)
    store.world.near.cut = True
    pauses, waits = list[float](), asyncio.Event()

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if seconds > SPREAD_S:
            waits.set()
            await asyncio.Event().wait()
        await asyncio.sleep(0)

    monkeypatch.setattr(store.world, "sleep", sleep)
    forwarding_on = asyncio.create_task(store.forwarder.run())
    await waits.wait()
    store.world.near.cut = False
    await store.replica.look(0)
    async with asyncio.timeout(20):
        while await held_of(at, store.office.node) < store.lane.head.sequence:
            await asyncio.sleep(0.01)
    assert 0 <= pauses[-1] <= SPREAD_S
    await ended([forwarding_on])


async def test_a_restarted_node_goes_on_from_what_is_held(at: Company) -> None:
    store = await at.store()
    await happened(store.lane, 4)
    await sent(store)
    await happened(store.lane, 1, start=5)
    again = await at.store(lane=store.lane, world=store.world)
    assert (await again.forwarder.unsent()).entries == 1
    await sent(again)
    assert await received(at) == await journal(store.lane)
    at.stores.pop()


@pytest.mark.parametrize("crash_at", range(1, 6))
async def test_a_node_that_crashes_at_any_step_of_sending_goes_on_where_head_office_is(at: Company, crash_at: int) -> None:
    store = await at.store()
    await happened(store.lane, MOST_ENTRIES + 10)
    store.world.crash_at = crash_at
    crashed = False
    try:
        await sent(store)
    except Crash:
        crashed = True
    assert crashed == (crash_at <= 4), "before and after each of two batches"
    store.world.crash_at = 0
    again = await at.store(lane=store.lane, world=store.world)
    await sent(again)
    assert await received(at) == await journal(store.lane)
    assert (await again.forwarder.unsent()).entries == 0
    at.stores.pop()


async def test_head_office_that_ends_before_it_has_committed_is_asked_again(at: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    store = await at.store()
    await happened(store.lane, 3)

    async def busy(command: object) -> None:
        raise Busy()

    with monkeypatch.context() as patch:
        patch.setattr(at.audit, "submit", busy)
        with pytest.raises(NetworkError, match="503"):
            await sent(store)
    assert (await store.forwarder.unsent()).entries == 3
    await sent(store)
    assert await received(at) == await journal(store.lane)


async def test_another_journal_in_the_name_of_a_node_is_a_case_and_never_applied(at: Company, tmp_path: Path) -> None:
    store = await at.store()
    await happened(store.lane, 5)
    await sent(store)
    other = await at.store(name="another", lane=await ordering_lane(tmp_path / "another"))
    await happened(other.lane, 6)
    for _ in range(2):
        with pytest.raises(NetworkError, match="do not hold the same journal"):
            await sent(other)
        assert other.forwarder.problem == "fork"
    assert [case.kind for case in await queries.case_list(at.audit.reader, ["open"])] == ["fork"]
    assert await received(at) == await journal(store.lane)


async def test_an_old_copy_of_a_node_says_so_and_what_it_writes_is_never_applied(at: Company, tmp_path: Path) -> None:
    def opened(folder: str) -> SqliteDatabase:
        return SqliteDatabase(real_world(), tmp_path / folder / "ordering.db", schema(ORDERING))

    lane = await ordering_lane(tmp_path, database=opened("first"))
    await happened(lane, 2)
    await lane.stop()
    shutil.copytree(tmp_path / "first", tmp_path / "old")
    store = await at.store(lane=await ordering_lane(tmp_path, database=opened("first")))
    await happened(store.lane, 3, start=3)
    await sent(store)
    old = await at.store(name="old", lane=await ordering_lane(tmp_path, database=opened("old")))
    for written, cases in ((0, []), (1, ["fork"]), (5, ["fork"])):
        await happened(old.lane, written, start=50)
        with pytest.raises(NetworkError, match="do not hold the same journal"):
            await sent(old)
        assert old.forwarder.problem == ("old-copy" if written < 5 else "fork")
        assert [case.kind for case in await queries.case_list(at.audit.reader, ["open"])] == cases
    assert await received(at) == await journal(store.lane)


async def test_a_gap_is_answered_with_what_is_held(at: Company) -> None:
    store = await at.store()
    await happened(store.lane, 5)
    held = await store.forwarder.ask()
    ahead = replace(held, sequence=3, chain=(await store.forwarder._chain_at(3)).hex())
    assert (await store.forwarder.send(ahead)).sequence == 5, "told that entries are missing, the node sends them"
    assert await received(at) == await journal(store.lane)


async def test_head_office_restored_from_an_older_copy_gets_the_rest_again(at: Company, tmp_path: Path) -> None:
    store = await at.store()
    await happened(store.lane, 5)
    await sent(store)
    fresh = await company(tmp_path / "restored")
    fresh.publish(standing=at.published.standing)
    store.world.near.apps["line.localhost:8086"] = fresh.app
    await sent(store)
    assert await received(fresh) == await journal(store.lane)
    await fresh.stop()


async def test_a_revoked_node_is_heard_and_held_apart(at: Company) -> None:
    store = await at.store()
    await happened(store.lane, 2)
    at.revoke(store)
    await sent(store)
    (event,) = [each.event for each in await at.audit.after(0, 10)]
    assert isinstance(event, EntriesReceived)
    assert event.standing == "revoked"


WRONG = [
    (b"", 422),
    (b"no gzip", 422),
    (forwarding.pack_batch("york-1", "ordering", 1, bytes(32), [b"{}"]), 422),
    (forwarding.pack_batch("leeds-1", "tills", 1, bytes(32), [b"{}"]), 422),
    (forwarding.pack_batch("leeds-1", "ordering", 1, b"x" * 32, [b"{}"]), 422),
    (compress(b'{"format":99,"node":"leeds-1","lane":"ordering","first":1,"before":"' + b"00" * 32 + b'","count":1}\n{}'), 422),
    (compress(b'{"format":1,"node":"leeds-1","lane":"ordering","first":1,"before":"' + b"00" * 32 + b'","count":2}\n{}'), 422),
]


@pytest.mark.parametrize(("body", "status"), WRONG)
async def test_what_is_no_batch_of_this_node_is_refused_in_a_sentence(at: Company, body: bytes, status: int) -> None:
    store = await at.store()
    asked = Asked("POST", "/line/entries", body)
    answer = await store.world.http.request("POST", "http://line.localhost:8086/line/entries", store.papers.headers(asked), body)
    assert (answer.status, b"detail" in answer.body) == (status, True)
    assert at.audit.head.sequence == 0


async def test_strangers_are_refused_and_nothing_is_written(at: Company) -> None:
    store = await at.store()
    for headers in ({}, store.papers.headers(Asked("POST", "/line/entries", b"other")) | {"x-arkwright-serial": "none"}):
        answer = await store.world.http.request("POST", "http://line.localhost:8086/line/entries", headers, b"x")
        assert answer.status == 403
    assert at.audit.head.sequence == 0


async def test_when_many_come_at_once_the_others_come_again(at: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    store = await at.store()
    await happened(store.lane, 1)
    monkeypatch.setattr(at.line.intake, "_waiting", 16)
    with pytest.raises(NetworkError, match="503"):
        await sent(store)


async def test_a_node_counts_the_sales_that_wait(at: Company) -> None:
    store = await at.store()
    await happened(store.lane, 2)
    assert (await store.forwarder.unsent()).sales == 0
    store.forwarder._sales = [1, 2]
    assert (await store.forwarder.unsent()).sales == 2
    await sent(store)
    assert (await store.forwarder.unsent()).sales == 0


def test_a_case_names_who_looks_after_it() -> None:
    assert "owner" in CaseOpened.__struct_fields__
    assert read_batch(forwarding.pack_batch("a", "b", 1, bytes(32), [b"{}"])).last == 1


def test_the_largest_entry_that_a_till_may_write_fits_a_batch_however_badly_it_packs() -> None:
    noise = random.Random(7).randbytes(forwarding.LARGEST_ENTRY_BYTES).translate(bytes(33 + byte % 94 for byte in range(256)))
    body = forwarding.pack_batch("leeds-1", "tills", 1, GENESIS, [noise])
    assert len(body) <= forwarding.LARGEST_BODY_BYTES
    assert read_batch(body).entries == (noise.decode(),)
    assert COMPARTMENTS["tills"].largest_entry_bytes == forwarding.LARGEST_ENTRY_BYTES
