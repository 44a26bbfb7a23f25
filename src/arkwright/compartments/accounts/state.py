"""The state of accounts: its rows, and how an event changes them."""

from __future__ import annotations

from typing import Literal, TypeVar

import msgspec
from msgspec.structs import replace

from arkwright.compartments.accounts import events as did
from arkwright.compartments.accounts.charge_rows import evolve_charge
from arkwright.compartments.accounts.commands import Device
from arkwright.kit.messages import Event, Row
from arkwright.kit.rows import Rows

What = Literal[
    "opened",
    "signed-in",
    "details",
    "address",
    "consent-yes",
    "consent-no",
    "not-me",
    "thawed",
    "session-ended",
    "birthday",
    "wrong-code",
    "passkey-added",
    "passkey-removed",
    "passkey-doubted",
    "moved",
    "move-undone",
]
MOST_REMEMBERED = 50
MOST_DEVICES = 20
R = TypeVar("R", bound=Row)


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that happened, for its holder to see."""

    what: What
    at_ms: int
    device: str = ""
    passkey: str = ""


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """What was answered to which words."""

    marketing: bool
    wording: str
    set_ms: int


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """An address that the account had, sealed, until it moved; undone until `until_ms` at the latest."""

    address: str
    moved_ms: int
    until_ms: int


class Account(Row, frozen=True):
    """One account, by its person's id; `opened_ms` is None until a code was right. Sessions of an older `generation` are void.

    `asked` is when codes were asked for: the latest ten, less those that a freeze or a move has ended.

    Passkeys open nothing while `resting_ms` is set: from "this was not me" until the holder says by a code that it is them.
    """

    account: str
    address: str
    details: str | None
    generation: int
    asked: tuple[int, ...]
    asked_ms: int
    opened_ms: int | None
    frozen_ms: int | None
    consent: Consent | None
    devices: tuple[str, ...]
    history: tuple[Entry, ...]
    passkeys: tuple[str, ...] = ()
    resting_ms: int | None = None
    moves: tuple[Move, ...] = ()


class Attempt(Row, frozen=True):
    """A code that was asked for; `address`, sealed, is where the account moves by it, "" for a sign-in."""

    attempt: str
    account: str
    proof: str
    tries: int
    used: bool
    until_ms: int
    address: str = ""


class Session(Row, frozen=True):
    """One session, by the digest of its token."""

    session: str
    account: str
    generation: int
    device_words: Device
    opened_ms: int
    expires_ms: int
    passkey: str = ""


class Passkey(Row, frozen=True):
    """One passkey, by the digest of its credential's id; `name` is sealed."""

    passkey: str
    account: str
    credential: str
    public_key: str
    sign_count: int
    name: str
    added_ms: int
    used_ms: int | None


class BirthdayGiven(Row, frozen=True):
    """An account's day and month of birth, sealed, and since when it is this one."""

    account: str
    sealed: str
    saved_ms: int


class SpentChallenge(Row, frozen=True):
    """A challenge that was answered, by its digest, for as long as it could be answered again."""

    challenge: str
    until_ms: int


def evolve(rows: Rows, event: Event) -> None:
    """The only place where the rows of accounts change."""
    match event:
        case did.CodeIssued():
            issued(rows, event)
        case did.WrongCodeEntered(attempt=attempt, tries=tries, account=account):
            rows[Attempt, attempt] = replace(the(rows, Attempt, attempt), tries=tries)
            noted(rows, account, "wrong-code", event.entered_ms)
        case did.AccountOpened(account=account, opened_ms=now_ms):
            rows[Account, account] = replace(the(rows, Account, account), opened_ms=now_ms)
            noted(rows, account, "opened", now_ms)
        case did.SignedIn():
            signed_in(rows, event)
        case did.SessionEnded(session=session, account=account):
            rows[Session, session] = None
            if rows[Account, account] is not None:
                noted(rows, account, "session-ended", event.ended_ms)
        case did.AccountForgotten(account=account):
            for passkey in the(rows, Account, account).passkeys:
                rows[Passkey, passkey] = None
            rows[Account, account] = None
            rows[BirthdayGiven, account] = None
        case did.AttemptForgotten(attempt=attempt):
            rows[Attempt, attempt] = None
        case did.ChallengeForgotten(challenge=challenge):
            rows[SpentChallenge, challenge] = None
        case did.ChargeRecorded() | did.ChargeDeclined() | did.ChargeForgotten():
            evolve_charge(rows, event)
        case did.PasskeyAdded() | did.PasskeyUsed() | did.PasskeyDoubted() | did.PasskeyRemoved():
            of_passkeys(rows, event)
        case _:
            changed(rows, event)


def changed(rows: Rows, event: Event) -> None:
    """Events that change nothing but the account."""
    match event:
        case did.DetailsSaved(account=account, sealed=sealed, moved=moved, saved_ms=now_ms):
            rows[Account, account] = replace(the(rows, Account, account), details=sealed)
            noted(rows, account, "address" if moved else "details", now_ms)
        case did.AddressMoved(account=account, attempt=attempt, before=before, moved_ms=now_ms):
            row = the(rows, Account, account)
            moves = (*row.moves, Move(address=before, moved_ms=now_ms, until_ms=event.undone_until_ms))
            rows[Account, account] = replace(row, address=event.address, moves=moves, asked=())
            rows[Attempt, attempt] = replace(the(rows, Attempt, attempt), used=True)
            noted(rows, account, "moved", now_ms)
        case did.AddressRestored(account=account, address=address, moved_ms=moved_ms, undone_ms=now_ms):
            row = the(rows, Account, account)
            rows[Account, account] = replace(row, address=address, moves=tuple(each for each in row.moves if each.moved_ms < moved_ms))
            noted(rows, account, "move-undone", now_ms)
        case did.BirthdaySaved(account=account, sealed=sealed, saved_ms=now_ms):
            rows[BirthdayGiven, account] = BirthdayGiven(account=account, sealed=sealed, saved_ms=now_ms) if sealed else None
            noted(rows, account, "birthday", now_ms)
        case did.ConsentSet(account=account, marketing=yes, wording=wording, set_ms=now_ms):
            rows[Account, account] = replace(the(rows, Account, account), consent=Consent(marketing=yes, wording=wording, set_ms=now_ms))
            noted(rows, account, "consent-yes" if yes else "consent-no", now_ms)
        case did.ValueFrozen(account=account, generation=generation, frozen_ms=now_ms):
            rows[Account, account] = replace(
                the(rows, Account, account), generation=generation, frozen_ms=now_ms, resting_ms=now_ms, devices=(), asked=()
            )
            noted(rows, account, "not-me", now_ms)
        case did.ValueThawed(account=account, thawed_ms=now_ms, by=by):
            row = the(rows, Account, account)
            # A colleague who was rung cannot tell which passkeys are the caller's.
            rows[Account, account] = replace(row, frozen_ms=None, resting_ms=None if by == "holder" else row.resting_ms)
            noted(rows, account, "thawed", now_ms)
        case _:
            raise TypeError(f"accounts does not know the event {type(event).__name__}")


def issued(rows: Rows, event: did.CodeIssued) -> None:
    """The attempt stands, and the account, which may be new."""
    rows[Attempt, event.attempt] = Attempt(
        attempt=event.attempt, account=event.account, proof="" if event.instead else event.proof, tries=0, used=False,
        until_ms=event.until_ms, address=event.address if event.moves else "",
    )  # fmt: skip
    before = rows[Account, event.account]
    if before is None:
        before = Account(
            account=event.account, address=event.address, details=None, generation=1, asked=(), asked_ms=0, opened_ms=None,
            frozen_ms=None, consent=None, devices=(), history=(),
        )  # fmt: skip
    asked = (*before.asked, event.issued_ms)[-10:]
    rows[Account, event.account] = replace(before, asked=asked, asked_ms=event.issued_ms)


def signed_in(rows: Rows, event: did.SignedIn) -> None:
    """The code is used, the session stands, the device is known from now on."""
    if not event.passkey:
        rows[Attempt, event.attempt] = replace(the(rows, Attempt, event.attempt), used=True)
    rows[Session, event.session] = Session(
        session=event.session,
        account=event.account,
        generation=event.generation,
        device_words=event.device_words,
        opened_ms=event.signed_in_ms,
        expires_ms=event.expires_ms,
        passkey=event.passkey,
    )
    row = the(rows, Account, event.account)
    devices = (*(each for each in row.devices if each != event.device), event.device)[-MOST_DEVICES:]
    rows[Account, event.account] = replace(row, devices=devices)
    noted(rows, event.account, "signed-in", event.signed_in_ms, event.device_words, event.passkey)


def of_passkeys(rows: Rows, event: did.PasskeyAdded | did.PasskeyUsed | did.PasskeyDoubted | did.PasskeyRemoved) -> None:
    """A passkey comes, is used, is doubted or goes; a challenge that was answered is spent."""
    row, passkey = the(rows, Account, event.account), event.passkey
    if not isinstance(event, did.PasskeyRemoved):
        digest = event.challenge.digest
        rows[SpentChallenge, digest] = SpentChallenge(challenge=digest, until_ms=event.challenge.until_ms)
    match event:
        case did.PasskeyAdded():
            rows[Passkey, passkey] = Passkey(
                passkey=passkey, account=event.account, credential=event.credential, public_key=event.public_key,
                sign_count=event.sign_count, name=event.name, added_ms=event.added_ms, used_ms=None,
            )  # fmt: skip
            rows[Account, event.account] = replace(row, passkeys=(*row.passkeys, passkey))
            noted(rows, event.account, "passkey-added", event.added_ms, passkey=passkey)
        case did.PasskeyUsed(sign_count=count, used_ms=now_ms):
            rows[Passkey, passkey] = replace(the(rows, Passkey, passkey), sign_count=count, used_ms=now_ms)
        case did.PasskeyDoubted(doubted_ms=now_ms):
            noted(rows, event.account, "passkey-doubted", now_ms, passkey=passkey)
        case did.PasskeyRemoved(removed_ms=now_ms):
            rows[Passkey, passkey] = None
            rows[Account, event.account] = replace(row, passkeys=tuple(each for each in row.passkeys if each != passkey))
            noted(rows, event.account, "passkey-removed", now_ms)


def noted(rows: Rows, account: str, what: What, at_ms: int, device: str = "", passkey: str = "") -> None:
    """The holder sees it; the oldest of many is forgotten."""
    row = the(rows, Account, account)
    history = (*row.history, Entry(what=what, at_ms=at_ms, device=device, passkey=passkey))[-MOST_REMEMBERED:]
    rows[Account, account] = replace(row, history=history)


def the(rows: Rows, kind: type[R], key: str) -> R:
    """The row that an event speaks of; a journal without it is broken."""
    row = rows[kind, key]
    if row is None:
        raise LookupError(f"no {kind.__name__} {key} for an event about it")
    return row
