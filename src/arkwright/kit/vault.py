"""The vault: one key a person, kept outside every journal, so that erasing the key erases the person and leaves every proof intact."""

from __future__ import annotations

import asyncio
import base64
import binascii
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import apsw
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from arkwright.kit.database.port import CommitFailed, DatabaseUnusable
from arkwright.kit.database.schema import Schema
from arkwright.kit.database.sqlite import assert_version, check_owner, configure, explained, prepare
from arkwright.kit.refusal import Conflict, NotFound
from arkwright.kit.world import World

KEY_BYTES = 64  # AES-SIV with two AES-256 keys (RFC 5297)
NODE_KEY_BYTES = 32
LONGEST_PERSON = 100
PROOF = "proof"  # sealed under the node key, so that a wrong one is told at the door

METADATA = sa.MetaData()
sa.Table(
    "keys",
    METADATA,
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("wrapped", sa.LargeBinary, nullable=True),
    sa.Column("made_ms", sa.BigInteger, nullable=False),
    sa.Column("erased_ms", sa.BigInteger, nullable=True),
)
sa.Table("proofs", METADATA, sa.Column("name", sa.Text, primary_key=True), sa.Column("sealed", sa.LargeBinary, nullable=False))
SCHEMA = Schema("vault", METADATA)


@dataclass
class KeyWasErased(Conflict):
    """The person was erased; a new key would pretend that they were not."""

    person: str
    sentence: ClassVar[str] = "These details were erased for ever. Please start again with new ones."


@dataclass
class NoKeyForPerson(NotFound):
    """Nobody made a key for this person here."""

    person: str
    sentence: ClassVar[str] = "We hold no details for {person}. Check the link or the number."


class SealBroken(Exception):
    """A sealed text is damaged, was changed, or belongs to another person or context; the text never says what it held."""


class OldCopyRemains(Exception):
    """The key is erased and of no use any more, but another reader kept SQLite's log from being emptied: call `erase` again."""


class Vault:
    """Keys of people in a SQLite file of its own, each wrapped under the node's key; open it once a process.

    Sealing is deterministic (AES-SIV, RFC 5297): the same person, context and text give the same bytes, so a command that
    is sent again is equal to the first and takes effect once. What that gives away is only that two texts of ONE person in
    ONE context are equal, and how long they are. No unwrapped key outlives the call that needed it.

    Erasure holds for this file and its log. A backup taken before keeps the wrapped key until it is destroyed or the node
    key is; whoever restores one must erase again whom `customers` lists as erased.
    """

    def __init__(self, world: World, path: Path, kek: bytes) -> None:
        if len(kek) != NODE_KEY_BYTES:
            raise ValueError(f"the node's key has {NODE_KEY_BYTES} bytes")
        assert_version()
        self._world = world
        self._path = path
        self._wrap = AESSIV(HKDFExpand(SHA256(), KEY_BYTES, b"arkwright vault: keys of people").derive(kek))
        self._one_writer = asyncio.Lock()
        with explained(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._writing = apsw.Connection(str(path))
            try:
                check_owner(self._writing, path)
                configure(self._writing)
                prepare(self._writing, path, SCHEMA, "")
                self._check_node_key()
            except BaseException:
                self._writing.close()
                raise
            self._reading = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
            self._reading.set_busy_timeout(5000)

    @classmethod
    def open(cls, world: World, path: Path, kek: bytes) -> Vault:
        """Open or create the vault; refuses with `DatabaseUnusable` a file of another program, or a node key that does not fit it."""
        return cls(world, path, kek)

    async def make(self, person: str) -> None:
        """Durably give the person a key; a second call keeps the first key. Refuses an erased person, for ever."""
        if not 1 <= len(person) <= LONGEST_PERSON:
            raise ValueError(f"a person's id has 1 to {LONGEST_PERSON} characters")
        async with self._one_writer:
            if self._key(person) is not None:
                return
            wrapped = self._wrap.encrypt(self._world.random_bytes(KEY_BYTES), [b"person", person.encode()])
            await self._write([("INSERT INTO keys VALUES (?, ?, ?, NULL)", (person, wrapped, self._world.now_ms()))])

    def seal(self, person: str, context: str, plain: bytes) -> str:
        """The text sealed for this person and context (`notices.address`), as url-safe base64 without padding.

        Refuses a person without a key and one who was erased.
        """
        return base64.urlsafe_b64encode(self._open_key(person).encrypt(b"\x01" + plain, bound_to(person, context))).rstrip(b"=").decode()

    def unseal(self, person: str, context: str, sealed: str) -> bytes | None:
        """What `seal` was given, or None once the person is erased; `SealBroken` when it is not what `seal` gave for them."""
        try:
            key = self._open_key(person)
            content = base64.b64decode(sealed + "=" * (-len(sealed) % 4), altchars=b"-_", validate=True)
            return key.decrypt(content, bound_to(person, context))[1:]
        except KeyWasErased:
            return None
        except (InvalidTag, binascii.Error, ValueError):
            raise SealBroken(f"a sealed text of {person} ({context}) is damaged, or is not theirs") from None

    async def erase(self, person: str) -> None:
        """Overwrite the key and keep a tombstone; durable when it returns, and harmless when called again.

        A person who never had a key gets the tombstone too. Raises `OldCopyRemains` while another reader holds SQLite's log.
        """
        async with self._one_writer:
            known = self._writing.execute("SELECT erased_ms FROM keys WHERE person = ?", (person,)).fetchone()
            now_ms = self._world.now_ms()
            if known is None:
                await self._write([("INSERT INTO keys VALUES (?, NULL, ?, ?)", (person, now_ms, now_ms))])
            elif known[0] is None:
                await self._write(
                    [
                        ("UPDATE keys SET wrapped = zeroblob(length(wrapped)) WHERE person = ?", (person,)),
                        ("UPDATE keys SET wrapped = NULL, erased_ms = ? WHERE person = ?", (now_ms, person)),
                    ]
                )
            await self._world.in_thread(self._empty_log)

    def exists(self, person: str) -> bool:
        """Whether the person has a key: False for one unknown and for one erased."""
        return self._row(person) not in (None, (None,))

    def erased(self, person: str) -> bool:
        """Whether the person was erased here."""
        return self._row(person) == (None,)

    async def close(self) -> None:
        """Let go of the file; every key that was made stays."""
        self._reading.close()
        self._writing.close()

    def _open_key(self, person: str) -> AESSIV:
        key = self._key(person)
        if key is None:
            raise NoKeyForPerson(person)
        return key

    def _key(self, person: str) -> AESSIV | None:
        row = self._row(person)
        if row is None:
            return None
        if row[0] is None:
            raise KeyWasErased(person)
        try:
            return AESSIV(self._wrap.decrypt(row[0], [b"person", person.encode()]))
        except InvalidTag:
            raise DatabaseUnusable(f"{self._path} holds a damaged key; restore it with 'arkwright restore'.") from None

    def _row(self, person: str) -> tuple[bytes | None] | None:
        with explained(self._path):
            row: tuple[bytes | None] | None = self._reading.execute("SELECT wrapped FROM keys WHERE person = ?", (person,)).fetchone()
        return row

    def _check_node_key(self) -> None:
        known = self._writing.execute("SELECT sealed FROM proofs WHERE name = ?", (PROOF,)).fetchone()
        if known is None:
            sealed = self._wrap.encrypt(PROOF.encode(), [b"proof"])
            self._writing.execute("INSERT INTO proofs VALUES (?, ?)", (PROOF, sealed))
            return
        try:
            self._wrap.decrypt(known[0], [b"proof"])
        except InvalidTag:
            raise DatabaseUnusable(f"{self._path} was made with another node key; start with the key file that belongs to it.") from None

    async def _write(self, steps: list[tuple[str, tuple[str | bytes | int, ...]]]) -> None:
        """One transaction, synced when it returns; `CommitFailed` when its outcome is unknown."""
        with explained(self._path):
            self._writing.execute("BEGIN IMMEDIATE")
            try:
                for text, values in steps:
                    self._writing.execute(text, values)
            except BaseException:
                self._writing.execute("ROLLBACK")
                raise
        try:
            await self._world.in_thread(self._commit)
        finally:
            if self._writing.in_transaction:
                self._writing.execute("ROLLBACK")

    def _commit(self) -> None:
        try:
            self._writing.execute("COMMIT")
        except apsw.Error as error:
            raise CommitFailed(f"{self._path.name}: {error}") from error

    def _empty_log(self) -> None:
        """Fold the write-ahead log into the file and cut it to nothing: it still held the page with the key."""
        with explained(self._path):
            busy, _, _ = self._writing.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()[0]
        if busy:
            raise OldCopyRemains(f"{self._path.name}: another reader holds the log")


def bound_to(person: str, context: str) -> list[bytes]:
    """The associated data: two texts apart, so that no other pair reads the same."""
    return [person.encode(), context.encode()]
