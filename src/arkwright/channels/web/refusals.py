"""Errors become answers here and nowhere else: a status, and the same words as a page or as problem details (RFC 9457)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec
import structlog
from litestar import exceptions as litestar
from litestar.handlers import HTTPRouteHandler
from litestar.response import Response

from arkwright.channels.design.pages import iso_utc
from arkwright.channels.web import noes as no
from arkwright.channels.web.pages import render
from arkwright.channels.web.site import KIBIBYTE, AnyRequest, site_of, visit_of
from arkwright.kit import refusal as kinds
from arkwright.kit.provider import ProviderRefused, ProviderUnknown
from arkwright.kit.refusal import Refusal, Unknown
from arkwright.kit.switches import Switched

log = structlog.get_logger("arkwright.errors")

# The first that fits counts: special ones stand before their kinds. 500 is what is left.
STATUSES: tuple[tuple[type[Refusal], int, str], ...] = (
    (no.HostIsNotOurs, 421, "Not served here"),
    (no.JsonIsUnreadable, 400, "That could not be read"),
    (no.BodyIsTooLarge, 413, "Too much at once"),
    (no.HeadersAreTooLarge, 431, "Too much at once"),
    (no.MethodIsNotAllowed, 405, "That cannot be asked here"),
    (no.TooOften, 429, "Please wait a moment"),
    (no.SignInFirst, 401, "Sign in"),
    (no.TookTooLong, 503, "Not confirmed yet"),
    (Switched, 503, "Not at the moment"),
    (kinds.Busy, 503, "We are very busy"),
    (kinds.NotTaken, 503, "Not at the moment"),
    (kinds.Unknown, 503, "Not confirmed yet"),
    (kinds.Invalid, 422, "Please put this right"),
    (kinds.NotFound, 404, "We cannot find that"),
    (kinds.Conflict, 409, "That does not work just now"),
    (kinds.Forbidden, 403, "That is not possible from here"),
    (Refusal, 500, "Something went wrong"),
)
TRY_AGAIN_S = 1
MISSING = re.compile(r"missing required field `([^`]+)`")
WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class FieldProblem(msgspec.Struct, frozen=True):
    """One input at fault."""

    field: str
    detail: str


class ProblemDetails(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """RFC 9457 with our members: the `field` at fault, what a switch says, and `errors` where several fields are wrong."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    field: str | None = None
    errors: tuple[FieldProblem, ...] = ()
    capability: str | None = None
    mode: str | None = None
    say: str | None = None
    since: str | None = None
    review: str | None = None
    fallback: str | None = None
    allowed: str | None = None


def answer(request: AnyRequest, error: Exception) -> Response[Any]:
    """The answer to any exception; what is no refusal is logged and answered as our fault, without a word of the exception."""
    refusal = understood(request, error)
    visit_of(request).refusal = type(refusal).__name__
    status, heading = status_of(refusal)
    headers = {name: value for name, value in (getattr(error, "headers", None) or {}).items() if name.lower() == "allow"}
    wait_s = retry_after_s(refusal)
    if wait_s is not None:
        headers["retry-after"] = str(wait_s)
    if site_of(request).for_machines(request.url.path):
        return as_problem(request, refusal, status, heading, headers)
    try:
        return as_page(request, refusal, status, heading, headers)
    except Exception as broken:  # noqa: BLE001  the frame may need what has just failed; words must still come
        tell(request, broken)
        return Response(f"{heading}\n\n{refusal}\n", status_code=status, media_type="text/plain", headers=headers)


def understood(request: AnyRequest, error: Exception) -> Refusal:
    """The refusal that an exception comes to."""
    match error:
        case Refusal():
            return error
        case litestar.ValidationException() | litestar.ClientException() | litestar.HTTPException():
            return from_litestar(request, error)
        case ProviderUnknown():
            return Unknown()
        case ProviderRefused():
            tell(request, error)
            return no.CardCompanyRefused()
        case TimeoutError():
            return no.TookTooLong()
    tell(request, error)
    return no.OurFault(visit_of(request).request_id)


def from_litestar(request: AnyRequest, error: litestar.HTTPException) -> Refusal:
    """What the framework found before a handler of ours ran."""
    match error.status_code:
        case 404:
            return no.NoSuchPage()
        case 405:
            return no.MethodIsNotAllowed()
        case 413:
            handler = request.scope.get("route_handler")
            most = handler.resolve_request_max_body_size() if isinstance(handler, HTTPRouteHandler) else None
            return no.BodyIsTooLarge((most or site_of(request).body_limit_bytes) // KIBIBYTE)
        case 401:
            return no.SignInFirst()
        case 403:
            return no.NotAllowed()
        case status if status < 500:
            found = error.extra if isinstance(error.extra, list) else []
            problems = tuple(at_fault(each) for each in found if isinstance(each, dict))
            return no.InputIsWrong(problems) if problems or isinstance(error, litestar.ValidationException) else no.JsonIsUnreadable()
    tell(request, error)
    return no.OurFault(visit_of(request).request_id)


def at_fault(found: Mapping[str, object]) -> tuple[str, str]:
    """The field at fault and what is wrong with it; "data" is the framework's name for the whole body."""
    key, message = str(found.get("key", "")), str(found.get("message", ""))
    missing = MISSING.search(message)
    if key == "data":
        key = missing[1] if missing else ""
    return key, sentence(message)


def sentence(message: str) -> str:
    """The framework's message without its path, as a sentence."""
    plain = message.split(" - at `")[0].strip()
    return plain if plain.endswith(".") else f"{plain}."


def status_of(refusal: Refusal) -> tuple[int, str]:
    """The HTTP status and the heading of a refusal."""
    return next((status, heading) for kind, status, heading in STATUSES if isinstance(refusal, kind))


def retry_after_s(refusal: Refusal) -> int | None:
    """For Retry-After, where trying again helps."""
    match refusal:
        case no.TooOften(wait_s=wait_s):
            return wait_s
        case kinds.NotTaken():
            return refusal.retry_after_s
        case kinds.Unknown() | no.TookTooLong():
            return TRY_AGAIN_S
    return None


def name_of(refusal: Refusal) -> str:
    """'Sold out' for SoldOut."""
    return WORD.sub(" ", type(refusal).__name__).lower().capitalize()


def as_problem(request: AnyRequest, refusal: Refusal, status: int, heading: str, headers: Mapping[str, str]) -> Response[Any]:
    """application/problem+json."""
    name = name_of(refusal)
    problems = refusal.problems if isinstance(refusal, no.InputIsWrong) else ()
    details = ProblemDetails(
        type=f"/problems/{name.lower().replace(' ', '-')}",
        title=name if status != 500 else heading,
        status=status,
        detail=str(refusal),
        instance=f"urn:request:{visit_of(request).request_id}",
        field=problems[0][0] or None if problems else refusal.field,
        errors=tuple(FieldProblem(field, detail) for field, detail in problems),
        **switch_members(refusal),
    )
    body = msgspec.json.encode(details)
    return Response(body, status_code=status, media_type="application/problem+json", headers=dict(headers))


def switch_members(refusal: Refusal) -> dict[str, str | None]:
    """What a switch says, for a program to show."""
    if not isinstance(refusal, Switched):
        return {}
    return {
        "capability": refusal.capability,
        "mode": refusal.mode,
        "say": refusal.say,
        "since": iso_utc(refusal.since_ms),
        "review": None if refusal.review_ms is None else iso_utc(refusal.review_ms),
        "fallback": refusal.fallback or None,
        "allowed": getattr(refusal, "allowed", None),
    }


def as_page(request: AnyRequest, refusal: Refusal, status: int, heading: str, headers: dict[str, str]) -> Response[Any]:
    """The role's page with the sentence, and what works instead."""
    site = site_of(request)
    switched = refusal if isinstance(refusal, Switched) else None
    return render(
        request,
        "refusal.html",
        status=status,
        headers=headers,
        base=site.base,
        face_of_shop=site.base == "base.html",
        heading=heading,
        sentence=str(refusal),
        fallback=switched.fallback if switched else "",
        since_ms=switched.since_ms if switched else None,
        review_ms=switched.review_ms if switched else None,
        request_id=visit_of(request).request_id,
    )


def tell(request: AnyRequest, error: Exception) -> None:
    """Into the log for an operator: what and where; not the message, which may hold what a person typed."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rpartition('/arkwright/')[2]}:{trace.tb_lineno} {code.co_qualname}")
        trace = trace.tb_next
    route = request.scope.get("path_template") or "unmatched"
    log.error("failed", error=type(error).__name__, at=frames[-8:], route=route, request_id=visit_of(request).request_id)
