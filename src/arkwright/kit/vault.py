"""The vault: one key a person, kept outside every journal, so that erasing the key erases the person and leaves every proof intact."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from arkwright.kit.database.port import Database, DatabaseUnusable, SyncFailed
from arkwright.kit.database.schema import Schema
from arkwright.kit.database.statement import as_set
from arkwright.kit.person_key import PersonKey
from arkwright.kit.refusal import Conflict, NotFound, Unknown
from arkwright.kit.vault_tables import (
    FILED,
    FORMER_FILINGS,
    FORMERLY,
    FORMERS_OF,
    KEYS,
    METADATA,
    MIGRATIONS,
    OVER,
    PROOFS,
    FormerFiling,
    Key,
    Proof,
)
from arkwright.kit.world import World

KEY_BYTES = 64  # AES-SIV with two AES-256 keys (RFC 5297)
NODE_KEY_BYTES = 32
LONGEST_PERSON = 100
Failed = Callable[[Exception], None]
PROOF = "proof"  # sealed under the node key, so that a wrong one is told at the door


SCHEMA = Schema("vault", METADATA, MIGRATIONS)


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


class Vault:
    """Keys of people in a database of its own, each wrapped under the node's key; open it once a process.

    Sealing is deterministic (AES-SIV, RFC 5297): the same person, context and text give the same bytes, so a command that
    is sent again is equal to the first and takes effect once. What that gives away is only that two texts of ONE person in
    ONE context are equal, and how long they are. No unwrapped key outlives the piece of work that asked for it.

    Erasure holds for the database itself. A backup taken before, and the write-ahead log that a PostgreSQL server archives,
    keep the wrapped key until they are destroyed or the node key is; whoever restores one must erase again whom `customers`
    lists as erased. Where several processes share the vault, each change is made under its lock. Everything here raises
    `DatabaseAway` or `CutOff` while the database cannot be had.
    """

    def __init__(self, world: World, database: Database, kek: bytes, failed: Failed) -> None:
        if len(kek) != NODE_KEY_BYTES:
            raise ValueError(f"the node's key has {NODE_KEY_BYTES} bytes")
        self._world = world
        self._database = database
        self._wrap = AESSIV(HKDFExpand(SHA256(), KEY_BYTES, b"arkwright vault: keys of people").derive(kek))
        self._one_writer = asyncio.Lock()
        self._failed = failed
        self._over = False
        self._asked: dict[str, str | None] = {}  # who waits for a key, and where they are filed

    @classmethod
    async def open(cls, world: World, database: Database, kek: bytes, failed: Failed = lambda _: None) -> Vault:
        """The vault in this database, which is its own from here on; refuses with `DatabaseUnusable` a node key that does not fit it.

        `failed` is called when the process must end: whether a key is durable cannot be told any more. Nothing is changed after that,
        and whoever asks gets `Unknown`.
        """
        try:
            vault = cls(world, database, kek, failed)
            await vault._check_node_key()
        except BaseException:
            await database.close()
            raise
        return vault

    async def make(self, person: str, filed: str | None = None) -> PersonKey:
        """Durably give the person a key; a second call gives the first key, whoever made it. Refuses an erased person, for ever.

        `filed`, a keyed fingerprint, is where `filed_under` finds the person again; it stands beside the key and is erased with it.
        """
        if not 1 <= len(person) <= LONGEST_PERSON:
            raise ValueError(f"a person's id has 1 to {LONGEST_PERSON} characters")
        row = await self._row(person)
        if row is not None:
            return self._unwrapped(row)
        self._asked.setdefault(person, filed)
        try:
            async with self._one_writer:
                # Whoever had their turn before us made the keys of all who were waiting, in one transaction: ours may be among them.
                row = await self._row(person)
                if row is None:
                    asked, self._asked = {**self._asked, person: filed}, {}
                    row = (await self._made(asked))[person]
        finally:
            self._asked.pop(person, None)
        return self._unwrapped(row)

    async def _made(self, asked: dict[str, str | None]) -> dict[str, Key]:
        """The rows of all of these; whoever has none gets one."""
        async with self._change():
            found = await self._database.writer.all(KEYS.by_keys, {"keys": as_set(asked)})
            rows = {row.person: row for row in map(KEYS.from_values, found)}
            new = {person: self._new_key(person, filed) for person, filed in asked.items() if person not in rows}
            await self._database.writer.save(KEYS.change(new.values()))
        return rows | new

    def _new_key(self, person: str, filed: str | None) -> Key:
        wrapped = self._wrap.encrypt(self._world.random_bytes(KEY_BYTES), [b"person", person.encode()])
        return Key(person=person, wrapped=wrapped, made_ms=self._world.now_ms(), erased_ms=None, filed=filed)

    async def key_of(self, person: str) -> PersonKey:
        """The person's key. Refuses a person without a key and one who was erased."""
        row = await self._row(person)
        if row is None:
            raise NoKeyForPerson(person)
        return self._unwrapped(row)

    async def find(self, person: str) -> PersonKey | None:
        """The person's key, or None for one unknown and for one erased."""
        row = await self._row(person)
        return self._unwrapped(row) if row is not None and row.wrapped is not None else None

    async def seal(self, person: str, context: str, plain: bytes) -> str:
        """The text sealed for this person and context (`notices.address`), as url-safe base64 without padding.

        Refuses a person without a key and one who was erased.
        """
        return (await self.key_of(person)).seal(context, plain)

    async def unseal(self, person: str, context: str, sealed: str) -> bytes | None:
        """What `seal` was given, or None once the person is erased; `SealBroken` when it is not what `seal` gave for them."""
        try:
            key = await self.key_of(person)
        except KeyWasErased:
            return None
        return key.unseal(context, sealed)

    async def erase(self, *people: str) -> None:
        """Overwrite each one's key and keep a tombstone; durable when it returns, and harmless when called again.

        A person who never had a key gets the tombstone too. Raises `OldCopyRemains` while another reader holds the log.
        """
        async with self._one_writer, self._change():
            for person in people:
                await self._overwrite(person)
        async with self._one_writer:
            await self._database.scrub()

    async def file(self, person: str, filed: str, former: Mapping[str, int]) -> None:
        """File the person there from now on, and under each fingerprint of `former` until its moment; nothing for one without a key.

        Durable when it returns, and harmless when called again.
        """
        async with self._one_writer:
            known = await self._row(person)
            held = {row.filed: row.until_ms for row in await self._database.reader.rows(FORMER_FILINGS, FORMERS_OF, {"person": person})}
            if known is None or known.wrapped is None or (known.filed == filed and held == former):
                return
            async with self._change():
                standing = await self._standing(person)
                if standing is not None and standing.wrapped is not None:
                    await self._save(msgspec.structs.replace(standing, filed=filed))
                    await self._keep_formers(person, former)

    async def _keep_formers(self, person: str, former: Mapping[str, int]) -> None:
        """These former filings and no others, inside the transaction."""
        found = map(FORMER_FILINGS.from_values, await self._database.writer.all(FORMERS_OF, {"person": person}))
        new = [
            FormerFiling(former=f"{person}.{filed}", person=person, filed=filed, until_ms=until_ms) for filed, until_ms in former.items()
        ]
        gone = {row.former for row in found} - {row.former for row in new}
        await self._database.writer.save(FORMER_FILINGS.change(new, sorted(gone)))

    async def _overwrite(self, person: str) -> None:
        known, now_ms = await self._standing(person), self._world.now_ms()
        if known is not None and known.wrapped is not None:
            await self._save(Key(person=person, wrapped=bytes(len(known.wrapped)), made_ms=known.made_ms, erased_ms=None))
        if known is None or known.erased_ms is None:
            await self._save(Key(person=person, wrapped=None, made_ms=known.made_ms if known else now_ms, erased_ms=now_ms))
        await self._keep_formers(person, {})

    async def filed_under(self, filed: str) -> list[str]:
        """Whoever was filed under this fingerprint and is not erased, by their ids."""
        return [row.person for row in await self._database.reader.rows(KEYS, FILED, {"filed": filed})]

    async def formerly_under(self, filed: str) -> list[str]:
        """Whoever was filed under this fingerprint before, and may still be found there, by their ids."""
        now_ms = self._world.now_ms()
        found = await self._database.reader.rows(FORMER_FILINGS, FORMERLY, {"filed": filed})
        return [row.person for row in found if row.until_ms > now_ms]

    async def forget_formers(self) -> None:
        """Former filings whose moment has come are gone (the sweep)."""
        over = await self._database.reader.rows(FORMER_FILINGS, OVER, {"now_ms": self._world.now_ms()})
        if over:
            async with self._one_writer, self._change():
                await self._database.writer.save(FORMER_FILINGS.change([], [row.former for row in over]))

    async def erased(self, person: str) -> bool:
        """Whether the person was erased here."""
        row = await self._row(person)
        return row is not None and row.wrapped is None

    async def not_erased(self, people: Sequence[str]) -> list[str]:
        """Those of these people who were not erased here yet, whether they ever had a key or not."""
        rows = await self._database.reader.rows(KEYS, KEYS.by_keys, {"keys": as_set(people)})
        gone = {row.person for row in rows if row.wrapped is None}
        return [person for person in people if person not in gone]

    async def close(self) -> None:
        """Let go of the database; every key that was made stays."""
        await self._database.close()

    async def _row(self, person: str) -> Key | None:
        return await self._database.reader.get(KEYS, person)

    async def _standing(self, person: str) -> Key | None:
        """The row as it stands inside the transaction."""
        found = await self._database.writer.all(KEYS.by_key, {"key": person})
        return KEYS.from_values(found[0]) if found else None

    def _unwrapped(self, row: Key) -> PersonKey:
        if row.wrapped is None:
            raise KeyWasErased(row.person)
        try:
            return PersonKey(row.person, AESSIV(self._wrap.decrypt(row.wrapped, [b"person", row.person.encode()])))
        except InvalidTag:
            raise DatabaseUnusable("The vault holds a damaged key; restore it with 'arkwright restore'.") from None

    async def _check_node_key(self) -> None:
        """Keep a proof of the node's key in a new vault; in any other, see that it is the key."""
        if await self._database.reader.get(PROOFS, PROOF) is None:
            async with self._transaction():
                if not await self._database.writer.all(PROOFS.by_key, {"key": PROOF}):
                    sealed = self._wrap.encrypt(PROOF.encode(), [b"proof"])
                    await self._database.writer.save(PROOFS.change([Proof(name=PROOF, sealed=sealed)]))
        known = await self._database.reader.get(PROOFS, PROOF)
        try:
            self._wrap.decrypt(known.sealed if known else b"", [b"proof"])
        except (InvalidTag, ValueError):
            raise DatabaseUnusable("The vault was made with another node key; start with the key file that belongs to it.") from None

    async def _save(self, key: Key) -> None:
        await self._database.writer.save(KEYS.change([key]))

    @contextlib.asynccontextmanager
    async def _change(self) -> AsyncIterator[None]:
        """A transaction of a vault at work: if it cannot be told whether it is durable, nothing is changed here any more."""
        if self._over:
            raise Unknown()
        try:
            async with self._transaction():
                yield
        except (SyncFailed, DatabaseUnusable) as error:
            self._over = True
            self._failed(error)
            raise Unknown() from error

    @contextlib.asynccontextmanager
    async def _transaction(self) -> AsyncIterator[None]:
        """One transaction, durable at the end of the block; one at a time."""
        await self._database.writer.begin()
        try:
            yield
            await self._database.writer.commit()
        except BaseException:
            await self._database.writer.rollback()
            raise
