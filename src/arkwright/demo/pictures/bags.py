"""Bags, cases and what goes with them."""

from __future__ import annotations

from arkwright.demo.pictures.palette import INK, METAL, METAL_DARK, Paint
from arkwright.demo.pictures.shapes import both, circle, ellipse, faded, line, path, rect, shadow


def handbag(p: Paint) -> str:
    """A handbag with a flap."""
    body = path("M144 250H456L484 460Q484 476 464 476H136Q116 476 116 460Z", p.main)
    flap = path("M140 250H460L466 296Q400 372 300 372Q200 372 134 296Z", p.dark)
    return shadow(400) + line("M204 256Q204 120 300 120Q396 120 396 256", p.dark, 18) + body + flap + rect(276, 350, 48, 40, 8, p.second)


def tote(p: Paint) -> str:
    """A tote bag."""
    motif = ellipse(300, 370, 60, 60, p.second) + line(
        "M300 410V330M300 366L270 344M300 366L330 344M300 390L276 376M300 390L324 376", p.main, 8
    )
    handles = line("M220 236V170Q220 110 300 110Q380 110 380 170V236", p.dark, 16)
    return shadow(340) + handles + path("M156 226H444L462 476H138Z", p.main) + line("M160 246H440", p.line, 5) + motif


def satchel(p: Paint) -> str:
    """A cross-body bag on a long strap."""
    strap = line("M160 280Q120 96 300 96Q480 96 440 280", p.dark, 12)
    flap = path("M146 270H454V340Q454 396 400 396H200Q146 396 146 340Z", p.dark)
    buckles = both(rect(206, 330, 28, 100, 6, p.second) + rect(200, 384, 40, 24, 5, METAL))
    return shadow(360) + strap + rect(146, 260, 308, 212, 26, p.main) + flap + buckles


def backpack(p: Paint) -> str:
    """A rucksack with a front pocket."""
    side = both(rect(132, 340, 50, 110, 18, p.dark))
    body = path("M164 232Q164 128 300 128Q436 128 436 232V440Q436 476 400 476H200Q164 476 164 440Z", p.main)
    pocket = rect(204, 330, 192, 120, 22, p.dark) + line("M222 360H378", p.second, 8) + rect(364, 360, 12, 30, 5, p.second)
    top = line("M200 236Q204 176 300 176Q396 176 400 236", p.second, 8)
    return shadow(340) + line("M266 134Q266 92 300 92Q334 92 334 134", p.dark, 14) + side + body + pocket + top


def suitcase(p: Paint) -> str:
    """A cabin case on wheels."""
    handle = line("M250 180V92H350V180", METAL_DARK, 12)
    ribs = "".join(line(f"M{x} 196V442", p.line, 7) for x in (220, 260, 300, 340, 380))
    wheels = circle(208, 474, 18, INK) + circle(392, 474, 18, INK)
    return (
        shadow(320, 490)
        + handle
        + wheels
        + rect(168, 162, 264, 304, 34, p.main)
        + ribs
        + both(path("M168 196a34 34 0 0 1 34-34h12l-46 46Z", p.second))
    )


def purse(p: Paint) -> str:
    """A purse or wallet."""
    return (
        shadow(360, 424)
        + rect(126, 196, 348, 220, 26, p.dark)
        + path("M126 222a26 26 0 0 1 26-26H448a26 26 0 0 1 26 26V300Q300 352 126 300Z", p.main)
        + circle(300, 320, 17, p.second)
        + line("M146 222H454", p.line, 4)
    )


def umbrella(p: Paint) -> str:
    """An open umbrella."""
    panels = path("M100 296Q120 120 300 120Q480 120 500 296Q450 262 400 296Q350 262 300 296Q250 262 200 296Q150 262 100 296Z", p.main)
    inner = path("M200 296Q214 160 300 120Q386 160 400 296Q350 262 300 296Q250 262 200 296Z", p.second)
    return line("M300 100V450Q300 492 262 492Q228 492 228 460", p.dark, 13) + panels + faded(0.75, inner)


def sunglasses(p: Paint) -> str:
    """Sunglasses."""
    lens = path("M110 268H282Q296 372 204 378Q116 380 110 268Z", p.main)
    shine = faded(0.3, path("M150 276H196L160 352Q134 330 132 290Z", "#ffffff"))
    return (
        shadow(420, 410)
        + both(line("M112 270L84 232", p.dark, 14) + lens + shine)
        + line("M276 284Q300 262 324 284", p.dark, 14)
        + line("M108 268H284M316 268H492", p.dark, 12)
    )


def watch(p: Paint) -> str:
    """A wristwatch."""
    strap = path("M254 90H346L356 210H244ZM244 390H356L346 510H254Z", p.main)
    hands = line("M300 300V240M300 300L340 322", INK, 8)
    marks = "".join(circle(x, y, 6, p.dark) for x, y in ((300, 216), (384, 300), (300, 384), (216, 300)))
    return strap + circle(300, 300, 118, p.second) + circle(300, 300, 98, "#fffaf1") + marks + hands + rect(416, 288, 16, 24, 5, p.second)


def jewel(p: Paint) -> str:
    """A necklace with a pendant."""
    chain = line("M170 120Q180 330 300 372Q420 330 430 120", p.main, 7)
    earrings = both(circle(226, 440, 15, p.second) + line("M226 400V424", p.main, 5))
    return chain + circle(300, 400, 36, p.main) + circle(300, 400, 24, p.second) + faded(0.5, circle(292, 391, 7, "#ffffff")) + earrings


KINDS = {
    "handbag": handbag,
    "tote": tote,
    "satchel": satchel,
    "backpack": backpack,
    "suitcase": suitcase,
    "purse": purse,
    "umbrella": umbrella,
    "sunglasses": sunglasses,
    "watch": watch,
    "jewel": jewel,
}
