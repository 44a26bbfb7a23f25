"""The noes of notices, each a sentence for the person who asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arkwright.kit.refusal import Conflict, Invalid, NotFound


@dataclass
class CheckCodeIsWrong(Invalid):
    """Not a code that can be checked."""

    sentence: ClassVar[str] = "A check code has 8 to 12 capital letters and digits, the last of which is its check character."
    field: ClassVar[str | None] = "code"


@dataclass
class TextIsNotSealed(Invalid):
    """Something that is not sealed would lie open in the journal for ever."""

    input: str
    sentence: ClassVar[str] = "The {input} must be sealed under the person's key before it is kept."
    field: ClassVar[str | None] = "address"


@dataclass
class AddressDigestIsWrong(Invalid):
    """Not a keyed digest."""

    sentence: ClassVar[str] = "The digest of an address has 64 hexadecimal characters (0-9, a-f)."
    field: ClassVar[str | None] = "address_digest"


@dataclass
class NotSomethingToWaitFor(Invalid):
    """Not a capability or a channel by its form."""

    input: str
    sentence: ClassVar[str] = "A {input} has 1 to 40 lower-case letters, digits and dashes."
    field: ClassVar[str | None] = "capability"


@dataclass
class MessageExists(Conflict):
    """The message id is taken."""

    message: str
    sentence: ClassVar[str] = "The message {message} exists already, with another content. Use a new id."
    field: ClassVar[str | None] = "message"


@dataclass
class CodeIsTaken(Conflict):
    """Two messages with one code could not be told apart."""

    code: str
    sentence: ClassVar[str] = "The check code {code} belongs to another message. Draw a new one."
    field: ClassVar[str | None] = "code"


@dataclass
class NoSuchMessage(NotFound):
    """Not known here."""

    message: str
    sentence: ClassVar[str] = "We do not know the message {message}. Check the id."
    field: ClassVar[str | None] = "message"


@dataclass
class WaiterExists(Conflict):
    """The waiter id is taken."""

    waiter: str
    sentence: ClassVar[str] = "The id {waiter} is taken. Use a new one."
    field: ClassVar[str | None] = "waiter"


@dataclass
class NoSuchWaiter(NotFound):
    """Not known here, or forgotten."""

    waiter: str
    sentence: ClassVar[str] = "Nobody waits under the id {waiter}. There is nothing to send."
    field: ClassVar[str | None] = "waiter"
