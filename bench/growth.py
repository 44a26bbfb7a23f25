"""What a long past costs: orders a second and the slowest with very many stored orders, against an office with few."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from functools import partial
from time import perf_counter

from bench.checkout import PRODUCTS, Round, one_round
from bench.measuring.figure import FULL, Figure, Section, middle, p99, sized
from bench.measuring.past import with_past
from bench.measuring.premises import a_folder, shop_at_work
from bench.measuring.progress import say
from bench.measuring.results import show

MANY, FEW = sized(1_000_000 if FULL else 200_000, 400), sized(10_000, 100)
ABOUT = (
    f"Two offices on one machine, one with {FEW:,} orders in ordering's database and one with {MANY:,}, laid there by a rebuild, are "
    "asked in turn by 16 shoppers. FULL=1 stores a million."
)
SHOPPERS = 16
ROUNDS = sized(5, 1)
RATE_TARGET, P99_TARGET = 0.90, 1.30


async def measure() -> AsyncIterator[Section]:
    """Both offices run all the time; only one works at a time."""
    stored_s = 0.0
    with a_folder() as folder:
        async with AsyncExitStack() as stack:
            shops = []
            for past in (FEW, MANY):
                say(f"growth: storing {past:,} orders")
                began = perf_counter()
                shops.append(
                    await stack.enter_async_context(shop_at_work(folder / str(past), PRODUCTS, before=partial(with_past, orders=past)))
                )
                stored_s = perf_counter() - began
            rounds: list[list[Round]] = []
            for number in range(ROUNDS):
                say(f"growth: round {number + 1} of {ROUNDS}")
                # Neither always comes first.
                turn = 1 if number % 2 else -1
                rounds.append([await one_round(shop, SHOPPERS, shop.skus) for shop in shops[::turn]][::turn])
    few, many = (list(of) for of in zip(*rounds, strict=True))
    yield Section(
        title="Growth", about=ABOUT, figures=figures(few, many), remarks=[f"To store {MANY:,} orders and start took {stored_s:.0f} s."]
    )


def figures(few: list[Round], many: list[Round]) -> list[Figure]:
    """The office with many stored orders beside the one with few."""
    beside, stored = f"with {FEW:,}", f"Orders with {MANY:,} stored"
    rates, slowest, costs = (
        [middle([of(each) for each in rounds]) for rounds in (many, few)]
        for of in (lambda each: each.a_second, lambda each: p99(each.seen.each_ms), lambda each: each.office_ms)
    )
    return [
        Figure(name=stored, unit="a second", value=rates[0], limit=rates[1], beside=beside, target=RATE_TARGET),
        Figure(name=f"{stored}, p99", unit="ms", value=slowest[0], limit=slowest[1], beside=beside, target=P99_TARGET, at_most=True),
        Figure(name=f"{stored}, processor time of the office", unit="ms an order", value=costs[0], limit=costs[1], beside=beside),
    ]


if __name__ == "__main__":
    asyncio.run(show(measure()))
