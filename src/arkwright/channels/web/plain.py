"""Text that can be kept and shown: no NUL, no control characters, no halves of characters, nothing endless; asked of whatever comes in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

import msgspec
from litestar.datastructures import UploadFile

from arkwright.channels.web.noes import InputIsWrong
from arkwright.channels.web.site import AnyRequest

LONGEST = 20_000
DAMAGED = "\ufffd"  # what a decoder puts where bytes were no text (Unicode, 23.8)
BREAKS = frozenset("\n\r\t")
NEVER = frozenset({"Cc", "Cs"})
LONGEST_NAME = 100

Found = Iterable[tuple[str, str]]


async def check_form(request: AnyRequest) -> None:
    """Refuses with `InputIsWrong`, by its name, the first field of a form that no database and no page can take."""
    try:
        sent = await request.form()
    except (UnicodeDecodeError, LookupError) as error:
        raise InputIsWrong((("", "The form is not UTF-8 text. Open the page again and send it from there."),)) from error
    check((name, value) for name, value in sent.multi_items() if not isinstance(value, UploadFile))


def check_address(request: AnyRequest) -> None:
    """The same for the path and what follows the question mark; a character that was damaged on its way is forgiven there."""
    found = [("address", request.scope["path"]), *request.query_params.multi_items()]
    check((name, str(value).replace(DAMAGED, "")) for name, value in found)


def check_body(body: object) -> None:
    """The same for everything in a body of JSON that has been read, where the fields have names as `lines[].sku`."""
    check(texts_in(body))


def check(found: Found) -> None:
    """Refuses the first (name, text) with something in it that cannot be kept and shown."""
    for name, text in found:
        wrong = wrong_with(name) or wrong_with(text)
        if wrong is not None:
            raise InputIsWrong(((shown(name), wrong),))


def wrong_with(text: str) -> str | None:
    """What is wrong with a text as a sentence that says what to do now; None for nothing."""
    if len(text) > LONGEST:
        return f"This is longer than {LONGEST:,} characters. Make it shorter."
    if text.isascii() and text.isprintable():
        return None
    if any(each == DAMAGED or (unicodedata.category(each) in NEVER and each not in BREAKS) for each in text):
        return "This holds control characters or damaged characters. Type it again without control characters."
    return None


def texts_in(value: object, at: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a value of JSON or a struct, with the name of its field."""
    match value:
        case str():
            yield at or "body", value
        case msgspec.Struct():
            for name in value.__struct_fields__:
                yield from texts_in(getattr(value, name), f"{at}.{name}" if at else name)
        case dict():
            for name, each in value.items():
                yield from texts_in(str(name), at)
                yield from texts_in(each, f"{at}.{name}" if at else str(name))
        case list() | tuple() | frozenset():
            for each in value:
                yield from texts_in(each, f"{at}[]")


def shown(name: str) -> str:
    """A field's name as it can be said again."""
    return "".join(each if each.isprintable() else "?" for each in name)[:LONGEST_NAME]
