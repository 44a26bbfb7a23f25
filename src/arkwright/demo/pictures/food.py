"""Fresh food and drink."""

from __future__ import annotations

from arkwright.demo.pictures.palette import INK, LEAF, LEAF_DARK, PAPER, WOOD, Paint
from arkwright.demo.pictures.shapes import both, circle, ellipse, faded, line, path, rect, shadow, turned


def loaf(p: Paint) -> str:
    """A loaf of bread."""
    crust = path("M104 420Q80 250 220 236H400Q520 256 496 420Q490 452 460 452H140Q110 452 104 420Z", p.main)
    cuts = "".join(line(f"M{x} 262L{x - 36} 352", p.light, 15) for x in (220, 290, 360, 430))
    return shadow(420, 458) + crust + cuts + path("M104 410Q110 452 140 452H460Q490 452 496 410Q300 430 104 410Z", p.dark)


def cake(p: Paint) -> str:
    """A layered cake with a slice out."""
    layers = rect(150, 300, 300, 60, 8, "#d9a95a") + rect(150, 356, 300, 18, 0, p.second) + rect(150, 372, 300, 66, 8, "#d9a95a")
    icing = path(
        (
            "M146 318Q146 252 210 252H390Q454 252 454 318Q436 352 414 320Q390 360 362 322"
            "Q330 362 300 322Q264 360 236 322Q206 352 186 320Q166 348 146 318Z"
        ),
        p.main,
    )
    top = "".join(circle(x, 244, 15, p.second) for x in (210, 255, 300, 345, 390))
    return shadow(420, 458) + ellipse(300, 444, 214, 22, PAPER) + layers + icing + top


def pie(p: Paint) -> str:
    """A pie or pudding with a crimped edge."""
    edge = "".join(circle(x, 330, 24, p.dark) for x in range(132, 480, 42))
    dome = (
        path("M126 326Q160 210 300 206Q440 210 474 326Z", p.main)
        + both(line("M256 250L230 292", p.dark, 9))
        + line("M300 240V286", p.dark, 9)
    )
    return (
        shadow(380, 452)
        + dome
        + edge
        + path("M124 336H476L436 448H164Z", p.second)
        + line("M180 360L194 436M240 360L246 436M300 360V436M360 360L354 436M420 360L406 436", p.dark, 5)
    )


def cheese(p: Paint) -> str:
    """A wedge of cheese."""
    wedge = path("M104 330L390 190L496 300V440H104Z", p.dark) + path("M104 330L496 300V440H104Z", p.main)
    holes = circle(190, 390, 19, p.dark) + circle(290, 370, 13, p.dark) + circle(380, 400, 24, p.dark) + circle(440, 344, 11, p.dark)
    return shadow(420, 456) + rect(84, 436, 432, 22, 11, WOOD) + wedge + holes + path("M104 330L390 190L496 300Z", p.light)


def apples(p: Paint) -> str:
    """Three pieces of fruit."""

    def one(x: float, y: float, colour: str) -> str:
        return (
            circle(x, y, 78, colour)
            + faded(0.3, ellipse(x - 30, y - 28, 14, 24, "#ffffff"))
            + line(f"M{x} {y - 66}q4-26 18-36", "#543829", 8)
            + turned(30, ellipse(x + 36, y - 92, 15, 32, LEAF), x + 36, y - 92)
        )

    return shadow(400) + one(300, 272, p.dark) + one(206, 396, p.main) + one(392, 396, p.second)


def vegetables(p: Paint) -> str:
    """A box of vegetables."""
    tops = "".join(
        turned(angle, line("M230 250V130", LEAF_DARK, 14) + ellipse(230, 130, 24, 50, LEAF), 230, 280) for angle in (-20, 8)
    ) + path("M330 280Q320 160 410 160Q490 180 470 280Z", LEAF)
    carrots = "".join(turned(angle, path("M206 210H254L240 330H220Z", "#de8544"), 230, 280) for angle in (-14, 10)) + circle(
        330, 270, 44, p.main
    )
    slats = rect(104, 290, 392, 52, 6, WOOD) + rect(104, 350, 392, 52, 6, WOOD) + rect(104, 410, 392, 52, 6, WOOD)
    return (
        shadow(420)
        + tops
        + carrots
        + slats
        + rect(120, 282, 26, 188, 4, "#a67c4b")
        + rect(454, 282, 26, 188, 4, "#a67c4b")
        + rect(250, 352, 100, 48, 6, p.second)
    )


def wine(p: Paint) -> str:
    """A bottle of wine."""
    body = path("M268 170H332V240Q376 270 376 330V456Q376 482 352 482H248Q224 482 224 456V330Q224 270 268 240Z", p.main)
    label = rect(224, 340, 152, 96, 0, PAPER) + line("M252 372H348M266 396H334", INK, 4) + circle(300, 354, 8, p.second)
    return (
        shadow(190, 486)
        + body
        + rect(266, 84, 68, 100, 10, p.second)
        + label
        + faded(0.25, line("M246 310V330M246 446V460", "#ffffff", 10))
    )


def beer(p: Paint) -> str:
    """A bottle of ale, cider or pop beside a full glass."""
    bottle_ = (
        path("M206 190H254V250Q290 280 290 330V456Q290 480 268 480H192Q170 480 170 456V330Q170 280 206 250Z", p.main)
        + rect(202, 168, 56, 28, 6, p.second)
        + rect(170, 340, 120, 86, 0, PAPER)
        + path("M230 360l22 20l-22 20l-22-20Z", p.second)
    )
    glass_ = path("M336 250H466L450 480H352Z", p.second) + path(
        "M330 250Q330 214 366 222Q386 196 412 220Q446 206 466 230Q476 262 452 262Q430 284 400 264Q370 284 330 250Z", PAPER
    )
    return shadow(360, 484) + bottle_ + glass_ + faded(0.4, line("M366 290L372 440", "#ffffff", 10))


def spirit(p: Paint) -> str:
    """A square bottle of spirits or liqueur."""
    body = rect(190, 226, 220, 254, 26, p.main) + rect(266, 160, 68, 76, 4, p.light)
    label = (
        rect(220, 290, 160, 140, 4, PAPER)
        + path("M300 308Q266 340 300 372Q334 340 300 308Z", p.second)
        + line("M252 392H348M268 412H332", INK, 4)
    )
    return shadow(250, 484) + rect(258, 100, 84, 70, 12, p.second) + body + label + faded(0.3, line("M206 256V440", "#ffffff", 9))


def carton(p: Paint) -> str:
    """A carton of juice or milk."""
    fruit = (
        circle(300, 370, 54, p.second)
        + line("M300 320Q304 300 322 296", LEAF_DARK, 8)
        + turned(50, ellipse(332, 308, 12, 26, LEAF), 332, 308)
    )
    return (
        shadow(240, 482)
        + path("M200 216L240 140H360L400 216Z", p.light)
        + rect(232, 108, 136, 38, 4, p.dark)
        + rect(200, 214, 200, 266, 4, p.main)
        + rect(346, 214, 54, 266, 4, p.dark)
        + fruit
    )


def sausages(p: Paint) -> str:
    """A tray of something from the butcher or fishmonger, under a paper band."""
    pieces = "".join(rect(150 + at * 62, 214, 50, 216, 25, p.main) for at in range(5)) + "".join(
        line(f"M{168 + at * 62} 240V300", p.light, 7) for at in range(5)
    )
    return (
        shadow(420, 470)
        + rect(110, 180, 380, 286, 30, INK)
        + pieces
        + rect(110, 290, 380, 86, 0, PAPER)
        + line("M200 320H400M230 346H370", p.second, 9)
    )


def fish(p: Paint) -> str:
    """A fish on a slate."""
    body = path("M110 300Q200 190 340 230Q400 250 430 290L500 230Q490 300 500 370L430 312Q390 366 320 376Q190 396 110 300Z", p.main)
    return (
        shadow(400, 420)
        + rect(84, 388, 432, 30, 10, "#4b4d52")
        + body
        + circle(168, 284, 11, INK)
        + line("M216 250Q236 300 214 350", p.dark, 6)
        + faded(0.5, line("M260 270H380M250 304H400M260 338H370", p.dark, 5))
        + circle(430, 372, 20, p.second)
    )


KINDS = {
    "loaf": loaf,
    "cake": cake,
    "pie": pie,
    "cheese": cheese,
    "apples": apples,
    "vegetables": vegetables,
    "wine": wine,
    "beer": beer,
    "spirit": spirit,
    "carton": carton,
    "sausages": sausages,
    "fish": fish,
}
