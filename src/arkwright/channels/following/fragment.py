"""The banner as HTML: one fragment that every page of a channel shows."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment

from arkwright.channels.design.pages import environment
from arkwright.kit.switches import Banner
from arkwright.kit.switches.banners import Level

KINDS: dict[Level, str] = {"limited": "info", "paused": "warning"}


def fragment(banner: Banner) -> str:
    """The banner for `#banner` of every page; empty when there is nothing to say."""
    if not banner.sentences or banner.level not in KINDS:
        return ""
    parts: Any = _pages().get_template("parts.html").module
    return str(parts.banner(KINDS[banner.level], " ".join(banner.sentences))).strip()


@cache
def _pages() -> Environment:
    return environment()
