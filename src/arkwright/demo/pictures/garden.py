"""Plants and tools."""

from __future__ import annotations

from arkwright.demo.pictures.palette import INK, LEAF, LEAF_DARK, METAL, METAL_DARK, PAPER, WOOD, WOOD_DARK, Paint
from arkwright.demo.pictures.shapes import both, circle, ellipse, faded, line, moved, path, rect, shadow, turned

_TERRACOTTA = "#c26a4a"
_TERRACOTTA_DARK = "#a85739"


def flower_pot(p: Paint) -> str:
    """A flowering plant in a pot."""
    stems = line("M300 350V190M300 330Q240 280 216 220M300 330Q360 280 388 230", LEAF_DARK, 8)
    leaves = both(turned(-50, ellipse(250, 316, 18, 46, LEAF), 250, 316))
    return shadow(200) + stems + leaves + "".join(moved(x, y, _blossom(p)) for x, y in ((300, 170), (212, 208), (392, 220))) + _pot()


def rose(p: Paint) -> str:
    """A rose bush."""
    bush = "".join(
        circle(x, y, r, colour)
        for x, y, r, colour in ((220, 290, 76, LEAF_DARK), (380, 290, 76, LEAF_DARK), (300, 220, 96, LEAF), (300, 320, 84, LEAF))
    )
    blooms = "".join(
        circle(x, y, 34, p.main) + circle(x, y, 21, p.light) + circle(x, y, 10, p.dark)
        for x, y in ((240, 210), (340, 180), (380, 280), (206, 306), (300, 290))
    )
    return shadow(200) + rect(288, 340, 24, 60, 4, WOOD_DARK) + bush + blooms + _pot()


def shrub(p: Paint) -> str:
    """A clipped shrub or small tree."""
    dots = "".join(
        circle(x, y, 11, p.main) for x, y in ((250, 180), (330, 150), (366, 220), (290, 240), (230, 250), (340, 290), (270, 300))
    )
    return (
        shadow(200) + rect(290, 280, 20, 90, 4, WOOD_DARK) + circle(300, 220, 124, LEAF_DARK) + circle(280, 204, 100, LEAF) + dots + _pot()
    )


def herbs(p: Paint) -> str:
    """Herbs in a tray or window box."""

    def clump(x: float, colour: str) -> str:
        return "".join(
            turned(
                angle,
                line(f"M{x} 350V230", LEAF_DARK, 6)
                + ellipse(x, 232, 15, 28, colour)
                + ellipse(x - 13, 276, 11, 19, colour)
                + ellipse(x + 13, 300, 11, 19, colour),
                x,
                350,
            )
            for angle in (-22, 0, 22)
        )

    return (
        shadow(400, 470)
        + clump(190, LEAF)
        + clump(300, "#84a86b")
        + clump(410, LEAF_DARK)
        + path("M104 340H496L470 466H130Z", p.main)
        + rect(96, 330, 408, 32, 8, p.dark)
        + rect(252, 384, 96, 46, 6, p.second)
    )


def bulbs(p: Paint) -> str:
    """Bulbs, and what will come of them."""
    tulip = (
        line("M300 400V200", LEAF_DARK, 9)
        + path("M254 130Q256 220 300 224Q344 220 346 130L322 162L300 122L278 162Z", p.main)
        + path("M300 380Q220 330 230 250Q296 290 300 380Z", LEAF)
        + path("M300 390Q376 350 372 280Q304 310 300 390Z", LEAF_DARK)
    )
    bulb = path("M0-44Q10-20 36 0Q48 44 0 48Q-48 44-36 0Q-10-20 0-44Z", "#b0824f") + line("M-12-10Q-22 14-14 36", "#8d6438", 4)
    return shadow(380) + tulip + moved(190, 424, bulb) + moved(300, 432, bulb) + moved(410, 424, bulb)


def seeds(p: Paint) -> str:
    """A packet of seeds."""
    art = (
        circle(300, 290, 60, p.second)
        + circle(330, 330, 44, p.second)
        + line("M300 240Q300 200 330 190", LEAF_DARK, 9)
        + turned(50, ellipse(340, 200, 15, 34, LEAF), 340, 200)
    )
    grains = "".join(ellipse(x, y, 9, 6, "#7b5238") for x, y in ((440, 470), (466, 456), (418, 486), (482, 484)))
    return (
        shadow(300, 490)
        + rect(176, 110, 248, 376, 6, p.main)
        + path("M176 116a6 6 0 0 1 6-6H418a6 6 0 0 1 6 6V150H176Z", p.dark)
        + rect(196, 166, 208, 216, 4, PAPER)
        + art
        + line("M220 416H380M246 444H354", PAPER, 9)
        + grains
    )


def watering_can(p: Paint) -> str:
    """A watering can."""
    spout = path("M210 380L108 210L134 196L230 320Z", p.dark) + turned(-32, rect(84, 182, 72, 26, 10, METAL), 120, 196)
    handle = line("M270 260Q300 150 400 190Q500 240 430 400", p.dark, 18)
    drops = faded(0.7, line("M96 250L84 280M126 256L118 286M70 236L54 262", "#7fa9c9", 8))
    return (
        shadow(280)
        + drops
        + spout
        + handle
        + path("M208 256H420L434 476H194Z", p.main)
        + ellipse(314, 258, 106, 20, p.dark)
        + line("M202 330H426", p.second, 9)
    )


def spade(p: Paint) -> str:
    """A spade and a fork."""
    spade_ = (
        line("M220 120V330", WOOD, 20)
        + line("M186 104H254", WOOD_DARK, 20)
        + path("M160 310H280V410Q270 470 220 500Q170 470 160 410Z", p.main)
    )
    fork = (
        line("M380 120V320", WOOD, 20)
        + line("M346 104H414", WOOD_DARK, 20)
        + line("M324 480V350Q324 320 380 320Q436 320 436 350V480M362 330V484M398 330V484", METAL_DARK, 13)
    )
    return spade_ + fork + rect(206, 280, 28, 50, 4, p.dark) + rect(366, 280, 28, 50, 4, p.dark)


def trowel(p: Paint) -> str:
    """Hand tools."""
    one = rect(-20, 60, 40, 130, 18, p.main) + rect(-8, 10, 16, 60, 2, METAL_DARK) + path("M-44-70Q0-190 44-70L30 20H-30Z", METAL)
    fork = rect(-20, 60, 40, 130, 18, p.main) + line("M0 60V0M-40-120V-40Q-40 0 0 0Q40 0 40-40V-120M0 0V-130", METAL_DARK, 13)
    return moved(220, 300, turned(-16, one, 0, 0)) + moved(384, 300, turned(14, fork, 0, 0))


def secateurs(p: Paint) -> str:
    """Secateurs."""
    handles = line("M286 300Q220 380 226 500", p.main, 36) + line("M320 300Q390 380 376 500", p.main, 36)
    return turned(
        -20,
        path("M276 310Q240 180 316 92Q356 190 326 310Z", METAL)
        + path("M300 310Q350 240 392 180Q404 260 330 330Z", METAL_DARK)
        + handles
        + circle(304, 306, 22, p.dark)
        + circle(304, 306, 8, METAL),
    )


def hose(p: Paint) -> str:
    """A coiled hose."""
    coil = "".join(
        f'<circle cx="290" cy="300" r="{r}" fill="none" stroke="{colour}" stroke-width="26"/>'
        for r, colour in ((160, p.main), (130, p.dark), (100, p.main), (70, p.dark))
    )
    return (
        coil
        + line("M440 350Q470 430 420 470", p.main, 26)
        + turned(36, rect(380, 452, 96, 40, 12, "#d9a53a") + rect(470, 458, 34, 28, 4, INK), 420, 470)
    )


def compost(p: Paint) -> str:
    """A bag of compost, feed or bird food."""
    bag = path("M166 130H434Q420 300 442 470Q300 494 158 470Q180 300 166 130Z", p.main) + path("M166 130H434L430 176H170Z", p.dark)
    sprout = (
        line("M300 380V300", LEAF_DARK, 9)
        + path("M300 320Q240 316 232 262Q296 262 300 320Z", LEAF)
        + path("M300 306Q360 300 366 246Q304 250 300 306Z", LEAF_DARK)
    )
    return (
        shadow(300, 482)
        + bag
        + circle(300, 320, 92, PAPER)
        + sprout
        + line("M258 388H342", "#7b5238", 10)
        + rect(222, 196, 156, 22, 6, p.second)
    )


def _pot() -> str:
    return path("M216 352H384L364 476H236Z", _TERRACOTTA) + rect(204, 336, 192, 42, 8, _TERRACOTTA_DARK)


def _blossom(p: Paint) -> str:
    petals = "".join(turned(angle, ellipse(0, -32, 21, 30, p.main), 0, 0) for angle in range(0, 360, 72))
    return petals + circle(0, 0, 19, p.second)


KINDS = {
    "flower-pot": flower_pot,
    "rose": rose,
    "shrub": shrub,
    "herbs": herbs,
    "bulbs": bulbs,
    "seeds": seeds,
    "watering-can": watering_can,
    "spade": spade,
    "trowel": trowel,
    "secateurs": secateurs,
    "hose": hose,
    "compost": compost,
}
