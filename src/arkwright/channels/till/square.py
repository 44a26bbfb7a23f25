"""The square on a receipt: the signed sale as a QR code, as a drawing in the page or as dark modules for paper."""

from __future__ import annotations

import io

import segno

BORDER = 4  # light modules around it, as ISO/IEC 18004 asks


def square_svg(code: str) -> str:
    """The QR code as an inline SVG, dark on white in any theme, with a name for who cannot see it."""
    drawn = io.BytesIO()
    _made(code).save(
        drawn,
        kind="svg",
        border=BORDER,
        xmldecl=False,
        svgns=True,
        omitsize=True,
        dark="#000",
        light="#fff",
        svgclass="square",
        lineclass=None,
    )
    svg = drawn.getvalue().decode()
    return svg.replace("<svg ", '<svg role="img" aria-label="Square code with the signed receipt" ', 1)


def square_modules(code: str) -> list[list[bool]]:
    """Rows of modules, dark or not, without the light border."""
    return [[bool(module) for module in row] for row in _made(code).matrix]


def _made(code: str) -> segno.QRCode:
    """Level M: 15 in 100 of the modules may be damaged."""
    return segno.make(code, error="m", boost_error=False, micro=False)
