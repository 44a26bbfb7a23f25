"""The vault: sealed the same each time, opened by its person alone, and gone for ever once erased."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import apsw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from arkwright.kit.database.port import DatabaseUnusable
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.vault import KeyWasErased, NoKeyForPerson, OldCopyRemains, SealBroken, Vault
from arkwright.kit.world import RealWorld

KEK = bytes(range(32))


@pytest.fixture
def world() -> RealWorld:
    return RealWorld(AiohttpHttp())


@pytest.fixture
async def vault(world: RealWorld, tmp_path: Path) -> AsyncIterator[Vault]:
    opened = Vault.open(world, tmp_path / "vault.db", KEK)
    yield opened
    await opened.close()


async def test_what_is_sealed_is_unsealed_and_equal_each_time(vault: Vault) -> None:
    await vault.make("p1")
    sealed = vault.seal("p1", "notices.address", b"ada@example.org")
    assert sealed == vault.seal("p1", "notices.address", b"ada@example.org")
    assert "ada" not in sealed
    assert vault.unseal("p1", "notices.address", sealed) == b"ada@example.org"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(plain=some.binary(max_size=300), context=some.text(max_size=20))
async def test_every_text_comes_back_even_an_empty_one(vault: Vault, plain: bytes, context: str) -> None:
    await vault.make("p1")
    sealed = vault.seal("p1", context, plain)
    assert vault.unseal("p1", context, sealed) == plain
    assert set(sealed) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


async def test_people_and_contexts_are_sealed_apart(vault: Vault) -> None:
    for person in ("p1", "p2"):
        await vault.make(person)
    texts = {vault.seal(person, context, b"same") for person in ("p1", "p2") for context in ("a", "b")}
    assert len(texts) == 4


@pytest.mark.parametrize(
    ("person", "context", "changed"),
    [
        ("p2", "address", lambda sealed: sealed),
        ("p1", "facts", lambda sealed: sealed),
        ("p1", "address", lambda sealed: ("B" if sealed[0] == "A" else "A") + sealed[1:]),
        ("p1", "address", lambda sealed: sealed[:-4]),
        ("p1", "address", lambda sealed: sealed + "!"),
        ("p1", "address", lambda sealed: ""),
        ("p1", "address", lambda sealed: "é" * 40),
    ],
)
async def test_a_changed_text_is_told(vault: Vault, person: str, context: str, changed: object) -> None:
    for each in ("p1", "p2"):
        await vault.make(each)
    assert callable(changed)
    text = changed(vault.seal("p1", "address", b"ada@example.org"))
    with pytest.raises(SealBroken, match="is not theirs"):
        vault.unseal(person, context, text)


async def test_a_second_key_is_never_made(vault: Vault) -> None:
    await asyncio.gather(*(vault.make("p1") for _ in range(5)))
    sealed = vault.seal("p1", "a", b"x")
    await vault.make("p1")
    assert vault.seal("p1", "a", b"x") == sealed


async def test_nobody_seals_for_a_person_without_a_key(vault: Vault) -> None:
    assert not vault.exists("p1")
    with pytest.raises(NoKeyForPerson):
        vault.seal("p1", "a", b"x")
    with pytest.raises(NoKeyForPerson):
        vault.unseal("p1", "a", "AAAA")


async def test_an_erased_person_stays_erased(vault: Vault) -> None:
    await vault.make("p1")
    sealed = vault.seal("p1", "a", b"x")
    assert (vault.exists("p1"), vault.erased("p1")) == (True, False)
    await vault.erase("p1")
    await vault.erase("p1")
    assert (vault.exists("p1"), vault.erased("p1")) == (False, True)
    assert vault.unseal("p1", "a", sealed) is None
    with pytest.raises(KeyWasErased):
        vault.seal("p1", "a", b"x")
    with pytest.raises(KeyWasErased):
        await vault.make("p1")


async def test_one_may_be_erased_before_a_key_was_made(vault: Vault) -> None:
    await vault.erase("p1")
    with pytest.raises(KeyWasErased):
        await vault.make("p1")


async def test_no_byte_of_an_erased_key_stays_in_the_files(vault: Vault, tmp_path: Path) -> None:
    for person in ("p0", "p1", "p2"):
        await vault.make(person)
    with apsw.Connection(str(tmp_path / "vault.db"), flags=apsw.SQLITE_OPEN_READONLY) as looking:
        wrapped = looking.execute("SELECT wrapped FROM keys WHERE person = 'p1'").get
    looking.close()
    assert wrapped[:24] in files(tmp_path)
    await vault.erase("p1")
    assert not any(wrapped[at : at + 12] in files(tmp_path) for at in range(len(wrapped) - 12))
    assert vault.exists("p0")
    assert vault.exists("p2")


async def test_a_reader_of_the_log_is_named_and_erasing_again_finishes(world: RealWorld, tmp_path: Path) -> None:
    vault = Vault.open(world, tmp_path / "vault.db", KEK)
    vault._writing.set_busy_timeout(1)
    await vault.make("p1")
    looking = apsw.Connection(str(tmp_path / "vault.db"), flags=apsw.SQLITE_OPEN_READONLY)
    reading = looking.execute("SELECT wrapped FROM keys UNION ALL SELECT sealed FROM proofs")
    next(reading)
    with pytest.raises(OldCopyRemains):
        await vault.erase("p1")
    assert not vault.exists("p1")
    looking.close(True)
    await vault.erase("p1")
    await vault.close()


async def test_keys_outlive_the_process_and_only_under_their_node_key(world: RealWorld, tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    vault = Vault.open(world, path, KEK)
    await vault.make("p1")
    await vault.make("p2")
    await vault.erase("p2")
    sealed = vault.seal("p1", "a", b"x")
    await vault.close()
    with pytest.raises(DatabaseUnusable, match="another node key"):
        Vault.open(world, path, bytes(32))
    again = Vault.open(world, path, KEK)
    assert again.unseal("p1", "a", sealed) == b"x"
    with pytest.raises(KeyWasErased):
        await again.make("p2")
    await again.close()


async def test_a_key_moved_to_another_person_does_not_open(world: RealWorld, tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    vault = Vault.open(world, path, KEK)
    await vault.make("p1")
    with apsw.Connection(str(path)) as forging:
        forging.execute("INSERT INTO keys SELECT 'p2', wrapped, made_ms, NULL FROM keys")
    forging.close()
    with pytest.raises(DatabaseUnusable, match="damaged key"):
        vault.seal("p2", "a", b"x")
    await vault.close()


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be read as one" * 20, b""])
async def test_a_foreign_file_is_left_as_it_is(world: RealWorld, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "vault.db"
    path.write_bytes(content)
    if content:
        with pytest.raises(DatabaseUnusable):
            Vault.open(world, path, KEK)
        assert path.read_bytes() == content
    else:
        await Vault.open(world, path, KEK).close()


@pytest.mark.parametrize("kek", [b"", bytes(31), bytes(64)])
def test_a_node_key_of_another_length_is_a_mistake(world: RealWorld, tmp_path: Path, kek: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Vault.open(world, tmp_path / "vault.db", kek)
    assert not (tmp_path / "vault.db").exists()


@pytest.mark.parametrize("person", ["", "p" * 101])
async def test_a_person_has_an_id(vault: Vault, person: str) -> None:
    with pytest.raises(ValueError, match="1 to 100"):
        await vault.make(person)


def files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if not path.name.endswith("-shm"))
