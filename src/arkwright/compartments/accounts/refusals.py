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
    """Value stays frozen, and passkeys rest, until the mailbox has answered once more."""

    sentence: ClassVar[str] = "Sign out, sign in again by a code that we email to you, and then confirm here that it is you."


@dataclass
class ProveYourselfFirst(Forbidden):
    """The session is too old for changing the ways into the account."""

    sentence: ClassVar[str] = "Show us first that it is you: ask for a code on this page and type it."


@dataclass
class PasskeyDoesNotOpen(Forbidden):
    """Unknown, removed, doubted, or its question was over or answered before: the same words for all."""

    sentence: ClassVar[str] = "That passkey did not open your account. Try it again, or use a code that we email to you."


@dataclass
class PasskeysRest(Forbidden):
    """After "this was not me" until the holder says by a code that it is them."""

    sentence: ClassVar[str] = "Passkeys do not open this account just now. Sign in by a code that we email to you."


@dataclass
class PasskeyQuestionIsOver(Conflict):
    """Too old, or answered before."""

    sentence: ClassVar[str] = "That took too long, or was sent twice. Add the passkey once more."


@dataclass
class PasskeyIsThereAlready(Conflict):
    """Of this account or of another."""

    sentence: ClassVar[str] = "This passkey was added before. Use another device, or remove it here first."


@dataclass
class TooManyPasskeys(Conflict):
    """A person has a handful."""

    most: int
    sentence: ClassVar[str] = "An account has at most {most} passkeys. Remove one that you do not use."


@dataclass
class NoSuchPasskey(NotFound):
    """None of theirs."""

    sentence: ClassVar[str] = "We do not know this passkey of yours. It may have been removed already."


@dataclass
class ThatIsYourAddress(Conflict):
    """Nothing to change."""

    sentence: ClassVar[str] = "That is your address already. Type the other one."
    field: ClassVar[str | None] = "email"


@dataclass
class AddressMovedOften(Conflict):
    """So that nobody sends letters to half the world by it."""

    sentence: ClassVar[str] = "You have changed your address several times in a fortnight. Please talk to us to change it again."
    field: ClassVar[str | None] = "email"


@dataclass
class MoveIsOver(NotFound):
    """Unknown, undone before, or too long ago."""

    sentence: ClassVar[str] = "This change of address cannot be undone any more, or was undone already. Please talk to us."
