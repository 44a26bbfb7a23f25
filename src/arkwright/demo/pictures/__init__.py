"""Pictures of the demo range, drawn by code: one calm flat style, no file, no photograph, no licence to clear."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from html import escape

from arkwright.demo.pictures import (
    bags,
    bath,
    beauty,
    bedroom,
    books,
    bottoms,
    cooking,
    crockery,
    food,
    furniture,
    gadgets,
    garden,
    larder,
    machines,
    patio,
    shoes,
    tops,
    toys,
)
from arkwright.demo.pictures.palette import COLOURS, TINTS, Paint, mixed, paint

_ROOMS = (
    tops,
    bottoms,
    shoes,
    bags,
    beauty,
    bath,
    bedroom,
    furniture,
    crockery,
    cooking,
    machines,
    gadgets,
    food,
    larder,
    books,
    toys,
    garden,
    patio,
)
KINDS: dict[str, Callable[[Paint], str]] = {kind: drawing for room in _ROOMS for kind, drawing in room.KINDS.items()}
_PICTURE = re.compile(r"([a-z-]+):([a-z]+)(?::([a-z]+))?(?:@([a-z]+))?")
_PLAIN_TINT = "#e6e1da"


def draw(picture: str, title: str) -> str:
    """The SVG of a picture text such as `mug:blue`, `tee:white:navy` or `tee:white:navy@women`; the same for ever for the same input.

    The text is kind, colour, second colour if any, and department for the background if any; the title is what a screen
    reader says, best the product's name, since it also picks the backdrop: then all colours of a product have the same one.
    ValueError for another text, naming what is wrong with it.
    """
    kind, main, second, tint = parsed(picture)
    seed = zlib.crc32(f"{kind} {title}".encode())
    name = escape(title, quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600" role="img" aria-label="{name}"><title>{name}</title>'
        f"{_backdrop(TINTS.get(tint or '', _PLAIN_TINT), seed)}{KINDS[kind](paint(main, second, seed >> 4))}</svg>"
    )


def parsed(picture: str) -> tuple[str, str, str | None, str | None]:
    """Kind, colour, second colour and department of a picture text; ValueError if one of them is unknown."""
    match = _PICTURE.fullmatch(picture)
    if match is None:
        raise ValueError(f"a picture is written kind:colour, kind:colour:colour or kind:colour@department, not {picture!r}")
    kind, main, second, tint = match.groups()
    for value, known, what in ((kind, KINDS, "kind"), (main, COLOURS, "colour"), (second, COLOURS, "colour"), (tint, TINTS, "department")):
        if value is not None and value not in known:
            raise ValueError(f"there is no {what} {value!r}; there are {', '.join(sorted(known))}")
    return kind, main, second, tint


def _backdrop(tint: str, seed: int) -> str:
    pale = mixed(tint, "#ffffff", 0.42)
    shape = (
        f'<circle cx="300" cy="300" r="236" fill="{pale}"/>',
        f'<path d="M96 600V296a204 204 0 0 1 408 0V600Z" fill="{pale}"/>',
        f'<path d="M0 400Q150 330 300 380T600 350V600H0Z" fill="{pale}"/>',
        f'<rect x="72" y="72" width="456" height="456" rx="96" fill="{pale}"/>',
    )[seed % 4]
    return f'<rect width="600" height="600" fill="{tint}"/>{shape}'
