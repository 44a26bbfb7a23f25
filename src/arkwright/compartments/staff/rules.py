"""The rules of staff: what a command leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from arkwright.compartments.staff import commands as ask
from arkwright.compartments.staff import events as did
from arkwright.compartments.staff import refusals as no
from arkwright.compartments.staff.state import Account, BadgeTaken, Session, TillAccess
from arkwright.kit.messages import Command, Event
from arkwright.kit.rows import Key, Rows

MINUTE_MS = 60 * 1000
SESSION_MS = 12 * 60 * MINUTE_MS  # a working day; NIST SP 800-63B-3, 4.2.3: sign in again after 12 hours at most
FAILURES_TO_A_LOCK = 5
FIRST_LOCK_MS = 15 * MINUTE_MS  # doubled at every further lock in a row
LONGEST_LOCK_MS = 24 * 60 * MINUTE_MS
NAME = re.compile(r"[a-z][a-z0-9.-]{1,39}")
ROLE = re.compile(r"[a-z][a-z-]{1,39}")
SEALED = re.compile(r"[A-Za-z0-9_-]{1,1000}")  # what the vault gives; no argon2 hash looks like this
COLLEAGUE = re.compile(r"[a-z0-9][a-z0-9.-]{1,19}")
STORE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
MOST_STORES = 50
DIGEST = re.compile(r"[0-9a-f]{64}")


def keys(command: Command) -> Iterable[Key]:
    """Rows worth loading beforehand."""
    account, session = getattr(command, "account", None), getattr(command, "session", None)
    if account is not None:
        yield (Account, account)
    if session is not None:
        yield (Session, session)
    if isinstance(command, ask.SetTillAccess | ask.EndTillAccess | ask.EraseTillAccess):
        yield (TillAccess, command.colleague)


def decide(rows: Rows, command: Command, now_ms: int) -> list[Event]:
    """The events that the command leads to, or a refusal."""
    match command:
        case ask.AddAccount():
            return add(rows, command, now_ms)
        case ask.ChangePassword(account=account, sealed_password=sealed_password, by=by):
            return change_password(rows, account, sealed_password, by, now_ms)
        case ask.SetRoles(account=account, roles=roles, by=by):
            row, wanted = of_another(rows, account, by), role_names(roles)
            return [] if row.roles == wanted else [did.RolesSet(account=account, roles=wanted, by=by, set_ms=now_ms)]
        case ask.SuspendAccount(account=account, by=by):
            row = of_another(rows, account, by)
            if row.status == "suspended":
                return []
            return [did.AccountSuspended(account=account, generation=row.generation + 1, by=by, suspended_ms=now_ms)]
        case ask.RestoreAccount(account=account, by=by):
            row = of_another(rows, account, by)
            if row.status == "active" and not row.failed_sign_ins:
                return []
            return [did.AccountRestored(account=account, by=by, restored_ms=now_ms)]
        case ask.EndSessionsOf(account=account, by=by):
            return [did.SessionsEnded(account=account, generation=known(rows, account).generation + 1, by=by, ended_ms=now_ms)]
        case ask.SetTillAccess() | ask.EndTillAccess() | ask.EraseTillAccess():
            return till_access(rows, command, now_ms)
        case _:
            return sign_in_or_out(rows, command, now_ms)


def sign_in_or_out(rows: Rows, command: Command, now_ms: int) -> list[Event]:
    """Sessions beginning, failing to begin, and ending."""
    match command:
        case ask.RecordSignIn(account=account, session=session):
            return sign_in(rows, account, session, now_ms)
        case ask.RecordFailedSignIn(account=account):
            return failed_sign_in(rows, account, now_ms)
        case ask.EndSession(session=session):
            row = rows[Session, session]
            return [did.SessionEnded(account=row.account, session=session, ended_ms=now_ms)] if row else []
        case _:
            raise TypeError(f"staff does not know the command {type(command).__name__}")


def till_access(rows: Rows, command: ask.SetTillAccess | ask.EndTillAccess | ask.EraseTillAccess, now_ms: int) -> list[Event]:
    """A colleague may sign on at the tills of these stores, or at none any more, or is forgotten."""
    before = rows[TillAccess, command.colleague]
    former = before.stores if before else ()
    if isinstance(command, ask.EraseTillAccess):
        if before is None:
            raise no.NoTillAccess(command.colleague)
        if before.erased:
            return []
        return [did.TillAccessErased(colleague=command.colleague, former_stores=former, by=command.by, erased_ms=now_ms)]
    if isinstance(command, ask.EndTillAccess):
        if not former:
            raise no.NoTillAccess(command.colleague)
        return [did.TillAccessEnded(colleague=command.colleague, former_stores=former, by=command.by, ended_ms=now_ms)]
    if not COLLEAGUE.fullmatch(command.colleague):
        raise no.ColleagueNumberIsWrong()
    if before and before.erased:
        raise no.ColleagueWasErased(command.colleague)
    stores = tuple(sorted(set(command.stores)))
    if not 1 <= len(stores) <= MOST_STORES or not all(STORE.fullmatch(store) for store in stores):
        raise no.NoStoreIsNamed()
    if command.badge and not DIGEST.fullmatch(command.badge):
        raise no.BadgeIsNoDigest()
    sealed(command.sealed)
    taken = rows[BadgeTaken, command.badge] if command.badge else None
    if taken and taken.colleague != command.colleague:
        raise no.BadgeIsAnothers()
    return [
        did.TillAccessSet(
            colleague=command.colleague,
            sealed=command.sealed,
            badge=command.badge,
            stores=stores,
            former_stores=former,
            manages=command.manages,
            by=command.by,
            set_ms=now_ms,
        )
    ]


def add(rows: Rows, command: ask.AddAccount, now_ms: int) -> list[Event]:
    """A new name with at least one role."""
    if not NAME.fullmatch(command.account):
        raise no.AccountNameIsWrong()
    roles = role_names(command.roles)
    sealed(command.sealed_password)
    if rows[Account, command.account]:
        raise no.AccountExists(command.account)
    return [did.AccountAdded(account=command.account, roles=roles, sealed_password=command.sealed_password, by=command.by, added_ms=now_ms)]


def change_password(rows: Rows, account: str, sealed_password: str, by: str, now_ms: int) -> list[Event]:
    """The next generation; a suspended account stays suspended."""
    row = known(rows, account)
    sealed(sealed_password)
    if row.sealed_password == sealed_password:
        return []
    return [did.PasswordChanged(account=account, sealed_password=sealed_password, generation=row.generation + 1, by=by, changed_ms=now_ms)]


def sign_in(rows: Rows, account: str, session: str, now_ms: int) -> list[Event]:
    """Only an active account that is not locked."""
    if not DIGEST.fullmatch(session):
        raise no.SessionIsWrong()
    row = known(rows, account)
    if row.status == "suspended":
        raise no.AccountIsSuspended(account)
    if row.locked_until_ms > now_ms:
        raise no.AccountIsLocked(account, -(-(row.locked_until_ms - now_ms) // MINUTE_MS))
    if rows[Session, session]:
        raise no.SessionExists()
    return [did.SignedIn(account=account, session=session, generation=row.generation, signed_in_ms=now_ms, expires_ms=now_ms + SESSION_MS)]


def failed_sign_in(rows: Rows, account: str, now_ms: int) -> list[Event]:
    """Count it; each fifth in a row locks, twice as long as the last.

    An unknown account has nothing to count, and a locked one counts no further: nobody can keep it locked by trying on.
    """
    row = rows[Account, account]
    if row is None or row.status == "suspended" or row.locked_until_ms > now_ms:
        return []
    failed = row.failed_sign_ins + 1
    until_ms = now_ms + lock_ms(failed) if failed % FAILURES_TO_A_LOCK == 0 else None
    return [did.SignInFailed(account=account, failed_sign_ins=failed, locked_until_ms=until_ms, failed_ms=now_ms)]


def lock_ms(failed_sign_ins: int) -> int:
    """How long the lock lasts after so many failures in a row: 15 minutes, 30, an hour, and so on up to a day."""
    earlier_locks = failed_sign_ins // FAILURES_TO_A_LOCK - 1
    return min(FIRST_LOCK_MS << min(earlier_locks, 16), LONGEST_LOCK_MS)


def known(rows: Rows, account: str) -> Account:
    """The account, or a refusal."""
    row = rows[Account, account]
    if row is None:
        raise no.NoSuchAccount(account)
    return row


def of_another(rows: Rows, account: str, by: str) -> Account:
    """The account, which must not be that of whoever asks."""
    if account == by:
        raise no.NotYourOwnAccount(account)
    return known(rows, account)


def role_names(roles: tuple[str, ...]) -> tuple[str, ...]:
    """The roles in order and once each, or a refusal."""
    if not roles or not all(ROLE.fullmatch(role) for role in roles):
        raise no.RolesAreWrong()
    return tuple(sorted(set(roles)))


def sealed(text: str) -> None:
    """Refuse what the vault cannot have given."""
    if not SEALED.fullmatch(text):
        raise no.PasswordIsNotSealed()
