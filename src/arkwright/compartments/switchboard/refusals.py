"""The noes of the switchboard, each a sentence for the person at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arkwright.kit.refusal import Conflict, Forbidden, Invalid, NotFound


@dataclass
class NoSuchCapability(Invalid):
    """Not one that can be switched."""

    capability: str
    allowed: str
    sentence: ClassVar[str] = "There is no capability {capability}. Choose one of: {allowed}."
    field: ClassVar[str | None] = "capability"


@dataclass
class PlaceIsWrong(Invalid):
    """A part of the place cannot be."""

    part: str
    allowed: str
    sentence: ClassVar[str] = "The {part} is wrong. It is {allowed}."
    field: ClassVar[str | None] = "place"


@dataclass
class LimitsAreWrong(Invalid):
    """A limit cannot be, or does not go with the mode."""

    limit: str
    allowed: str
    sentence: ClassVar[str] = "The limit on {limit} is wrong. {allowed}."
    field: ClassVar[str | None] = "limits"


@dataclass
class InFlightIsWrong(Invalid):
    """The rule for what has begun does not go with the mode."""

    allowed: str
    sentence: ClassVar[str] = "The rule for work in flight is wrong. {allowed}."
    field: ClassVar[str | None] = "in_flight"


@dataclass
class SayIsWrong(Invalid):
    """Too short, too long, or not plain text."""

    shortest: int
    longest: int
    sentence: ClassVar[str] = "Write one sentence for customers, in {shortest} to {longest} characters of plain text without < or >."
    field: ClassVar[str | None] = "say"


@dataclass
class FallbackIsWrong(Invalid):
    """Too long, or not plain text."""

    longest: int
    sentence: ClassVar[str] = "Say what works instead in at most {longest} characters of plain text without < or >, or leave it out."
    field: ClassVar[str | None] = "fallback"


@dataclass
class ReasonIsWrong(Invalid):
    """Too short or too long."""

    shortest: int
    longest: int
    sentence: ClassVar[str] = "Give the reason, for colleagues only, in {shortest} to {longest} characters."
    field: ClassVar[str | None] = "reason"


@dataclass
class ReviewIsWrong(Invalid):
    """Not in the time to come, or too far."""

    earliest: str
    latest: str
    sentence: ClassVar[str] = "Choose when to look at this again: after {earliest}, and not after {latest}."
    field: ClassVar[str | None] = "review_ms"


@dataclass
class NameIsWrong(Invalid):
    """An account, node or proposal without a usable name."""

    what: str
    longest: int
    sentence: ClassVar[str] = "The {what} is missing or wrong. It has 1 to {longest} characters and no space at its ends."


@dataclass
class NumberIsWrong(Invalid):
    """A version, generation or time outside of what can be."""

    what: str
    smallest: int
    largest: int
    sentence: ClassVar[str] = "The {what} is wrong. It is a whole number from {smallest} to {largest}."


@dataclass
class ThatWouldReopen(Forbidden):
    """It lets more through than what stands, and one person alone may not."""

    switch: str
    mode: str
    sentence: ClassVar[str] = (
        "{switch} is {mode}, and this would let more through. Propose a restart instead: a second person has to approve it."
    )
    field: ClassVar[str | None] = "mode"


@dataclass
class NothingToRestart(Conflict):
    """It would let no more through than what stands."""

    switch: str
    mode: str
    sentence: ClassVar[str] = "{switch} is {mode}, and this would let no more through. It is no restart: set it directly."
    field: ClassVar[str | None] = "mode"


@dataclass
class NoSuchProposal(NotFound):
    """Not known here."""

    proposal: str
    sentence: ClassVar[str] = "There is no proposal {proposal}. Look at the list of proposals that are waiting."
    field: ClassVar[str | None] = "proposal"


@dataclass
class ProposalExists(Conflict):
    """The id is taken."""

    proposal: str
    sentence: ClassVar[str] = "There is a proposal {proposal} already. Give the new one an id of its own."
    field: ClassVar[str | None] = "proposal"


@dataclass
class ProposalIs(Conflict):
    """It is no longer waiting."""

    proposal: str
    status: str
    sentence: ClassVar[str] = "This proposal is {status} and can no longer be changed. Make a new one if it is still wanted."
    field: ClassVar[str | None] = "proposal"


@dataclass
class ProposalIsNotOver(Conflict):
    """Its time has not come."""

    until: str
    sentence: ClassVar[str] = "This proposal may be approved until {until}. Withdraw it if it shall end before."
    field: ClassVar[str | None] = "proposal"


@dataclass
class ApprovedByTheSamePerson(Forbidden):
    """Who proposes does not approve."""

    sentence: ClassVar[str] = "You proposed this restart yourself. Ask a second person to approve it."
    field: ClassVar[str | None] = "by"


@dataclass
class SwitchChangedSince(Conflict):
    """The proposal was about another state of things."""

    switch: str
    mode: str
    sentence: ClassVar[str] = "{switch} has changed since this restart was proposed: it is {mode} now. Look at it and propose again."
    field: ClassVar[str | None] = "proposal"


@dataclass
class GenerationWentBack(Conflict):
    """An older desk key than the one in use."""

    generation: int
    current: int
    sentence: ClassVar[str] = "The desk key of generation {generation} was replaced: generation {current} is in use. Use the newest key."
    field: ClassVar[str | None] = "generation"
