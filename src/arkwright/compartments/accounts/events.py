"""What happened in accounts; addresses and details are sealed under the account's key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arkwright.compartments.accounts.commands import Challenge, Device, Instead, Proof
from arkwright.kit.messages import Event


class CodeIssued(Event, frozen=True, omit_defaults=True):
    """A code is to be mailed; it opens until `until_ms`, or moves the account there. `instead`: a letter without a code."""

    attempt: str
    account: str
    address: str
    proof: str
    until_ms: int
    issued_ms: int
    moves: bool = False
    instead: Instead = ""


class WrongCodeEntered(Event, frozen=True):
    """A try failed."""

    attempt: str
    account: str
    tries: int
    entered_ms: int


class AccountOpened(Event, frozen=True):
    """The first code that was right: the address is theirs."""

    account: str
    opened_ms: int


class SignedIn(Event, frozen=True, omit_defaults=True):
    """A session began, by a code or by a passkey; `unknown_device` where the account had others, and never this one."""

    attempt: str
    account: str
    address: str
    session: str
    generation: int
    device: str
    device_words: Device
    unknown_device: bool
    signed_in_ms: int
    expires_ms: int
    passkey: str = ""


class PasskeyAdded(Event, frozen=True):
    """A passkey opens the account from now on; its public key is no secret, its name is sealed."""

    account: str
    address: str
    passkey: str
    credential: str
    public_key: str
    sign_count: int
    name: str
    challenge: Challenge
    added_ms: int


class PasskeyUsed(Event, frozen=True):
    """Its challenge is spent, and so often was it used by its own count."""

    passkey: str
    account: str
    sign_count: int
    challenge: Challenge
    used_ms: int


class PasskeyDoubted(Event, frozen=True):
    """Its own count has not risen: there may be a copy of it, and it opened nothing."""

    passkey: str
    account: str
    address: str
    name: str
    sign_count: int
    challenge: Challenge
    doubted_ms: int


class PasskeyRemoved(Event, frozen=True):
    """It opens nothing any more."""

    passkey: str
    account: str
    address: str
    name: str
    removed_ms: int


class SessionEnded(Event, frozen=True):
    """One session is over."""

    session: str
    account: str
    ended_ms: int


class DetailsSaved(Event, frozen=True):
    """Name, telephone or address are others."""

    account: str
    address: str
    sealed: str
    moved: bool
    saved_ms: int


class AddressMoved(Event, frozen=True):
    """The account has another address; the one before may take it back until `undone_until_ms`."""

    attempt: str
    account: str
    before: str
    address: str
    moved_ms: int
    undone_until_ms: int


class AddressRestored(Event, frozen=True):
    """The account has the address again that it had before the move of `moved_ms`, and any later one."""

    account: str
    address: str
    moved_ms: int
    undone_ms: int


class BirthdaySaved(Event, frozen=True):
    """The holder gave a day and a month, sealed; or took them away, where it is ""."""

    account: str
    sealed: str
    saved_ms: int


class ConsentSet(Event, frozen=True):
    """A yes or no to marketing, in answer to these words."""

    account: str
    marketing: bool
    wording: str
    set_ms: int


class ValueFrozen(Event, frozen=True, omit_defaults=True):
    """ "This was not me": sessions of older generations are void, and value stays; `by` is the holder or a colleague's account."""

    account: str
    address: str
    generation: int
    frozen_ms: int
    by: str = "holder"


class ValueThawed(Event, frozen=True, omit_defaults=True):
    """Value may be spent again; `by` is the holder or a colleague's account."""

    account: str
    by: str
    thawed_ms: int
    proof: Proof = ""


class ChargeRecorded(Event, frozen=True):
    """A store took this from the holder's card, or, where it is less than nothing, gave it back there."""

    charge: str
    account: str
    source: str
    store: str
    amount_pence: int
    scheme: str
    last_four: str
    at_ms: int


class ChargeDeclined(Event, frozen=True):
    """It never shows on a statement."""

    charge: str


class ChargeForgotten(Event, frozen=True):
    """Nobody sees it any more."""

    charge: str


class AccountForgotten(Event, frozen=True):
    """Nothing of it is left here."""

    account: str
    forgotten_ms: int


class ChallengeForgotten(Event, frozen=True):
    """It was over."""

    challenge: str


class AttemptForgotten(Event, frozen=True):
    """It was over."""

    attempt: str


RAISE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}
