"""The lane: idempotent for ever, refusals that stay refusals, neighbours untouched, and nothing lost."""

from __future__ import annotations

import asyncio
import dataclasses
from pathlib import Path

import pytest
from msgspec.structs import replace

from arkwright.compartments.ordering import queries
from arkwright.compartments.ordering.commands import GrantAllowance, PlaceOrder
from arkwright.compartments.ordering.refusals import SoldOut
from arkwright.journal import tables
from arkwright.journal.work import StepIsTooLarge
from arkwright.kit.refusal import Busy, SameIdOtherContent
from tests.journal.lanes import ORDERING, offer, ordering_lane, place, stocked


async def test_the_same_order_posted_fifty_times_at_once_makes_one_order(tmp_path: Path) -> None:
    lane = await ordering_lane(tmp_path)
    await stocked(lane)
    receipts = await asyncio.gather(*(lane.submit(place("a")) for _ in range(50)))
    assert len({receipt.sequence for receipt in receipts}) == 1
    assert len({receipt.events for receipt in receipts}) == 1
    assert await queries.free_of(lane.reader, ["MUG-1"]) == {"MUG-1": 19}
    await lane.stop()


async def test_two_hundred_shoppers_race_for_twenty_pieces_and_exactly_twenty_are_sold(tmp_path: Path) -> None:
    lane = await ordering_lane(tmp_path)
    await stocked(lane, quantity=20)
    answers = await asyncio.gather(*(lane.submit(place(f"o{n}")) for n in range(200)), return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, SoldOut)]
    assert (len(answers) - len(refused), len(refused)) == (20, 180)
    assert await queries.free_of(lane.reader, ["MUG-1"]) == {"MUG-1": 0}
    await lane.stop()


async def test_a_refusal_is_an_outcome_that_a_late_duplicate_cannot_turn_into_a_yes(tmp_path: Path) -> None:
    lane = await ordering_lane(tmp_path)
    await stocked(lane, quantity=1)
    with pytest.raises(SoldOut) as first:
        await lane.submit(place("a", quantity=2))
    await lane.submit(GrantAllowance(id="more", sku="MUG-1", quantity=10))
    with pytest.raises(SoldOut) as again:
        await lane.submit(place("a", quantity=2))
    assert (str(again.value), again.value.left) == (str(first.value), 1)
    await lane.stop()
    lane = await ordering_lane(tmp_path)
    with pytest.raises(SoldOut):
        await lane.submit(place("a", quantity=2))
    await lane.stop()


async def test_the_same_id_with_other_content_is_refused(tmp_path: Path) -> None:
    lane = await ordering_lane(tmp_path)
    await stocked(lane)
    await lane.submit(place("a"))
    with pytest.raises(SameIdOtherContent):
        await lane.submit(place("a", quantity=3))
    await lane.stop()


async def test_the_same_id_with_other_content_in_the_same_batch_is_refused(tmp_path: Path) -> None:
    lane = await ordering_lane(tmp_path)
    await stocked(lane)
    answers = await asyncio.gather(lane.submit(place("a")), lane.submit(place("a", quantity=3)), return_exceptions=True)
    assert [type(answer).__name__ for answer in answers] == ["Receipt", "SameIdOtherContent"]
    await lane.stop()


async def test_a_bug_in_one_command_poisons_that_command_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lane = await ordering_lane(tmp_path)
    await stocked(lane)
    rules = lane.compartment.rules
    decide = rules.decide

    def broken(rows: object, command: object, now_ms: int) -> object:
        if isinstance(command, PlaceOrder) and command.order == "b":
            raise ZeroDivisionError
        return decide(rows, command, now_ms)  # type: ignore[arg-type]

    monkeypatch.setattr(rules, "decide", broken)
    answers = await asyncio.gather(*(lane.submit(place(o)) for o in "abc"), return_exceptions=True)
    assert [type(answer).__name__ for answer in answers] == ["Receipt", "WentWrong", "Receipt"]
    monkeypatch.setattr(rules, "decide", decide)
    assert (await lane.submit(place("b"))).events
    await lane.stop()


async def test_what_could_not_be_sent_on_is_refused_alone_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.journal.lanes.ORDERING", dataclasses.replace(ORDERING, largest_entry_bytes=2_000))
    lane = await ordering_lane(tmp_path)
    large = replace(offer("MUG-1"), name="N" * 2_000)
    answers = await asyncio.gather(lane.submit(large), lane.submit(offer("JUG-1")), lane.submit(large), return_exceptions=True)
    assert [type(answer).__name__ for answer in answers] == ["StepIsTooLarge", "Receipt", "StepIsTooLarge"]
    with pytest.raises(StepIsTooLarge):
        await lane.submit(large)
    assert list(await queries.offers_of(lane.reader, ["MUG-1", "JUG-1"])) == ["JUG-1"]
    entries = await lane.reader.all(tables.BETWEEN, {"first": 1, "last": 99})
    assert (len(entries), max(len(bytes(row[1])) for row in entries) <= 2_000) == (2, True)  # type: ignore[arg-type]
    await lane.stop()


async def test_beyond_the_queue_the_answer_is_busy_and_nothing_is_stored(tmp_path: Path) -> None:
    lane = await ordering_lane(tmp_path)
    await stocked(lane, quantity=5000)
    answers = await asyncio.gather(*(lane.submit(place(f"o{n}")) for n in range(1200)), return_exceptions=True)
    busy = [n for n, answer in enumerate(answers) if isinstance(answer, Busy)]
    assert len(busy) == 200
    assert (await lane.submit(place(f"o{busy[0]}"))).events
    await lane.stop()


async def test_a_writer_that_breaks_answers_unknown_to_all_and_ends_the_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failures: list[Exception] = []
    lane = await ordering_lane(tmp_path, failed=failures.append)
    await stocked(lane)

    async def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(lane._writer, "save", broken)
    answers = await asyncio.gather(*(lane.submit(place(f"o{n}")) for n in range(5)), return_exceptions=True)
    assert {type(answer).__name__ for answer in answers} == {"Unknown"}
    assert [type(failure) for failure in failures] == [ZeroDivisionError]
    with pytest.raises(Busy):
        await lane.submit(place("late"))
    await lane.stop()


async def test_a_clean_stop_finishes_what_was_taken(tmp_path: Path) -> None:
    lane = await ordering_lane(tmp_path)
    await stocked(lane)
    sent = [asyncio.ensure_future(lane.submit(place(f"o{n}"))) for n in range(10)]
    await asyncio.sleep(0)
    await lane.stop()
    assert len([await each for each in sent]) == 10
    with pytest.raises(Busy):
        await lane.submit(place("late"))
    lane = await ordering_lane(tmp_path)
    assert await queries.counts(lane.reader) == {"placed": 10}
    await lane.stop()
