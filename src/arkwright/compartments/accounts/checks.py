"""What several rules of accounts look at: texts of the right form, who is signed in, and how a session begins."""

from __future__ import annotations

import re

from arkwright.compartments.accounts import commands as ask
from arkwright.compartments.accounts import events as did
from arkwright.compartments.accounts import refusals as no
from arkwright.compartments.accounts.commands import CODE_LASTS_MS, MOST_TRIES, RECENT_MS, SESSION_MS
from arkwright.compartments.accounts.state import Account, Attempt, Session
from arkwright.kit.messages import Event
from arkwright.kit.rows import Rows

SEALED = re.compile(r"[A-Za-z0-9_-]{1,30000}")  # ten addresses in any script
DIGEST = re.compile(r"[0-9a-f]{64}")
MOST_CODES = 5  # in CODE_LASTS_MS


def check_session(rows: Rows, command: ask.EnterCode | ask.UsePasskey) -> None:
    """Digests of the right form, and a token that nobody has."""
    matches("session", DIGEST, command.session)
    matches("device", DIGEST, command.device)
    if rows[Session, command.session]:
        raise no.SignInCodeIsOver()


def began(
    rows: Rows, row: Account, command: ask.EnterCode | ask.UsePasskey, now_ms: int, *, attempt: str = "", passkey: str = ""
) -> list[Event]:
    """A session by an attempt's code or a passkey; the first opens the account, and the one that the browser had before ends."""
    opened: list[Event] = [] if row.opened_ms is not None else [did.AccountOpened(account=row.account, opened_ms=now_ms)]
    before = rows[Session, command.replaced] if command.replaced else None
    if before is not None and before.account == row.account:
        opened.append(did.SessionEnded(session=before.session, account=row.account, ended_ms=now_ms))
    return [
        *opened,
        did.SignedIn(
            attempt=attempt,
            account=row.account,
            address=row.address,
            session=command.session,
            generation=row.generation,
            device=command.device,
            device_words=command.device_words,
            unknown_device=row.opened_ms is not None and command.device not in row.devices,
            signed_in_ms=now_ms,
            expires_ms=now_ms + SESSION_MS,
            passkey=passkey,
        ),
    ]


def code_issued(
    rows: Rows, row: Account | None, command: ask.BeginSignIn | ask.BeginMove, account: str, now_ms: int, *, moves: bool = False
) -> list[Event]:
    """A code, once for each attempt, and a few in ten minutes."""
    matches("address", SEALED, command.address)
    matches("proof", DIGEST, command.proof)
    if rows[Attempt, command.attempt]:
        raise no.SignInCodeIsOver()
    if row and sum(at_ms > now_ms - CODE_LASTS_MS for at_ms in row.asked) >= MOST_CODES:
        raise no.AskedForManyCodes()
    return [
        did.CodeIssued(
            attempt=command.attempt,
            account=account,
            address=command.address,
            proof=command.proof,
            until_ms=now_ms + CODE_LASTS_MS,
            issued_ms=now_ms,
            moves=moves,
            instead=command.instead,
        )
    ]


def tried(rows: Rows, name: str, now_ms: int) -> Attempt:
    """The attempt, which may be tried once more. A freeze and a move end every code that was asked for before: it may be in wrong hands."""
    attempt = rows[Attempt, name]
    row = rows[Account, attempt.account] if attempt else None
    if attempt is None or row is None or attempt.until_ms - CODE_LASTS_MS not in row.asked:
        raise no.SignInCodeIsOver()
    if attempt.used or attempt.until_ms <= now_ms or attempt.tries >= MOST_TRIES:
        raise no.SignInCodeIsOver()
    return attempt


def freeze(rows: Rows, account: str, by: str, now_ms: int, address: str = "") -> list[Event]:
    """Every session is void and value stays; told at the account's address, or at the one that it has again."""
    row = open_account(rows, account)
    told = address or row.address
    return [did.ValueFrozen(account=account, address=told, generation=row.generation + 1, frozen_ms=now_ms, by=by)]


def check_recent(session: Session, now_ms: int) -> None:
    """What opens an account is changed soon after signing in, or not at all."""
    if session.opened_ms <= now_ms - RECENT_MS:
        raise no.ProveYourselfFirst()


def holder(rows: Rows, by: str, now_ms: int) -> tuple[Session, Account]:
    """The session and whose it is, or a refusal."""
    session = rows[Session, by]
    row = rows[Account, session.account] if session else None
    if session is None or row is None or not is_valid(session, row, now_ms):
        raise no.SessionIsOver()
    return session, row


def is_valid(session: Session, row: Account, now_ms: int) -> bool:
    """Not expired, of the present generation, and not begun by a passkey that was removed."""
    stands = not session.passkey or session.passkey in row.passkeys
    return stands and session.expires_ms > now_ms and session.generation == row.generation and row.opened_ms is not None


def open_account(rows: Rows, account: str) -> Account:
    """The account, or a refusal."""
    row = rows[Account, account]
    if row is None or row.opened_ms is None:
        raise no.NoSuchCustomer()
    return row


def matches(name: str, form: re.Pattern[str], text: str) -> None:
    """Refuse what is not of this form."""
    if not form.fullmatch(text):
        raise no.AccountTextIsWrong(name)
