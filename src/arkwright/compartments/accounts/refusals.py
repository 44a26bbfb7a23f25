"""The noes of accounts, each a sentence for the person who asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arkwright.kit.refusal import Conflict, Forbidden, Invalid, NotFound


@dataclass
class AccountTextIsWrong(Invalid):
    """Not what the vault, or a digest, gives."""

    name: str
    sentence: ClassVar[str] = "The field {name} has not the form that we make. Reload the page and send it again."


@dataclass
class AskedForManyCodes(Conflict):
    """So that nobody fills another's mailbox."""

    sentence: ClassVar[str] = "We have just sent several codes to this address. Use the newest one, or ask again in ten minutes."
    field: ClassVar[str | None] = "email"


@dataclass
class SignInCodeIsWrong(Invalid):
    """Wrong, and not the last try."""

    left: int
    sentence: ClassVar[str] = "That is not the code. Look at the newest email from us and type it again; tries left: {left}."
    field: ClassVar[str | None] = "code"


@dataclass
class SignInCodeIsOver(Conflict):
    """Too old, used, unknown, or tried too often: the same words for all."""

    sentence: ClassVar[str] = "This code does not open any more. Ask for a new one."
    field: ClassVar[str | None] = "code"


@dataclass
class SessionIsOver(Forbidden):
    """Unknown, ended, expired, or void."""

    sentence: ClassVar[str] = "You are not signed in any more. Sign in again."


@dataclass
class NoSuchSignIn(NotFound):
    """No session of theirs."""

    sentence: ClassVar[str] = "We do not know this sign-in of yours. It may have ended already."


@dataclass
class NoSuchCustomer(NotFound):
    """No account."""

    sentence: ClassVar[str] = "There is no such account. It may have been deleted."


@dataclass
class CodeFirst(Forbidden):
    """Value stays frozen until the mailbox has answered once more."""

    sentence: ClassVar[str] = "Sign out, sign in again by a code that we email to you, and then confirm here that it is you."
