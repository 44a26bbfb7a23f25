"""Trousers, skirts and the small things to wear."""

from __future__ import annotations

from arkwright.demo.pictures.palette import METAL, Paint
from arkwright.demo.pictures.shapes import both, circle, ellipse, faded, line, moved, path, rect, turned


def trousers(p: Paint) -> str:
    """Trousers with a crease."""
    body = "M214 104H386L408 500H322L300 220L278 500H192Z"
    return (
        path(body, p.main)
        + rect(212, 100, 176, 30, 6, p.dark)
        + both(line("M240 134L234 490", p.line, 4) + line("M220 140L246 176", p.line, 5))
    )


def jeans(p: Paint) -> str:
    """Jeans with stitched pockets and turn-ups."""
    body = "M210 104H390L412 480H320L300 226L280 480H188Z"
    stitching = both(line("M218 138Q224 184 262 186V138", p.second, 4)) + line("M300 134V200Q318 196 322 176V134", p.second, 4)
    turn_ups = both(path("M188 500L190 462H282L280 500Z", p.light))
    return path(body, p.main) + rect(208, 100, 184, 32, 6, p.dark) + stitching + turn_ups + circle(300, 116, 8, METAL)


def shorts(p: Paint) -> str:
    """Shorts with a drawstring."""
    body = "M202 170H398L436 420L318 432L300 290L282 432L164 420Z"
    cord = line("M288 196Q276 232 284 256M312 196Q324 232 316 256", p.second, 6)
    return path(body, p.main) + rect(200, 164, 200, 34, 8, p.dark) + cord + both(line("M168 396L284 408", p.second, 7))


def leggings(p: Paint) -> str:
    """Leggings or joggers with a ribbed waist."""
    body = "M224 100H376Q400 220 374 330L362 500H318L304 240H296L282 500H238L226 330Q200 220 224 100Z"
    return path(body, p.main) + path("M222 100H378L382 136H218Z", p.dark) + both(line("M236 150Q224 240 244 330", p.second, 6))


def skirt(p: Paint) -> str:
    """A full skirt with pleats."""
    pleats = both(line("M262 190Q240 330 216 440M284 190Q274 330 264 452", p.line, 4))
    return (
        path("M228 170H372Q420 320 454 436Q300 490 146 436Q180 320 228 170Z", p.main)
        + pleats
        + rect(224, 152, 152, 36, 8, p.dark)
        + line("M152 426Q300 478 448 426", p.second, 8)
    )


def pyjamas(p: Paint) -> str:
    """Pyjamas: the top above the trousers."""
    bottoms = path("M222 300H378L396 506H318L300 370L282 506H204Z", p.dark)
    top = path("M246 100Q300 140 354 100L436 140L412 214L378 200V340Q300 352 222 340V200L188 214L164 140Z", p.main)
    piping = both(line("M246 100L300 160L284 176L232 116", p.second, 7) + line("M170 150L194 206", p.second, 6)) + line(
        "M300 160V344", p.second, 6
    )
    return bottoms + top + piping + "".join(circle(310, y, 6, p.second) for y in (200, 250, 300))


def dungarees(p: Paint) -> str:
    """Dungarees with a bib pocket."""
    straps = both(line("M252 196L234 104", p.main, 24) + circle(250, 204, 10, METAL))
    body = "M236 190H364V290L390 320L404 490H318L300 390L282 490H196L210 320L236 290Z"
    return (
        straps
        + path(body, p.main)
        + path("M264 220h72v46l-36 20l-36-20Z", p.dark)
        + both(line("M206 470L284 474", p.light, 14) + circle(228, 340, 7, p.second))
    )


def socks(p: Paint) -> str:
    """A pair of socks."""
    one = path("M-48-150H40V40Q40 64 62 78L116 112Q140 134 118 158Q106 168 84 168H10Q-40 164-46 110Z", p.main)
    toe = path("M84 92L116 112Q140 134 118 158Q106 168 84 168H62Q96 140 84 92Z", p.second)
    bands = rect(-50, -154, 92, 34, 6, p.second) + rect(-48, -96, 88, 14, 0, p.second) + rect(-48, -66, 88, 14, 0, p.second)
    sock = one + toe + bands + path("M-46 80Q-44 160 10 168Q6 110-46 80Z", p.dark)
    return moved(246, 280, faded(0.92, sock)) + moved(340, 320, sock)


def scarf(p: Paint) -> str:
    """A folded scarf with a fringe."""
    tail = "M250 240L210 470H292L330 250Z"
    fringe = "".join(line(f"M{x} 470V504", p.main, 7) for x in range(216, 292, 14))
    loop = path(
        (
            "M180 190Q180 120 300 120Q420 120 420 190Q420 276 300 276Q180 276 180 190Z"
            "M236 190Q236 222 300 222Q364 222 364 190Q364 164 300 164Q236 164 236 190Z"
        ),
        p.main,
    )
    stripes = line("M222 400L302 404M218 426L298 430", p.second, 10)
    return (
        fringe
        + path(tail, p.dark)
        + loop
        + stripes
        + line("M196 232Q240 276 320 272", p.line, 4)
        + line("M400 150Q420 180 400 226", p.second, 9)
    )


def beanie(p: Paint) -> str:
    """A knitted hat with a bobble."""
    crown = path("M166 380Q160 190 300 184Q440 190 434 380Z", p.main)
    ribs = "".join(line(f"M{x} 384V428", p.line, 5) for x in range(176, 440, 24))
    knit = both(line("M232 220Q206 290 210 350M274 204Q260 280 262 350", p.line, 5))
    return circle(300, 162, 48, p.second) + crown + knit + rect(152, 366, 296, 76, 22, p.dark) + ribs


def hat(p: Paint) -> str:
    """A brimmed hat with a band."""
    return (
        ellipse(300, 390, 216, 52, p.dark)
        + path("M192 384Q188 216 256 214Q300 232 344 214Q412 216 408 384Q300 420 192 384Z", p.main)
        + path("M191 342Q300 382 409 342L409 384Q300 424 191 384Z", p.second)
    )


def cap(p: Paint) -> str:
    """A cap with a peak."""
    peak = path("M336 372Q480 352 506 404Q500 424 460 416Q390 396 330 404Z", p.dark)
    crown = path("M150 392Q150 214 290 210Q410 214 420 372Q300 356 150 392Z", p.main)
    return peak + crown + line("M288 212Q240 290 236 370M288 212Q340 280 346 362", p.line, 4) + circle(288, 208, 13, p.second)


def gloves(p: Paint) -> str:
    """A pair of gloves."""
    hand = (
        "M-60 150V10Q-62-20-40-20L-40-120Q-38-142-20-140Q-4-138-4-118V-150Q-2-172 16-170Q32-168 32-148"
        "V-120Q36-138 52-134Q68-128 66-110L60 20L92-24Q110-42 122-28Q130-16 118 4L64 96V150Z"
    )
    one = path(hand, p.main) + rect(-68, 130, 140, 58, 12, p.second) + line("M-4-110V-30M32-110V-26", p.line, 5)
    return moved(238, 268, turned(-12, f'<g transform="scale(-.9 .9)">{one}</g>', 0, 0)) + moved(370, 306, turned(10, one, 0, 0), 0.95)


def belt(p: Paint) -> str:
    """A rolled leather belt."""
    roll = path("M120 300a180 116 0 1 0 360 0a180 116 0 1 0-360 0ZM176 300a124 66 0 1 1 248 0a124 66 0 1 1-248 0Z", p.main)
    edge = path("M120 300a180 116 0 0 0 360 0v52a180 116 0 0 1-360 0Z", p.dark)
    buckle = line("M270 380h92v76h-92Z", p.second, 14) + line("M316 384V450", p.second, 9)
    return edge + roll + faded(0.6, line("M136 352Q180 420 262 440", p.light, 4)) + buckle


def tie(p: Paint) -> str:
    """A necktie with stripes."""
    blade = path("M276 186H324L366 440L300 508L234 440Z", p.main)
    stripes = path("M262 274L338 236L341 256L258 298ZM250 348L352 298L356 320L246 374ZM238 420L362 360L365 384L234 444Z", p.second)
    return blade + stripes + path("M258 110H342L326 190H274Z", p.dark)


def briefs(p: Paint) -> str:
    """Underwear, three to a pack."""
    pair = path("M-130-60H130L120 0Q50 20 34 86H-34Q-50 20-120 0Z", p.main) + rect(-132, -70, 264, 24, 6, p.dark)
    return moved(300, 200, faded(0.95, pair)) + moved(300, 300, pair.replace(p.main, p.second)) + moved(300, 400, pair)


def bra(p: Paint) -> str:
    """A soft bra."""
    half = (
        line("M232 220L212 118", p.dark, 10)
        + path("M298 332Q310 220 236 212Q150 236 148 350Q220 386 298 360Z", p.main)
        + line("M160 338Q220 300 292 330", p.second, 6)
    )
    return both(half + path("M148 336Q220 376 300 346V374Q220 402 142 366Z", p.dark)) + circle(300, 348, 9, p.second)


def tutu(p: Paint) -> str:
    """A net skirt for dancing or dressing up."""
    layer = "M232 220H368L470 380Q440 420 400 388Q370 430 334 396Q300 436 266 396Q230 430 200 388Q160 420 130 380Z"
    return (
        faded(0.55, path(layer.replace("380", "410").replace("388", "420"), p.main))
        + path(layer, p.main)
        + both(line("M262 236L206 372M288 236L268 380", p.light, 5))
        + rect(226, 196, 148, 34, 14, p.second)
    )


KINDS = {
    "trousers": trousers,
    "jeans": jeans,
    "shorts": shorts,
    "leggings": leggings,
    "skirt": skirt,
    "pyjamas": pyjamas,
    "dungarees": dungarees,
    "socks": socks,
    "scarf": scarf,
    "beanie": beanie,
    "hat": hat,
    "cap": cap,
    "gloves": gloves,
    "belt": belt,
    "tie": tie,
    "briefs": briefs,
    "bra": bra,
    "tutu": tutu,
}
