"""Shoes, seen from the side; the second of the pair stands behind."""

from __future__ import annotations

from arkwright.demo.pictures.palette import METAL, Paint
from arkwright.demo.pictures.shapes import circle, faded, line, moved, path, rect, shadow


def lace_up(p: Paint) -> str:
    """A leather lace-up."""
    upper = path("M124 420V330Q132 280 176 272L236 268Q270 330 360 344Q456 356 470 420Z", p.main)
    heel = path("M124 420V366Q160 372 190 420Z", p.dark) + path("M372 420Q384 372 424 372Q466 384 470 420Z", p.dark)
    laces = line("M236 296L262 280M252 318L280 300M274 334L300 318", p.second, 8)
    return _pair(upper + heel + laces + _sole(p.line, 26))


def brogue(p: Paint) -> str:
    """A loafer or brogue with a strap across."""
    upper = path("M124 420V340Q134 306 186 312Q250 360 300 330Q380 330 440 372Q474 392 476 420Z", p.main)
    strap = path("M270 340Q310 316 356 334L344 420H284Z", p.dark) + rect(296, 352, 36, 14, 4, p.second)
    return _pair(upper + strap + line("M384 404Q410 372 446 386", p.line, 5) + _sole(p.line, 24))


def trainer(p: Paint) -> str:
    """A trainer with a thick sole."""
    upper = path("M118 404L126 300Q150 262 190 282L232 262Q280 330 372 344Q474 352 484 404Z", p.main)
    flash = path("M180 404Q260 392 330 340L366 346Q300 404 250 404Z", p.second)
    toe = path("M396 348Q474 356 484 404H420Q398 380 396 348Z", p.dark)
    laces = line("M238 288L262 274M256 312L284 296M280 330L310 314", p.second, 8)
    sole = path("M108 398H490Q500 450 460 450H140Q106 446 108 398Z", "#fbf8f2") + line("M116 428H486", p.main, 8)
    return _pair(upper + flash + toe + laces + sole)


def boot(p: Paint) -> str:
    """An ankle boot with an elastic side."""
    upper = path("M140 424L150 190Q210 170 276 190L280 300Q300 336 380 346Q462 356 470 424Z", p.main)
    gusset = path("M190 196Q216 190 240 196L230 330Q210 344 196 326Z", p.dark)
    tab = rect(130, 176, 22, 60, 8, p.dark)
    return _pair(tab + upper + gusset + line("M164 424Q156 360 150 330", p.line, 5) + _sole(p.line, 30))


def long_boot(p: Paint) -> str:
    """A knee boot with a zip."""
    upper = path("M172 430L166 110Q220 96 284 110L276 310Q300 356 374 362Q444 372 450 430Z", p.main)
    details = path("M166 110Q220 96 284 110L282 146Q222 132 167 146Z", p.dark) + line("M206 150L204 360", p.second, 5)
    return _pair(upper + details + path("M166 430h66v40h-52Z", p.dark) + path("M232 430H454V446H226Z", p.line))


def wellington(p: Paint) -> str:
    """A wellington boot."""
    upper = path("M176 436L170 128Q226 112 288 128L282 306Q310 354 388 360Q452 372 456 436Z", p.main)
    band = path("M170 128Q226 112 288 128L287 164Q226 148 171 164Z", p.second)
    shine = faded(0.5, line("M204 196L206 330", p.light, 14))
    strap = rect(262, 186, 34, 46, 6, p.dark) + rect(256, 200, 30, 18, 4, METAL)
    sole = path("M168 430H462V462H170Z", p.dark) + line(
        "M184 462V450M214 462V450M300 462V450M340 462V450M380 462V450M420 462V450", p.main, 6
    )
    return _pair(upper + band + shine + strap + sole)


def heel(p: Paint) -> str:
    """A court shoe with a heel."""
    shoe = path("M132 262Q160 250 188 276Q260 388 352 372Q440 372 476 442H376Q280 440 214 366Q176 330 158 340L150 446H132Z", p.main)
    inner = path("M160 268Q182 260 196 290Q262 390 346 378Q276 416 210 348Q172 306 160 268Z", p.dark)
    bow = circle(384, 398, 15, p.second)
    return _pair(shoe + inner + bow + line("M250 402Q310 444 376 444H470", p.line, 6))


def sandal(p: Paint) -> str:
    """A flat sandal with straps."""
    toe = path("M300 416Q312 336 372 336Q428 340 446 416H404Q396 376 370 374Q342 376 336 416Z", p.main)
    back = path("M132 416Q118 330 176 310Q236 300 250 336L236 362Q214 330 184 338Q156 350 170 416Z", p.main)
    buckle = rect(224, 326, 28, 32, 6, p.second)
    return (
        shadow(400, 462)
        + back
        + toe
        + buckle
        + path("M112 412H482Q496 446 456 450H140Q108 446 112 412Z", p.dark)
        + line("M124 418H478", p.second, 12)
    )


def slipper(p: Paint) -> str:
    """A warm slipper with a fleecy edge."""
    upper = path("M130 428V350Q150 316 196 330Q240 356 300 320Q420 300 470 390L474 428Z", p.main)
    fleece = "".join(circle(x, y, 22, p.second) for x, y in ((150, 342), (182, 336), (214, 348), (246, 344), (276, 326)))
    return _pair(upper + fleece + line("M340 352Q390 350 424 386", p.line, 6) + _sole(p.dark, 24))


def shoe_bar(p: Paint) -> str:
    """A child's shoe with a bar."""
    upper = path("M138 424V330Q160 300 200 316Q214 380 270 380Q300 378 316 344Q440 344 462 424Z", p.main)
    bar = line("M204 350Q250 300 318 340", p.main, 26) + circle(312, 348, 13, p.second)
    flower = "".join(circle(402 + x, 388 + y, 9, p.second) for x, y in ((0, -12), (12, 0), (0, 12), (-12, 0))) + circle(402, 388, 7, p.dark)
    return _pair(upper + bar + flower + _sole(p.line, 24))


def _sole(colour: str, height: float) -> str:
    return rect(114, 416, 366, height, 9, colour)


def _pair(one: str) -> str:
    return shadow(430, 462) + moved(56, -34, faded(0.55, one), 0.95) + one


KINDS = {
    "lace-up": lace_up,
    "brogue": brogue,
    "trainer": trainer,
    "boot": boot,
    "long-boot": long_boot,
    "wellington": wellington,
    "heel": heel,
    "sandal": sandal,
    "slipper": slipper,
    "shoe-bar": shoe_bar,
}
