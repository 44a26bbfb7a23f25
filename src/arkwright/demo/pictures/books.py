"""Books, paper and pens."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from arkwright.demo.pictures.palette import INK, PAPER, WOOD, Paint, mixed
from arkwright.demo.pictures.shapes import both, circle, ellipse, line, moved, path, rect, shadow, turned

Cover = Callable[[Paint], str]


def book(cover: Cover, p: Paint) -> str:
    """A hardback with a picture on its cover."""
    pages = path("M176 480H430L444 462V110L430 100Z", PAPER) + line("M436 116V466M441 114V464", "#d8cdbd", 2)
    words = rect(216, 132, 182, 16, 4, p.second) + rect(246, 160, 122, 10, 4, p.second) + rect(262, 446, 90, 10, 4, p.second)
    return shadow(300, 494) + pages + rect(156, 96, 276, 388, 8, p.main) + rect(156, 96, 26, 388, 6, p.dark) + cover(p) + words


def paperback(cover: Cover, p: Paint) -> str:
    """A slim paperback leaning, with a broad band."""
    front = (
        rect(166, 104, 272, 384, 4, p.main) + cover(p) + rect(166, 130, 272, 58, 0, p.second) + line("M206 152H398M236 170H368", p.main, 6)
    )
    return shadow(300, 496) + turned(-5, rect(174, 112, 272, 384, 4, PAPER) + front)


def picture_book(cover: Cover, p: Paint) -> str:
    """A square picture book."""
    grass = path("M110 440Q290 400 476 440V468Q476 478 466 478H120Q110 478 110 468Z", p.dark)
    board = rect(120, 122, 366, 364, 10, PAPER) + rect(110, 114, 366, 364, 10, p.main)
    return shadow(370, 492) + board + grass + moved(-14, 6, cover(p)) + rect(176, 148, 234, 22, 8, PAPER)


def cook_book(p: Paint) -> str:
    """A cookery book standing open."""
    half = path("M300 160Q210 120 104 156V452Q210 420 300 456Z", PAPER) + line("M136 330H262M136 356H250M136 382H262", "#c8bba8", 6)
    dish = circle(200, 244, 62, p.second) + circle(200, 244, 42, p.main) + circle(188, 236, 11, PAPER) + circle(214, 252, 9, PAPER)
    return (
        shadow(440, 478)
        + both(path("M300 176Q200 140 90 172V472Q200 440 300 476Z", p.main) + half)
        + dish
        + line("M340 196H460M340 226H440M340 256H460M340 286H430", "#c8bba8", 6)
        + line("M300 164V458", "#d8cdbd", 5)
    )


def notebook(p: Paint) -> str:
    """A notebook with an elastic band and a ribbon."""
    return (
        shadow(300, 500)
        + path("M232 476V520L244 508L256 520V476Z", p.second)
        + rect(166, 106, 280, 384, 16, PAPER)
        + rect(154, 98, 280, 384, 16, p.main)
        + rect(386, 98, 16, 384, 0, p.second)
        + rect(204, 170, 140, 70, 6, p.light)
        + line("M224 206H324", p.dark, 6)
    )


def diary(p: Paint) -> str:
    """A ring-bound diary or album."""
    rings = "".join(line(f"M146 {y}H190", INK, 8) for y in range(140, 470, 44))
    corner = path("M446 104V170L380 104Z", p.second)
    return (
        shadow(310, 494)
        + rect(168, 104, 278, 380, 14, p.main)
        + rings
        + corner
        + rect(236, 210, 150, 110, 8, PAPER)
        + line("M262 246H360M276 276H346", p.dark, 7)
    )


def pens(p: Paint) -> str:
    """Pens in a row."""

    def one(x: float, colour: str) -> str:
        return (
            rect(x, 150, 44, 230, 12, colour)
            + path(f"M{x} 376H{x + 44}L{x + 22} 460Z", PAPER)
            + path(f"M{x + 13} 424H{x + 31}L{x + 22} 460Z", colour)
            + rect(x + 34, 140, 10, 110, 5, mixed(colour, INK, 0.3))
        )

    return turned(16, one(170, p.main) + one(236, p.second) + one(302, p.dark) + one(368, p.light))


def pencils(p: Paint) -> str:
    """Colouring pencils in a tin."""
    colours = (p.main, "#d9a53a", "#4f8a5b", "#4f7cac", "#c1443f", p.second)
    each = "".join(
        path(f"M{152 + at * 50} 200L{175 + at * 50} 130L{198 + at * 50} 200V360H{152 + at * 50}Z", colour)
        + path(f"M{166 + at * 50} 157L{175 + at * 50} 130L{184 + at * 50} 157Z", colour)
        for at, colour in enumerate(colours)
    )
    points = "".join(path(f"M{152 + at * 50} 200L{166 + at * 50} 157H{184 + at * 50}L{198 + at * 50} 200Z", "#ecd3a6") for at in range(6))
    return (
        shadow(380)
        + each
        + points
        + rect(130, 300, 340, 176, 20, p.dark)
        + rect(180, 350, 240, 70, 8, PAPER)
        + line("M220 386H380", p.main, 9)
    )


def card(p: Paint) -> str:
    """A greetings card and its envelope."""
    envelope = path("M260 250H500V440H260Z", p.second) + path("M260 250L380 350L500 250", mixed(p.second, INK, 0.14))
    motif = (
        circle(236, 250, 54, p.main)
        + "".join(turned(angle, ellipse(236, 190, 15, 28, p.second), 236, 250) for angle in range(0, 360, 60))
        + circle(236, 250, 19, PAPER)
    )
    return (
        shadow(400, 484)
        + envelope
        + turned(
            -4,
            rect(112, 120, 250, 356, 6, PAPER)
            + motif
            + line("M236 316V420", "#46734a", 7)
            + line("M236 390Q270 380 276 350", "#46734a", 7),
            236,
            300,
        )
    )


def wrap(p: Paint) -> str:
    """Rolls of wrapping paper."""

    def one(x: float, colour: str, dots: str) -> str:
        spots = "".join(circle(x + 20 + 34 * (y // 40 % 2), y, 8, dots) for y in range(160, 460, 40))
        return (
            rect(x, 120, 74, 370, 12, colour)
            + spots
            + ellipse(x + 37, 124, 37, 14, mixed(colour, "#ffffff", 0.4))
            + ellipse(x + 37, 124, 14, 6, WOOD)
        )

    return turned(12, one(170, p.main, p.second) + one(262, p.second, p.main) + one(354, p.dark, PAPER))


def calendar(p: Paint) -> str:
    """A wall calendar."""
    days = "".join(
        rect(166 + x * 46, 356 + y * 38, 32, 24, 4, p.second if (x, y) == (3, 1) else "#e2d8c8") for x in range(6) for y in range(3)
    )
    picture = (
        rect(146, 132, 308, 200, 4, p.main)
        + path("M146 300Q220 220 300 280Q370 230 454 290V332H146Z", p.dark)
        + circle(386, 196, 28, p.second)
    )
    return rect(130, 116, 340, 376, 8, PAPER) + picture + days + "".join(circle(x, 116, 9, INK) for x in (200, 250, 300, 350, 400))


def atlas(p: Paint) -> str:
    """A folded map or an atlas."""

    def panel(at: int) -> str:
        top, bottom = (150, 180) if at % 2 else (180, 150)
        x = 100 + at * 100
        return path(f"M{x} {top}L{x + 100} {bottom}V{bottom + 290}L{x} {top + 290}Z", p.main if at % 2 else p.light)

    land = (
        line("M130 380Q200 300 260 340T400 260T480 220", p.second, 12)
        + circle(400, 260, 15, "#c1443f")
        + line("M120 250Q220 240 240 300T360 420", p.dark, 6)
    )
    return shadow(400, 486) + "".join(panel(at) for at in range(4)) + land


def _bear(p: Paint) -> str:
    head = circle(300, 330, 92, p.second) + both(circle(236, 258, 32, p.second) + circle(266, 316, 9, INK))
    return moved(7, 0, head + ellipse(300, 356, 34, 26, PAPER) + ellipse(300, 346, 12, 9, INK))


def _rabbit(p: Paint) -> str:
    ears = both(turned(-10, ellipse(268, 230, 20, 70, p.second), 268, 290))
    return moved(7, 0, ears + circle(300, 346, 78, p.second) + both(circle(272, 336, 8, INK)) + ellipse(300, 366, 10, 7, INK))


def _hills(p: Paint) -> str:
    return (
        circle(340, 264, 38, p.second)
        + path("M182 380Q250 270 320 350Q370 300 432 360V430H182Z", p.light)
        + path("M182 410Q300 340 432 410V430H182Z", p.dark)
    )


def _moon(p: Paint) -> str:
    return (
        circle(307, 300, 84, p.second)
        + circle(340, 280, 72, p.main)
        + "".join(circle(x, y, 5, p.second) for x, y in ((226, 216), (384, 400), (240, 408), (380, 220)))
    )


def _leaf(p: Paint) -> str:
    leaves = "".join(
        turned(angle, ellipse(307, 260, 22, 58, p.light if at % 2 else p.second), 307, 350)
        for at, angle in enumerate((-66, 66, -33, 33, 0))
    )
    return leaves + line("M307 350V424", p.dark, 8)


def _waves(p: Paint) -> str:
    return "".join(
        line(f"M194 {y}q28-30 56 0t56 0t56 0t56 0", colour, 13)
        for y, colour in ((250, p.second), (300, p.light), (350, p.second), (400, p.dark))
    )


def _house(p: Paint) -> str:
    return (
        path("M224 310L307 230L390 310Z", p.second)
        + rect(242, 308, 130, 110, 0, p.light)
        + rect(290, 350, 36, 68, 0, p.dark)
        + rect(256, 326, 24, 24, 0, p.second)
        + rect(336, 326, 24, 24, 0, p.second)
    )


def _stars(p: Paint) -> str:
    star = "M0-34l9 25h26l-21 16l8 26l-22-16l-22 16l8-26l-21-16h26Z"
    return moved(307, 290, path(star, p.second), 1.7) + moved(236, 390, path(star, p.light)) + moved(376, 380, path(star, p.light), 0.8)


_COVERS: dict[str, Cover] = {
    "bear": _bear,
    "rabbit": _rabbit,
    "hills": _hills,
    "moon": _moon,
    "leaf": _leaf,
    "waves": _waves,
    "house": _house,
    "stars": _stars,
}
_BINDINGS = {"book": book, "paperback": paperback, "picture-book": picture_book}
KINDS: dict[str, Cover] = {
    **{f"{name}-{cover}": partial(binding, drawing) for name, binding in _BINDINGS.items() for cover, drawing in _COVERS.items()},
    "cook-book": cook_book,
    "notebook": notebook,
    "diary": diary,
    "pens": pens,
    "pencils": pencils,
    "card": card,
    "wrap": wrap,
    "calendar": calendar,
    "atlas": atlas,
}
