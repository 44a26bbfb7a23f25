"""The shop's search page: what was found, what was done with the words, departments, pages, and everything odd that can be typed."""

from __future__ import annotations

from html import unescape
from urllib.parse import urlencode

import pytest

from arkwright.channels.finding.finder import Finder
from arkwright.channels.shop.searching import search
from arkwright.channels.web.site import RATES
from arkwright.kit.switches import Limits
from arkwright.kit.text_search import synonyms
from tests.channels.finding.kept import KeptFinder
from tests.channels.shop.counter import Counter, Shopper
from tests.roles.offices import a_switch


async def stocked(shop: Counter) -> None:
    """Thirty cups, a pot and a kettle."""
    for number in range(30):
        await shop.premises.stock(f"cup{number:02}", category="kitchen")
    await shop.premises.stock("pot", category="garden")
    await shop.premises.stock("kettle", category="kitchen")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"q": "blue MUG"}, ["1 product for “blue mug”", "Blue mug", "£12.00", "Calder"]),
        ({"q": "calder"}, ["1 product for “calder”", "Blue mug"]),
        ({"q": "mug-1"}, ["1 product for “mug-1”"]),
        ({"q": "mugs"}, ["1 product for “mugs”"]),
        ({"q": "coffee cup"}, ["1 product for “coffee cup”", "Including “mug”."]),
        ({"q": "mugg caldre"}, ["1 product for “mug calder”", "Showing results for “mug calder”."]),
        ({"q": "caldre"}, ["1 product for “calder”", "Showing results for “calder”. Search instead for “caldre”"]),
        ({"q": "caldre", "typed": "1"}, ["0 products for “caldre”", "Try fewer or other words"]),
        ({"q": "purple mug"}, ["1 product for “mug”", "Nothing has all of these words; “purple” left out. Showing results for “mug”."]),
        ({"q": "cald"}, ["1 product for “cald”", "Including words that begin with “cald”."]),
        ({"q": "mug " * 30}, ["1 product for", "We looked at the first 8 words, 100 characters at most."]),
        ({"q": "100%"}, ["0 products for “100%”"]),
        ({"q": "mug", "category": "kitchen"}, ["1 product for “mug” in Kitchen", "All departments (1)"]),
        ({"q": "mug", "category": "nowhere"}, ["0 products for “mug”", "Kitchen (1)"]),
        ({"q": "mug", "page": "99"}, ["1 product for “mug”"]),
        ({"q": "mug", "page": "-1"}, ["1 product for “mug”"]),
        ({"q": "mug", "page": "٣"}, ["1 product for “mug”"]),
        ({"q": "mug", "page": "1e9"}, ["1 product for “mug”"]),
        ({"q": "mug", "typed": "yes"}, ["1 product for “mug”"]),
        ({"q": "  "}, ["What are you looking for?"]),
        ({}, ["What are you looking for?"]),
    ],
)
async def test_what_is_found_and_said(shop: Counter, ada: Shopper, asked: dict[str, str], says: list[str]) -> None:
    words = await ada.open(f"/search?{urlencode(asked)}")
    assert ada.status == 200
    for each in says:
        assert each in words, words


HOSTILE = [
    "<script>alert(1)</script>", "\"' onfocus=alert(1) x='", "'; DROP TABLE items; --", "NEAR(a b) OR *", "\U0001f642" * 50, "((((((",
    "a" * 10_000, "\u202e\ufffe", "%s%n{0}{{7*7}}", "mug:*A <-> !", "\ud7ff", "É" * 5_000, "mug\x00",
]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_whatever_is_typed_there_is_a_page(shop: Counter, ada: Shopper, hostile: str) -> None:
    for name in ("q", "category", "page", "typed"):
        answer = await ada.client.get(f"/search?{urlencode({'q': 'mug', name: hostile})}")
        assert answer.status_code in (200, 422 if "\x00" in hostile else 200), answer.text
        assert "<h1" in answer.text
        assert "<script>alert" not in answer.text
        assert "' onfocus=" not in answer.text
        assert "7*7" in answer.text or "49" not in answer.text


async def test_pages_and_departments(shop: Counter, ada: Shopper) -> None:
    await stocked(shop)
    words = await ada.open("/search?q=blue")
    assert "33 products for “blue”, page 1 of 2" in words
    assert "All departments (33) Garden (1) Kitchen (32)" in words
    assert ada.page.count('<li class="product">') == 24
    assert 'rel="next" href="/search?q=blue&page=2"' in unescape(ada.page)
    assert "page 2 of 2" in await ada.open("/search?q=blue&page=2")
    assert ada.page.count('<li class="product">') == 9
    assert "page 2 of 2" in await ada.open("/search?q=blue&page=7")
    words = await ada.open("/search?q=blue&category=garden")
    assert "1 product for “blue” in Garden" in words
    assert 'href="/search?q=blue"' in ada.page
    assert "stock" not in words.lower()


async def test_a_department_that_is_paused_is_not_in_what_is_found(shop: Counter, ada: Shopper) -> None:
    await shop.premises.stock("pot", category="garden")
    now_ms = shop.premises.world.now_ms()
    within = Limits(categories=("kitchen",))
    await shop.premises.switch(1, a_switch("limited", "browse", now_ms=now_ms, say="Part of our range is away.", limits=within))
    assert "1 product for “blue”" in await ada.open("/search?q=blue")
    assert "Blue mug" in ada.words
    assert "0 products" in await ada.open("/search?q=pot")


async def test_an_index_in_the_making_says_so_and_names_a_time(shop: Counter, ada: Shopper) -> None:
    assert isinstance(shop.finder, KeptFinder)
    early = Finder(shop.finder.index, synonyms.read(None), shop.premises.office.shop.catalogue.reader)
    shop.finder.find = early.find  # type: ignore[method-assign]
    assert "Search is being prepared. Please try again in a minute, or choose a department." in await ada.open("/search?q=mug")
    assert ada.status == 503
    assert ada.answer is not None
    assert ada.answer.headers["retry-after"] == "15"


def test_search_is_held_to_a_rate_of_its_own() -> None:
    assert search.opt["rate"] == "search"
    assert RATES["search"].a_minute < RATES["all"].a_minute
