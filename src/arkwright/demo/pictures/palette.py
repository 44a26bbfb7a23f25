"""The colours of the demo range, and the tones that a drawing needs of each."""

from __future__ import annotations

from dataclasses import dataclass

COLOURS: dict[str, str] = {
    "navy": "#2f4468",
    "blue": "#4f7cac",
    "sky": "#9cc3dd",
    "teal": "#2f7f86",
    "aqua": "#7fbfb9",
    "sage": "#93a88a",
    "green": "#4f8a5b",
    "forest": "#2f5d4a",
    "olive": "#7c7a45",
    "mustard": "#d9a53a",
    "yellow": "#f0cb5b",
    "orange": "#de8544",
    "rust": "#b5573a",
    "red": "#c1443f",
    "burgundy": "#7d2e3f",
    "pink": "#e0a0ab",
    "rose": "#cf7a86",
    "coral": "#e58a74",
    "blush": "#eccbc4",
    "lilac": "#b5a3cf",
    "purple": "#7a5c9c",
    "plum": "#6d4566",
    "white": "#fbf8f2",
    "cream": "#f0e3c8",
    "oatmeal": "#dccfb8",
    "stone": "#c4b8a5",
    "camel": "#c39a68",
    "tan": "#b07c4a",
    "oak": "#c99f6a",
    "walnut": "#7a5639",
    "brown": "#7b5238",
    "chocolate": "#543829",
    "terracotta": "#c26a4a",
    "grey": "#9a9a98",
    "charcoal": "#4b4d52",
    "black": "#2e2d30",
    "silver": "#c3c8cc",
    "gold": "#cda349",
    "copper": "#b9704a",
    "glass": "#b7d0d6",
}
# One background a department, so that a page of one category has one air.
TINTS: dict[str, str] = {
    "women": "#eadcd8",
    "men": "#d9dee3",
    "children": "#f1e6c8",
    "shoes": "#e5dccb",
    "beauty": "#efdde0",
    "home": "#dfe3d8",
    "kitchen": "#d8e4e4",
    "electricals": "#dcdfe8",
    "food": "#efe3cf",
    "books": "#e4dce6",
    "toys": "#d9e8ee",
    "garden": "#dce8d2",
}
INK = "#2b2430"
PAPER = "#fffaf1"
LEAF = "#5f8f5a"
LEAF_DARK = "#46734a"
WOOD = "#c99f6a"
WOOD_DARK = "#a67c4b"
METAL = "#c3c8cc"
METAL_DARK = "#9aa1a8"


@dataclass(frozen=True)
class Paint:
    """What a drawing is coloured with.

    `main` and `second` are chosen by the picture text, `patterned` says that it named a second colour; `dark`, `light` and
    `line` (folds, seams, buttons: always visible on `main`) follow from `main`; `seed` picks between small variations and is the
    same for the same kind and title.
    """

    main: str
    second: str
    dark: str
    light: str
    line: str
    patterned: bool
    seed: int


def paint(main: str, second: str | None, seed: int) -> Paint:
    """The tones of a colour by name; a missing second colour is a paper white, or a soft brown upon pale things."""
    colour = COLOURS[main]
    pale = _lightness(colour) > 0.8
    other = COLOURS[second] if second else (COLOURS["stone"] if pale else PAPER)
    dark = mixed(colour, INK, 0.13 if pale else 0.24)
    light = mixed(colour, "#ffffff", 0.24)
    line = mixed(colour, "#ffffff", 0.26) if _lightness(colour) < 0.3 else mixed(colour, INK, 0.3)
    return Paint(main=colour, second=other, dark=dark, light=light, line=line, patterned=second is not None, seed=seed)


def mixed(one: str, other: str, share: float) -> str:
    """The colour `share` of the way from one to the other."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _lightness(colour: str) -> float:
    red, green, blue = _channels(colour)
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255
