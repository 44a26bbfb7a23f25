"""The rules of passkeys: who may add one, when it opens, and when there may be a copy of it."""

from __future__ import annotations

from arkwright.compartments.accounts import commands as ask
from arkwright.compartments.accounts import events as did
from arkwright.compartments.accounts import refusals as no
from arkwright.compartments.accounts.checks import DIGEST, SEALED, began, check_recent, check_session, matches
from arkwright.compartments.accounts.state import Account, Passkey, Session, SpentChallenge
from arkwright.kit.messages import Event
from arkwright.kit.rows import Rows

MOST_PASSKEYS = 20


def use_passkey(rows: Rows, command: ask.UsePasskey, now_ms: int) -> list[Event]:
    """A session for a passkey whose signature was right, once for each challenge.

    A count that has not risen means that there may be a copy (Web Authentication, section 6.1.1): it opens nothing, and the holder is told.
    """
    check_session(rows, command)
    held = rows[Passkey, command.passkey]
    row = rows[Account, held.account] if held else None
    if held is None or row is None or row.opened_ms is None or is_over(rows, command.challenge, now_ms):
        raise no.PasskeyDoesNotOpen()
    if row.resting_ms is not None:
        raise no.PasskeysRest()
    passkey, account = held.passkey, row.account
    if (command.sign_count or held.sign_count) and command.sign_count <= held.sign_count:
        return [
            did.PasskeyDoubted(
                passkey=passkey, account=account, address=row.address, name=held.name, sign_count=command.sign_count,
                challenge=command.challenge, doubted_ms=now_ms,
            )
        ]  # fmt: skip
    used = did.PasskeyUsed(passkey=passkey, account=account, sign_count=command.sign_count, challenge=command.challenge, used_ms=now_ms)
    return [used, *began(rows, row, command, now_ms, passkey=passkey)]


def add_passkey(rows: Rows, command: ask.AddPasskey, session: Session, row: Account, now_ms: int) -> list[Event]:
    """Another way into the account, soon after its holder came in by one that stood."""
    matches("passkey", DIGEST, command.passkey)
    matches("name", SEALED, command.name)
    check_recent(session, now_ms)
    if is_over(rows, command.challenge, now_ms):
        raise no.PasskeyQuestionIsOver()
    if rows[Passkey, command.passkey]:
        raise no.PasskeyIsThereAlready()
    if len(row.passkeys) >= MOST_PASSKEYS:
        raise no.TooManyPasskeys(MOST_PASSKEYS)
    return [
        did.PasskeyAdded(
            account=row.account, address=row.address, passkey=command.passkey, credential=command.credential,
            public_key=command.public_key, sign_count=command.sign_count, name=command.name, challenge=command.challenge, added_ms=now_ms,
        )
    ]  # fmt: skip


def remove_passkey(rows: Rows, command: ask.RemovePasskey, row: Account, now_ms: int) -> list[Event]:
    """One of one's own."""
    held = rows[Passkey, command.passkey]
    if held is None or held.account != row.account:
        raise no.NoSuchPasskey()
    return [did.PasskeyRemoved(passkey=held.passkey, account=row.account, address=row.address, name=held.name, removed_ms=now_ms)]


def is_over(rows: Rows, challenge: ask.Challenge, now_ms: int) -> bool:
    """Whether the challenge was answered before, or too late."""
    return challenge.until_ms <= now_ms or rows[SpentChallenge, challenge.digest] is not None
