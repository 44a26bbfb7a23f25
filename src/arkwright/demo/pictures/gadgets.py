"""Sound, screens, light and hair."""

from __future__ import annotations

from arkwright.demo.pictures.palette import INK, METAL, METAL_DARK, PAPER, Paint
from arkwright.demo.pictures.shapes import both, circle, ellipse, faded, line, path, rect, shadow, turned


def television(p: Paint) -> str:
    """A television showing hills."""
    screen = (
        rect(92, 148, 416, 246, 6, "#bcd6e2")
        + circle(400, 220, 34, "#f6e3a0")
        + path("M92 330Q190 220 290 310Q380 240 508 330V394H92Z", p.second)
        + path("M92 360Q240 300 508 372V394H92Z", "#46734a")
    )
    return (
        shadow(320, 482)
        + rect(74, 130, 452, 282, 16, p.main)
        + screen
        + path("M270 412H330L350 466H250Z", p.dark)
        + rect(210, 462, 180, 16, 8, p.main)
    )


def radio(p: Paint) -> str:
    """A portable radio."""
    grille = "".join(circle(x, y, 6, p.dark) for x in range(150, 290, 24) for y in range(270, 420, 24))
    dial = (
        rect(318, 256, 140, 50, 8, PAPER)
        + line("M336 290V272M364 290V280M392 290V272M420 290V280", INK, 4)
        + line("M378 264V298", "#c1443f", 5)
    )
    return (
        shadow(420, 462)
        + line("M170 226V160H430V226", p.dark, 18)
        + line("M440 216L486 96", METAL_DARK, 7)
        + rect(104, 220, 392, 236, 40, p.main)
        + grille
        + dial
        + circle(350, 380, 34, p.second)
        + circle(430, 380, 34, p.second)
    )


def headphones(p: Paint) -> str:
    """Headphones."""
    band = line("M136 330Q136 130 300 130Q464 130 464 330", p.main, 30) + line("M176 240Q206 160 300 160", p.light, 8)
    return band + both(rect(104, 300, 92, 150, 40, p.dark) + rect(172, 312, 44, 126, 20, p.second))


def earbuds(p: Paint) -> str:
    """Earbuds in their case."""
    buds = both(circle(246, 210, 34, p.main) + rect(228, 214, 28, 84, 12, p.main) + circle(256, 206, 12, p.dark))
    return (
        shadow(280)
        + path("M170 290H430V400Q430 470 360 470H240Q170 470 170 400Z", p.main)
        + path("M170 290H430V330H170Z", p.dark)
        + buds
        + circle(300, 400, 9, p.second)
    )


def speaker(p: Paint) -> str:
    """A loudspeaker covered in cloth."""
    cloth = "".join(line(f"M{x} 150V450", p.line, 3) for x in range(206, 400, 22))
    return (
        shadow(280)
        + rect(178, 116, 244, 360, 70, p.main)
        + faded(0.6, cloth)
        + ellipse(300, 140, 84, 20, p.dark)
        + circle(300, 420, 10, p.second)
        + line("M250 96Q266 60 300 60Q334 60 350 96", p.dark, 14)
    )


def turntable(p: Paint) -> str:
    """A record player from above."""
    record = (
        circle(266, 300, 140, INK)
        + circle(266, 300, 104, "#4a484d")
        + circle(266, 300, 100, INK)
        + circle(266, 300, 46, p.second)
        + circle(266, 300, 7, PAPER)
    )
    return (
        rect(92, 134, 416, 336, 24, p.main)
        + record
        + circle(450, 190, 26, METAL)
        + line("M450 190V340L390 392", METAL_DARK, 12)
        + circle(450, 426, 20, p.dark)
    )


def tablet(p: Paint) -> str:
    """A reading tablet."""
    words = "".join(
        line(f"M196 {y}H{x}", METAL_DARK, 6)
        for y, x in ((170, 404), (198, 390), (226, 404), (254, 380), (282, 404), (310, 340), (360, 404), (388, 398), (416, 300))
    )
    return rect(152, 96, 296, 408, 30, p.main) + rect(174, 124, 252, 340, 4, PAPER) + words + circle(300, 484, 9, p.second)


def camera(p: Paint) -> str:
    """A camera."""
    lens = (
        circle(300, 326, 104, INK)
        + circle(300, 326, 82, METAL_DARK)
        + circle(300, 326, 62, "#2f4a5c")
        + faded(0.6, circle(276, 302, 18, "#ffffff"))
    )
    return (
        shadow(420, 452)
        + path("M220 210L246 160H354L380 210Z", p.dark)
        + rect(96, 206, 408, 238, 34, p.main)
        + rect(96, 260, 408, 130, 0, p.dark)
        + lens
        + rect(400, 222, 70, 26, 8, p.second)
        + circle(146, 206, 20, METAL)
    )


def hairdryer(p: Paint) -> str:
    """A hairdryer."""
    handle = turned(14, rect(330, 290, 66, 190, 26, p.dark), 360, 300)
    air = faded(0.6, line("M92 210H56M92 250H44M92 290H56", "#ffffff", 9))
    return (
        air
        + handle
        + path("M150 180L420 150Q490 170 490 250Q490 330 420 350L150 316Z", p.main)
        + rect(108, 170, 54, 158, 12, INK)
        + circle(412, 250, 48, p.light)
        + circle(412, 250, 22, p.second)
    )


def toothbrush(p: Paint) -> str:
    """An electric toothbrush on its charger."""
    brush = rect(276, 90, 48, 60, 14, PAPER) + line("M286 104H316M286 120H316M286 136H316", p.second, 8) + rect(290, 146, 20, 90, 6, METAL)
    return (
        shadow(220) + brush + path("M262 236H338L350 440H250Z", p.main) + circle(300, 300, 19, p.second) + ellipse(300, 452, 92, 26, p.dark)
    )


def torch(p: Paint) -> str:
    """A torch with its beam."""
    beam = faded(0.55, path("M236 190L40 90V420L236 310Z", "#f8e7a8"))
    return (
        beam
        + path("M230 180L310 200V300L230 320Z", p.dark)
        + rect(304, 206, 210, 88, 20, p.main)
        + rect(380, 218, 64, 22, 10, p.second)
        + line("M470 210V290M490 214V286", p.line, 5)
    )


def charger(p: Paint) -> str:
    """A power bank with its lead."""
    lead = line("M346 200Q450 120 470 240Q480 340 420 400", INK, 10)
    lights = "".join(circle(236 + 24 * at, 400, 7, p.second) for at in range(4))
    return (
        shadow(260)
        + rect(190, 180, 200, 290, 34, p.main)
        + lead
        + rect(404, 392, 36, 56, 8, METAL)
        + path("M300 230L262 310H292L280 370L330 284H298Z", p.second)
        + lights
    )


def thermostat(p: Paint) -> str:
    """A weather station or a smart thermostat."""
    return (
        shadow(300, 462)
        + rect(130, 150, 340, 300, 46, p.main)
        + rect(164, 184, 272, 232, 24, "#26343b")
        + circle(238, 262, 32, "#f0cb5b")
        + line("M310 244H400M310 276H370", "#bcd6e2", 10)
        + line("M196 360Q240 320 290 352T404 330", p.second, 9)
    )


KINDS = {
    "television": television,
    "radio": radio,
    "headphones": headphones,
    "earbuds": earbuds,
    "speaker": speaker,
    "turntable": turntable,
    "tablet": tablet,
    "camera": camera,
    "hairdryer": hairdryer,
    "toothbrush": toothbrush,
    "torch": torch,
    "charger": charger,
    "thermostat": thermostat,
}
