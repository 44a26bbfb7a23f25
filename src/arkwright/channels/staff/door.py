"""The door for staff of one node: who comes in by which password, and whom a session belongs to."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import msgspec

from arkwright.channels.staff.permissions import Node, Permission, check_roles, demand, granted
from arkwright.compartments.staff import commands as ask
from arkwright.compartments.staff import queries
from arkwright.compartments.staff.refusals import AccountIsLocked, AccountIsSuspended, NoSuchAccount
from arkwright.journal.lane import Lane
from arkwright.kit import passwords
from arkwright.kit.refusal import Busy, Forbidden, Invalid
from arkwright.kit.vault import Vault
from arkwright.kit.world import World

TOKEN_BYTES = 32
LONGEST_TOKEN = 100
HASHES_AT_ONCE = 2  # each takes 64 MiB
MOST_AT_THE_DOOR = 20


@dataclass
class SignInRefused(Forbidden):
    """One sentence for an unknown account, a wrong password, a locked and a suspended account: it tells nobody which accounts exist."""

    sentence: ClassVar[str] = (
        "The account or the password is not right. After five wrong passwords an account is locked for a quarter of an hour or longer; "
        "an administrator can restore it."
    )
    field: ClassVar[str | None] = "account"


@dataclass
class PresentPasswordIsWrong(Invalid):
    """Whoever changes a password shows that they know the present one."""

    sentence: ClassVar[str] = "Your present password is not right. Type it again."
    field: ClassVar[str | None] = "present"


@dataclass
class PasswordsDiffer(Invalid):
    """Typed twice so that a slip of the finger locks nobody out."""

    sentence: ClassVar[str] = "The two new passwords are not the same. Type both again."
    field: ClassVar[str | None] = "again"


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """Who is signed in, with what they may do now."""

    account: str
    roles: tuple[str, ...]
    permissions: frozenset[Permission]
    session: str

    def may(self, permission: Permission) -> bool:
        """Whether one of their roles allows it."""
        return permission in self.permissions


class StaffDoor:
    """Signing in and out on one node, by its own accounts; an account, a session or a cookie of another node opens nothing here."""

    def __init__(self, world: World, lane: Lane, vault: Vault, node: Node) -> None:
        self.node = node
        self.lane = lane
        self._world = world
        self._vault = vault
        self._turn = asyncio.Semaphore(HASHES_AT_ONCE)
        self._at_the_door = 0

    async def sign_in(self, account: str, password: str) -> str:
        """A token for a new session; only its SHA-256 is kept.

        Refuses with `SignInRefused`, after the same work whatever is wrong, and with `Busy` when too many try at once.
        """
        name = account.strip().lower()[:100]
        if not await self._knows(name, password):
            if name:
                await self.lane.submit(ask.RecordFailedSignIn(id=self._world.new_id(), account=name))
            raise SignInRefused()
        token = base64.urlsafe_b64encode(self._world.random_bytes(TOKEN_BYTES)).rstrip(b"=").decode()
        try:
            await self.lane.submit(ask.RecordSignIn(id=self._world.new_id(), account=name, session=session_of(token)))
        except (NoSuchAccount, AccountIsSuspended, AccountIsLocked) as refusal:
            raise SignInRefused() from refusal
        return token

    async def who(self, token: str | None) -> Colleague | None:
        """Whom the token's session belongs to, with the roles they have at this moment; None when it is unknown, over or void."""
        if not token or len(token) > LONGEST_TOKEN:
            return None
        found = await queries.signed_in(self.lane.reader, session_of(token), self._world.now_ms())
        if found is None:
            return None
        return Colleague(
            account=found.account,
            roles=found.roles,
            permissions=granted(self.node, found.roles),
            session=found.session,
        )

    async def sign_out(self, colleague: Colleague) -> None:
        """End this one session."""
        await self.lane.submit(ask.EndSession(id=self._world.new_id(), session=colleague.session))

    def demand(self, colleague: Colleague, permission: Permission) -> None:
        """Refuse with `NotPermitted`, which says whose roles allow it."""
        demand(self.node, colleague.roles, permission)

    async def add(self, account: str, roles: Iterable[str], password: str, by: str) -> None:
        """A new account with a first password, which its owner changes; refuses wrong roles and passwords easy to guess."""
        wanted = tuple(roles)
        check_roles(self.node, wanted)
        sealed = await self._sealed(account, password)
        await self.lane.submit(ask.AddAccount(id=self._world.new_id(), account=account, roles=wanted, sealed_password=sealed, by=by))

    async def change_own_password(self, colleague: Colleague, present: str, new: str, again: str) -> None:
        """Ends every session of the account, this one too. A wrong present password counts as a failed sign-in."""
        if not await self._knows(colleague.account, present):
            await self.lane.submit(ask.RecordFailedSignIn(id=self._world.new_id(), account=colleague.account))
            raise PresentPasswordIsWrong()
        if new != again:
            raise PasswordsDiffer()
        await self.set_password(colleague.account, new, by=colleague.account)

    async def set_password(self, account: str, password: str, by: str) -> None:
        """A new password, which ends every session of the account."""
        if await queries.account(self.lane.reader, account) is None:
            raise NoSuchAccount(account)
        sealed = await self._sealed(account, password)
        await self.lane.submit(ask.ChangePassword(id=self._world.new_id(), account=account, sealed_password=sealed, by=by))

    async def set_roles(self, account: str, roles: Iterable[str], by: str) -> None:
        """From now on exactly these roles, in open sessions too."""
        wanted = tuple(roles)
        check_roles(self.node, wanted)
        await self.lane.submit(ask.SetRoles(id=self._world.new_id(), account=account, roles=wanted, by=by))

    async def suspend(self, account: str, by: str) -> None:
        """Nobody comes in by it any more, and whoever is in is out."""
        await self.lane.submit(ask.SuspendAccount(id=self._world.new_id(), account=account, by=by))

    async def restore(self, account: str, by: str) -> None:
        """End a suspension or a lock."""
        await self.lane.submit(ask.RestoreAccount(id=self._world.new_id(), account=account, by=by))

    async def end_sessions(self, account: str, by: str) -> None:
        """Sign an account out everywhere."""
        await self.lane.submit(ask.EndSessionsOf(id=self._world.new_id(), account=account, by=by))

    async def sweep(self) -> None:
        """Forget sessions that have ended by themselves."""
        for session in await queries.expired_sessions(self.lane.reader, self._world.now_ms()):
            await self.lane.submit(ask.EndSession(id=f"sweep.{session.session}", session=session.session))

    async def _knows(self, name: str, password: str) -> bool:
        """Whether this is the password of an account that may come in now; as much work when there is no such account."""
        if self._at_the_door >= MOST_AT_THE_DOOR:
            raise Busy()
        self._at_the_door += 1
        try:
            async with self._turn:
                found = await queries.account(self.lane.reader, name)
                welcome = found is not None and found.status == "active" and found.locked_until_ms <= self._world.now_ms()
                known = await self._hash_of(name, found.sealed_password) if found is not None and welcome else None
                return await passwords.verify(self._world, known, password)
        finally:
            self._at_the_door -= 1

    async def _hash_of(self, account: str, sealed_password: str) -> str | None:
        plain = await self._vault.unseal(ask.key_holder(account), ask.PASSWORD_CONTEXT, sealed_password)
        return plain.decode() if plain is not None else None

    async def _sealed(self, account: str, password: str) -> str:
        """The argon2 hash of a good password, sealed under the account's own key."""
        passwords.check(account, password)
        await self._vault.make(ask.key_holder(account))
        async with self._turn:
            known = await passwords.hashed(self._world, password)
        return await self._vault.seal(ask.key_holder(account), ask.PASSWORD_CONTEXT, known.encode())


def session_of(token: str) -> str:
    """The digest under which a token's session is kept."""
    return hashlib.sha256(token.encode()).hexdigest()
