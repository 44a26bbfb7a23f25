"""What may be asked of customers."""

from __future__ import annotations

from typing import Literal

from arkwright.kit.messages import Command

Kind = Literal["guest", "staff", "member"]
# A closed list, so that nothing personal is typed into the journal. UK GDPR articles 17(1) and 5(1)(e).
ErasedBecause = Literal["asked-by-the-person", "no-longer-needed", "opened-by-mistake"]


class OpenGuest(Command, frozen=True):
    """Begin to hold data of a shopper without an account; asked again, it changes nothing."""

    person: str


class OpenColleague(Command, frozen=True):
    """Begin to hold data of someone who works here; asked again, it changes nothing."""

    person: str


class OpenMember(Command, frozen=True):
    """Begin to hold data of a shopper who asks for an account; asked again, it changes nothing."""

    person: str


class ErasePerson(Command, frozen=True):
    """Forget a person for ever; `by` is the account of the colleague, or the reaction, that asks."""

    person: str
    by: str
    why: ErasedBecause
