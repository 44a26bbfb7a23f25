"""The few SVG shapes that every drawing is made of."""

from __future__ import annotations


def rect(x: float, y: float, width: float, height: float, round_by: float, fill: str) -> str:
    """A rectangle with rounded corners."""
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{round_by:g}" fill="{fill}"/>'


def circle(x: float, y: float, radius: float, fill: str) -> str:
    """A filled circle around (x, y)."""
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{fill}"/>'


def ellipse(x: float, y: float, radius_x: float, radius_y: float, fill: str) -> str:
    """A filled ellipse around (x, y)."""
    return f'<ellipse cx="{x:g}" cy="{y:g}" rx="{radius_x:g}" ry="{radius_y:g}" fill="{fill}"/>'


def path(d: str, fill: str) -> str:
    """A filled path."""
    return f'<path d="{d}" fill="{fill}"/>'


def line(d: str, colour: str, width: float) -> str:
    """An open path with round ends and no filling."""
    return f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-linecap="round" stroke-linejoin="round"/>'


def both(half: str) -> str:
    """The drawing and its mirror image across the middle of the picture."""
    return f'{half}<g transform="matrix(-1 0 0 1 600 0)">{half}</g>'


def turned(degrees: float, inner: str, x: float = 300, y: float = 300) -> str:
    """The drawing turned about a point."""
    return f'<g transform="rotate({degrees:g} {x:g} {y:g})">{inner}</g>'


def moved(x: float, y: float, inner: str, scale: float = 1) -> str:
    """The drawing moved, and scaled about its own origin."""
    return f'<g transform="translate({x:g} {y:g}) scale({scale:g})">{inner}</g>'


def faded(opacity: float, inner: str) -> str:
    """The drawing let through in part."""
    return f'<g opacity="{opacity:g}">{inner}</g>'


def shadow(width: float, y: float = 476) -> str:
    """The soft shadow of a thing that stands on the floor."""
    return f'<ellipse cx="300" cy="{y:g}" rx="{width / 2:g}" ry="14" fill="#2b2430" opacity=".13"/>'
