"""A page of a till, and what is shown again when something was refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from litestar.datastructures import Cookie
from litestar.response import Response

from arkwright.channels.design.pages import Problem
from arkwright.channels.till.line_words import line_words
from arkwright.channels.till.room import Room, Seat
from arkwright.channels.till.seats import till_in
from arkwright.channels.till.works import bar
from arkwright.channels.web.pages import render
from arkwright.channels.web.refusals import status_of
from arkwright.channels.web.site import AnyRequest, Frame, visit_of
from arkwright.kit.refusal import Refusal

Page = Response[Any]


def frame(room: Room) -> Frame:
    """What `till.html` wants on every page, also before anybody is signed on; from memory alone."""

    def of(request: AnyRequest) -> Mapping[str, object]:
        seat: Seat | None = request.scope["state"].get("seat")
        till = till_in(request.url.path) or till_in(f"/till/{request.query_params.get('till', '')}")
        return {
            "store_name": room.store_name or room.store,
            "till": till,
            "person": seat,
            "line": told_of_line(room),
            "bar": bar(room.works()),
        }

    return of


def told_of_line(room: Room) -> SimpleNamespace:
    """The line in words."""
    stands_out = room.line.cut_off_since_ms is not None or bool(room.line.problem)
    return SimpleNamespace(words=line_words(room.line, room.world.now_ms()), cut_off=stands_out)


def show(
    request: AnyRequest,
    template: str,
    *,
    refusal: Refusal | None = None,
    prefix: str = "",
    at: str = "",
    cookies: Sequence[Cookie] = (),
    **names: object,
) -> Page:
    """The page, with what was refused on it: at the field at fault (`prefix` stands before its name) where it is one of the page's.

    `at` names the field where the refusal names another than this page has.
    """
    problems: list[Problem] = []
    status = 200
    if refusal is not None:
        visit_of(request).refusal = type(refusal).__name__
        status, _ = status_of(refusal)
        problems = [Problem(at or (f"{prefix}{refusal.field}" if refusal.field else None), str(refusal))]
    shown: dict[str, Any] = {"problems": problems, "told": "", **names}
    return render(request, template, status=status, cookies=cookies, **shown)


def options(words: Mapping[Any, str]) -> list[SimpleNamespace]:
    """For a select."""
    return [SimpleNamespace(value=value, label=label) for value, label in words.items()]
