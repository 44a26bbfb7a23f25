"""Household machines."""

from __future__ import annotations

from arkwright.demo.pictures.palette import COLOURS, INK, METAL, METAL_DARK, PAPER, Paint
from arkwright.demo.pictures.shapes import both, circle, ellipse, faded, line, path, rect, shadow, turned


def kettle(p: Paint) -> str:
    """An electric kettle."""
    handle = line("M404 200Q500 210 480 320Q470 390 420 410", INK, 28)
    body = path("M204 180H396L430 450H170Z", p.main) + path("M204 200L140 226L200 270Z", p.dark)
    lid = path("M200 180Q300 120 400 180Z", p.dark) + circle(300, 138, 16, INK)
    return (
        shadow(320)
        + handle
        + body
        + lid
        + rect(156, 448, 288, 28, 12, INK)
        + faded(0.35, line("M238 220L218 410", "#ffffff", 16))
        + rect(356, 300, 16, 100, 8, p.second)
    )


def toaster(p: Paint) -> str:
    """A toaster with two slices."""
    slices = rect(190, 150, 100, 120, 26, "#d9a95a") + rect(310, 150, 100, 120, 26, "#d9a95a")
    details = (
        rect(452, 280, 26, 60, 8, INK) + circle(396, 400, 24, p.second) + line("M396 400V384", INK, 5) + line("M150 440H450", p.line, 6)
    )
    return (
        shadow(400)
        + slices
        + rect(124, 226, 352, 244, 56, p.main)
        + line("M180 236H294M306 236H420", p.dark, 14)
        + details
        + faded(0.3, line("M160 290V380", "#ffffff", 14))
    )


def coffee_machine(p: Paint) -> str:
    """A coffee machine with a cup."""
    body = path("M150 120H450V220H330V430H450V476H150Z", p.main) + rect(150, 440, 300, 36, 10, p.dark)
    spout = rect(344, 220, 60, 30, 6, INK) + line("M374 254V340", "#6b4630", 7)
    cup = path("M336 350H412Q410 430 374 430Q338 430 336 350Z", PAPER) + line("M410 366Q440 366 430 396Q424 410 402 410", PAPER, 9)
    return shadow(340) + body + spout + cup + circle(210, 170, 24, p.second) + circle(276, 170, 12, METAL) + circle(316, 170, 12, METAL)


def blender(p: Paint) -> str:
    """A blender with fruit in it."""
    jar = faded(0.85, path("M206 130H394L366 360H234Z", COLOURS["glass"])) + path("M216 230H384L366 360H234Z", p.second)
    fruit = circle(270, 296, 20, "#c1443f") + circle(326, 270, 18, "#c1443f") + circle(318, 330, 14, "#7d2e3f")
    return (
        shadow(260)
        + jar
        + fruit
        + rect(196, 104, 208, 34, 12, INK)
        + path("M226 356H374L404 476H196Z", p.main)
        + circle(300, 424, 26, METAL)
        + line("M300 424V404", INK, 6)
    )


def mixer(p: Paint) -> str:
    """A stand mixer."""
    head = path("M150 170Q150 120 210 120H420Q470 130 470 180Q470 230 420 230H240Q150 230 150 170Z", p.main)
    stand = path("M150 200H230V430H170Z", p.main) + rect(140, 426, 330, 50, 22, p.dark)
    bowl = path("M272 300H470Q468 420 420 428H322Q274 420 272 300Z", METAL)
    return (
        shadow(360)
        + stand
        + line("M366 230V330", METAL_DARK, 16)
        + bowl
        + head
        + rect(266, 290, 210, 20, 10, METAL_DARK)
        + circle(440, 176, 15, p.second)
        + line("M190 160H380", p.light, 8)
    )


def iron(p: Paint) -> str:
    """A steam iron."""
    plate = path("M92 436Q120 380 200 360H480V436Z", METAL)
    body = path("M140 400Q170 300 290 270H430Q480 280 480 400Z", p.main)
    handle = line("M230 300Q240 210 330 206H450L462 290", p.dark, 34)
    return shadow(400, 448) + body + handle + plate + line("M110 430H476", METAL_DARK, 8) + circle(300, 340, 26, p.second)


def vacuum(p: Paint) -> str:
    """A cordless vacuum cleaner."""
    pole = turned(
        24,
        rect(290, 130, 20, 320, 8, METAL)
        + rect(256, 90, 88, 130, 30, p.main)
        + line("M290 100Q290 56 336 66", INK, 20)
        + rect(268, 214, 64, 70, 20, p.second),
        300,
        460,
    )
    return shadow(320, 490) + pole + path("M196 484Q200 440 240 440H400Q430 440 432 484Z", p.main) + rect(196, 474, 236, 16, 8, INK)


def washing_machine(p: Paint) -> str:
    """A washing machine with something going round."""
    door = (
        circle(300, 326, 116, METAL)
        + circle(300, 326, 92, "#5b7487")
        + path("M214 344Q256 310 300 344T386 340Q372 414 300 418Q228 414 214 344Z", p.second)
    )
    panel = (
        rect(134, 130, 332, 62, 12, p.dark)
        + circle(420, 161, 20, METAL)
        + rect(156, 146, 96, 30, 6, PAPER)
        + rect(278, 148, 76, 26, 6, INK)
    )
    return (
        shadow(340, 492) + rect(134, 120, 332, 370, 20, p.main) + panel + door + faded(0.4, line("M236 280Q260 246 296 242", "#ffffff", 12))
    )


def fridge(p: Paint) -> str:
    """A fridge freezer."""
    doors = rect(178, 84, 244, 410, 24, p.main) + line("M178 300H422", p.dark, 8)
    return (
        shadow(280, 496)
        + doors
        + rect(206, 200, 14, 78, 7, METAL_DARK)
        + rect(206, 322, 14, 90, 7, METAL_DARK)
        + faded(0.3, line("M392 120V270", "#ffffff", 14))
        + rect(300, 130, 54, 54, 6, p.second)
    )


def microwave(p: Paint) -> str:
    """A microwave oven."""
    window = (
        rect(126, 230, 244, 176, 16, INK)
        + faded(0.6, ellipse(248, 370, 90, 16, "#f8e7a8"))
        + path("M206 320H290Q286 368 248 368Q210 368 206 320Z", p.second)
    )
    return (
        shadow(440, 444)
        + rect(90, 196, 420, 244, 24, p.main)
        + window
        + rect(396, 230, 86, 40, 6, "#24443f")
        + line("M412 250H466", "#8fe0b0", 7)
        + circle(438, 330, 32, METAL)
        + circle(438, 396, 14, METAL)
    )


def slow_cooker(p: Paint) -> str:
    """A slow cooker or air fryer."""
    lid = faded(0.9, path("M150 264Q300 150 450 264Z", COLOURS["glass"])) + rect(272, 178, 56, 30, 12, INK)
    return (
        shadow(340)
        + both(rect(104, 310, 60, 36, 16, INK))
        + lid
        + path("M136 260H464L444 430Q440 470 400 470H200Q160 470 156 430Z", p.main)
        + circle(300, 386, 44, METAL)
        + line("M300 386L322 360", INK, 8)
        + rect(126, 252, 348, 26, 12, p.dark)
    )


def heater(p: Paint) -> str:
    """An oil-filled radiator on wheels."""
    fins = "".join(rect(x, 160, 42, 290, 20, p.main if at % 2 else p.light) for at, x in enumerate(range(140, 420, 46)))
    return (
        shadow(380, 492)
        + circle(190, 468, 18, INK)
        + circle(400, 468, 18, INK)
        + rect(140, 200, 300, 22, 0, p.dark)
        + fins
        + rect(414, 220, 54, 210, 14, p.dark)
        + circle(441, 266, 15, p.second)
    )


def fan(p: Paint) -> str:
    """A desk fan."""
    blades = "".join(turned(angle, path("M300 240Q240 190 270 120Q330 130 300 240Z", p.second), 300, 240) for angle in (0, 120, 240))
    return (
        shadow(220)
        + rect(286, 360, 28, 90, 6, p.dark)
        + ellipse(300, 462, 92, 22, p.dark)
        + circle(300, 240, 150, p.main)
        + circle(300, 240, 132, p.light)
        + blades
        + circle(300, 240, 24, p.dark)
    )


KINDS = {
    "kettle": kettle,
    "toaster": toaster,
    "coffee-machine": coffee_machine,
    "blender": blender,
    "mixer": mixer,
    "iron": iron,
    "vacuum": vacuum,
    "washing-machine": washing_machine,
    "fridge": fridge,
    "microwave": microwave,
    "slow-cooker": slow_cooker,
    "heater": heater,
    "fan": fan,
}
