"""The figures can be measured: each module loads, the page tells what was found and what could not be, nothing is timed."""

from __future__ import annotations

import asyncio
import importlib
import inspect
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from bench import __main__ as bench_main
from bench.__main__ import FIGURES, PartOfPage, measured_within, went_wrong
from bench.measuring import machine
from bench.measuring.cards import answered
from bench.measuring.figure import Figure, Section, missing, p99
from bench.measuring.results import page, part, parts_of
from bench.measuring.rows import renamed


@pytest.mark.parametrize("name", FIGURES)
def test_every_module_measures(name: str) -> None:
    assert inspect.isasyncgenfunction(importlib.import_module(f"bench.{name}").measure)


@pytest.mark.parametrize(
    ("value", "limit", "target", "at_most", "met"),
    [
        (50.0, 100.0, 0.5, False, True),
        (49.0, 100.0, 0.5, False, False),
        (1.3, 1.0, 1.3, True, True),
        (1.4, 1.0, 1.3, True, False),
        (50.0, None, None, False, None),
        (None, None, 0.5, False, None),
    ],
)
def test_a_target_bounds_the_ratio(value: float | None, limit: float | None, target: float | None, at_most: bool, met: bool | None) -> None:
    assert Figure(name="f", unit="s", value=value, limit=limit, target=target, at_most=at_most).met is met


def test_the_page_tells_what_was_missed_and_what_could_not_be_measured() -> None:
    figures = [
        Figure(name="Fast", unit="a second", value=40.0, limit=100.0, beside="a loop", target=0.5),
        missing("Slow", "s", "nginx is not installed", 0.9),
    ]
    text = part(
        [Section(title="Things", about="How.", figures=figures, remarks=["Why."]), went_wrong("else", ValueError("no"))], "Measured now"
    )
    assert "| Fast | 40.0 a second | 100 (a loop) | 0.40 | at least 0.50 | **no** |" in text
    assert "| Slow | not measured: nginx is not installed | | | at least 0.90 | |" in text
    assert "- Why.\n- Measured now" in text
    assert "not measured: ValueError: no" in text


def test_a_part_measured_anew_leaves_the_others_as_they_were() -> None:
    before = page({"memory": "1 GiB"}, {"house": "## The house\n\nold", "search": "## Search\n\nkept"})
    parts = parts_of(before) | {"house": "## The house\n\nnew"}
    assert parts == {"house": "## The house\n\nnew", "search": "## Search\n\nkept"}
    assert parts_of(page({"memory": "2 GiB"}, parts)) == parts


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the page goes instead; a module that measures one thing, and then another without end."""

    async def measure() -> AsyncIterator[Section]:
        yield Section(title="One", about="", figures=[Figure(name="first", unit="s", value=1.0)])
        await asyncio.Event().wait()

    monkeypatch.setattr(bench_main, "RESULTS", tmp_path / "RESULTS.md")
    monkeypatch.setattr(importlib, "import_module", lambda _: SimpleNamespace(measure=measure))
    monkeypatch.setattr(machine, "busy_per_cent", lambda: 0.0)
    return tmp_path / "RESULTS.md"


async def test_what_takes_too_long_ends_and_leaves_what_it_measured(written: Path) -> None:
    assert not await measured_within(0.01, PartOfPage("search"))
    parts = parts_of(written.read_text("utf-8"))
    assert list(parts) == list(FIGURES)
    assert "| first | 1.00 s |" in parts["search"]
    assert "| search | not measured: TimeoutError: it takes longer than 0.01 s here |" in parts["search"]
    assert "not reached yet: `make bench ONLY=house`" in parts["house"]


async def test_an_interrupted_run_leaves_what_it_measured(written: Path) -> None:
    running = asyncio.create_task(measured_within(60, PartOfPage("search")))
    while not written.exists():
        await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert "| first | 1.00 s |" in parts_of(written.read_text("utf-8"))["search"]


def test_the_slowest_of_few_is_their_p99() -> None:
    assert p99([1.0, 9.0, 2.0]) == 9.0


def test_the_provider_answers_as_stripe_does() -> None:
    opened = answered("POST", "/v1/checkout/sessions", b"client_reference_id=o1&line_items%5B0%5D%5Bprice_data%5D%5Bunit_amount%5D=1595")
    looked = answered("GET", f"/v1/checkout/sessions/{opened['id']}", b"")
    assert (looked["id"], looked["payment_intent"]["amount_capturable"]) == (opened["id"], 1595)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ('CREATE TABLE "order" (a TEXT)', 'CREATE TABLE "ordering_order" (a TEXT)'),
        ('CREATE INDEX order_by_a ON "order" (a)', 'CREATE INDEX "ordering_order_by_a" ON "ordering_order" (a)'),
    ],
)
def test_tables_of_a_lane_get_its_name(sql: str, expected: str) -> None:
    assert renamed(sql, "order", "ordering") == expected
