"""A sale at a till while three others sell: how long our part of it takes, and how many sales a store's node takes in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from time import perf_counter

from arkwright.compartments.tills import queries
from arkwright.compartments.tills.commands import AskCard, OpenSession, SetUpTill, SignOn
from arkwright.journal.lane import Lane
from arkwright.kit.messages import Command
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.switches import NOTHING_SWITCHED, Gate, shipped
from arkwright.kit.world import RealWorld
from arkwright.roles.databases import Files
from arkwright.roles.lanes import open_lane
from bench.measuring.figure import Figure, Section, middle, p99, sized
from bench.measuring.premises import a_folder
from bench.measuring.progress import say
from bench.measuring.results import show
from tests.compartments.tills.given import STORE, a, add, approved, by_card

TILLS, SALES, ROUNDS = ("1", "2", "3", "4"), sized(500, 20), sized(3, 1)
WITHIN_MS = 30.0
COMMANDS = 5
ABOUT = (
    f"Four tills of one store sell {SALES:,} times each, as fast as they can, three lines and a card a sale: {COMMANDS} commands, each "
    "answered once it is synced to the disk, and what the screen reads after each. The time of a sale is that of all of it at one till "
    "while the other three sell too, without the shopper, the terminal and the page."
)


async def measure() -> AsyncIterator[Section]:
    """Each round on fresh files."""
    taken_ms: list[float] = []
    rates: list[float] = []
    with a_folder() as folder:
        for number in range(ROUNDS):
            say(f"four tills: round {number + 1} of {ROUNDS}")
            lane = await open_lane(RealWorld(AiohttpHttp()), Files(folder / str(number), STORE), "tills", _open, _failed)
            began = perf_counter()
            for times in await asyncio.gather(*(one_till(lane, till) for till in TILLS)):
                taken_ms += times
            rates.append(len(TILLS) * SALES / (perf_counter() - began))
            await lane.stop()
    figures = [
        Figure(name="Our part of a sale, median", unit="ms", value=middle(taken_ms)),
        Figure(
            name="Our part of a sale, 99th percentile",
            unit="ms",
            value=p99(taken_ms),
            limit=WITHIN_MS,
            beside="what is allowed",
            target=1.0,
            at_most=True,
        ),
        Figure(name="Sales of a store's node, four tills", unit="a second", value=middle(rates)),
    ]
    yield Section(title="Selling", about=ABOUT, figures=figures)


async def one_till(lane: Lane, till: str) -> list[float]:
    """Milliseconds of each of its sales."""
    of = {"till": till, "by": f"colleague-{till}"}
    for command in (
        a(SetUpTill, till=till),
        a(SignOn, how="pin", manager=False, edition=1, **of),
        a(OpenSession, session=f"day-{till}", float_pence=100_00, **of),
    ):
        await lane.submit(command)
    return [await one_sale(lane, till, f"{till}.{number:06}") for number in range(SALES)]


async def one_sale(lane: Lane, till: str, sale: str) -> float:
    """Milliseconds from the first line to the receipt."""
    of = {"till": till, "by": f"colleague-{till}", "sale": sale}
    lines: list[Command] = [_of(add(f"sku-{number}"), of) for number in range(3)]
    card = by_card(36_00, sale, kind=AskCard, **of)
    began = perf_counter()
    for command in (*lines, card, approved(sale, 36_00, transaction=f"x{sale}")):
        await lane.submit(command)
        await queries.shown(lane.reader, till, 0)
    return (perf_counter() - began) * 1000


def _of(command: Command, of: dict[str, str]) -> Command:
    """The command at this till, in this sale."""
    return type(command)(**{name: of.get(name, getattr(command, name)) for name in command.__struct_fields__})


def _open(_: str | None) -> Gate:
    return Gate(NOTHING_SWITCHED, shipped())


def _failed(error: Exception) -> None:
    raise error


if __name__ == "__main__":
    asyncio.run(show(measure()))
