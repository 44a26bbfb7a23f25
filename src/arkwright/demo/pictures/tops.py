"""Clothes with sleeves or straps."""

from __future__ import annotations

from arkwright.demo.pictures.palette import INK, PAPER, Paint
from arkwright.demo.pictures.shapes import both, circle, faded, line, path, rect

_BODY = "M228 150Q300 196 372 150L470 204L440 284L396 264L398 462Q300 474 202 462L204 264L160 284L130 204Z"
_LONG = (
    "M228 140Q300 182 372 140Q424 152 440 200L490 440L432 454L398 290L400 468"
    "Q300 480 200 468L202 290L168 454L110 440L160 200Q176 152 228 140Z"
)
_FOLDS = "M204 264L214 222"


def tee(p: Paint) -> str:
    """A T-shirt; striped when it has two colours."""
    stripes = "".join(rect(203, y, 194, 16, 0, p.second) for y in (292, 332, 372, 412)) if p.patterned else ""
    return path(_BODY, p.main) + stripes + both(line(_FOLDS, p.line, 5)) + line("M228 150Q300 196 372 150", p.dark, 13)


def polo(p: Paint) -> str:
    """A polo shirt with a buttoned placket."""
    collar = both(path("M228 148L300 196L272 228L214 176Z", p.second))
    placket = rect(288, 192, 24, 92, 4, p.dark) + circle(300, 222, 6, p.second) + circle(300, 254, 6, p.second)
    return path(_BODY, p.main) + placket + collar + both(line(_FOLDS, p.line, 5) + line("M138 214L166 276", p.second, 7))


def shirt(p: Paint) -> str:
    """A long-sleeved shirt with collar, buttons and a pocket."""
    buttons = "".join(circle(300, y, 6, p.line) for y in (230, 280, 330, 380, 430))
    collar = both(path("M232 138L300 184L268 226L214 160Z", p.light))
    pocket = path("M334 250h46v44l-23 12l-23-12Z", p.dark)
    cuffs = both(path("M110 440L168 454L172 428L116 414Z", p.light))
    return path(_LONG, p.main) + faded(0.7, line("M300 186V472", p.line, 4)) + buttons + faded(0.55, pocket) + collar + cuffs + _sleeves(p)


def blouse(p: Paint) -> str:
    """A soft blouse with a tied neck and gathered cuffs."""
    bow = path("M300 186Q240 160 236 206Q246 228 300 200Q354 228 364 206Q360 160 300 186Z", p.second) + path(
        "M292 196L270 290L292 282L300 204L308 282L330 290L308 196Z", p.second
    )
    cuffs = both(path("M106 438Q138 462 170 452L174 424L112 410Z", p.dark))
    dots = "".join(
        circle(x, y, 5, p.second) for x, y in ((240, 300), (360, 300), (240, 400), (360, 400), (268, 350), (332, 350), (300, 430))
    )
    return path(_LONG, p.main) + dots + cuffs + bow + _sleeves(p)


def jumper(p: Paint) -> str:
    """A knitted jumper with ribbed edges; with a patterned yoke when it has two colours."""
    yoke = "".join(line(f"M{x} 214l10 14l10 -14M{x} 240l10 14l10 -14", p.second, 6) for x in range(206, 380, 28)) if p.patterned else ""
    return path(_LONG, p.main) + yoke + _ribs(p) + line("M230 142Q300 184 370 142", p.dark, 18) + _sleeves(p)


def cable_jumper(p: Paint) -> str:
    """A thick jumper with cables."""
    cables = "".join(line(f"M{x} 220q14 20 0 40t0 40t0 40t0 40t0 40", p.dark, 7) for x in (240, 270, 330, 360))
    return path(_LONG, p.main) + cables + _ribs(p) + line("M230 142Q300 184 370 142", p.dark, 22) + _sleeves(p)


def cardigan(p: Paint) -> str:
    """A cardigan, open at the neck, with buttons and pockets."""
    opening = path("M236 140L300 300L364 140Q300 166 236 140Z", PAPER if p.second == p.main else p.second)
    band = line("M234 140L300 304V474", p.dark, 16) + line("M366 140L300 304", p.dark, 16)
    buttons = "".join(circle(300, y, 7, p.light) for y in (324, 370, 416, 456))
    pockets = both(rect(220, 384, 54, 56, 6, p.dark))
    return path(_LONG, p.main) + opening + band + buttons + faded(0.5, pockets) + _sleeves(p)


def hoodie(p: Paint) -> str:
    """A hooded sweatshirt with a pouch pocket."""
    hood = path("M220 158Q214 92 300 92Q386 92 380 158Q340 214 300 214Q260 214 220 158Z", p.dark) + path(
        "M244 156Q244 116 300 116Q356 116 356 156Q330 196 300 196Q270 196 244 156Z", p.line
    )
    cords = both(line("M278 194V252", p.second, 6))
    pouch = path("M238 360H362L384 440H216Z", p.dark)
    hems = both(path("M108 440L168 456L174 428L114 412Z", p.dark))
    return path(_LONG, p.main) + hood + cords + faded(0.6, pouch) + hems + _sleeves(p)


def jacket(p: Paint) -> str:
    """A tailored jacket with lapels."""
    front = path("M248 138L300 330L352 138Q300 160 248 138Z", PAPER)
    lapels = both(path("M240 136L300 330L286 350L212 214L228 202L210 186Z", p.dark))
    details = (
        line("M300 330V472", p.line, 4)
        + circle(312, 360, 7, p.line)
        + circle(312, 400, 7, p.line)
        + both(rect(216, 396, 58, 12, 3, p.dark))
    )
    return path(_LONG, p.main) + front + lapels + details + _sleeves(p)


def coat(p: Paint) -> str:
    """A long belted coat."""
    body = (
        "M232 110Q300 142 368 110Q414 120 428 164L476 400L424 412L392 262L420 500"
        "Q300 514 180 500L208 262L176 412L124 400L172 164Q186 120 232 110Z"
    )
    lapels = both(path("M236 108L300 250L276 270L206 168Z", p.dark))
    belt = path("M202 306Q300 322 398 306V336Q300 352 202 336Z", p.dark) + rect(282, 304, 36, 42, 6, p.line)
    buttons = both(circle(268, 380, 8, p.line) + circle(268, 430, 8, p.line))
    return path(body, p.main) + line("M300 250V506", p.line, 4) + lapels + belt + buttons + both(line("M208 262L200 220", p.line, 5))


def raincoat(p: Paint) -> str:
    """A hooded raincoat with toggles."""
    hood = path("M226 150Q210 84 300 84Q390 84 374 150Q340 196 300 196Q260 196 226 150Z", p.dark) + path(
        "M246 150Q244 108 300 108Q356 108 354 150Q330 182 300 182Q270 182 246 150Z", p.second
    )
    toggles = "".join(rect(284, y, 32, 13, 6, p.second) for y in (250, 310, 370, 430))
    pockets = both(path("M214 374h58v58h-58Z", p.dark) + rect(210, 366, 66, 18, 6, p.light))
    return path(_LONG, p.main) + hood + line("M300 196V474", p.line, 4) + toggles + pockets + _sleeves(p)


def padded(p: Paint) -> str:
    """A quilted jacket with a zip."""
    quilting = "".join(line(f"M202 {y}Q300 {y + 12} 398 {y}", p.line, 4) for y in (246, 300, 354, 408))
    arms = both(line("M154 236L196 250M142 300L190 314M130 360L178 374", p.line, 4))
    collar = path("M230 142Q300 182 370 142L364 112Q300 140 236 112Z", p.dark)
    return path(_LONG, p.main) + quilting + arms + collar + line("M300 150V474", p.second, 7)


def waistcoat(p: Paint) -> str:
    """A sleeveless waistcoat or gilet."""
    body = "M222 140L300 300L378 140L414 160Q392 240 410 300L404 440L340 476L300 446L260 476L196 440L190 300Q208 240 186 160Z"
    buttons = "".join(circle(300, y, 8, p.line) for y in (324, 364, 404))
    return path(body, p.main) + both(line("M222 140L300 300", p.dark, 14) + rect(218, 376, 54, 12, 3, p.dark)) + buttons


def dress(p: Paint) -> str:
    """A dress with a waist; spotted when it has two colours."""
    body = "M244 110Q300 158 356 110L392 124L384 196L350 270Q420 380 440 486Q300 516 160 486Q180 380 250 270L216 196L208 124Z"
    places = ((240, 370), (300, 340), (356, 376), (206, 440), (268, 430), (332, 440), (396, 446), (300, 210), (262, 190), (338, 190))
    spots = "".join(circle(x, y, 9, p.second) for x, y in places) if p.patterned else line("M176 446Q300 474 424 446", p.line, 6)
    return (
        path(body, p.main)
        + spots
        + path("M250 262Q300 276 350 262V288Q300 302 250 288Z", p.dark)
        + line("M244 112Q300 158 356 112", p.dark, 8)
    )


def gown(p: Paint) -> str:
    """A dressing gown with a shawl collar and a tied belt."""
    body = (
        "M232 108Q300 140 368 108Q418 120 432 170L484 380L416 398L392 270L412 506"
        "Q300 518 188 506L208 270L184 398L116 380L168 170Q182 120 232 108Z"
    )
    collar = line("M238 112Q262 220 300 300V510", p.second, 30) + line("M362 112Q338 220 300 300", p.second, 30)
    belt = rect(206, 296, 188, 28, 6, p.dark) + line("M312 316L334 420M292 316L276 410", p.dark, 16)
    return path(body, p.main) + collar + belt


def swimsuit(p: Paint) -> str:
    """A swimsuit with straps."""
    body = (
        "M226 130L240 130Q248 210 300 214Q352 210 360 130L374 130L384 236Q360 290 376 350"
        "Q392 400 332 436L314 486H286L268 436Q208 400 224 350Q240 290 216 236Z"
    )
    return path(body, p.main) + line("M226 320Q300 348 374 320", p.second, 14) + line("M222 350Q300 380 378 350", p.second, 6)


def babygro(p: Paint) -> str:
    """A baby's sleepsuit with feet."""
    body = (
        "M250 130Q300 160 350 130Q384 136 398 170L446 280L404 304L374 250L384 390L402 470Q372 490 340 476"
        "L300 380L260 476Q228 490 198 470L216 390L226 250L196 304L154 280L202 170Q216 136 250 130Z"
    )
    motif = path("M300 262c-26-34-64-4-40 24l40 38l40-38c24-28-14-58-40-24Z", p.second) if p.seed % 2 else circle(300, 280, 30, p.second)
    poppers = "".join(circle(x, y, 5, p.line) for x, y in ((300, 180), (300, 206), (286, 408), (314, 408), (274, 440), (326, 440)))
    return (
        path(body, p.main)
        + motif
        + poppers
        + line("M250 132Q300 162 350 132", p.dark, 9)
        + faded(0.2, both(path("M198 470Q228 490 260 476L266 456L204 448Z", INK)))
    )


def _sleeves(p: Paint) -> str:
    return both(line("M202 292L196 236", p.line, 5))


def _ribs(p: Paint) -> str:
    return both(path("M108 440L168 456L174 428L114 412Z", p.dark)) + path("M200 468Q300 480 400 468V440Q300 452 200 440Z", p.dark)


KINDS = {
    "tee": tee,
    "polo": polo,
    "shirt": shirt,
    "blouse": blouse,
    "jumper": jumper,
    "cable-jumper": cable_jumper,
    "cardigan": cardigan,
    "hoodie": hoodie,
    "jacket": jacket,
    "coat": coat,
    "raincoat": raincoat,
    "padded": padded,
    "waistcoat": waistcoat,
    "dress": dress,
    "gown": gown,
    "swimsuit": swimsuit,
    "babygro": babygro,
}
