"""A receipt as part of a page."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment

from arkwright.channels.design.pages import environment
from arkwright.channels.till.receipt import Receipt, net_lines, rate_letter, rate_words, supplier, told_of_vat
from arkwright.channels.till.square import square_svg

TEMPLATES = Path(__file__).parent / "templates"


def receipt_article(receipt: Receipt) -> str:
    """The receipt as an `<article>`, everything that people typed escaped."""
    parts: Any = _pages().get_template("receipt_parts.html").module
    return str(parts.paper(receipt, supplier, net_lines, told_of_vat, rate_letter, rate_words, square_svg))


@cache
def _pages() -> Environment:
    return environment(TEMPLATES)
