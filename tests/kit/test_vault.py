"""The vault: sealed the same each time, opened by its person alone, and gone for ever once erased."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import apsw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from arkwright.kit.database.port import CutOff, DatabaseUnusable, OldCopyRemains
from arkwright.kit.database.sqlite import SqliteDatabase
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.person_key import SealBroken
from arkwright.kit.vault import SCHEMA, KeyWasErased, NoKeyForPerson, Vault
from arkwright.kit.world import RealWorld
from arkwright.roles.databases import Files
from tests.databases import database, touched

KEK = bytes(range(32))

WRAPPED = (
    "a1e0e89e8a58fad5a3db99841dd825fe893ecc6aa6c4255d68c55ce5a6fae964a95e8efae5503c67"
    "3374d927b07f8a2fe03bc4c5f406a371ac4c44553db85a35d86e2fbe5fdd888352d0ebd721c09557"
)
# As it was written before the vault stood on the database port: a key of p1, and p2 erased.
EARLIER = """
PRAGMA application_id = 0x41524B57;
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE keys (person TEXT NOT NULL, wrapped BLOB, made_ms BIGINT NOT NULL, erased_ms BIGINT, PRIMARY KEY (person));
CREATE TABLE proofs (name TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (name));
INSERT INTO about VALUES ('database', 'vault'), ('node', ''), ('schema', '1');
INSERT INTO proofs VALUES ('proof', X'e2b30193f3d85d8956cbed35bdd8816456fbf1bc76');
INSERT INTO keys VALUES ('p2', NULL, 1700000000000, 1700000000000), ('p1', X'WRAPPED', 1700000000000, NULL);
""".replace("WRAPPED", WRAPPED)


@pytest.fixture
def world() -> RealWorld:
    return RealWorld(AiohttpHttp())


@pytest.fixture
async def vault(world: RealWorld, tmp_path: Path) -> AsyncIterator[Vault]:
    held = await opened(world, tmp_path / "vault.db")
    yield held
    await held.close()


async def test_what_is_sealed_is_unsealed_and_equal_each_time(vault: Vault) -> None:
    await vault.make("p1")
    sealed = await vault.seal("p1", "notices.address", b"ada@example.org")
    assert sealed == await vault.seal("p1", "notices.address", b"ada@example.org")
    assert "ada" not in sealed
    assert await vault.unseal("p1", "notices.address", sealed) == b"ada@example.org"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(plain=some.binary(max_size=300), context=some.text(max_size=20))
async def test_every_text_comes_back_even_an_empty_one(vault: Vault, plain: bytes, context: str) -> None:
    await vault.make("p1")
    sealed = await vault.seal("p1", context, plain)
    assert await vault.unseal("p1", context, sealed) == plain
    assert set(sealed) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


async def test_people_and_contexts_are_sealed_apart(vault: Vault) -> None:
    for person in ("p1", "p2"):
        await vault.make(person)
    texts = {await vault.seal(person, context, b"same") for person in ("p1", "p2") for context in ("a", "b")}
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
    text = changed(await vault.seal("p1", "address", b"ada@example.org"))
    with pytest.raises(SealBroken, match="is not theirs"):
        await vault.unseal(person, context, text)


async def test_a_second_key_is_never_made(vault: Vault) -> None:
    await asyncio.gather(*(vault.make("p1") for _ in range(5)))
    sealed = await vault.seal("p1", "a", b"x")
    await vault.make("p1")
    assert await vault.seal("p1", "a", b"x") == sealed


async def test_people_are_found_where_they_are_filed_until_they_are_erased(vault: Vault, tmp_path: Path) -> None:
    for person, filed in (("p2", "f" * 64), ("p1", "f" * 64), ("p3", "e" * 64), ("p4", None)):
        await vault.make(person, filed)
    await vault.make("p4", "f" * 64)  # has a key already
    assert await vault.filed_under("f" * 64) == ["p1", "p2"]
    assert await vault.filed_under("d" * 64) == []
    await vault.erase("p1")
    await vault.erase("p3")
    assert await vault.filed_under("f" * 64) == ["p2"]
    assert await vault.filed_under("e" * 64) == []


async def test_nobody_seals_for_a_person_without_a_key(vault: Vault) -> None:
    assert not bool(await vault.find("p1"))
    with pytest.raises(NoKeyForPerson):
        await vault.seal("p1", "a", b"x")
    with pytest.raises(NoKeyForPerson):
        await vault.unseal("p1", "a", "AAAA")


async def test_an_erased_person_stays_erased(vault: Vault) -> None:
    await vault.make("p1")
    sealed = await vault.seal("p1", "a", b"x")
    assert (bool(await vault.find("p1")), await vault.erased("p1")) == (True, False)
    await vault.erase("p1")
    await vault.erase("p1")
    assert (bool(await vault.find("p1")), await vault.erased("p1")) == (False, True)
    assert await vault.unseal("p1", "a", sealed) is None
    with pytest.raises(KeyWasErased):
        await vault.seal("p1", "a", b"x")
    with pytest.raises(KeyWasErased):
        await vault.make("p1")


async def test_several_are_erased_at_once_and_only_who_is_not_is_asked_for(vault: Vault) -> None:
    for person in ("p1", "p2", "p3"):
        await vault.make(person)
    await vault.erase("p1", "p2")
    assert await vault.not_erased(["p3", "p2", "p1", "nobody"]) == ["p3", "nobody"]


async def test_one_may_be_erased_before_a_key_was_made(vault: Vault) -> None:
    await vault.erase("p1")
    with pytest.raises(KeyWasErased):
        await vault.make("p1")


async def test_no_byte_of_an_erased_key_stays_in_the_files(world: RealWorld, tmp_path: Path) -> None:
    vault = await on_sqlite(world, tmp_path / "vault.db")
    for person in ("p0", "p1", "p2"):
        await vault.make(person)
    with apsw.Connection(str(tmp_path / "vault.db"), flags=apsw.SQLITE_OPEN_READONLY) as looking:
        wrapped = looking.execute("SELECT wrapped FROM keys WHERE person = 'p1'").get
    looking.close()
    assert wrapped[:24] in files(tmp_path)
    await vault.erase("p1")
    assert not any(wrapped[at : at + 12] in files(tmp_path) for at in range(len(wrapped) - 12))
    assert bool(await vault.find("p0"))
    assert bool(await vault.find("p2"))
    await vault.close()


async def test_a_reader_of_the_log_is_named_and_erasing_again_finishes(world: RealWorld, tmp_path: Path) -> None:
    database = SqliteDatabase(world, tmp_path / "vault.db", SCHEMA)
    vault = await Vault.open(world, database, KEK)
    database.writer.opened.set_busy_timeout(1)
    await vault.make("p1")
    looking = apsw.Connection(str(tmp_path / "vault.db"), flags=apsw.SQLITE_OPEN_READONLY)
    reading = looking.execute("SELECT wrapped FROM keys UNION ALL SELECT sealed FROM proofs")
    next(reading)
    with pytest.raises(OldCopyRemains):
        await vault.erase("p1")
    assert not bool(await vault.find("p1"))
    looking.close(True)
    await vault.erase("p1")
    await vault.close()


async def test_keys_outlive_the_process_and_only_under_their_node_key(world: RealWorld, tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    vault = await opened(world, path)
    await vault.make("p1")
    await vault.make("p2")
    await vault.erase("p2")
    sealed = await vault.seal("p1", "a", b"x")
    await vault.close()
    with pytest.raises(DatabaseUnusable, match="another node key"):
        await opened(world, path, bytes(32))
    again = await opened(world, path)
    assert await again.unseal("p1", "a", sealed) == b"x"
    with pytest.raises(KeyWasErased):
        await again.make("p2")
    await again.close()


async def test_two_processes_make_one_key_and_erase_it_for_both(world: RealWorld, tmp_path: Path) -> None:
    vaults = await asyncio.gather(*(opened(world, tmp_path / "vault.db") for _ in range(2)))
    people = [f"p{number}" for number in range(5)]
    await asyncio.gather(*(vault.make(person) for vault in vaults for person in people))
    for person in people:
        assert await vaults[0].seal(person, "a", b"x") == await vaults[1].seal(person, "a", b"x")
    await vaults[0].erase("p1")
    assert await vaults[1].erased("p1")
    with pytest.raises(KeyWasErased):
        await vaults[1].make("p1")
    for vault in vaults:
        await vault.close()


async def test_a_vault_of_an_earlier_release_opens_as_it_is(world: RealWorld, tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    with apsw.Connection(str(path)) as earlier:
        earlier.execute(EARLIER)
    earlier.close()
    vault = await Vault.open(world, await Files(tmp_path, "office").open(world, SCHEMA), KEK)
    assert await vault.unseal("p1", "notices.address", "K-n3z5OAVgfZu0rzdR_B_1Us8OacId2g9kdUYSY-Sgo") == b"ada@example.org"
    assert await vault.erased("p2")
    await vault.close()


async def test_a_key_moved_to_another_person_does_not_open(world: RealWorld, tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    vault = await opened(world, path)
    await vault.make("p1")
    await touched(path, "INSERT INTO keys SELECT 'p2', wrapped, made_ms, NULL, NULL FROM keys")
    with pytest.raises(DatabaseUnusable, match="damaged key"):
        await vault.seal("p2", "a", b"x")
    await vault.close()


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be read as one" * 20, b""])
async def test_a_foreign_file_is_left_as_it_is(world: RealWorld, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "vault.db"
    path.write_bytes(content)
    if content:
        with pytest.raises(DatabaseUnusable):
            await on_sqlite(world, path)
        assert path.read_bytes() == content
    else:
        await (await on_sqlite(world, path)).close()


@pytest.mark.parametrize("kek", [b"", bytes(31), bytes(64)])
async def test_a_node_key_of_another_length_is_a_mistake(world: RealWorld, tmp_path: Path, kek: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        await opened(world, tmp_path / "vault.db", kek)


async def test_a_vault_that_was_cut_off_gives_nothing_until_it_is_back(world: RealWorld, tmp_path: Path) -> None:
    held = await database(world, tmp_path / "vault.db", SCHEMA)
    vault = await Vault.open(world, held, KEK)
    await vault.make("p1")
    await held.cut_off()
    for asked in (vault.find("p1"), vault.seal("p1", "a", b"x"), vault.make("p2"), vault.erase("p1")):
        with pytest.raises(CutOff):
            await asked
    await held.restore()
    assert (bool(await vault.find("p1")), bool(await vault.find("p2"))) == (True, False)
    await vault.close()


@pytest.mark.parametrize("person", ["", "p" * 101])
async def test_a_person_has_an_id(vault: Vault, person: str) -> None:
    with pytest.raises(ValueError, match="1 to 100"):
        await vault.make(person)


async def opened(world: RealWorld, path: Path, kek: bytes = KEK) -> Vault:
    return await Vault.open(world, await database(world, path, SCHEMA), kek)


async def on_sqlite(world: RealWorld, path: Path) -> Vault:
    return await Vault.open(world, SqliteDatabase(world, path, SCHEMA), KEK)


def files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if not path.name.endswith("-shm"))


async def test_a_person_is_filed_anew_and_found_where_they_were_for_a_time(vault: Vault, world: RealWorld) -> None:
    later_ms = world.now_ms() + 60_000
    await vault.make("ada", "old")
    await vault.make("grace", "old")
    for _ in range(2):
        await vault.file("ada", "new", {"old": later_ms, "older": 1})
    assert [await vault.filed_under(each) for each in ("old", "new")] == [["grace"], ["ada"]]
    assert [await vault.formerly_under(each) for each in ("old", "older", "new")] == [["ada"], [], []]
    await vault.forget_formers()
    await vault.file("nobody", "new", {"old": later_ms})
    assert await vault.formerly_under("old") == ["ada"]
    await vault.file("ada", "newer", {"new": later_ms})
    assert [await vault.formerly_under(each) for each in ("old", "new")] == [[], ["ada"]]
    await vault.erase("ada")
    await vault.file("ada", "new", {"old": later_ms})
    assert [await vault.formerly_under("old"), await vault.formerly_under("new"), await vault.filed_under("new")] == [[], [], []]
