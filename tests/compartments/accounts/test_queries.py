"""What others may ask of accounts, on a real database; and a database of the first version that is brought up to today's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import apsw
import pytest
from msgspec.structs import replace

from arkwright.compartments.accounts import queries
from arkwright.compartments.accounts.charge_rows import Charge
from arkwright.compartments.accounts.records import ACCOUNTS, ATTEMPTS, CHARGES, METADATA, MIGRATIONS, PASSKEYS, SESSIONS, SPENT_CHALLENGES
from arkwright.compartments.accounts.state import Account, Attempt, Consent, Entry, Move, Passkey, Session, SpentChallenge
from arkwright.kit.database.port import Database
from arkwright.kit.database.schema import Schema
from arkwright.kit.database.sqlite import SqliteDatabase
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import RealWorld
from tests.databases import database as database_at

ADA = Account(
    account="ada", address="sealed", details="d", generation=2, asked=(1, 2), asked_ms=5, opened_ms=6, frozen_ms=None,
    consent=Consent(marketing=True, wording="Yes?", set_ms=3), devices=("x",), history=(Entry(what="opened", at_ms=6),),
    passkeys=("k2", "k1"), resting_ms=9, moves=(Move(address="before", moved_ms=7, until_ms=8),),
)  # fmt: skip
UNPROVED = [
    replace(ADA, account=name, opened_ms=None, asked_ms=asked_ms, passkeys=()) for name, asked_ms in (("u1", 4), ("u2", 5), ("u3", 6))
]
SESSION = Session(session="s1", account="ada", generation=2, device_words="a Mac", opened_ms=1, expires_ms=100)
SESSIONS_HELD = [
    SESSION,
    replace(SESSION, session="s2", opened_ms=2, passkey="k1"),
    replace(SESSION, session="gone", passkey="k9"),
    replace(SESSION, session="void", generation=1),
    replace(SESSION, session="over", expires_ms=50),
    replace(SESSION, session="u", account="u1"),
]
ATTEMPT = Attempt(attempt="a1", account="ada", proof="p", tries=1, used=True, until_ms=50, address="other")
KEY = Passkey(passkey="k1", account="ada", credential="c", public_key="p", sign_count=3, name="sealed", added_ms=2, used_ms=None)
CHARGE = Charge(charge="c1", account="ada", source="r1", store="leeds", amount_pence=-5, scheme="visa", last_four="4242", at_ms=10)
# As the first version made it, with one account that was signed in.
EARLIER = """
PRAGMA application_id = 0x41524B57;
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO about VALUES ('database', 'accounts'), ('node', ''), ('schema', '1');
CREATE TABLE accounts (account TEXT NOT NULL, address TEXT NOT NULL, details TEXT, generation BIGINT NOT NULL, asked TEXT NOT NULL,
  asked_ms BIGINT NOT NULL, opened_ms BIGINT, frozen_ms BIGINT, consent TEXT NOT NULL, devices TEXT NOT NULL, history TEXT NOT NULL,
  PRIMARY KEY (account));
CREATE TABLE attempts (attempt TEXT NOT NULL, account TEXT NOT NULL, proof TEXT NOT NULL, tries BIGINT NOT NULL, used BIGINT NOT NULL,
  until_ms BIGINT NOT NULL, PRIMARY KEY (attempt));
CREATE TABLE sessions (session TEXT NOT NULL, account TEXT NOT NULL, generation BIGINT NOT NULL, device_words TEXT NOT NULL,
  opened_ms BIGINT NOT NULL, expires_ms BIGINT NOT NULL, PRIMARY KEY (session));
CREATE INDEX accounts_by_asked_ms ON accounts (asked_ms);
CREATE INDEX attempts_by_until_ms ON attempts (until_ms);
CREATE INDEX sessions_by_account ON sessions (account);
CREATE INDEX sessions_by_expires_ms ON sessions (expires_ms);
INSERT INTO accounts VALUES ('ada', 'sealed', NULL, 1, '[1]', 1, 2, NULL, 'null', '[]', '[]');
INSERT INTO attempts VALUES ('a1', 'ada', 'p', 0, 1, 50);
INSERT INTO sessions VALUES ('s1', 'ada', 1, 'a Mac', 2, 100);
"""


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await database_at(RealWorld(AiohttpHttp()), tmp_path / "accounts.db", Schema("accounts", METADATA, MIGRATIONS))
    await opened.writer.begin()
    for change in (
        ACCOUNTS.change([ADA, *UNPROVED]),
        SESSIONS.change(SESSIONS_HELD),
        ATTEMPTS.change([ATTEMPT, replace(ATTEMPT, attempt="a2", until_ms=60)]),
        PASSKEYS.change([KEY, replace(KEY, passkey="k2", added_ms=1, used_ms=4), replace(KEY, passkey="k3", account="u1")]),
        SPENT_CHALLENGES.change([SpentChallenge(challenge="q1", until_ms=50), SpentChallenge(challenge="q2", until_ms=60)]),
        CHARGES.change([CHARGE, replace(CHARGE, charge="c2", at_ms=11, declined=True), replace(CHARGE, charge="c3", account="u1")]),
    ):
        await opened.writer.save(change)
    await opened.writer.commit()
    yield opened
    await opened.close()


async def test_rows_come_back_as_they_went(database: Database) -> None:
    reader = database.reader
    assert await queries.account(reader, "ada") == ADA
    assert await queries.attempt(reader, "a1") == ATTEMPT
    assert await queries.passkey(reader, "k1") == KEY
    assert [await queries.account(reader, "x"), await queries.attempt(reader, "x"), await queries.passkey(reader, "x")] == [None] * 3
    assert [row.account for row in await queries.accounts_of(reader, ["u2", "ada", "x"])] == ["ada", "u2"]


@pytest.mark.parametrize(
    ("session", "now_ms", "found"), [("s1", 50, True), ("s2", 50, True), ("s1", 100, False), ("over", 50, False), ("void", 50, False),
    ("gone", 50, False), ("u", 50, False), ("x", 50, False)],
)  # fmt: skip
async def test_who_is_signed_in(database: Database, session: str, now_ms: int, found: bool) -> None:
    assert (await queries.signed_in(database.reader, session, now_ms) is not None) == found


async def test_lists_are_in_order(database: Database) -> None:
    reader = database.reader
    assert [row.session for row in await queries.sessions_of(reader, "ada", 50)] == ["s2", "s1"]
    assert await queries.sessions_of(reader, "x", 50) == []
    assert [row.passkey for row in await queries.passkeys_of(reader, ADA)] == ["k2", "k1"]
    assert await queries.passkeys_of(reader, UNPROVED[0]) == []
    assert [(row.charge, row.declined) for row in await queries.charges_of(reader, "ada")] == [("c2", True), ("c1", False)]
    assert [row.charge for row in await queries.charges_of(reader, "ada", 1)] == ["c2"]


async def test_what_the_sweep_finds(database: Database) -> None:
    reader = database.reader
    assert [row.session for row in await queries.expired_sessions(reader, 50)] == ["over"]
    assert [row.attempt for row in await queries.over_attempts(reader, 50)] == ["a1"]
    assert [row.challenge for row in await queries.over_challenges(reader, 50)] == ["q1"]
    assert sorted(row.charge for row in await queries.old_charges(reader, 10)) == ["c1", "c3"]
    assert [row.account for row in await queries.unproved(reader, 5)] == ["u1", "u2"]


async def test_the_first_version_is_brought_up_to_todays(tmp_path: Path) -> None:
    path = tmp_path / "earlier.db"
    with apsw.Connection(str(path)) as earlier:
        earlier.execute(EARLIER)
    earlier.close()
    opened = SqliteDatabase(RealWorld(AiohttpHttp()), path, Schema("accounts", METADATA, MIGRATIONS))
    found = await queries.signed_in(opened.reader, "s1", 50)
    assert found is not None
    assert (found.account.passkeys, found.account.moves, found.account.resting_ms, found.session.passkey) == ((), (), None, "")
    attempt = await queries.attempt(opened.reader, "a1")
    assert attempt is not None
    assert attempt.address == ""
    assert await queries.charges_of(opened.reader, "ada") == []
    await opened.close()
