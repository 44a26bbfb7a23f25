"""Make-up, creams and scents."""

from __future__ import annotations

from arkwright.demo.pictures.palette import INK, METAL, METAL_DARK, PAPER, WOOD, Paint
from arkwright.demo.pictures.shapes import both, circle, ellipse, faded, line, path, rect, shadow, turned


def pump(p: Paint) -> str:
    """A bottle with a pump."""
    head = (
        rect(286, 120, 28, 60, 4, METAL_DARK)
        + path("M236 112H330Q340 112 340 124V140H268L236 130Z", METAL)
        + rect(258, 172, 84, 40, 8, METAL)
    )
    return shadow(230) + head + rect(200, 206, 200, 270, 34, p.main) + _label(p, 226, 286, 148, 118) + _shine(222, 240, 130)


def bottle(p: Paint) -> str:
    """A bottle with a round shoulder and a cap."""
    body = path("M270 170H330V210Q390 232 390 290V452Q390 476 366 476H234Q210 476 210 452V290Q210 232 270 210Z", p.main)
    return shadow(220) + rect(262, 112, 76, 66, 10, p.dark) + body + _label(p, 226, 320, 148, 100) + _shine(232, 270, 40)


def tube(p: Paint) -> str:
    """A tube standing on its cap."""
    body = path("M196 120H404L372 400H228Z", p.main) + rect(192, 104, 216, 26, 4, p.dark)
    return (
        shadow(190)
        + rect(234, 396, 132, 80, 12, p.second)
        + line("M262 412V460M300 412V460M338 412V460", METAL, 4)
        + body
        + rect(246, 214, 108, 12, 6, p.second)
        + rect(262, 240, 76, 8, 4, p.line)
        + circle(300, 306, 24, p.second)
    )


def jar(p: Paint) -> str:
    """A pot of cream with a lid."""
    lid = rect(166, 220, 268, 76, 18, p.dark) + line("M186 242V276M226 242V276M374 242V276M414 242V276", p.main, 4)
    return shadow(300) + rect(154, 282, 292, 194, 44, p.main) + lid + _label(p, 210, 330, 180, 96) + _shine(176, 330, 80)


def dropper(p: Paint) -> str:
    """A serum bottle with a dropper."""
    cap = path("M280 100Q300 84 320 100V166H280Z", INK) + rect(262, 160, 76, 46, 8, METAL)
    body = path("M266 206H334Q384 224 384 282V450Q384 476 358 476H242Q216 476 216 450V282Q216 224 266 206Z", p.main)
    return shadow(210) + cap + body + faded(0.4, rect(292, 206, 16, 190, 8, PAPER)) + _label(p, 232, 320, 136, 104) + _shine(236, 270, 40)


def lipstick(p: Paint) -> str:
    """A lipstick, open, with its cap beside it."""
    stick = path("M196 286V170Q240 120 264 160V286Z", p.main) + path("M196 170Q240 120 264 160Q226 156 196 186Z", p.light)
    case = rect(184, 280, 92, 60, 4, p.second) + rect(172, 336, 116, 140, 10, INK)
    return shadow(330) + stick + case + rect(332, 290, 112, 186, 12, INK) + rect(332, 390, 112, 18, 0, p.second) + _shine(350, 308, 66)


def perfume(p: Paint) -> str:
    """A scent bottle with a heavy stopper."""
    stopper = rect(254, 120, 92, 84, 14, p.second) + rect(274, 200, 52, 34, 2, METAL)
    if p.seed % 2:
        body = circle(300, 356, 122, p.main) + circle(300, 356, 92, p.light)
    else:
        body = rect(182, 230, 236, 246, 30, p.main) + rect(206, 270, 188, 182, 18, p.light)
    return shadow(260) + stopper + body + rect(246, 330, 108, 62, 4, PAPER) + line("M266 352H334M278 370H322", INK, 4)


def palette(p: Paint) -> str:
    """An open palette of eye colours."""
    lid = (
        path("M132 116H468L452 300H148Z", p.dark)
        + path("M158 138H442L430 282H170Z", "#dfe9ee")
        + faded(0.6, path("M200 138H262L226 282H180Z", "#ffffff"))
    )
    pans = "".join(
        circle(x, y, 36, colour) for (x, y), colour in zip(_pans(), (p.main, p.second, p.light, p.dark, p.second, p.main), strict=True)
    )
    return shadow(380) + lid + path("M148 300H452L484 476H116Z", INK) + pans


def mascara(p: Paint) -> str:
    """A mascara with its brush."""
    brush = rect(206, 250, 62, 226, 14, p.main) + line("M237 250V200", METAL_DARK, 8) + line("M237 200V116", INK, 26)
    bristles = line("M220 126H254M218 144H256M218 162H256M220 180H254", METAL_DARK, 3)
    return (
        shadow(260)
        + brush
        + bristles
        + rect(322, 220, 66, 256, 14, p.main)
        + rect(322, 220, 66, 22, 4, p.second)
        + line("M355 290V420", p.second, 6)
    )


def polish(p: Paint) -> str:
    """A bottle of nail polish."""
    cap = path("M264 112Q300 100 336 112L346 288H254Z", INK)
    return (
        shadow(250)
        + cap
        + path("M244 284H356Q424 320 424 390V440Q424 476 388 476H212Q176 476 176 440V390Q176 320 244 284Z", p.main)
        + _shine(202, 370, 60)
        + rect(262, 388, 76, 10, 5, p.second)
    )


def make_up_brush(p: Paint) -> str:
    """Make-up brushes in a pot."""
    brushes = "".join(
        turned(
            angle,
            path("M274 196Q270 120 300 100Q330 120 326 196Z", p.main) + rect(282, 194, 36, 54, 4, METAL) + rect(288, 246, 24, 130, 8, WOOD),
            300,
            460,
        )
        for angle in (-17, 0, 17)
    )
    return shadow(220) + brushes + path("M214 330H386L374 476H226Z", p.second) + path("M214 330H386L383 358H217Z", METAL)


def razor(p: Paint) -> str:
    """A safety razor."""
    return turned(
        32,
        rect(282, 190, 36, 310, 16, p.main)
        + line("M300 230V460", p.line, 6)
        + rect(206, 130, 188, 58, 14, METAL)
        + rect(216, 170, 168, 24, 4, METAL_DARK),
    )


def comb(p: Paint) -> str:
    """A hairbrush."""
    pins = "".join(circle(x, y, 5, INK) for x in (262, 300, 338) for y in (170, 210, 250, 290))
    return turned(
        24,
        ellipse(300, 230, 96, 136, p.main)
        + ellipse(300, 230, 70, 108, p.second)
        + pins
        + path("M276 358H324L318 510Q300 526 282 510Z", p.main),
    )


def _pans() -> tuple[tuple[int, int], ...]:
    return (200, 346), (300, 346), (400, 346), (190, 430), (300, 430), (410, 430)


def _label(p: Paint, x: float, y: float, width: float, height: float) -> str:
    middle = x + width / 2
    words = line(f"M{middle - 34:g} {y + height - 34:g}h68M{middle - 20:g} {y + height - 18:g}h40", INK, 4)
    leaf = both(path(f"M300 {y + 44:g}Q268 {y + 40:g} 270 {y + 14:g}Q298 {y + 12:g} 300 {y + 44:g}Z", p.dark))
    return rect(x, y, width, height, 4, p.second if p.second != p.main else PAPER) + leaf + words


def _shine(x: float, y: float, height: float) -> str:
    return faded(0.35, rect(x, y, 12, height, 6, "#ffffff"))


KINDS = {
    "pump": pump,
    "bottle": bottle,
    "tube": tube,
    "jar": jar,
    "dropper": dropper,
    "lipstick": lipstick,
    "perfume": perfume,
    "palette": palette,
    "mascara": mascara,
    "polish": polish,
    "make-up-brush": make_up_brush,
    "razor": razor,
    "comb": comb,
}
