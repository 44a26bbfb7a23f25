"""Packets, tins and jars for the larder."""

from __future__ import annotations

from arkwright.demo.pictures.palette import COLOURS, INK, PAPER, Paint, mixed
from arkwright.demo.pictures.shapes import both, circle, ellipse, faded, line, moved, path, rect, shadow, turned


def jam(p: Paint) -> str:
    """A jar of jam with a cloth lid."""
    lid = path("M190 216Q176 150 300 150Q424 150 410 216L434 244Q300 268 166 244Z", p.second) + line("M196 216Q300 236 404 216", p.dark, 7)
    return (
        shadow(270)
        + rect(178, 226, 244, 250, 40, p.main)
        + lid
        + rect(214, 310, 172, 106, 6, PAPER)
        + circle(300, 340, 15, p.main)
        + line("M252 372H348M268 394H332", INK, 4)
        + faded(0.3, line("M196 280V420", "#ffffff", 10))
    )


def packet(p: Paint) -> str:
    """A bag with a folded top: coffee, flour, nuts."""
    bag = path("M184 180H416L432 476H168Z", p.main) + path("M184 180H416L410 240H190Z", p.dark) + rect(196, 160, 208, 26, 4, p.second)
    label = (
        circle(300, 350, 74, PAPER)
        + ellipse(284, 346, 24, 38, p.second)
        + line("M284 314Q272 346 286 378", PAPER, 5)
        + turned(30, ellipse(326, 360, 18, 30, p.second), 326, 360)
    )
    return shadow(290) + bag + label


def box(p: Paint) -> str:
    """A carton with a lid: tea, cereal, crackers."""
    front = (
        rect(170, 160, 220, 316, 6, p.main)
        + path("M390 160L440 190V456L390 476Z", p.dark)
        + path("M170 160L214 130H462L440 190L390 160Z", p.light)
    )
    leaf = path("M280 370Q200 330 222 230Q330 250 280 370Z", p.second) + line("M280 372L238 262", p.main, 6)
    return shadow(310, 480) + front + leaf + line("M216 408H344M236 432H324", p.second, 7)


def tin(p: Paint) -> str:
    """A round tin of biscuits, soup or sweets."""
    body = (
        path("M152 250V440Q152 476 300 476Q448 476 448 440V250Z", p.main)
        + ellipse(300, 250, 148, 40, p.light)
        + ellipse(300, 246, 124, 30, p.main)
    )
    band = path("M152 320Q152 356 300 356Q448 356 448 320V400Q448 436 300 436Q152 436 152 400Z", p.second)
    return (
        shadow(320, 480)
        + body
        + band
        + "".join(circle(x, y, 13, p.main) for x, y in ((200, 386), (250, 394), (300, 396), (350, 394), (400, 386)))
    )


def can(p: Paint) -> str:
    """A can with a paper label."""
    body = rect(196, 180, 208, 290, 24, COLOURS["silver"]) + ellipse(300, 190, 104, 26, mixed(COLOURS["silver"], "#ffffff", 0.4))
    return (
        shadow(240)
        + body
        + rect(196, 226, 208, 200, 0, p.main)
        + ellipse(300, 326, 74, 60, p.second)
        + circle(280, 322, 22, p.main)
        + circle(318, 334, 22, p.dark)
        + line("M240 408H360", p.second, 6)
    )


def oil(p: Paint) -> str:
    """A tall bottle of oil or vinegar."""
    body = path("M276 170H324V230Q370 262 370 330V452Q370 478 346 478H254Q230 478 230 452V330Q230 262 276 230Z", p.main)
    sprig = line("M300 430Q296 380 304 340", p.dark, 5) + both(turned(40, ellipse(278, 372, 8, 20, p.dark), 278, 372))
    return (
        shadow(190)
        + rect(272, 110, 56, 70, 8, INK)
        + body
        + rect(244, 322, 112, 120, 4, p.second)
        + sprig
        + faded(0.35, line("M252 300V316", "#ffffff", 10))
    )


def chocolate(p: Paint) -> str:
    """A bar half out of its wrapper."""
    squares = "".join(rect(214 + x * 60, 112 + y * 60, 52, 52, 6, "#6b4630") for x in range(3) for y in range(3))
    bar = rect(204, 102, 192, 200, 10, "#543829") + squares
    wrapper = (
        path("M194 270L220 286L248 266L276 286L304 266L332 286L360 266L406 284V496H194Z", p.main)
        + rect(224, 350, 152, 92, 6, p.second)
        + line("M250 382H350M270 410H330", p.main, 7)
    )
    return turned(-10, bar + wrapper)


def chocolates(p: Paint) -> str:
    """A box of chocolates, open."""
    pieces = "".join(
        (circle(x, y, 28, colour) if at % 2 else rect(x - 27, y - 27, 54, 54, 12, colour)) + circle(x, y, 8, p.second)
        for at, (x, y, colour) in enumerate(
            (x, y, c) for y, row in ((296, 0), (370, 1), (444, 0)) for x, c in zip((186, 262, 338, 414), _shades(row), strict=True)
        )
    )
    lid = (
        rect(120, 112, 360, 130, 14, p.main)
        + rect(276, 112, 48, 130, 0, p.second)
        + both(path("M300 150Q240 96 226 130Q234 168 300 150Z", p.second))
    )
    return shadow(400, 500) + lid + rect(120, 250, 360, 246, 14, p.dark) + pieces


def sweets(p: Paint) -> str:
    """Wrapped sweets."""

    def one(x: float, y: float, angle: float, colour: str) -> str:
        ends = path("M-58 0L-112-36V36ZM58 0L112-36V36Z", mixed(colour, INK, 0.2))
        return moved(x, y, turned(angle, ends + ellipse(0, 0, 66, 46, colour) + faded(0.5, line("M-30-16Q0-34 30-20", "#ffffff", 8)), 0, 0))

    return one(232, 200, -24, p.main) + one(380, 300, 18, p.second) + one(226, 404, 12, p.dark)


def crisps(p: Paint) -> str:
    """A bag of crisps."""
    bag = (
        path("M176 120H424L408 300L428 480H172L192 300Z", p.main) + rect(172, 106, 256, 34, 4, p.dark) + rect(168, 462, 264, 34, 4, p.dark)
    )
    slices = turned(-20, ellipse(270, 360, 62, 40, "#f0cb5b"), 270, 360) + turned(24, ellipse(336, 390, 58, 36, "#e3b94a"), 336, 390)
    return bag + circle(300, 230, 60, p.second) + line("M262 222H338M276 248H324", p.main, 8) + slices


def pasta(p: Paint) -> str:
    """Dried pasta in a bag with a window."""
    bows = "".join(
        path(f"M{x} {y}l-26-18v36Zl26-18v36Z", "#e3c06a") for x, y in ((262, 330), (338, 330), (300, 372), (262, 414), (338, 414))
    )
    return (
        shadow(260)
        + path("M190 150H410L422 476H178Z", p.main)
        + line("M196 150L220 176L248 150L276 176L304 150L332 176L360 150L388 176L404 150", p.dark, 9)
        + rect(222, 290, 156, 164, 20, PAPER)
        + bows
        + rect(226, 208, 148, 54, 6, p.second)
    )


def hamper(p: Paint) -> str:
    """A gift box of good things, tied with a ribbon."""
    tin_ = rect(140, 176, 100, 130, 10, "#2f4468") + ellipse(190, 178, 50, 14, "#4f7cac") + rect(140, 220, 100, 44, 0, PAPER)
    jar_ = rect(254, 200, 92, 110, 18, "#de8544") + rect(260, 176, 80, 32, 8, p.second) + rect(268, 232, 64, 44, 4, PAPER)
    packet_ = path("M364 150H456L462 310H358Z", "#4f8a5b") + rect(366, 136, 88, 22, 4, "#2f5d4a") + circle(410, 220, 26, PAPER)
    box_ = path("M112 290H488L472 476H128Z", p.main) + rect(102, 276, 396, 38, 6, p.dark)
    bow = both(path("M300 350Q232 300 212 340Q222 392 300 356Z", p.second))
    return shadow(400, 480) + tin_ + jar_ + packet_ + box_ + rect(286, 276, 28, 200, 0, p.second) + bow + circle(300, 352, 15, p.second)


def crackers(p: Paint) -> str:
    """A fan of biscuits in front of their packet."""
    biscuits = "".join(
        circle(170 + at * 65, 414, 58, p.second if at % 2 else "#d9a95a")
        + "".join(circle(170 + at * 65 + dx, 414 + dy, 5, "#a67c4b") for dx, dy in ((-20, -16), (18, -20), (0, 6), (-22, 24), (24, 22)))
        for at in range(5)
    )
    return (
        shadow(420, 480)
        + rect(140, 150, 320, 250, 12, p.main)
        + rect(140, 210, 320, 90, 0, p.second)
        + line("M200 242H400M230 270H370", p.main, 9)
        + biscuits
    )


def _shades(row: int) -> tuple[str, str, str, str]:
    return ("#543829", "#8a5a3c", "#f2e8d5", "#6b4630") if row == 0 else ("#8a5a3c", "#f2e8d5", "#543829", "#a97b50")


KINDS = {
    "jam": jam,
    "packet": packet,
    "box": box,
    "tin": tin,
    "can": can,
    "oil": oil,
    "chocolate": chocolate,
    "chocolates": chocolates,
    "sweets": sweets,
    "crisps": crisps,
    "pasta": pasta,
    "hamper": hamper,
    "crackers": crackers,
}
