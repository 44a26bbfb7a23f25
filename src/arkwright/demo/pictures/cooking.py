"""Pans, knives and baking things."""

from __future__ import annotations

from arkwright.demo.pictures.palette import COLOURS, INK, METAL, METAL_DARK, PAPER, WOOD, WOOD_DARK, Paint
from arkwright.demo.pictures.shapes import both, circle, ellipse, faded, line, path, rect, shadow, turned


def saucepan(p: Paint) -> str:
    """A saucepan with a lid."""
    pan = path("M120 300H400V420Q400 470 350 470H170Q120 470 120 420Z", p.main)
    lid = path("M116 296Q260 212 404 296Z", p.light) + rect(236, 214, 48, 26, 10, INK)
    return (
        shadow(300)
        + rect(394, 316, 150, 28, 14, INK)
        + pan
        + lid
        + rect(112, 288, 296, 20, 8, p.dark)
        + faded(0.3, rect(150, 330, 20, 100, 10, "#ffffff"))
    )


def frying_pan(p: Paint) -> str:
    """A frying pan from above, with an egg in it."""
    egg = path("M190 270Q170 190 246 196Q330 186 332 260Q350 330 270 330Q200 336 190 270Z", PAPER) + circle(262, 262, 32, "#f0cb5b")
    return turned(40, rect(396, 276, 190, 42, 20, p.second)) + circle(260, 260, 172, p.main) + circle(260, 260, 146, p.dark) + egg


def casserole(p: Paint) -> str:
    """A cast-iron casserole."""
    ears = both(rect(96, 306, 70, 34, 16, p.dark))
    pot = path("M132 280H468V400Q468 472 396 472H204Q132 472 132 400Z", p.main)
    lid = path("M128 276Q300 168 472 276Z", p.light) + rect(270, 184, 60, 32, 14, p.second) + rect(120, 264, 360, 30, 12, p.dark)
    return shadow(360) + ears + pot + lid + faded(0.3, line("M170 330V400", "#ffffff", 14))


def roasting_tin(p: Paint) -> str:
    """A roasting tin with potatoes."""
    food = "".join(ellipse(x, 286, 42, 34, "#d9a95a") for x in (200, 270, 340, 406)) + line("M230 250l14-26M360 250l10-28", "#46734a", 8)
    return (
        shadow(420, 446)
        + both(line("M120 300H84V340H124", METAL_DARK, 14))
        + food
        + path("M108 290H492L460 440H140Z", p.main)
        + rect(100, 280, 400, 24, 10, p.dark)
        + line("M150 340L166 420", p.light, 8)
    )


def baking_tin(p: Paint) -> str:
    """A bun tin with buns."""
    buns = "".join(
        path(f"M{x - 46} 300Q{x - 50} 236 {x} 232Q{x + 50} 236 {x + 46} 300Z", "#c98f55")
        + circle(x - 10, 262, 6, "#7b5238")
        + circle(x + 14, 276, 6, "#7b5238")
        for x in (190, 300, 410)
    )
    cases = "".join(path(f"M{x - 50} 296H{x + 50}L{x + 38} 380H{x - 38}Z", p.second) for x in (190, 300, 410))
    return shadow(400, 420) + buns + cases + rect(96, 336, 408, 78, 18, p.main) + line("M120 360H480", p.line, 5)


def knife(p: Paint) -> str:
    """A cook's knife."""
    blade = path("M286 70Q360 160 350 350H286Z", METAL) + path("M286 70Q316 160 312 350H286Z", "#dfe3e6")
    handle = (
        rect(276, 346, 60, 176, 18, p.main) + circle(306, 392, 8, p.second) + circle(306, 436, 8, p.second) + circle(306, 480, 8, p.second)
    )
    return turned(38, blade + handle)


def knife_block(p: Paint) -> str:
    """Knives in a wooden block."""
    handles = "".join(turned(-18, rect(x, 120, 34, 130, 12, p.main) + circle(x + 17, 160, 5, METAL), 300, 400) for x in (230, 284, 338))
    return shadow(280) + handles + path("M180 260L372 204L430 476H226Z", p.second) + path("M372 204L404 220L452 476H430Z", WOOD_DARK)


def board(p: Paint) -> str:
    """A chopping board with bread on it."""
    loaf = path("M180 320Q170 250 240 250H350Q410 250 404 320V370H184Z", "#c98f55") + line(
        "M230 270L214 330M284 264L270 330M338 264L326 330", "#e8c48c", 9
    )
    return shadow(420, 424) + loaf + rect(96, 362, 408, 54, 20, p.main) + circle(466, 389, 12, p.dark) + line("M124 380H410", p.light, 5)


def utensils(p: Paint) -> str:
    """Wooden spoons and a spatula in a pot."""
    tools = turned(-14, rect(288, 150, 22, 240, 10, WOOD) + ellipse(299, 140, 36, 54, WOOD), 300, 440)
    tools += turned(14, rect(288, 150, 22, 240, 10, WOOD_DARK) + rect(266, 84, 68, 100, 14, WOOD_DARK), 300, 440)
    whisk = line("M300 330V210", METAL_DARK, 12) + line(
        "M300 214Q248 140 300 96Q352 140 300 214M300 214Q276 140 300 96Q324 140 300 214", METAL_DARK, 6
    )
    return shadow(230) + tools + whisk + path("M206 300H394L384 476H216Z", p.main) + line("M210 350H390M212 372H388", p.second, 8)


def rolling_pin(p: Paint) -> str:
    """A rolling pin with biscuit cutters."""
    pin = turned(
        -24,
        rect(96, 236, 408, 84, 36, p.main)
        + rect(40, 260, 64, 36, 16, p.dark)
        + rect(496, 260, 64, 36, 16, p.dark)
        + line("M140 256H450", p.light, 8),
        300,
        280,
    )
    star = path("M420 400l14 32l36 4l-27 24l8 36l-31-18l-31 18l8-36l-27-24l36-4Z", p.second)
    return pin + star + circle(210, 440, 42, p.second) + circle(210, 440, 30, PAPER)


def mixing_bowl(p: Paint) -> str:
    """A mixing bowl with a spoon."""
    return (
        shadow(300)
        + turned(34, rect(330, 70, 24, 260, 12, WOOD), 342, 250)
        + path("M108 250H492Q480 430 372 466H228Q120 430 108 250Z", p.main)
        + rect(96, 234, 408, 40, 18, p.light)
        + both(line("M150 320Q170 400 220 430", p.line, 7))
    )


def storage(p: Paint) -> str:
    """Storage jars with lids."""

    def one(x: float, y: float, width: float, fill: str) -> str:
        jar = faded(0.9, rect(x, y, width, 476 - y, 20, COLOURS["glass"])) + rect(x + 8, y + 90, width - 16, 378 - y, 14, fill)
        return jar + rect(x + 6, y - 30, width - 12, 42, 10, p.main) + rect(x + width / 2 - 34, y + 120, 68, 36, 4, PAPER)

    return shadow(420) + one(96, 280, 126, "#e3c48f") + one(236, 200, 132, p.second) + one(382, 250, 122, "#7b5238")


def scales(p: Paint) -> str:
    """Kitchen scales with a bowl."""
    dial = (
        circle(300, 390, 62, PAPER)
        + line("M300 390L330 350", "#c1443f", 7)
        + circle(300, 390, 9, INK)
        + line("M300 336V346M246 390H256M354 390H344", INK, 5)
    )
    return (
        shadow(320)
        + path("M200 310H400L440 476H160Z", p.main)
        + dial
        + path("M140 220H460Q440 300 300 304Q160 300 140 220Z", p.second)
        + rect(284, 296, 32, 20, 0, METAL_DARK)
    )


KINDS = {
    "saucepan": saucepan,
    "frying-pan": frying_pan,
    "casserole": casserole,
    "roasting-tin": roasting_tin,
    "baking-tin": baking_tin,
    "knife": knife,
    "knife-block": knife_block,
    "board": board,
    "utensils": utensils,
    "rolling-pin": rolling_pin,
    "mixing-bowl": mixing_bowl,
    "storage": storage,
    "scales": scales,
}
