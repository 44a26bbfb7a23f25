"""Bringing a range into the catalogue through its own lane: what changed and nothing else, again after a crash, and past a no."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from arkwright.compartments.catalogue import commands, events, queries, records, rules, state
from arkwright.compartments.catalogue.commands import SaveProduct
from arkwright.journal.batch import Receipt
from arkwright.journal.compartment import Compartment
from arkwright.journal.lane import Lane
from arkwright.journal.tables import schema
from arkwright.journeys.range_import.mapping import built_in
from arkwright.journeys.range_import.reading import Progress, Report, quiet
from arkwright.journeys.range_import.saving import MOST_TRIES, Submit, bring_in, read_range
from arkwright.kit.messages import Command
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.refusal import Busy, Unknown
from arkwright.kit.world import RealWorld
from tests.databases import database as database_at
from tests.journal.lanes import OpenGate

CATALOGUE = Compartment("catalogue", commands, events, rules, state, records)
EXTRACT = Path(__file__).parents[2] / "data" / "online_retail_500.csv"
HEADER = "product_id,name,category,sku,variant,price,vat"


class QuickWorld(RealWorld):
    """The real world, where sleep takes no time but is counted."""

    slept_s: float = 0

    async def sleep(self, seconds: float) -> None:
        self.slept_s += seconds


@pytest.fixture
async def lane(tmp_path: Path) -> AsyncIterator[Lane]:
    def failed(error: Exception) -> None:
        raise error

    world = QuickWorld(AiohttpHttp())
    opened = Lane(
        world, await database_at(world, tmp_path / "catalogue.db", schema(CATALOGUE), "office"), CATALOGUE, lambda _: OpenGate(), failed
    )
    await opened.start()
    yield opened
    await opened.stop()


async def bring(
    lane: Lane, *lines: str, submit: Submit | None = None, by: str = "c1", world: QuickWorld | None = None, progress: Progress = quiet
) -> Report:
    reading = read_range("\n".join([HEADER, *lines]).encode(), built_in("arkwright"))
    return await bring_in(world or QuickWorld(AiohttpHttp()), submit or lane.submit, lane.reader, reading, by, progress)


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.products_new, report.products_changed, report.products_unchanged, len(report.rejected)


MUG, JUG, BAD = "mug,Mug,Kitchen,MUG,,8.00,standard", "jug,Jug,Kitchen,JUG,,9.00,standard", "bad,Bad,Toys,BAD,,free,standard"


async def test_an_import_again_sends_only_what_changed(lane: Lane) -> None:
    first = await bring(lane, MUG, JUG, BAD)
    assert (counts(first), first.categories_new) == ((2, 0, 0, 1), ("kitchen",))
    before = lane.head.sequence
    assert counts(await bring(lane, MUG, JUG, BAD)) == (0, 0, 2, 1)
    assert lane.head.sequence == before
    assert counts(await bring(lane, MUG.replace("8.00", "7.50"), JUG)) == (0, 1, 1, 0)
    assert lane.head.sequence == before + 1


async def test_there_and_back_again(lane: Lane) -> None:
    for price, outcome in (("8.00", (1, 0, 0, 0)), ("7.50", (0, 1, 0, 0)), ("8.00", (0, 1, 0, 0)), ("7.50", (0, 1, 0, 0))):
        assert counts(await bring(lane, MUG.replace("8.00", price))) == outcome
    mug = await queries.product(lane.reader, "mug")
    assert mug is not None
    assert mug.variants[0].price_pence == 7_50


async def test_a_crashed_import_is_run_again(lane: Lane) -> None:
    lines = [f"p{n},Product {n},Kitchen,SKU{n},,1.00,zero" for n in range(200)]
    sent = 0

    async def crashing(command: Command) -> Receipt:
        nonlocal sent
        sent += 1
        if sent > 100:
            raise RuntimeError("the power is off")
        return await lane.submit(command)

    with pytest.raises(RuntimeError, match="power"):
        await bring(lane, *lines, submit=crashing)
    new, changed, unchanged, rejected = counts(await bring(lane, *lines))
    assert (new + unchanged, changed, rejected) == (200, 0, 0)
    assert unchanged >= 64
    assert len(await queries.all_live(lane.reader)) == 200


async def test_a_sku_moves_to_a_product_that_stands_further_up(lane: Lane) -> None:
    await bring(lane, MUG.replace(",MUG,,", ",MUG,Blue,"), "mug,,,MUG-R,Red,8.00,", JUG)
    report = await bring(lane, "jug,Jug,Kitchen,JUG,White,9.00,standard", "jug,,,MUG-R,Red,9.00,", MUG)
    assert counts(report) == (0, 2, 0, 0)
    moved = await queries.product_of_sku(lane.reader, "MUG-R")
    assert moved is not None
    assert moved.product == "jug"


async def test_a_no_of_an_earlier_import_does_not_stand_when_its_cause_has_gone(lane: Lane) -> None:
    await bring(lane, JUG.replace(",JUG,", ",MUG,"))
    refused = await bring(lane, MUG)
    assert [(each.line, each.reason) for each in refused.rejected] == [
        (2, "The SKU MUG belongs to the product jug. Use another, or take it off that product first.")
    ]
    await bring(lane, JUG)
    assert counts(await bring(lane, MUG)) == (1, 0, 0, 0)


async def test_another_colleague_may_import_the_same(lane: Lane) -> None:
    await bring(lane, MUG)
    await bring(lane, MUG.replace("8.00", "7.50"), by="c2")
    assert counts(await bring(lane, MUG, by="c2")) == (0, 1, 0, 0)


async def test_a_busy_lane_is_waited_for(lane: Lane) -> None:
    answers: list[Exception] = [Busy(), Unknown(), Busy()]
    world = QuickWorld(AiohttpHttp())

    async def busy(command: Command) -> Receipt:
        if answers:
            raise answers.pop()
        return await lane.submit(command)

    assert counts(await bring(lane, MUG, submit=busy, world=world)) == (1, 0, 0, 0)
    assert world.slept_s == 3


async def test_a_lane_that_stays_busy_is_left_in_the_end(lane: Lane) -> None:
    tries = 0

    async def always_busy(command: Command) -> Receipt:
        nonlocal tries
        if isinstance(command, SaveProduct):
            tries += 1
            raise Busy()
        return await lane.submit(command)

    report = await bring(lane, MUG, submit=always_busy)
    assert (tries, counts(report)) == (2 * MOST_TRIES, (0, 0, 0, 1))
    assert "try again" in report.rejected[0].reason


async def test_a_category_that_cannot_be_saved_rejects_its_products(lane: Lane) -> None:
    report = await bring(lane, MUG.replace("Kitchen", "K" * 90), JUG)
    assert counts(report) == (1, 0, 0, 1)
    assert report.rejected[0].reason.startswith(f"The category “{'K' * 90}” could not be saved.")


async def test_progress_is_told_up_to_the_end(lane: Lane) -> None:
    told: list[tuple[int, int]] = []
    await bring(
        lane, *(f"p{n},P {n},Kitchen,SKU{n},,1.00,zero" for n in range(130)), progress=lambda done, total: told.append((done, total))
    )
    assert told == [(64, 130), (128, 130), (130, 130), (130, 130)]


async def test_a_real_range_is_brought_in_and_again(lane: Lane) -> None:
    reading = read_range(EXTRACT.read_bytes(), built_in("online-retail"))
    world = QuickWorld(AiohttpHttp())
    first = await bring_in(world, lane.submit, lane.reader, reading, "c1")
    again = await bring_in(world, lane.submit, lane.reader, reading, "c1")
    assert (counts(first), counts(again)) == ((231, 0, 0, 47), (0, 0, 231, 47))
    assert len(await queries.all_live(lane.reader)) == 231
