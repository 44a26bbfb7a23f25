"""What others may ask of staff, on a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from arkwright.compartments.staff import queries
from arkwright.compartments.staff.records import ACCOUNTS, METADATA, MIGRATIONS, SESSIONS
from arkwright.compartments.staff.state import Account, Session, Status
from arkwright.kit.database.port import Database
from arkwright.kit.database.schema import Schema
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import RealWorld
from tests.databases import database as database_at


def account(name: str, status: Status = "active", generation: int = 2) -> Account:
    return Account(
        account=name,
        roles=("buyer", "warehouse"),
        sealed_password="sealed",
        status=status,
        generation=generation,
        failed_sign_ins=1,
        locked_until_ms=7,
        created_ms=1,
        changed_ms=2,
    )


def session(key: str, owner: str = "ada", generation: int = 2, expires_ms: int = 100) -> Session:
    return Session(session=key, account=owner, generation=generation, opened_ms=len(key), expires_ms=expires_ms)


PEOPLE = [account("ada"), account("bob", "suspended"), account("cyd")]
HELD = [
    session("s"),
    session("s2"),
    session("old", generation=1),
    session("gone", expires_ms=50),
    session("bobs", "bob"),
    session("lost", "nobody", expires_ms=40),
]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await database_at(RealWorld(AiohttpHttp()), tmp_path / "staff.db", Schema("staff", METADATA, MIGRATIONS))
    await opened.writer.begin()
    await opened.writer.save(ACCOUNTS.change(PEOPLE))
    await opened.writer.save(SESSIONS.change(HELD))
    await opened.writer.commit()
    yield opened
    await opened.close()


async def test_rows_come_back_as_they_went(database: Database) -> None:
    for row in PEOPLE:
        assert await queries.account(database.reader, row.account) == row
    for each in HELD:
        assert await database.reader.get(SESSIONS, each.session) == each
    assert await queries.account(database.reader, "nobody") is None


@pytest.mark.parametrize(
    ("key", "now_ms", "who"),
    [
        ("s", 99, "ada"),
        ("s", 100, None),
        ("old", 10, None),
        ("gone", 49, "ada"),
        ("gone", 50, None),
        ("bobs", 10, None),
        ("lost", 10, None),
        ("unknown", 10, None),
    ],
)
async def test_a_session_says_who_it_is_while_it_is_valid(database: Database, key: str, now_ms: int, who: str | None) -> None:
    found = await queries.signed_in(database.reader, key, now_ms)
    assert (found.account if found else None) == who
    if found:
        assert found.roles == ("buyer", "warehouse")


async def test_the_list_of_accounts_shows_no_password(database: Database) -> None:
    found = await queries.accounts(database.reader)
    assert [(row.account, row.status, row.locked_until_ms) for row in found] == [
        ("ada", "active", 7),
        ("bob", "suspended", 7),
        ("cyd", "active", 7),
    ]
    assert "sealed_password" not in queries.AccountView.__struct_fields__


@pytest.mark.parametrize(
    ("owner", "now_ms", "found"), [("ada", 10, ["gone", "s2", "s"]), ("ada", 60, ["s2", "s"]), ("bob", 10, []), ("nobody", 10, [])]
)
async def test_the_valid_sessions_of_an_account(database: Database, owner: str, now_ms: int, found: list[str]) -> None:
    assert [row.session for row in await queries.sessions_of(database.reader, owner, now_ms)] == found


async def test_expired_sessions_are_found_for_the_sweep(database: Database) -> None:
    assert [row.session for row in await queries.expired_sessions(database.reader, 50)] == ["lost", "gone"]
    assert [row.session for row in await queries.expired_sessions(database.reader, 50, most=1)] == ["lost"]
