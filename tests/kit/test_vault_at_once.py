"""Several who want a key at the same time, and what they are told when it cannot be written."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from arkwright.kit.database.port import DatabaseAway, SyncFailed
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.person_key import PersonKey
from arkwright.kit.refusal import Unknown
from arkwright.kit.vault import SCHEMA, Vault
from arkwright.kit.world import RealWorld
from tests.databases import database

KEK = bytes(range(32))


@pytest.fixture
def world() -> RealWorld:
    return RealWorld(AiohttpHttp())


async def test_who_waits_at_the_same_time_gets_a_key_in_one_transaction(world: RealWorld, tmp_path: Path) -> None:
    held = await database(world, tmp_path / "vault.db", SCHEMA)
    vault = await Vault.open(world, held, KEK)
    await vault.erase("p3")
    begun, begin = [], held.writer.begin

    async def counted() -> None:
        begun.append(1)
        await begin()

    held.writer.begin = counted  # type: ignore[method-assign]
    made = await asyncio.gather(*(vault.make(f"p{number}", "f" * 64) for number in range(20)), return_exceptions=True)
    assert len(begun) <= 2  # at most the first to come, and all who came while it was at it
    assert [type(each).__name__ for each in made] == ["KeyWasErased" if number == 3 else "PersonKey" for number in range(20)]
    assert len(await vault.filed_under("f" * 64)) == 19
    for number, key in enumerate(made):
        if isinstance(key, PersonKey):
            assert key.seal("a", b"x") == await vault.seal(f"p{number}", "a", b"x")
    await vault.close()


async def test_who_waits_behind_a_transaction_that_failed_gets_a_key_all_the_same(world: RealWorld, tmp_path: Path) -> None:
    held = await database(world, tmp_path / "vault.db", SCHEMA)
    vault = await Vault.open(world, held, KEK)
    failing = [DatabaseAway(), DatabaseAway()]
    begin = held.writer.begin

    async def at_first_away() -> None:
        if failing:
            raise failing.pop()
        await begin()

    held.writer.begin = at_first_away  # type: ignore[method-assign]
    made = await asyncio.gather(*(vault.make(f"p{number}") for number in range(5)), return_exceptions=True)
    assert sorted(type(each).__name__ for each in made) == ["DatabaseAway"] * 2 + ["PersonKey"] * 3
    await vault.close()


@pytest.mark.parametrize("where", ["begin", "commit"])
async def test_once_a_key_may_not_be_durable_nothing_is_changed_any_more(world: RealWorld, tmp_path: Path, where: str) -> None:
    failures: list[Exception] = []
    held = await database(world, tmp_path / "vault.db", SCHEMA)
    vault = await Vault.open(world, held, KEK, failures.append)
    before = await vault.make("p0")

    async def broken() -> None:
        raise SyncFailed("the disk is full")

    setattr(held.writer, where, broken)
    told = await asyncio.gather(*(vault.make(person) for person in ("p1", "p2")), vault.erase("p0"), return_exceptions=True)
    assert [type(each) for each in told] == [Unknown] * 3
    assert [str(each) for each in failures] == ["the disk is full"]
    assert (await vault.key_of("p0")).seal("a", b"x") == before.seal("a", b"x")
    assert await vault.find("p1") is None
    await vault.close()
