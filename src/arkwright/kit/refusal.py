"""Refusals: every no is a named sentence; it knows nothing of HTTP."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

import msgspec

KNOWN: dict[str, type[Refusal]] = {}


@dataclass
class Refusal(Exception):
    """A no that a person can act on.

    Subclasses are dataclasses named as sentences (`SoldOut`, `BasketIsEmpty`). `sentence` is a format string over the
    dataclass fields, in plain British English, and says what to do now. `field` names the input at fault, if one is.
    A subclass derives from one of the kinds below; `channels` alone turns kinds into HTTP statuses.
    """

    sentence: ClassVar[str] = "That cannot be done."
    field: ClassVar[str | None] = None

    def __init_subclass__(cls) -> None:
        """Remember the class by name, so that a stored refusal can be given again word for word."""
        clash = KNOWN.setdefault(cls.__name__, cls)
        if clash is not cls and clash.__module__ != cls.__module__:
            raise TypeError(f"two refusals are named {cls.__name__}: {clash.__module__} and {cls.__module__}")
        KNOWN[cls.__name__] = cls

    def __str__(self) -> str:
        return self.sentence.format(**asdict(self))


class Invalid(Refusal):
    """The input is wrong; the sentence says what is allowed."""


class NotFound(Refusal):
    """What was asked for is not here."""


class Conflict(Refusal):
    """The input is right, but the state of things says no."""


class Forbidden(Refusal):
    """Whoever asks may not do this."""


class NotTaken(Refusal):
    """Nothing was decided and nothing is stored: the same command may be sent again."""

    retry_after_s: ClassVar[int] = 5


@dataclass
class Busy(NotTaken):
    """The lane's queue is full."""

    sentence: ClassVar[str] = "We are very busy just now. Please try again in a moment; nothing has been lost."
    retry_after_s: ClassVar[int] = 1


@dataclass
class Unknown(Refusal):
    """It cannot be told yet whether the command took effect; sending it again with the same id is safe and tells."""

    sentence: ClassVar[str] = "We could not confirm that this was saved. Please try again: it will not be done twice."


@dataclass
class SameIdOtherContent(Conflict):
    """A command id was used before for something else."""

    command: str
    sentence: ClassVar[str] = "The id {command} was already used for a different request. Use a new id."
    field: ClassVar[str | None] = "id"


def to_json(refusal: Refusal) -> str:
    """The refusal as stored with the outcome of its command."""
    body = {"refusal": type(refusal).__name__, "fields": asdict(refusal)}
    return msgspec.json.encode(body, order="sorted").decode()


def from_json(text: str) -> Refusal:
    """The refusal stored by `to_json`; one whose class has since gone keeps its fields in a plain `Refusal`."""
    body: dict[str, Any] = msgspec.json.decode(text)
    cls = KNOWN.get(body["refusal"])
    if cls is None:
        return Refusal()
    return cls(**body["fields"])
