"""Sitting, eating and looking about outdoors."""

from __future__ import annotations

from arkwright.demo.pictures.palette import INK, LEAF, LEAF_DARK, METAL, METAL_DARK, WOOD, WOOD_DARK, Paint
from arkwright.demo.pictures.shapes import both, circle, ellipse, faded, line, path, rect, shadow, turned


def bench(p: Paint) -> str:
    """A garden bench."""
    back = "".join(rect(104, y, 392, 30, 8, p.main) for y in (200, 244, 288))
    return (
        shadow(420, 490)
        + both(rect(126, 180, 24, 306, 6, p.dark))
        + back
        + rect(88, 350, 424, 40, 10, p.light)
        + both(rect(92, 310, 66, 18, 8, p.dark) + rect(96, 326, 18, 30, 0, p.dark))
    )


def patio_set(p: Paint) -> str:
    """A small table with two chairs."""
    chair = (
        line("M130 210L150 360H236M150 360L136 484M232 360L246 484", p.main, 16)
        + line("M136 250H176M142 296H180", p.main, 12)
        + rect(146, 346, 96, 22, 10, p.second)
    )
    return (
        shadow(440, 490)
        + both(chair)
        + rect(222, 290, 156, 20, 10, p.dark)
        + line("M300 310V470M250 486L300 452L350 486", p.dark, 14)
        + path("M276 260H324L318 292H282Z", p.second)
        + ellipse(300, 246, 30, 24, LEAF)
    )


def parasol(p: Paint) -> str:
    """A parasol."""
    panels = (
        path("M86 250Q140 110 300 110Q460 110 514 250Z", p.main)
        + path("M190 250Q220 120 300 110Q380 120 410 250Z", p.second)
        + path("M264 250Q276 130 300 110Q324 130 336 250Z", p.main)
    )
    return (
        shadow(200, 494)
        + rect(292, 104, 16, 380, 4, WOOD_DARK)
        + panels
        + circle(300, 104, 12, WOOD)
        + path("M236 494Q240 464 300 464Q360 464 364 494Z", METAL_DARK)
    )


def barbecue(p: Paint) -> str:
    """A kettle barbecue."""
    legs = line("M230 360L180 490M370 360L420 490", INK, 14) + circle(424, 480, 24, INK) + line("M212 430H388", METAL_DARK, 10)
    return (
        shadow(320, 500)
        + legs
        + path("M136 276Q150 396 300 400Q450 396 464 276Z", p.dark)
        + path("M136 262Q150 130 300 126Q450 130 464 262Z", p.main)
        + rect(128, 258, 344, 20, 8, METAL)
        + line("M266 122V100H334V122", INK, 14)
        + circle(390, 190, 15, p.second)
    )


def lantern(p: Paint) -> str:
    """A lantern with a candle in it."""
    glow = faded(0.5, circle(300, 340, 86, "#f8e7a8"))
    frame_ = (
        path("M214 226H386L300 150Z", p.dark)
        + rect(196, 220, 208, 24, 6, p.main)
        + rect(196, 440, 208, 36, 8, p.main)
        + both(rect(206, 240, 18, 206, 0, p.main))
    )
    return (
        shadow(250)
        + line("M270 154Q270 96 300 96Q330 96 330 154", p.main, 11)
        + rect(222, 244, 156, 196, 0, "#f4eeda")
        + glow
        + rect(272, 360, 56, 80, 6, p.second)
        + path("M300 296Q324 336 300 352Q276 336 300 296Z", "#de8544")
        + frame_
    )


def string_lights(p: Paint) -> str:
    """A string of lights."""
    bulbs_ = "".join(
        rect(x - 11, y, 22, 24, 4, INK) + faded(0.4, circle(x, y + 48, 40, "#f8e7a8")) + circle(x, y + 46, 26, colour)
        for x, y, colour in ((130, 190, p.main), (215, 246, p.second), (300, 264, p.main), (385, 246, p.second), (470, 190, p.main))
    )
    lower = "".join(circle(x, y, 13, p.second) for x, y in ((170, 400), (240, 434), (300, 440), (360, 434), (430, 400)))
    return line("M80 140Q300 390 520 140", INK, 7) + line("M100 350Q300 500 500 350", INK, 5) + bulbs_ + lower


def bird_box(p: Paint) -> str:
    """A nesting box with a caller."""
    bird = (
        ellipse(420, 392, 46, 34, p.second)
        + circle(456, 366, 24, p.second)
        + path("M476 362L506 370L476 380Z", "#d9a53a")
        + circle(462, 360, 5, INK)
        + path("M380 390L336 372L352 412Z", INK)
    )
    return (
        rect(288, 100, 24, 400, 4, WOOD_DARK)
        + path("M186 240L300 140L414 240V440H186Z", p.main)
        + path("M166 250L300 126L434 250L416 272L300 168L184 272Z", p.dark)
        + circle(300, 300, 44, INK)
        + rect(280, 372, 70, 14, 6, WOOD)
        + bird
    )


def planter(p: Paint) -> str:
    """A raised bed or a big planter."""
    green = "".join(circle(x, 262, 52, colour) for x, colour in ((170, LEAF), (256, LEAF_DARK), (344, LEAF), (430, LEAF_DARK)))
    blossoms = "".join(circle(x, y, 15, p.second) for x, y in ((160, 230), (240, 240), (330, 226), (410, 236), (450, 262), (290, 262)))
    return (
        shadow(420, 488)
        + green
        + blossoms
        + rect(96, 290, 408, 60, 6, p.main)
        + rect(96, 356, 408, 60, 6, p.main)
        + rect(96, 422, 408, 60, 6, p.main)
        + both(rect(110, 282, 26, 206, 4, p.dark))
    )


def logs(p: Paint) -> str:
    """A stack of logs."""

    def one(x: float, y: float) -> str:
        return (
            circle(x, y, 62, p.dark)
            + circle(x, y, 50, p.main)
            + f'<circle cx="{x}" cy="{y}" r="30" fill="none" stroke="{p.dark}" stroke-width="5"/>'
            + circle(x, y, 9, p.dark)
        )

    return (
        shadow(420, 478)
        + one(170, 414)
        + one(300, 414)
        + one(430, 414)
        + one(235, 304)
        + one(365, 304)
        + one(300, 194)
        + turned(-8, rect(120, 352, 360, 22, 6, p.second), 300, 360)
    )


def mower(p: Paint) -> str:
    """A lawn mower."""
    grass = "".join(line(f"M{x} 486q6-30 {lean} -44", LEAF, 8) for x, lean in ((90, -6), (116, 8), (470, -4), (496, 10), (520, -6)))
    wheels = circle(180, 440, 50, INK) + circle(180, 440, 22, METAL) + circle(390, 448, 40, INK) + circle(390, 448, 18, METAL)
    return (
        shadow(420, 488)
        + line("M390 380L506 150", METAL_DARK, 14)
        + line("M484 146L530 160", INK, 20)
        + path("M120 400Q130 320 220 316H400L430 410H130Z", p.main)
        + rect(220, 250, 130, 80, 24, p.dark)
        + circle(284, 290, 22, p.second)
        + wheels
        + grass
    )


def deckchair(p: Paint) -> str:
    """A deckchair."""
    frame_ = line("M150 130L400 484M420 200L200 484M130 400H420", WOOD, 18)
    cloth = path("M160 126L236 116Q290 350 430 322L440 392Q220 420 160 126Z", p.main) + path(
        "M190 122L212 119Q272 366 432 340L436 362Q240 396 190 122Z", p.second
    )
    return shadow(360, 492) + frame_ + cloth


def obelisk(p: Paint) -> str:
    """A frame with a climber growing up it."""
    legs = line("M300 96L210 484M300 96L390 484M300 96V484", p.main, 11) + line("M268 240H332M244 340H356M222 440H378", p.main, 9)
    leaves = "".join(
        turned(angle, ellipse(x, y, 15, 30, LEAF), x, y)
        for x, y, angle in ((250, 440, -40), (330, 400, 50), (270, 340, -50), (340, 300, 40), (284, 260, -30), (318, 200, 50))
    )
    return (
        shadow(240, 488)
        + legs
        + line("M260 480Q360 420 290 370T320 270T296 160", LEAF_DARK, 7)
        + leaves
        + "".join(circle(x, y, 17, p.second) for x, y in ((300, 420), (310, 340), (300, 230), (294, 160)))
    )


KINDS = {
    "bench": bench,
    "patio-set": patio_set,
    "parasol": parasol,
    "barbecue": barbecue,
    "lantern": lantern,
    "string-lights": string_lights,
    "bird-box": bird_box,
    "planter": planter,
    "logs": logs,
    "mower": mower,
    "deckchair": deckchair,
    "obelisk": obelisk,
}
