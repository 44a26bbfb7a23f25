"""The bathroom, and what burns or smells nice there."""

from __future__ import annotations

from arkwright.demo.pictures.palette import INK, METAL_DARK, PAPER, WOOD, WOOD_DARK, Paint
from arkwright.demo.pictures.shapes import circle, ellipse, faded, line, path, rect, shadow, turned


def towel(p: Paint) -> str:
    """Folded towels in a pile."""
    pile = ""
    for at, (colour, edge) in enumerate(((p.dark, p.main), (p.main, p.dark), (p.light, p.main))):
        y = 390 - at * 88
        pile += rect(136, y, 328, 84, 34, colour) + path(f"M464 {y + 42}a34 42 0 0 1-34 42H360V{y}h70a34 42 0 0 1 34 42Z", edge)
        pile += line(f"M172 {y + 60}H350", p.second, 6)
    return shadow(360) + pile


def soap(p: Paint) -> str:
    """A bar of soap in a paper band."""
    bubbles = circle(410, 190, 30, "#ffffff") + circle(450, 140, 18, "#ffffff") + circle(368, 150, 14, "#ffffff")
    return (
        shadow(380, 440)
        + faded(0.6, bubbles)
        + rect(122, 236, 356, 200, 60, p.main)
        + rect(148, 252, 304, 40, 20, p.light)
        + rect(226, 236, 148, 200, 0, p.second)
        + line("M262 320H338M276 346H324", INK, 5)
    )


def candle(p: Paint) -> str:
    """A candle in a glass."""
    flame = path("M300 118Q340 176 300 204Q260 176 300 118Z", "#f0cb5b") + path("M300 152Q316 182 300 198Q284 182 300 152Z", PAPER)
    glass = rect(194, 236, 212, 240, 26, p.main) + ellipse(300, 240, 106, 24, p.light)
    label = rect(236, 320, 128, 100, 4, p.second) + line("M262 354H338M274 380H326", INK, 4)
    return shadow(250) + glass + line("M300 236V204", INK, 6) + flame + label


def diffuser(p: Paint) -> str:
    """A reed diffuser."""
    reeds = line("M290 260L230 96M298 260L282 90M304 260L330 92M310 260L384 110", WOOD_DARK, 7)
    body = path("M264 250H336V300Q400 322 400 392V446Q400 476 370 476H230Q200 476 200 446V392Q200 322 264 300Z", p.main)
    return (
        shadow(230)
        + reeds
        + body
        + rect(256, 240, 88, 26, 6, p.dark)
        + rect(240, 366, 120, 76, 4, p.second)
        + line("M264 394H336M276 416H324", INK, 4)
    )


def bath_mat(p: Paint) -> str:
    """A bath mat, rolled at one end."""
    lines = "".join(line(f"M{x} 210V440", p.line, 5) for x in (180, 220, 260, 300, 340))
    return (
        shadow(420, 450)
        + rect(118, 200, 300, 246, 18, p.main)
        + lines
        + rect(370, 188, 100, 270, 48, p.dark)
        + ellipse(420, 208, 50, 26, p.light)
        + ellipse(420, 208, 24, 12, p.dark)
    )


def laundry(p: Paint) -> str:
    """A basket with a lid or with handles."""
    weave = "".join(line(f"M{150 + at * 4} {y}H{450 - at * 4}", p.line, 6) for at, y in enumerate((290, 326, 362, 398, 434)))
    handles = line("M196 256Q196 196 240 196M404 256Q404 196 360 196", p.dark, 16)
    cloth = path("M176 250Q220 190 280 224Q340 176 424 250Z", p.second)
    return shadow(320) + handles + cloth + path("M140 246H460L430 476H170Z", p.main) + weave + rect(132, 240, 336, 32, 14, p.dark)


def sponge(p: Paint) -> str:
    """A long-handled bath brush and a sponge."""
    brush = turned(-38, rect(286, 230, 28, 300, 14, WOOD) + ellipse(300, 170, 66, 92, WOOD) + ellipse(300, 170, 44, 70, p.second))
    holes = "".join(circle(x, y, 8, p.dark) for x, y in ((330, 400), (376, 376), (420, 412), (352, 440), (398, 446)))
    return shadow(360, 490) + brush + ellipse(380, 412, 104, 70, p.main) + holes


def mirror(p: Paint) -> str:
    """A round mirror in a frame."""
    glass = circle(300, 280, 160, "#dfe9ee") + faded(0.7, path("M200 330L340 130L390 154L232 384Z", "#ffffff"))
    return (
        circle(300, 280, 188, p.main)
        + glass
        + line("M300 76V92", METAL_DARK, 10)
        + faded(0.4, line("M300 100A180 180 0 0 1 470 220", p.light, 8))
    )


def basin_set(p: Paint) -> str:
    """A tumbler with toothbrushes and a soap dish."""
    brushes = turned(-12, rect(232, 150, 16, 240, 8, p.second) + rect(228, 140, 24, 56, 8, PAPER), 240, 420) + turned(
        12, rect(262, 150, 16, 240, 8, WOOD) + rect(258, 140, 24, 56, 8, PAPER), 270, 420
    )
    dish = ellipse(408, 446, 90, 30, p.dark) + rect(350, 396, 116, 44, 20, p.light)
    return shadow(400) + brushes + path("M184 286H330L318 476H196Z", p.main) + line("M192 320H322", p.line, 6) + dish


KINDS = {
    "towel": towel,
    "soap": soap,
    "candle": candle,
    "diffuser": diffuser,
    "bath-mat": bath_mat,
    "laundry": laundry,
    "sponge": sponge,
    "mirror": mirror,
    "basin-set": basin_set,
}
