"""What a long past costs: orders a second and the slowest with very many stored orders, against an office with few."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from functools import partial

from bench.checkout import PRODUCTS, Round, one_round
from bench.measuring.figure import FULL, Figure, Section, middle, p99, sized
from bench.measuring.past import with_past
from bench.measuring.premises import a_folder, shop_at_work
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
    with a_folder() as folder:
        async with AsyncExitStack() as stack:
            shops = [
                await stack.enter_async_context(shop_at_work(folder / str(past), PRODUCTS, before=partial(with_past, orders=past)))
                for past in (FEW, MANY)
            ]
            rounds: list[list[Round]] = [[await one_round(shop, SHOPPERS, shop.skus) for shop in shops] for _ in range(ROUNDS)]
    few, many = (
        (middle([each.a_second for each in of]), middle([p99(each.seen.each_ms) for each in of])) for of in zip(*rounds, strict=True)
    )
    beside = f"with {FEW:,}"
    figures = [
        Figure(name=f"Orders with {MANY:,} stored", unit="a second", value=many[0], limit=few[0], beside=beside, target=RATE_TARGET),
        Figure(
            name=f"Orders with {MANY:,} stored, p99",
            unit="ms",
            value=many[1],
            limit=few[1],
            beside=beside,
            target=P99_TARGET,
            at_most=True,
        ),
    ]
    yield Section(title="Growth", about=ABOUT, figures=figures)


if __name__ == "__main__":
    asyncio.run(show(measure()))
