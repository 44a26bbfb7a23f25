"""What happened in staff; password hashes are sealed, session tokens are digests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arkwright.kit.messages import Event


class AccountAdded(Event, frozen=True):
    """The account stands."""

    account: str
    roles: tuple[str, ...]
    sealed_password: str
    by: str
    added_ms: int


class PasswordChanged(Event, frozen=True):
    """The old password and every session opened with it are over."""

    account: str
    sealed_password: str
    generation: int
    by: str
    changed_ms: int


class RolesSet(Event, frozen=True):
    """The account has these roles, at once, in open sessions too."""

    account: str
    roles: tuple[str, ...]
    by: str
    set_ms: int


class AccountSuspended(Event, frozen=True):
    """Nobody comes in by it, and its sessions are over."""

    account: str
    generation: int
    by: str
    suspended_ms: int


class AccountRestored(Event, frozen=True):
    """It lets its owner in again, after a suspension or a lock."""

    account: str
    by: str
    restored_ms: int


class SignedIn(Event, frozen=True):
    """A session began; it ends by itself at `expires_ms`."""

    account: str
    session: str
    generation: int
    signed_in_ms: int
    expires_ms: int


class SignInFailed(Event, frozen=True):
    """A wrong password, the `failed_sign_ins`th in a row; `locked_until_ms` when it locks the account."""

    account: str
    failed_sign_ins: int
    locked_until_ms: int | None
    failed_ms: int


class SessionEnded(Event, frozen=True):
    """Signed out, or expired and swept away."""

    account: str
    session: str
    ended_ms: int


class SessionsEnded(Event, frozen=True):
    """Signed out everywhere: sessions of an older generation are void."""

    account: str
    generation: int
    by: str
    ended_ms: int


class TillAccessSet(Event, frozen=True):
    """The colleague signs on at the tills of these stores; `former_stores` are those where they did before."""

    colleague: str
    sealed: str
    badge: str
    stores: tuple[str, ...]
    former_stores: tuple[str, ...]
    manages: bool
    by: str
    set_ms: int


class TillAccessEnded(Event, frozen=True):
    """The colleague signs on nowhere."""

    colleague: str
    former_stores: tuple[str, ...]
    by: str
    ended_ms: int


class TillAccessErased(Event, frozen=True):
    """The colleague signs on nowhere, and nobody can read their name or PIN once their key is erased, which follows."""

    colleague: str
    former_stores: tuple[str, ...]
    by: str
    erased_ms: int


RAISE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}
