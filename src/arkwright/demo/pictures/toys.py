"""Toys, games and things for small children."""

from __future__ import annotations

from arkwright.demo.pictures.palette import INK, METAL, PAPER, WOOD, WOOD_DARK, Paint, mixed
from arkwright.demo.pictures.shapes import both, circle, ellipse, faded, line, moved, path, rect, shadow, turned


def teddy(p: Paint) -> str:
    """A soft bear."""
    limbs = both(
        ellipse(190, 370, 42, 62, p.dark)
        + ellipse(226, 460, 56, 40, p.dark)
        + circle(214, 150, 44, p.dark)
        + circle(214, 150, 24, p.second)
    )
    face = (
        both(circle(262, 212, 10, INK))
        + ellipse(300, 254, 46, 34, p.second)
        + ellipse(300, 240, 16, 11, INK)
        + line("M300 250V264Q286 276 276 268M300 264Q314 276 324 268", INK, 5)
    )
    return (
        shadow(320, 496)
        + limbs
        + ellipse(300, 388, 104, 100, p.main)
        + ellipse(300, 402, 60, 60, p.second)
        + circle(300, 220, 110, p.main)
        + face
    )


def rabbit(p: Paint) -> str:
    """A soft rabbit or other long-eared friend."""
    ears = both(turned(-12, ellipse(258, 110, 30, 84, p.main) + ellipse(258, 116, 15, 60, p.second), 258, 200))
    body = (
        ellipse(300, 400, 92, 96, p.main)
        + ellipse(300, 414, 52, 60, p.second)
        + both(ellipse(232, 476, 46, 26, p.dark) + ellipse(206, 380, 28, 54, p.dark))
    )
    return (
        shadow(300, 498)
        + ears
        + body
        + circle(300, 250, 88, p.main)
        + both(circle(268, 244, 9, INK) + faded(0.5, circle(244, 274, 15, "#e0a0ab")))
        + ellipse(300, 270, 11, 8, INK)
    )


def blocks(p: Paint) -> str:
    """Wooden building blocks."""
    return (
        shadow(400)
        + rect(120, 356, 120, 120, 8, p.main)
        + rect(246, 356, 120, 120, 8, "#d9a53a")
        + rect(372, 356, 108, 120, 8, p.second)
        + rect(184, 236, 116, 116, 8, "#4f8a5b")
        + path("M306 352V236H430Q430 352 306 352Z", p.dark)
        + path("M184 230L242 130L300 230Z", "#c1443f")
        + circle(180, 416, 30, PAPER)
        + line("M290 446L306 390L322 446M296 428H316", PAPER, 7)
        + rect(222, 276, 40, 40, 6, PAPER)
    )


def train(p: Paint) -> str:
    """A wooden train."""
    engine = (
        rect(120, 300, 210, 110, 16, p.main)
        + rect(250, 214, 90, 196, 12, p.dark)
        + rect(266, 234, 58, 54, 6, PAPER)
        + rect(150, 240, 42, 66, 6, p.dark)
        + faded(0.7, circle(176, 196, 26, "#ffffff") + circle(216, 160, 34, "#ffffff"))
    )
    wagon = rect(366, 330, 130, 80, 10, p.second) + circle(400, 320, 26, "#d9a53a") + circle(452, 320, 26, "#4f8a5b")
    wheels = "".join(circle(x, 430, 34, WOOD_DARK) + circle(x, 430, 13, WOOD) for x in (164, 236, 306, 400, 462))
    return shadow(420) + rect(330, 376, 40, 12, 4, INK) + engine + wagon + wheels


def car(p: Paint) -> str:
    """A toy car."""
    body = path("M90 400Q90 330 160 322L204 248Q216 230 240 230H370Q394 230 410 250L448 318Q510 326 512 400V420H90Z", p.main)
    windows = path("M226 322L254 262H296V322ZM312 322V262H364Q384 262 400 322Z", PAPER)
    wheels = "".join(circle(x, 420, 48, INK) + circle(x, 420, 21, METAL) for x in (190, 414))
    return shadow(440, 470) + body + windows + rect(90, 372, 422, 14, 0, p.second) + circle(496, 352, 13, "#f0cb5b") + wheels


def puzzle(p: Paint) -> str:
    """Jigsaw pieces."""
    piece = "M-80-80H-24Q-40-124 0-124Q40-124 24-80H80V-24Q124-40 124 0Q124 40 80 24V80H-80V24Q-40 40-40 0Q-40-40-80-24Z"
    return (
        moved(226, 250, path(piece, p.main))
        + moved(376, 404, turned(14, path(piece, p.second), 0, 0))
        + moved(206, 430, turned(-20, path(piece, p.dark), 0, 0), 0.7)
        + moved(420, 190, turned(30, path(piece, p.light), 0, 0), 0.6)
    )


def board_game(p: Paint) -> str:
    """A board game with counters and a die."""
    squares = "".join(
        rect(120 + x * 60, 130 + y * 60, 60, 60, 0, p.main if (x + y) % 2 else PAPER)
        for x in range(6)
        for y in range(6)
        if x in (0, 5) or y in (0, 5)
    )
    pawn = circle(0, -40, 24, "#c1443f") + path("M-18-26H18L34 40H-34Z", "#c1443f")
    die = rect(330, 300, 80, 80, 16, PAPER) + "".join(
        circle(x, y, 8, INK) for x, y in ((350, 320), (390, 320), (370, 340), (350, 360), (390, 360))
    )
    return rect(104, 114, 392, 392, 16, p.dark) + squares + rect(180, 190, 240, 240, 0, p.second) + moved(246, 330, pawn) + die


def ball(p: Paint) -> str:
    """A ball with segments."""
    wedges = (
        path("M300 130A170 170 0 0 1 447 215L300 300Z", p.second)
        + path("M447 385A170 170 0 0 1 300 470V300Z", p.second)
        + path("M153 385A170 170 0 0 1 153 215L300 300Z", p.second)
    )
    return (
        shadow(300, 482)
        + circle(300, 300, 170, p.main)
        + wedges
        + circle(300, 300, 30, PAPER)
        + faded(0.3, ellipse(226, 206, 30, 20, "#ffffff"))
    )


def kite(p: Paint) -> str:
    """A kite with a tail."""
    tail = line("M270 390Q220 430 260 470T230 540", INK, 4) + "".join(
        path(f"M{x} {y}l-22-12v24Zl22-12v24Z", p.second) for x, y in ((244, 424), (254, 476), (236, 520))
    )
    return (
        tail
        + path("M350 70L460 220L270 390L190 200Z", p.main)
        + path("M350 70L460 220L310 212Z", p.second)
        + path("M310 212L270 390L190 200Z", p.dark)
    )


def xylophone(p: Paint) -> str:
    """A xylophone with a beater."""
    colours = (p.main, "#de8544", "#f0cb5b", "#4f8a5b", "#4f7cac", p.second)
    bars = "".join(rect(118 + at * 62, 190 + at * 14, 52, 250 - at * 28, 14, colour) for at, colour in enumerate(colours))
    return (
        shadow(420, 462)
        + path("M100 240L500 290V330L100 380Z", WOOD)
        + bars
        + turned(-32, rect(292, 96, 14, 240, 7, WOOD_DARK) + circle(299, 96, 26, p.dark), 300, 300)
    )


def dinosaur(p: Paint) -> str:
    """A dinosaur."""
    body = path(
        (
            "M96 420Q150 410 190 360Q220 270 310 274Q360 270 372 210Q370 130 440 130Q506 136 500 196"
            "Q480 214 440 214Q440 330 400 400V476H350V430H270V476H220V420Q170 450 96 420Z"
        ),
        p.main,
    )
    spikes = path("M190 356L170 316L214 318ZM226 306L218 262L262 280ZM290 276L300 236L334 268ZM362 236L346 196L374 190Z", p.second)
    return (
        shadow(360, 482)
        + spikes
        + body
        + circle(448, 168, 9, INK)
        + line("M462 198H492", p.dark, 5)
        + "".join(circle(x, y, 13, p.dark) for x, y in ((270, 340), (320, 320), (350, 370), (250, 386)))
    )


def robot(p: Paint) -> str:
    """A robot."""
    head = (
        rect(212, 120, 176, 130, 30, p.main)
        + both(circle(262, 184, 24, PAPER) + circle(262, 184, 11, INK))
        + line("M270 226H330", p.dark, 9)
        + line("M300 120V84", METAL, 8)
        + circle(300, 78, 15, p.second)
    )
    body = rect(200, 266, 200, 160, 22, p.dark) + rect(234, 296, 132, 70, 10, PAPER) + line("M246 340L276 316L306 346L352 308", p.second, 7)
    return shadow(280, 492) + both(rect(150, 276, 40, 120, 20, p.main) + rect(226, 420, 50, 66, 12, p.main)) + head + body


def doll(p: Paint) -> str:
    """A rag doll."""
    hair = circle(300, 180, 96, "#7b5238") + both(circle(198, 224, 36, "#7b5238"))
    face = (
        circle(300, 196, 76, "#e9c3a1")
        + both(circle(272, 196, 8, INK) + faded(0.6, circle(254, 222, 12, "#e0a0ab")))
        + line("M284 232Q300 246 316 232", "#a8485a", 5)
    )
    dress_ = (
        path("M256 272H344L400 436H200Z", p.main)
        + line("M208 416H392", p.second, 12)
        + both(line("M256 290L196 350", "#e9c3a1", 24) + line("M268 436V490", "#e9c3a1", 24))
    )
    return (
        shadow(240, 504)
        + hair
        + dress_
        + face
        + path("M224 150Q300 90 376 150Q300 136 224 150Z", "#7b5238")
        + circle(360, 126, 17, p.second)
    )


def scooter(p: Paint) -> str:
    """A scooter."""
    wheels = circle(150, 440, 40, INK) + circle(150, 440, 17, METAL) + circle(458, 440, 40, INK) + circle(458, 440, 17, METAL)
    return (
        shadow(420, 484)
        + wheels
        + line("M430 440L372 130", p.main, 20)
        + rect(160, 412, 270, 24, 12, p.second)
        + line("M316 136L420 116", INK, 22)
        + line("M410 330L436 404", p.dark, 14)
    )


def craft_box(p: Paint) -> str:
    """A box of craft things: paint, brush, scissors."""
    pots = "".join(
        rect(x, 330, 74, 90, 12, PAPER) + rect(x - 4, 316, 82, 30, 8, colour)
        for x, colour in ((130, p.main), (222, "#f0cb5b"), (314, p.second), (406, mixed(p.main, "#4f8a5b", 0.6)))
    )
    brush = turned(30, rect(330, 90, 20, 180, 8, WOOD) + path("M326 262H354L340 320Z", p.main), 340, 200)
    return (
        shadow(420)
        + brush
        + path("M150 180Q220 110 290 190Q280 270 210 260Q140 250 150 180Z", p.second)
        + pots
        + rect(104, 400, 392, 76, 12, p.dark)
    )


def car_seat(p: Paint) -> str:
    """A child's car seat."""
    shell = path("M190 110Q300 70 410 110L440 340Q470 360 470 420V470H130V420Q130 360 160 340Z", p.dark)
    pad = path("M218 140Q300 110 382 140L400 350H200Z", p.main) + rect(180, 340, 240, 96, 40, p.main)
    straps = both(line("M262 170L276 330", INK, 16)) + rect(270, 322, 60, 46, 12, "#c1443f") + line("M300 366V420", INK, 16)
    return shadow(380) + shell + pad + straps + rect(250, 104, 100, 46, 20, p.second)


def helmet(p: Paint) -> str:
    """A cycle helmet."""
    shell = path("M104 360Q110 160 310 160Q490 170 500 360Q300 320 104 360Z", p.main)
    vents = path(
        (
            "M220 210Q280 190 310 200L296 244Q250 240 204 260ZM350 204Q410 220 436 270"
            "L392 268Q364 250 332 246ZM160 290Q230 262 300 270L296 306Q230 302 158 324Z"
        ),
        p.dark,
    )
    return (
        shell
        + vents
        + line("M150 352L250 476L400 470L450 348", INK, 11)
        + rect(232, 462, 40, 28, 6, p.second)
        + line("M106 352Q300 314 496 352", p.second, 13)
    )


KINDS = {
    "teddy": teddy,
    "rabbit": rabbit,
    "blocks": blocks,
    "train": train,
    "car": car,
    "puzzle": puzzle,
    "board-game": board_game,
    "ball": ball,
    "kite": kite,
    "xylophone": xylophone,
    "dinosaur": dinosaur,
    "robot": robot,
    "doll": doll,
    "scooter": scooter,
    "craft-box": craft_box,
    "car-seat": car_seat,
    "helmet": helmet,
}
