"""Furniture and lamps."""

from __future__ import annotations

from arkwright.demo.pictures.palette import INK, METAL_DARK, PAPER, WOOD, WOOD_DARK, Paint
from arkwright.demo.pictures.shapes import both, circle, ellipse, faded, line, path, rect, shadow


def lamp(p: Paint) -> str:
    """A table lamp, lit."""
    glow = faded(0.35, circle(300, 230, 170, "#f8e7a8"))
    base = path("M286 290H314L320 380Q372 400 366 476H234Q228 400 280 380Z", p.second) + rect(218, 462, 164, 16, 8, WOOD_DARK)
    return shadow(220) + glow + base + path("M232 130H368L420 300H180Z", p.main) + faded(0.3, path("M232 130H268L240 300H180Z", "#ffffff"))


def floor_lamp(p: Paint) -> str:
    """A floor lamp with an arm."""
    glow = faded(0.35, circle(392, 230, 120, "#f8e7a8"))
    return (
        shadow(180, 500)
        + glow
        + line("M220 490V150Q220 90 290 90Q384 90 392 150", p.second, 12)
        + path("M350 150H434L470 246H314Z", p.main)
        + ellipse(220, 494, 76, 16, p.second)
    )


def armchair(p: Paint) -> str:
    """An armchair on wooden legs."""
    legs = both(line("M190 440L180 492", WOOD_DARK, 18))
    back = (
        rect(176, 140, 248, 260, 56, p.main) + both(circle(250, 220, 7, p.line)) + circle(300, 220, 7, p.line) + circle(300, 270, 7, p.line)
    )
    arms = both(path("M120 310Q120 262 164 262Q206 262 206 310V450H150Q120 450 120 420Z", p.dark))
    return shadow(360, 494) + legs + back + rect(190, 350, 220, 100, 28, p.light) + arms


def sofa(p: Paint) -> str:
    """A sofa with two cushions."""
    legs = both(line("M120 430L110 474", WOOD_DARK, 16))
    back = rect(104, 200, 392, 200, 46, p.main) + line("M300 214V340", p.line, 5)
    seats = rect(120, 326, 178, 84, 22, p.light) + rect(302, 326, 178, 84, 22, p.light) + rect(100, 396, 400, 46, 14, p.dark)
    arms = both(path("M60 310Q60 268 98 268Q136 268 136 310V442H84Q60 442 60 416Z", p.dark))
    cushion = rect(154, 256, 92, 86, 18, p.second)
    return shadow(480) + legs + back + seats + cushion + arms


def table(p: Paint) -> str:
    """A table."""
    legs = both(path("M130 290H170L156 488H136Z", p.dark)) + both(rect(200, 290, 20, 150, 2, p.dark))
    bowl = path("M252 216H348Q340 258 300 258Q260 258 252 216Z", p.second)
    return shadow(420, 490) + legs + bowl + rect(84, 254, 432, 36, 10, p.main) + line("M110 266H430", p.light, 5)


def chest(p: Paint) -> str:
    """A chest of drawers."""
    drawers = "".join(
        rect(146, y, 308, 82, 6, p.light) + circle(238, y + 41, 9, p.second) + circle(362, y + 41, 9, p.second) for y in (180, 272, 364)
    )
    legs = both(path("M150 456H190L180 500H156Z", p.dark))
    return shadow(360, 498) + legs + rect(124, 160, 352, 300, 10, p.main) + drawers + rect(112, 144, 376, 26, 8, p.dark)


def bookcase(p: Paint) -> str:
    """A bookcase with a few books."""
    colours = (p.second, "#7a5c9c", "#4f7cac", "#d9a53a", "#c1443f", "#4f8a5b")
    books = ""
    for shelf, y in enumerate((214, 318, 422)):
        books += "".join(
            rect(190 + at * 24 + 60 * (shelf % 2), y - 66 - 6 * (at % 2), 20, 66 + 6 * (at % 2), 2, colours[(at + shelf) % 6])
            for at in range(6)
        )
    shelves = "".join(rect(166, y, 268, 16, 0, p.dark) for y in (214, 318, 422))
    return shadow(300, 492) + rect(152, 110, 296, 380, 8, p.main) + rect(170, 128, 260, 344, 2, p.light) + books + shelves


def stool(p: Paint) -> str:
    """A stool or a footstool."""
    legs = both(line("M210 350L180 480M250 350L244 480", WOOD_DARK, 16))
    return (
        shadow(300, 484)
        + legs
        + rect(160, 262, 280, 96, 40, p.main)
        + both(line("M230 280V340", p.line, 5))
        + circle(300, 310, 9, p.second)
    )


def desk(p: Paint) -> str:
    """A desk with a drawer and a lamp."""
    drawer = rect(330, 300, 140, 70, 4, p.light) + circle(400, 335, 9, p.second)
    legs = line("M120 300V484M480 300V484", p.dark, 20)
    lamp_ = line("M200 262V200L240 160", METAL_DARK, 9) + path("M218 140L270 170L236 206Z", p.second)
    return (
        shadow(420, 490)
        + legs
        + drawer
        + lamp_
        + rect(92, 262, 416, 38, 8, p.main)
        + rect(280, 234, 90, 28, 3, PAPER)
        + line("M286 248H362", INK, 3)
    )


def shelf(p: Paint) -> str:
    """A wall shelf with a plant and books."""
    leaves = path("M215 226Q150 190 176 130Q222 160 215 226Z", "#5f8f5a") + path("M215 226Q280 190 254 130Q208 160 215 226Z", "#46734a")
    pot = leaves + path("M180 226H250L242 290H188Z", p.second)
    books = rect(330, 190, 26, 100, 3, "#b5573a") + rect(360, 176, 22, 114, 3, "#2f4468") + rect(386, 200, 28, 90, 3, "#d9a53a")
    return pot + books + rect(100, 290, 400, 30, 6, p.main) + both(path("M150 320H176V380Z", p.dark)) + rect(100, 290, 400, 8, 4, WOOD)


KINDS = {
    "lamp": lamp,
    "floor-lamp": floor_lamp,
    "armchair": armchair,
    "sofa": sofa,
    "table": table,
    "chest": chest,
    "bookcase": bookcase,
    "stool": stool,
    "desk": desk,
    "shelf": shelf,
}
