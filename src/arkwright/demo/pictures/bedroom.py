"""Bedding, soft furnishings and small things for a room."""

from __future__ import annotations

from arkwright.demo.pictures.palette import INK, LEAF, LEAF_DARK, PAPER, WOOD, WOOD_DARK, Paint
from arkwright.demo.pictures.shapes import both, circle, ellipse, faded, line, path, rect, shadow, turned


def bed(p: Paint) -> str:
    """A bed made up with a duvet set."""
    frame = path("M96 196Q300 150 504 196V430H96Z", WOOD) + rect(96, 400, 30, 90, 6, WOOD_DARK) + rect(474, 400, 30, 90, 6, WOOD_DARK)
    pillows = both(path("M132 232Q200 210 280 232Q292 300 278 306Q200 290 134 306Q122 270 132 232Z", PAPER))
    cover = path("M96 330Q300 282 504 330V460H96Z", p.main) + path("M96 330Q300 282 504 330V364Q300 316 96 364Z", p.second)
    if p.seed % 2:
        cover += "".join(
            circle(x, y, 9, p.second)
            for x, y in ((160, 410), (240, 396), (320, 396), (400, 398), (460, 420), (200, 440), (280, 430), (360, 432))
        )
    else:
        cover += line("M180 346L176 458M260 334L256 458M340 334L344 458M420 346L424 458", p.second, 7)
    return shadow(430, 488) + frame + pillows + cover


def pillow(p: Paint) -> str:
    """A pair of plump pillows."""
    shape = "M124 {0}Q300 {1} 476 {0}Q504 {2} 470 {3}Q300 {4} 130 {3}Q96 {2} 124 {0}Z"
    lower = path(shape.format(340, 310, 400, 452, 470), p.dark)
    return (
        shadow(390, 466)
        + lower
        + path(shape.format(218, 186, 286, 344, 366), p.main)
        + line("M160 240Q300 216 440 240M156 322Q300 340 444 322", p.second, 6)
    )


def duvet(p: Paint) -> str:
    """A folded duvet, tied with a ribbon."""
    layers = "".join(rect(118, y, 364, 84, 40, colour) for y, colour in ((392, p.dark), (318, p.main), (244, p.light)))
    stitches = line("M180 268H420M180 342H420M180 416H420", p.line, 4)
    return (
        shadow(400)
        + layers
        + stitches
        + rect(272, 240, 56, 240, 4, p.second)
        + both(path("M300 246Q240 180 214 214Q226 254 300 246Z", p.second))
    )


def blanket(p: Paint) -> str:
    """A folded throw with a fringe."""
    fringe = "".join(line(f"M{x} 440V484", p.main, 7) for x in range(150, 460, 18))
    checks = line("M210 216V440M300 216V440M390 216V440", p.second, 12) + line("M134 290H466M134 366H466", p.second, 12)
    return (
        fringe
        + rect(134, 216, 332, 226, 22, p.main)
        + faded(0.75, checks)
        + path("M134 238a22 22 0 0 1 22-22H444a22 22 0 0 1 22 22V262H134Z", p.dark)
    )


def cushion(p: Paint) -> str:
    """A square cushion."""
    body = path("M146 150Q300 186 454 150Q420 300 454 450Q300 414 146 450Q180 300 146 150Z", p.main)
    motifs = (
        line("M190 220L300 330L410 220M190 290L300 400L410 290", p.second, 15),
        "".join(circle(x, y, 17, p.second) for x in (230, 300, 370) for y in (236, 300, 364)),
        circle(300, 300, 72, p.second) + circle(300, 300, 44, p.main) + circle(300, 300, 20, p.second),
        line("M230 176V424M300 180V420M370 176V424", p.second, 12),
    )
    return shadow(330, 462) + body + motifs[p.seed % 4]


def curtain(p: Paint) -> str:
    """A pair of curtains on a pole."""
    half = path("M112 132H270Q268 320 196 350Q250 430 240 500H112Z", p.main) + line(
        "M146 140V490M184 140Q190 300 170 352M224 140Q226 260 196 330", p.line, 6
    )
    return (
        rect(84, 108, 432, 16, 8, WOOD_DARK)
        + rect(190, 132, 220, 330, 0, "#eaf1f2")
        + both(half + rect(160, 340, 58, 24, 10, p.second) + circle(84, 116, 18, WOOD))
    )


def rug(p: Paint) -> str:
    """A rug lying on the floor."""
    body = (
        path("M170 210H430L510 450H90Z", p.main) + path("M196 234H404L466 426H134Z", p.second) + path("M214 250H386L442 410H158Z", p.main)
    )
    diamonds = "".join(path(f"M300 {y}l42 22l-42 22l-42-22Z", p.second) for y in (266, 314, 362))
    fringe = line(
        "M96 452V472M140 452V472M184 452V472M228 452V472M272 452V472M316 452V472M360 452V472M404 452V472M448 452V472M500 452V472", p.dark, 6
    )
    return fringe + body + diamonds


def vase(p: Paint) -> str:
    """A vase with stems in it."""
    stems = line("M300 260Q280 180 236 120M300 260Q304 170 310 96M300 260Q330 190 376 140", LEAF_DARK, 7)
    leaves = "".join(
        turned(angle, ellipse(x, y, 15, 34, LEAF), x, y)
        for x, y, angle in ((236, 120, -30), (266, 180, 30), (310, 96, 0), (376, 140, 32), (340, 196, -30))
    )
    body = path("M262 240H338Q344 290 384 330Q410 400 366 476H234Q190 400 216 330Q256 290 262 240Z", p.main)
    return shadow(220) + stems + leaves + body + line("M210 366Q300 390 390 366", p.second, 12)


def frame(p: Paint) -> str:
    """A picture frame with a small landscape."""
    scene = (
        rect(186, 166, 228, 268, 0, "#e4eef0")
        + circle(350, 236, 30, "#f0cb5b")
        + path("M186 360Q250 280 310 340Q360 300 414 340V434H186Z", p.second)
        + path("M186 400Q280 340 414 404V434H186Z", p.dark)
    )
    return shadow(330, 498) + rect(134, 114, 332, 372, 10, p.main) + rect(158, 138, 284, 324, 2, PAPER) + scene


def clock(p: Paint) -> str:
    """A wall clock."""
    marks = "".join(turned(angle, rect(296, 166, 8, 26, 3, p.main)) for angle in range(0, 360, 30))
    return (
        circle(300, 300, 178, p.main)
        + circle(300, 300, 150, PAPER)
        + marks
        + line("M300 300V206", INK, 10)
        + line("M300 300L362 340", INK, 10)
        + circle(300, 300, 12, p.second)
    )


def plant(p: Paint) -> str:
    """A leafy house plant in a pot."""
    leaves = "".join(
        turned(angle, path("M300 340Q250 250 300 130Q350 250 300 340Z", LEAF if at % 2 else LEAF_DARK), 300, 350)
        for at, angle in enumerate((-62, -34, 62, 34, -10, 12))
    )
    return (
        shadow(200)
        + leaves
        + path("M214 336H386L364 476H236Z", p.main)
        + rect(204, 322, 192, 40, 10, p.dark)
        + line("M226 400H374", p.second, 6)
    )


KINDS = {
    "bed": bed,
    "pillow": pillow,
    "duvet": duvet,
    "blanket": blanket,
    "cushion": cushion,
    "curtain": curtain,
    "rug": rug,
    "vase": vase,
    "frame": frame,
    "clock": clock,
    "plant": plant,
}
