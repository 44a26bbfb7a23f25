"""The state of staff: its rows, and how an event changes them."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from arkwright.compartments.staff import events as did
from arkwright.kit.messages import Event, Row
from arkwright.kit.rows import Rows

Status = Literal["active", "suspended"]


class Account(Row, frozen=True):
    """One account. Sessions of an older `generation` are void; `locked_until_ms` is nought where nothing locks it."""

    account: str
    roles: tuple[str, ...]
    sealed_password: str
    status: Status
    generation: int
    failed_sign_ins: int
    locked_until_ms: int
    created_ms: int
    changed_ms: int


class Session(Row, frozen=True):
    """One session, by the digest of its token."""

    session: str
    account: str
    generation: int
    opened_ms: int
    expires_ms: int


class TillAccess(Row, frozen=True):
    """Who may sign on at the tills of these stores; without stores: nobody any more. `erased`: nobody can tell any more who it was."""

    colleague: str
    sealed: str
    badge: str
    stores: tuple[str, ...]
    manages: bool
    changed_ms: int
    by: str
    erased: bool = False


class BadgeTaken(Row, frozen=True):
    """Whose a badge is, by its digest."""

    badge: str
    colleague: str


def evolve(rows: Rows, event: Event) -> None:
    """The only place where the rows of staff change."""
    match event:
        case did.AccountAdded(account=account, added_ms=now_ms):
            rows[Account, account] = Account(
                account=account,
                roles=event.roles,
                sealed_password=event.sealed_password,
                status="active",
                generation=1,
                failed_sign_ins=0,
                locked_until_ms=0,
                created_ms=now_ms,
                changed_ms=now_ms,
            )
        case did.SignedIn(account=account, session=session):
            rows[Session, session] = Session(
                session=session,
                account=account,
                generation=event.generation,
                opened_ms=event.signed_in_ms,
                expires_ms=event.expires_ms,
            )
            rows[Account, account] = replace(standing(rows, account), failed_sign_ins=0, locked_until_ms=0)
        case did.SessionEnded(session=session):
            rows[Session, session] = None
        case did.TillAccessSet() | did.TillAccessEnded() | did.TillAccessErased():
            evolve_till_access(rows, event)
        case _:
            row = changed(rows, event)
            rows[Account, row.account] = row


def evolve_till_access(rows: Rows, event: did.TillAccessSet | did.TillAccessEnded | did.TillAccessErased) -> None:
    """Who signs on where, and whose badge is whose."""
    before = rows[TillAccess, event.colleague]
    if before and before.badge:
        rows[BadgeTaken, before.badge] = None
    if not isinstance(event, did.TillAccessSet):
        rows[TillAccess, event.colleague] = TillAccess(
            colleague=event.colleague,
            sealed="",
            badge="",
            stores=(),
            manages=False,
            changed_ms=event.erased_ms if isinstance(event, did.TillAccessErased) else event.ended_ms,
            by=event.by,
            erased=isinstance(event, did.TillAccessErased),
        )
        return
    rows[TillAccess, event.colleague] = TillAccess(
        colleague=event.colleague,
        sealed=event.sealed,
        badge=event.badge,
        stores=event.stores,
        manages=event.manages,
        changed_ms=event.set_ms,
        by=event.by,
    )
    if event.badge:
        rows[BadgeTaken, event.badge] = BadgeTaken(badge=event.badge, colleague=event.colleague)


def changed(rows: Rows, event: Event) -> Account:
    """The account as an event about it leaves it."""
    match event:
        case did.PasswordChanged(account=account, changed_ms=now_ms):
            return replace(
                standing(rows, account),
                sealed_password=event.sealed_password,
                generation=event.generation,
                failed_sign_ins=0,
                locked_until_ms=0,
                changed_ms=now_ms,
            )
        case did.RolesSet(account=account, roles=roles, set_ms=now_ms):
            return replace(standing(rows, account), roles=roles, changed_ms=now_ms)
        case did.AccountSuspended(account=account, generation=generation, suspended_ms=now_ms):
            return replace(standing(rows, account), status="suspended", generation=generation, changed_ms=now_ms)
        case did.AccountRestored(account=account, restored_ms=now_ms):
            return replace(standing(rows, account), status="active", failed_sign_ins=0, locked_until_ms=0, changed_ms=now_ms)
        case did.SignInFailed(account=account, failed_sign_ins=failed, locked_until_ms=until_ms):
            return replace(standing(rows, account), failed_sign_ins=failed, locked_until_ms=until_ms or 0)
        case did.SessionsEnded(account=account, generation=generation, ended_ms=now_ms):
            return replace(standing(rows, account), generation=generation, changed_ms=now_ms)
        case _:
            raise TypeError(f"staff does not know the event {type(event).__name__}")


def standing(rows: Rows, account: str) -> Account:
    """The account that an event speaks of; a journal without it is broken."""
    row = rows[Account, account]
    if row is None:
        raise LookupError(f"no account {account} for an event about it")
    return row
