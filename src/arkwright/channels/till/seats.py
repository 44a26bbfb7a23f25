"""Which colleague a request comes from: the till's cookie, held against who is signed on there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from litestar.datastructures import Cookie

from arkwright.channels.till import reading
from arkwright.channels.till.room import Room, Seat
from arkwright.channels.web.site import AnyRequest, site_of
from arkwright.channels.web.tokens import cookie
from arkwright.kit.refusal import Forbidden, NotFound

PATH = re.compile(r"/till/([A-Za-z0-9]{1,4})(?:/|$)")
SHIFT_S = 16 * 60 * 60


@dataclass
class NoTillOfThatName(NotFound):
    """The store has no till of this name."""

    till: str
    sentence: ClassVar[str] = "This store has no till {till}. Go to the first page and choose one."


@dataclass
class SignOnFirst(Forbidden):
    """Nobody is signed on in this browser, or somebody signed on elsewhere since."""

    till: str
    sentence: ClassVar[str] = "Sign on at till {till} first. Nothing is lost: what was scanned is still there."


async def seat_of(request: AnyRequest, room: Room, till: str) -> Seat | None:
    """Who sits at the till in this browser; None for nobody. Refuses with `NoTillOfThatName`."""
    row = await reading.till(room, till)
    if row is None:
        raise NoTillOfThatName(till)
    seat = room.seated(till, token_of(request, till))
    if seat is None or row.colleague != seat.colleague or row.locked:
        return None
    request.scope["state"]["visit"].account = seat.colleague
    request.scope["state"]["seat"] = seat
    return seat


async def must_sit(request: AnyRequest, room: Room, till: str) -> Seat:
    """As `seat_of`; refuses with `SignOnFirst`."""
    seat = await seat_of(request, room, till)
    if seat is None:
        raise SignOnFirst(till)
    return seat


def token_of(request: AnyRequest, till: str) -> str | None:
    """The token in the till's cookie."""
    return request.cookies.get(f"{site_of(request).cookie}-till-{till}")


def seated(request: AnyRequest, till: str, token: str) -> Cookie:
    """The cookie of whoever signed on at the till."""
    return cookie(site_of(request), token, max_age_s=SHIFT_S, suffix=f"-till-{till}")


def till_in(path: str) -> str:
    """The till that a page is about, by its address."""
    found = PATH.match(path)
    return found[1] if found else ""
