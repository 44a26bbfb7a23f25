"""Cursors: where a list goes on, opaque to the client and good for that list alone."""

from __future__ import annotations

import base64
import binascii

import msgspec

from arkwright.channels.app_api.refusals import CursorIsWrong


class Place(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The list, told by what it was asked for, and the id after which it goes on."""

    category: str
    text: str
    after: str


def written(place: Place) -> str:
    """The cursor in letters that need no escaping in an address."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def after(cursor: str | None, category: str, text: str) -> str:
    """The id after which to go on, "" to begin; `CursorIsWrong` for one that is not of this list."""
    if cursor is None:
        return ""
    try:
        place = msgspec.json.decode(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True), type=Place)
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise CursorIsWrong() from error
    if (place.category, place.text) != (category, text):
        raise CursorIsWrong()
    return place.after
