"""Search without scripts: the office's own page of what was found, with departments to narrow it and an account of what was done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Response

from arkwright.channels.finding.finder import Results
from arkwright.channels.shop.front import Shopfront
from arkwright.kit.text_search.seeking import tidy

ON_A_PAGE = 24
MOST_PAGES = 200
LONGEST_NUMBER = 4


@get("/search", opt={"rate": "search"})
async def search(
    request: Request[Any, Any, Any],
    front: NamedDependency[Shopfront],
    q: FromQuery[str] = "",
    category: FromQuery[str] = "",
    page: FromQuery[str] = "",
    typed: FromQuery[str] = "",
) -> Response[Any]:
    """Products on sale that the words find; `typed=1` takes the words as they are. What is out of form is as if it were left out."""
    may_show = front.check_range()
    if not tidy(q):
        return await front.page(request, "found.html", words="", found=None)
    wanted, as_typed = number(page), typed == "1"

    async def found_on(number: int) -> Results:
        skip = (number - 1) * ON_A_PAGE
        return await front.finder.find(q, may_show, category=category, most=ON_A_PAGE, skip=skip, as_typed=as_typed)

    found = await found_on(wanted)
    pages = min(MOST_PAGES, max(1, -(-found.total // ON_A_PAGE)))
    if wanted > pages:
        wanted, found = pages, await found_on(pages)
    words = found.account.typed
    return await front.page(
        request,
        "found.html",
        words=words,
        found=found,
        here_only=next((each.name for each in found.departments if each.category == category), ""),
        chosen=category,
        everywhere=sum(each.count for each in found.departments),
        wanted=wanted,
        pages=pages,
        as_typed=as_typed,
        address=lambda **more: address({"q": words, "category": category, "typed": "1" if as_typed else ""} | more),
        picture=front.picture,
    )


def address(asked: Mapping[str, str]) -> str:
    """The address of a search; `page`, if it is there, is for a number to follow."""
    told = {name: value for name, value in asked.items() if value and name != "page"}
    return f"/search?{urlencode(told)}" + ("&page=" if "page" in asked else "")


def number(text: str) -> int:
    """A page's number; anything else is the first."""
    return max(1, min(int(text), MOST_PAGES)) if text.isdecimal() and text.isascii() and len(text) <= LONGEST_NUMBER else 1
