"""Filters, addresses and the promises of the macros, without a browser."""

from __future__ import annotations

import re

import jinja2
import pytest

from arkwright.channels.design.pages import (
    ASSETS,
    Problem,
    asset,
    asset_url,
    brief_moment,
    clock,
    day,
    environment,
    iso_utc,
    moment,
    plural,
    sentence_for,
)
from tests.channels.design.gallery import AT_MS, shop_page, work_page


@pytest.mark.parametrize(
    ("at_ms", "said"),
    [
        (AT_MS, "Monday 23 November 2026 at 14:05"),
        (0, "Thursday 1 January 1970 at 01:00"),  # London kept summer time all through 1970
        (1_774_745_999_000, "Sunday 29 March 2026 at 00:59"),
        (1_774_746_000_000, "Sunday 29 March 2026 at 02:00"),
        (1_792_889_999_999, "Sunday 25 October 2026 at 01:59"),
        (1_792_890_000_000, "Sunday 25 October 2026 at 01:00"),
        (1_785_628_800_000, "Sunday 2 August 2026 at 01:00"),
    ],
)
def test_times_are_london_s(at_ms: int, said: str) -> None:
    assert moment(at_ms) == said
    assert f"{day(at_ms)} at {clock(at_ms)}" == said


def test_dense_tables_and_machines_have_their_own_forms() -> None:
    assert brief_moment(AT_MS) == "23 Nov 2026, 14:05"
    assert iso_utc(1_785_628_800_000) == "2026-08-02T00:00:00Z"


@pytest.mark.parametrize(
    ("count", "one", "many", "said"),
    [(0, "item", None, "0 items"), (1, "item", None, "1 item"), (2, "box", "boxes", "2 boxes"), (1200, "item", None, "1,200 items")],
)
def test_plural(count: int, one: str, many: str | None, said: str) -> None:
    assert plural(count, one, many) == said


def test_the_first_sentence_about_a_field() -> None:
    problems = [Problem(None, "All wrong."), Problem("email", "Enter it."), Problem("email", "Again.")]
    assert sentence_for(problems, "email") == "Enter it."
    assert sentence_for(problems, "name") is None


@pytest.mark.parametrize(("name", "most_bytes"), [("arkwright.css", 24_000), ("arkwright.js", 6_000), ("arkwright.svg", 1_000)])
def test_assets_stay_small_and_carry_their_digest(name: str, most_bytes: int) -> None:
    assert 0 < len(asset(name)) < most_bytes
    assert re.fullmatch(rf"/static/{re.escape(name)}\?v=[0-9a-f]{{12}}", asset_url(name, "/static/"))


def test_only_our_own_assets_are_served() -> None:
    assert set(ASSETS) == {"arkwright.css", "arkwright.js", "arkwright.svg", "passkeys.js"}
    with pytest.raises(KeyError):
        asset("../pages.py")


FACES = ["shop", "office", "desk"]


@pytest.mark.parametrize("face", FACES)
def test_nothing_that_a_strict_policy_forbids_or_a_print_run_betrays(face: str) -> None:
    page = _page(face)
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", page)
    assert re.findall(r"<script[^>]*>", page) == [f'<script src="{asset_url("arkwright.js")}" defer>']
    assert page.startswith('<!doctype html>\n<html lang="en-GB">')


@pytest.mark.parametrize("face", FACES)
def test_ids_are_unique_and_what_refers_to_them_finds_them(face: str) -> None:
    page = _page(face)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    wanted = [name for names in re.findall(r'(?:aria-describedby|aria-labelledby|\sfor)="([^"]+)"', page) for name in names.split()]
    wanted += re.findall(r'href="#([^"]+)"', page)
    assert set(wanted) <= set(ids)


def test_a_page_with_problems_says_so_in_its_title() -> None:
    assert "<title>Error: Everything in the window – Wright &amp; Daughters</title>" in shop_page()
    assert "<title>Everything in the window – Wright &amp; Daughters</title>" in shop_page(problems=[])
    assert "<title>What works now – Incident desk, Wright &amp; Daughters</title>" in work_page("desk")


def test_before_sign_in_no_page_of_the_workplace_is_offered() -> None:
    page = work_page("desk", person=None)
    assert "/sign-out" not in page
    assert "<nav aria-label" not in page.split("<main")[0]


def test_text_is_escaped_and_an_unknown_name_is_an_error() -> None:
    assert "&lt;b&gt;never bold&lt;/b&gt;" in shop_page()
    with pytest.raises(jinja2.UndefinedError):
        environment().from_string("{{ nobody_knows }}").render()
    with pytest.raises(jinja2.UndefinedError):
        environment().from_string('{% import "parts.html" as parts %}{{ parts.mode_badge("ajar") }}').render()


def _page(face: str) -> str:
    return shop_page() if face == "shop" else work_page(face)
