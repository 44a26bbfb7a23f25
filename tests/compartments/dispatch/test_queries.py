"""Dispatch's queries, against what its lane has written."""

from __future__ import annotations

from arkwright.compartments.dispatch import commands as ask
from arkwright.compartments.dispatch import queries
from arkwright.journal.lane import Lane
from arkwright.kit.messages import Command
from tests.compartments.dispatch.examples import CLOSE_SHORT, LAMP, STOP, open_it, ordered, pick, send, start


async def submit(lane: Lane, *commands: Command) -> None:
    """Each under an id of its own."""
    for number, command in enumerate(commands):
        fields = {name: getattr(command, name) for name in command.__struct_fields__}
        await lane.submit(type(command)(**{**fields, "id": f"{number}"}))


async def test_the_worklist_has_next_day_first_then_the_oldest(lane: Lane) -> None:
    methods = ["standard", "next-day", "standard", "next-day", "standard"]
    orders = [open_it(order=f"o{number}", number=f"AW-{number}", method=method) for number, method in enumerate(methods)]
    await submit(lane, *orders, ask.StopConsignment(id="", order="o4", why=""), start_of("o2"))
    pages = [await queries.worklist(lane.reader, most=2)]
    for _ in range(2):
        pages.append(await queries.worklist(lane.reader, after=pages[-1][-1], most=2))
    assert [[row.order for row in page] for page in pages] == [["o1", "o3"], ["o0", "o2"], []]
    assert [row.order for row in await queries.worklist(lane.reader, ["picking", "stopped"])] == ["o2", "o4"]
    assert await queries.counts(lane.reader) == {"waiting": 3, "picking": 1, "stopped": 1}


async def test_the_worklist_goes_by_the_day_that_was_named(lane: Lane) -> None:
    named = [open_it(order=f"o{day}", number=f"AW-{day}", method="named-day", day=f"2001-09-{day}") for day in (30, 25, 28)]
    await submit(lane, *named, open_it(order="soon", number="AW-1", method="next-day"), open_it(order="later", number="AW-2"))
    assert [row.order for row in await queries.worklist(lane.reader)] == ["o25", "o28", "o30", "soon", "later"]


def start_of(order: str) -> ask.StartPicking:
    return ask.StartPicking(id="", order=order, channel="web", region="England", method="standard", by="ann")


async def test_a_consignment_comes_with_its_parcels(lane: Lane) -> None:
    assert await queries.consignment(lane.reader, "o1") is None
    first, rest = send((LAMP, 1), parcel="first"), send(parcel="rest")
    await submit(lane, open_it(ordered(LAMP, 3)), start(), pick((LAMP, 2)), first, rest, CLOSE_SHORT)
    view = await queries.consignment(lane.reader, "o1")
    assert view is not None
    assert [(parcel.parcel, parcel.lines[0].quantity) for parcel in view.parcels] == [("first", 1), ("rest", 1)]
    (line,) = view.consignment.lines
    assert (view.consignment.status, line.quantity, line.picked, line.sent) == ("closed-short", 3, 2, 2)


async def test_an_order_stopped_before_dispatch_heard_of_it_never_opens(lane: Lane) -> None:
    await submit(lane, STOP, open_it())
    assert await queries.consignment(lane.reader, "o1") is None
    assert await queries.counts(lane.reader) == {}
