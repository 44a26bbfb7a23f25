"""The noes of staff, each a sentence for the person who asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arkwright.kit.refusal import Conflict, Forbidden, Invalid, NotFound


@dataclass
class AccountNameIsWrong(Invalid):
    """Not a name for an account."""

    sentence: ClassVar[str] = "An account name has 2 to 40 lower-case letters, digits, dots and dashes, and begins with a letter."
    field: ClassVar[str | None] = "account"


@dataclass
class RolesAreWrong(Invalid):
    """None, or not words."""

    sentence: ClassVar[str] = (
        "Give at least one role. Role names have lower-case letters and dashes. To take all away, suspend the account."
    )
    field: ClassVar[str | None] = "roles"


@dataclass
class PasswordIsNotSealed(Invalid):
    """A hash in clear would stand in the journal for ever."""

    sentence: ClassVar[str] = "The password must be hashed and sealed before it is kept."
    field: ClassVar[str | None] = "sealed_password"


@dataclass
class SessionIsWrong(Invalid):
    """Not a digest."""

    sentence: ClassVar[str] = "A session is given as the SHA-256 of its token: 64 hexadecimal characters (0-9, a-f)."
    field: ClassVar[str | None] = "session"


@dataclass
class AccountExists(Conflict):
    """The name is taken."""

    account: str
    sentence: ClassVar[str] = "There is already an account named {account}. Choose another name."
    field: ClassVar[str | None] = "account"


@dataclass
class NoSuchAccount(NotFound):
    """Not known here."""

    account: str
    sentence: ClassVar[str] = "There is no account named {account}. Check the name."
    field: ClassVar[str | None] = "account"


@dataclass
class NotYourOwnAccount(Forbidden):
    """Roles are given and taken by others, and nobody locks themselves out."""

    account: str
    sentence: ClassVar[str] = "You cannot do this to your own account. Ask another administrator."
    field: ClassVar[str | None] = "account"


@dataclass
class AccountIsSuspended(Forbidden):
    """Nobody comes in by this account."""

    account: str
    sentence: ClassVar[str] = "This account is suspended. Ask an administrator."
    field: ClassVar[str | None] = "account"


@dataclass
class AccountIsLocked(Forbidden):
    """Too many wrong passwords."""

    account: str
    minutes: int
    sentence: ClassVar[str] = "Too many wrong passwords. Wait {minutes} minutes, or ask an administrator to restore the account."
    field: ClassVar[str | None] = "account"


@dataclass
class SessionExists(Conflict):
    """Two sign-ins with one token."""

    sentence: ClassVar[str] = "This session is taken. Please sign in again."
    field: ClassVar[str | None] = "session"


@dataclass
class ColleagueNumberIsWrong(Invalid):
    """Not what a till's keys can type."""

    sentence: ClassVar[str] = "A colleague's number for tills has 2 to 20 lower-case letters, digits, dots and dashes."
    field: ClassVar[str | None] = "colleague"


@dataclass
class NoStoreIsNamed(Invalid):
    """Access to no till is no access."""

    sentence: ClassVar[str] = "Name at least one store, and 50 at most. To take all away, end the access."
    field: ClassVar[str | None] = "stores"


@dataclass
class BadgeIsNoDigest(Invalid):
    """A badge in clear would stand in the journal for ever."""

    sentence: ClassVar[str] = "A badge is kept as its SHA-256: 64 hexadecimal characters."
    field: ClassVar[str | None] = "badge"


@dataclass
class BadgeIsAnothers(Conflict):
    """One badge, one colleague."""

    sentence: ClassVar[str] = "This badge is another colleague's. Make a new one."
    field: ClassVar[str | None] = "badge"


@dataclass
class ColleagueWasErased(Conflict):
    """Their key is gone for ever."""

    colleague: str
    sentence: ClassVar[str] = "The number {colleague} was a colleague's whose name and PIN were erased for ever. Choose another number."
    field: ClassVar[str | None] = "colleague"


@dataclass
class NoTillAccess(NotFound):
    """Not known at any till."""

    colleague: str
    sentence: ClassVar[str] = "{colleague} signs on at no till. Check the number."
    field: ClassVar[str | None] = "colleague"
