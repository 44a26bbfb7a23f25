"""What stands on the table."""

from __future__ import annotations

from arkwright.demo.pictures.palette import COLOURS, INK, METAL, METAL_DARK, PAPER, WOOD, Paint
from arkwright.demo.pictures.shapes import both, circle, ellipse, faded, line, moved, path, rect, shadow

_GLASS = COLOURS["glass"]


def mug(p: Paint) -> str:
    """A mug with a band or a leaf."""
    handle = line("M404 250Q492 250 484 330Q476 400 398 396", p.main, 28)
    body = (
        path("M168 200H410V410Q410 476 344 476H234Q168 476 168 410Z", p.main)
        + ellipse(289, 202, 121, 26, p.dark)
        + ellipse(289, 206, 100, 18, "#6b4630")
    )
    motif = (
        rect(168, 300, 242, 46, 0, p.second)
        if p.seed % 2
        else path("M290 410Q230 370 250 280Q330 300 290 410Z", p.second) + line("M290 410L262 300", p.main, 5)
    )
    steam = faded(0.5, line("M250 160q-16-24 0-44t0-44M320 160q-16-24 0-44t0-44", "#ffffff", 10))
    return shadow(300) + steam + handle + body + motif


def teapot(p: Paint) -> str:
    """A round teapot."""
    spout = path("M160 400Q120 360 104 260L140 252Q160 320 210 340Z", p.dark)
    handle = line("M424 280Q520 270 500 360Q484 424 410 420", p.dark, 24)
    body = path("M176 350Q176 220 302 220Q428 220 428 350Q428 476 302 476Q176 476 176 350Z", p.main)
    lid = path("M226 232Q302 180 378 232Z", p.second) + circle(302, 186, 20, p.second)
    return shadow(280) + spout + handle + body + lid + faded(0.35, ellipse(236, 318, 18, 50, "#ffffff"))


def plate(p: Paint) -> str:
    """Plates, one upright behind, one in front."""
    rings = circle(300, 280, 186, p.main) + circle(300, 280, 166, p.second) + circle(300, 280, 156, p.main) + circle(300, 280, 112, p.light)
    stack = "".join(ellipse(300, y, 170, 26, colour) for y, colour in ((470, p.dark), (456, p.main), (442, p.light)))
    return shadow(360, 482) + rings + line("M206 220A120 120 0 0 1 270 172", "#ffffff", 7) + stack


def bowl(p: Paint) -> str:
    """A stack of bowls."""
    one = path("M-160-60H160Q150 60 60 76H-60Q-150 60-160-60Z", p.main) + ellipse(0, -60, 160, 30, p.dark)
    band = path("M-157-30Q0 6 157-30L152-8Q0 30-152-8Z", p.second)
    return shadow(260) + moved(300, 398, one + band) + moved(300, 318, one + band)


def glass(p: Paint) -> str:
    """Two tumblers, one with water in it."""
    tumbler = path("M-74-130H74L58 130H-58Z", p.main)
    water = path("M-68-40H68L58 130H-58Z", p.second)
    shine = faded(0.6, line("M-46-100L-38 90", "#ffffff", 10))
    return shadow(360) + moved(210, 346, faded(0.85, tumbler) + faded(0.45, water) + shine) + moved(388, 346, faded(0.85, tumbler) + shine)


def wine_glass(p: Paint) -> str:
    """Two wine glasses."""
    one = line("M0 60V196", _GLASS, 12) + ellipse(0, 200, 64, 12, _GLASS) + path("M-72-140H72Q92 70 0 74Q-92 70-72-140Z", _GLASS)
    wine = path("M-79-40H79Q78 66 0 68Q-78 66-79-40Z", p.main)
    shine = faded(0.6, line("M-44-110Q-52-20-36 20", "#ffffff", 9))
    return shadow(380) + moved(206, 270, one + wine + shine) + moved(394, 270, one + wine + shine)


def jug(p: Paint) -> str:
    """A jug."""
    body = path("M204 150H370Q352 220 392 300Q430 400 372 476H236Q178 400 216 300Q240 230 204 150Z", p.main)
    return (
        shadow(240)
        + line("M376 200Q476 200 462 300Q450 370 402 372", p.dark, 22)
        + body
        + path("M204 150H370L364 176H216Z", p.dark)
        + line("M204 340Q304 370 404 340", p.second, 14)
    )


def cutlery(p: Paint) -> str:
    """A knife, a fork and a spoon."""
    fork = line("M200 290V476", METAL_DARK, 18) + path(
        "M164 120V226Q164 286 200 290Q236 286 236 226V120H222V210H208V120H192V210H178V120Z", METAL
    )
    knife = path("M286 110Q336 150 332 300H286Z", METAL)
    spoon = ellipse(400, 180, 42, 68, METAL) + faded(0.5, ellipse(390, 166, 14, 30, "#ffffff")) + line("M400 244V476", METAL_DARK, 18)
    handles = rect(286, 296, 30, 188, 12, p.main) + rect(187, 340, 26, 146, 12, p.main) + rect(387, 340, 26, 146, 12, p.main)
    return fork + knife + spoon + handles


def tea_towel(p: Paint) -> str:
    """Tea towels hanging on pegs."""
    cloth = (
        path("M150 150H300V470H150Z", p.main)
        + line("M150 420H300M150 440H300", p.second, 8)
        + line("M200 150V470M250 150V470", p.second, 6)
    )
    return (
        rect(110, 120, 380, 22, 8, WOOD)
        + cloth
        + path("M318 150H452V430H318Z", p.second)
        + line("M318 190H452M318 230H452M318 270H452M318 310H452M318 350H452M318 390H452", p.main, 10)
    )


def apron(p: Paint) -> str:
    """A kitchen apron."""
    straps = line("M248 150Q250 82 300 82Q350 82 352 150", p.second, 12) + both(line("M182 290L132 330", p.second, 12))
    return (
        straps
        + path("M240 140H360Q366 250 424 280V500H176V280Q234 250 240 140Z", p.main)
        + rect(230, 350, 140, 92, 8, p.dark)
        + line("M300 350V442", p.line, 4)
    )


def table_linen(p: Paint) -> str:
    """Folded napkins in a ring."""
    napkin = path("M120 220L300 280L480 220L430 460L300 400L170 460Z", p.main) + path("M120 220L300 280L300 400L170 460Z", p.dark)
    return shadow(340, 470) + napkin + rect(262, 270, 76, 110, 22, p.second) + line("M150 236L284 282M450 236L316 282", PAPER, 5)


def cake_stand(p: Paint) -> str:
    """A cake stand with a cake under way."""
    cake = rect(200, 240, 200, 90, 12, "#c98f55") + path(
        "M200 262Q200 232 230 232H370Q400 232 400 262V276Q380 300 360 276Q340 306 320 276Q290 306 270 276Q240 300 200 276Z", PAPER
    )
    stand = rect(130, 326, 340, 22, 11, p.main) + path("M280 348H320L330 440H270Z", p.dark) + ellipse(300, 456, 92, 20, p.main)
    return shadow(220) + stand + cake + circle(300, 222, 16, p.second) + line("M300 208Q308 196 320 194", INK, 3)


def picnic(p: Paint) -> str:
    """A wicker basket with a lid."""
    strokes = "".join(f"M{140 + x} {300 + y}h22" for y in range(0, 160, 28) for x in range((y // 28 % 2) * 20, 320, 44))
    weave = line(strokes, p.line, 6)
    cloth = path("M350 250H440L456 330L420 350L396 326L370 348L346 322Z", p.second)
    return (
        shadow(380)
        + line("M190 260Q190 120 300 120Q410 120 410 260", p.dark, 18)
        + path("M124 260H476L450 476H150Z", p.main)
        + weave
        + cloth
        + rect(112, 244, 376, 34, 12, p.dark)
    )


KINDS = {
    "mug": mug,
    "teapot": teapot,
    "plate": plate,
    "bowl": bowl,
    "glass": glass,
    "wine-glass": wine_glass,
    "jug": jug,
    "cutlery": cutlery,
    "tea-towel": tea_towel,
    "apron": apron,
    "table-linen": table_linen,
    "cake-stand": cake_stand,
    "picnic": picnic,
}
