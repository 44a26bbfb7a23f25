"""The noes that the web itself knows: wrong host, stale form, too much, too often, no such page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arkwright.kit.refusal import Conflict, Forbidden, Invalid, NotFound, NotTaken, Refusal


@dataclass
class HostIsNotOurs(Invalid):
    """The request names a host that is not served here."""

    sentence: ClassVar[str] = "This address is not served here. Check the address."


@dataclass
class SentFromElsewhere(Forbidden):
    """A change sent by a page of another site, or by something that does not say where it comes from."""

    sentence: ClassVar[str] = "This was not sent from one of our pages, so nothing was changed. Open the page here and send it again."


@dataclass
class FormIsStale(Forbidden):
    """The form's token does not belong to this browser's session."""

    sentence: ClassVar[str] = (
        "This page was open for too long or cookies are switched off, so nothing was changed. Go back, reload the page and send it again."
    )
    field: ClassVar[str | None] = "form_token"


@dataclass
class FormIsMissing(Invalid):
    """A change without a form."""

    sentence: ClassVar[str] = "Send this as a form (application/x-www-form-urlencoded or multipart/form-data)."


@dataclass
class TooOften(NotTaken):
    """More requests than one client may make."""

    wait_s: int
    sentence: ClassVar[str] = "That was a lot of requests at once. Please wait {wait_s} seconds and try again."


@dataclass
class BodyIsTooLarge(Invalid):
    """More than is read."""

    most_kibibytes: int
    sentence: ClassVar[str] = "That is more than {most_kibibytes} KiB. Send less at once."


@dataclass
class HeadersAreTooLarge(Invalid):
    """More headers than any browser needs."""

    sentence: ClassVar[str] = "The request's headers are too large. Delete this site's cookies and try again."


@dataclass
class JsonIsUnreadable(Invalid):
    """Not JSON at all."""

    sentence: ClassVar[str] = "The request body is not well-formed JSON."


@dataclass
class InputIsWrong(Invalid):
    """One or more inputs are not what the interface describes; `problems` are (field, sentence)."""

    problems: tuple[tuple[str, str], ...]
    sentence: ClassVar[str] = "Some of what was sent cannot be used."

    def __str__(self) -> str:
        return " ".join(f"{field}: {sentence}" if field else sentence for field, sentence in self.problems) or self.sentence


@dataclass
class NoSuchPage(NotFound):
    """Nothing at this address."""

    sentence: ClassVar[str] = "There is no page at this address. Check the address, or start from the first page."


@dataclass
class MethodIsNotAllowed(Refusal):
    """There is something here, but not to be asked in this way."""

    sentence: ClassVar[str] = "This address does not take that kind of request."


@dataclass
class SignInFirst(Forbidden):
    """Nobody is signed in."""

    sentence: ClassVar[str] = "Please sign in first."


@dataclass
class NotAllowed(Forbidden):
    """Whoever is signed in may not do this."""

    sentence: ClassVar[str] = "You may not do this. Ask somebody who may, or sign in with another account."


@dataclass
class CardCompanyRefused(Conflict):
    """The card provider decided no before anything was paid."""

    sentence: ClassVar[str] = "Our card company could not take this. Nothing was charged. Please try again, or contact us."


@dataclass
class TookTooLong(Refusal):
    """No answer in time; whether it took effect cannot be told."""

    sentence: ClassVar[str] = "This took too long, so we cannot tell yet whether it was done. Please try again: it will not be done twice."


@dataclass
class OurFault(Refusal):
    """A bug, or something broken here; the number finds it in the log."""

    request_id: str
    sentence: ClassVar[str] = (
        "Something went wrong here, and it is not your fault. Please try again. If it stays, tell us this number: {request_id}"
    )
