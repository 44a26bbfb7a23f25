"""The card simulator as a process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import RealWorld
from arkwright.simulators.serving import for_ever, not_told, served
from arkwright.simulators.stripe.books import Delivery
from arkwright.simulators.stripe.simulator import CardSimulator

LOOK_FOR_DUE_EVERY_S = 0.2


async def run(
    host: str,
    port: int,
    *,
    secret_key: str,
    public_address: str | None = None,
    webhook_url: str | None = None,
    webhook_secret: str = "",
    delivery: Delivery = "prompt",
    state_path: Path | None = None,
    ready: Callable[[str], None] = not_told,
) -> None:
    """Serve until cancelled; `ready` is told the base address once it answers.

    `public_address` is what browsers call it by, if that is not where it listens. Refuses with `SimulatorPortIsTaken`
    and `CardSimulatorFileIsUnreadable`.
    """
    http = AiohttpHttp()
    try:
        simulator = CardSimulator(
            RealWorld(http),
            secret_key=secret_key,
            webhook_url=webhook_url,
            webhook_secret=webhook_secret,
            delivery=delivery,
            state_path=state_path,
        )
        async with served(simulator.handle, host, port) as address, asyncio.TaskGroup() as tasks:
            simulator.address = public_address or address
            tasks.create_task(_send_webhooks(simulator))
            ready(address)
            await for_ever()
    finally:
        await http.close()


async def _send_webhooks(simulator: CardSimulator) -> None:
    while True:
        await simulator.send_due()
        await asyncio.sleep(LOOK_FOR_DUE_EVERY_S)
