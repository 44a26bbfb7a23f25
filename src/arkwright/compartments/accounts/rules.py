"""The rules of accounts: what a command leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from arkwright.compartments.accounts import commands as ask
from arkwright.compartments.accounts import events as did
from arkwright.compartments.accounts import refusals as no
from arkwright.compartments.accounts.commands import CODE_LASTS_MS, MOST_TRIES, SESSION_MS
from arkwright.compartments.accounts.state import Account, Attempt, Session
from arkwright.kit.messages import Command, Event
from arkwright.kit.rows import Key, Rows

MOST_CODES = 5  # in CODE_LASTS_MS
SEALED = re.compile(r"[A-Za-z0-9_-]{1,8000}")
DIGEST = re.compile(r"[0-9a-f]{64}")
LONGEST_WORDING = 300


def keys(command: Command) -> Iterable[Key]:
    """Rows worth loading beforehand."""
    match command:
        case ask.BeginSignIn(attempt=attempt, account=account):
            yield from ((Attempt, attempt), (Account, account))
        case ask.EnterCode(attempt=attempt, session=session):
            yield from ((Attempt, attempt), (Session, session))
        case ask.EndSession(by=by, session=session):
            yield from ((Session, by), (Session, session))
        case ask.SessionCommand(by=by):
            yield (Session, by)
        case (
            ask.ReportNotMe(account=account)
            | ask.FreezeForCaller(account=account)
            | ask.ThawForCaller(account=account)
            | ask.ForgetAccount(account=account)
        ):
            yield (Account, account)
        case ask.ForgetSession(session=session):
            yield (Session, session)
        case ask.ForgetAttempt(attempt=attempt):
            yield (Attempt, attempt)


def decide(rows: Rows, command: Command, now_ms: int) -> list[Event]:
    """The events that the command leads to, or a refusal."""
    match command:
        case ask.BeginSignIn():
            return begin_sign_in(rows, command, now_ms)
        case ask.EnterCode():
            return enter_code(rows, command, now_ms)
        case ask.SessionCommand():
            return by_holder(rows, command, now_ms)
        case ask.ReportNotMe(account=account):
            return freeze(rows, account, "holder", now_ms)
        case ask.FreezeForCaller(account=account, by=by):
            return freeze(rows, account, by, now_ms)
        case ask.ThawForCaller(account=account, by=by, proof=proof):
            frozen = open_account(rows, account).frozen_ms is not None
            return [did.ValueThawed(account=account, by=by, thawed_ms=now_ms, proof=proof)] if frozen else []
        case ask.ForgetAccount(account=account):
            return [did.AccountForgotten(account=account, forgotten_ms=now_ms)] if rows[Account, account] else []
        case ask.ForgetSession(session=session):
            over = rows[Session, session]
            return [did.SessionEnded(session=session, account=over.account, ended_ms=now_ms)] if over and over.expires_ms <= now_ms else []
        case ask.ForgetAttempt(attempt=attempt):
            tried = rows[Attempt, attempt]
            return [did.AttemptForgotten(attempt=attempt)] if tried and tried.until_ms <= now_ms else []
        case _:
            raise TypeError(f"accounts does not know the command {type(command).__name__}")


def begin_sign_in(rows: Rows, command: ask.BeginSignIn, now_ms: int) -> list[Event]:
    """A code for an address, known or not: the same for both, and a few in ten minutes."""
    matches("address", SEALED, command.address)
    matches("proof", DIGEST, command.proof)
    if rows[Attempt, command.attempt]:
        raise no.SignInCodeIsOver()
    row = rows[Account, command.account]
    if row and sum(at_ms > now_ms - CODE_LASTS_MS for at_ms in row.asked) >= MOST_CODES:
        raise no.AskedForManyCodes()
    return [
        did.CodeIssued(
            attempt=command.attempt,
            account=command.account,
            address=command.address,
            proof=command.proof,
            until_ms=now_ms + CODE_LASTS_MS,
            issued_ms=now_ms,
        )
    ]


def enter_code(rows: Rows, command: ask.EnterCode, now_ms: int) -> list[Event]:
    """A session for the right code; a wrong one is counted, and nobody learns why an attempt is over."""
    matches("session", DIGEST, command.session)
    matches("device", DIGEST, command.device)
    attempt = rows[Attempt, command.attempt]
    if attempt is None or attempt.used or attempt.until_ms <= now_ms or attempt.tries >= MOST_TRIES or rows[Session, command.session]:
        raise no.SignInCodeIsOver()
    row = rows[Account, attempt.account]
    if row is None:
        raise no.SignInCodeIsOver()
    if attempt.proof != command.proof:
        return [did.WrongCodeEntered(attempt=attempt.attempt, account=row.account, tries=attempt.tries + 1, entered_ms=now_ms)]
    opened: list[Event] = [] if row.opened_ms is not None else [did.AccountOpened(account=row.account, opened_ms=now_ms)]
    return [
        *opened,
        did.SignedIn(
            attempt=attempt.attempt,
            account=row.account,
            address=row.address,
            session=command.session,
            generation=row.generation,
            device=command.device,
            device_words=command.device_words,
            unknown_device=not opened and command.device not in row.devices,
            signed_in_ms=now_ms,
            expires_ms=now_ms + SESSION_MS,
        ),
    ]


def by_holder(rows: Rows, command: ask.SessionCommand, now_ms: int) -> list[Event]:
    """What the holder of a valid session may ask, about their own account alone."""
    session, row = holder(rows, command.by, now_ms)
    match command:
        case ask.SaveDetails(sealed=sealed, moved=moved):
            matches("sealed", SEALED, sealed)
            if row.details == sealed:
                return []
            return [did.DetailsSaved(account=row.account, address=row.address, sealed=sealed, moved=moved, saved_ms=now_ms)]
        case ask.SetConsent(marketing=yes, wording=wording):
            if not 1 <= len(wording) <= LONGEST_WORDING:
                raise no.AccountTextIsWrong("wording")
            return [did.ConsentSet(account=row.account, marketing=yes, wording=wording, set_ms=now_ms)]
        case ask.ThawValue():
            if row.frozen_ms is None:
                return []
            if session.opened_ms < row.frozen_ms:
                raise no.CodeFirst()
            return [did.ValueThawed(account=row.account, by="holder", thawed_ms=now_ms)]
        case ask.EndSession(session=ended):
            other = rows[Session, ended]
            if other is None or other.account != row.account:
                raise no.NoSuchSignIn()
            return [did.SessionEnded(session=ended, account=row.account, ended_ms=now_ms)]
        case _:
            raise TypeError(f"accounts does not know the command {type(command).__name__}")


def freeze(rows: Rows, account: str, by: str, now_ms: int) -> list[Event]:
    """Every session is void and value stays."""
    row = open_account(rows, account)
    return [did.ValueFrozen(account=account, address=row.address, generation=row.generation + 1, frozen_ms=now_ms, by=by)]


def holder(rows: Rows, by: str, now_ms: int) -> tuple[Session, Account]:
    """The session and whose it is, or a refusal."""
    session = rows[Session, by]
    row = rows[Account, session.account] if session else None
    if session is None or row is None or not is_valid(session, row, now_ms):
        raise no.SessionIsOver()
    return session, row


def is_valid(session: Session, row: Account, now_ms: int) -> bool:
    """Not expired, and of the present generation."""
    return session.expires_ms > now_ms and session.generation == row.generation and row.opened_ms is not None


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
