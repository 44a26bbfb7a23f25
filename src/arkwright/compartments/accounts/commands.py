"""What may be asked of accounts. Whoever is signed in is named by the digest of their session's token, never by an account's id."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import Struct

from arkwright.kit.messages import Command, DuringPause
from arkwright.kit.scope import Scope

ADDRESS_CONTEXT = "accounts.address"  # what the vault seals the address and the details for
DETAILS_CONTEXT = "accounts.details"
BIRTHDAY_CONTEXT = "accounts.birthday"
PASSKEY_CONTEXT = "accounts.passkey"  # what names of passkeys are sealed for
CODE_LASTS_MS = 10 * 60 * 1000
MOST_TRIES = 5  # of one code
UNDONE_WITHIN_MS = 14 * 24 * 60 * 60 * 1000  # how long the former address takes an account back
CHALLENGE_LASTS_MS = 10 * 60 * 1000
RECENT_MS = 15 * 60 * 1000  # how long after signing in the ways into an account may be changed
SESSION_MS = 30 * 24 * 60 * 60 * 1000
Proof = Literal["", "in-store-with-photo-id", "called-back", "order-details"]  # how a caller was known; "" where nobody said
# Why no code is mailed, though the page says the same: the address is another account's, or it was one's until not long ago.
Instead = Literal["", "taken", "moved"]
Device = Literal[
    "a computer with Windows",
    "a Mac",
    "a computer with Linux",
    "an iPhone or iPad",
    "an Android phone or tablet",
    "a device we do not know",
]


class AccountCommand(Command, frozen=True):
    """By which channel."""

    channel: str
    capabilities: ClassVar[tuple[str, ...]] = ("accounts",)

    def scope(self) -> Scope:
        """The channel."""
        return Scope(channel=self.channel)


class BeginSignIn(AccountCommand, frozen=True):
    """Somebody asks for a code to this account's address, sealed; `proof` is the keyed SHA-256 (hex) of attempt and code."""

    attempt: str
    account: str
    address: str
    proof: str
    instead: Instead = ""


class EnterCode(AccountCommand, frozen=True):
    """Somebody typed a code. `session` is the SHA-256 (hex) of the token that their browser gets if it is right, `device` a digest.

    `replaced` is the session that the browser had, which ends if it is of the same account.
    """

    attempt: str
    proof: str
    session: str
    device: str
    device_words: Device
    replaced: str = ""


class Challenge(Struct, frozen=True, kw_only=True):
    """What a passkey has signed, by its SHA-256 (hex), and until when it may; good once."""

    digest: str
    until_ms: int


class UsePasskey(AccountCommand, frozen=True):
    """A passkey answered, and the caller has checked its signature. `sign_count` is its own count; the rest as for a code."""

    passkey: str
    challenge: Challenge
    sign_count: int
    session: str
    device: str
    device_words: Device
    replaced: str = ""


class SessionCommand(AccountCommand, frozen=True):
    """Asked by whoever is signed in: `by` is the digest of their session's token."""

    by: str


class SaveDetails(SessionCommand, frozen=True):
    """Name, telephone and address, sealed under the account's key; another address is told by mail."""

    sealed: str
    moved: bool


class AddPasskey(SessionCommand, frozen=True):
    """Another way in, soon after signing in. `passkey` is the digest of `credential`; its key is no secret, its name is sealed."""

    passkey: str
    challenge: Challenge
    credential: str
    public_key: str
    sign_count: int
    name: str


class RemovePasskey(SessionCommand, frozen=True):
    """It opens nothing any more, and every session that it began is over."""

    passkey: str


class BeginMove(SessionCommand, frozen=True):
    """The account shall have this other address, sealed, once its mailbox has answered; soon after signing in."""

    attempt: str
    address: str
    proof: str
    instead: Instead = ""


class EnterMoveCode(SessionCommand, frozen=True):
    """The code that was mailed to the other address."""

    attempt: str
    proof: str


class SaveBirthday(SessionCommand, frozen=True):
    """Day and month of birth, sealed under the account's key; "" takes them away."""

    sealed: str


class SetConsent(SessionCommand, frozen=True):
    """A yes or no to marketing, with the words that were on the screen."""

    marketing: bool
    wording: str


class ThawValue(SessionCommand, frozen=True):
    """It is me: value may be spent again. Only by a code that was typed after the freeze."""


class EndSession(SessionCommand, frozen=True):
    """End one of one's own sessions, this one or another."""

    session: str
    during_pause: ClassVar[DuringPause] = "allow"


class ReportNotMe(AccountCommand, frozen=True):
    """This was not me: every session ends and value is frozen. The caller has checked a link of ours, or a session."""

    account: str
    during_pause: ClassVar[DuringPause] = "allow"


class UndoMove(AccountCommand, frozen=True):
    """It was not me who gave the account another address at `moved_ms`: back to the one before, and all that `ReportNotMe` does."""

    account: str
    moved_ms: int
    during_pause: ClassVar[DuringPause] = "allow"


class FreezeForCaller(Command, frozen=True):
    """A colleague heard that something was not the holder: every session ends and value is frozen."""

    account: str
    by: str


class RecordCharge(Command, frozen=True):
    """A store took this from the holder's card, or gave it back there: less than nothing (a reaction). Never a card number."""

    charge: str
    account: str
    source: str
    store: str
    amount_pence: int
    scheme: str
    last_four: str
    at_ms: int


class RecordChargeDeclined(Command, frozen=True):
    """The card's bank said no afterwards: the charge never shows (a reaction)."""

    charge: str


class ForgetCharge(Command, frozen=True):
    """Its account is gone, or it is older than anybody looks for (a reaction, and the sweep)."""

    charge: str


class ThawForCaller(Command, frozen=True):
    """A colleague has made sure who it is, and says how: value may be spent again."""

    account: str
    by: str
    proof: Proof = ""


class ForgetAccount(Command, frozen=True):
    """The person was erased (a reaction)."""

    account: str


class ForgetSession(Command, frozen=True):
    """The session is over (the sweep)."""

    session: str


class ForgetChallenge(Command, frozen=True):
    """It could not be used again anyway (the sweep)."""

    challenge: str


class ForgetAttempt(Command, frozen=True):
    """The attempt is over (the sweep)."""

    attempt: str
