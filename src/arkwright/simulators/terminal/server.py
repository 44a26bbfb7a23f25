"""A terminal simulator as a process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import RealWorld
from arkwright.simulators.acquirer.line import TcpLine
from arkwright.simulators.serving import not_told, served
from arkwright.simulators.terminal.books import TerminalConfig
from arkwright.simulators.terminal.simulator import TerminalSimulator

LOOK_EVERY_S = 1.0


async def run(
    host: str,
    port: int,
    *,
    config: TerminalConfig,
    acquirer_host: str,
    acquirer_port: int,
    path: Path,
    ready: Callable[[str], None] = not_told,
) -> None:
    """Serve until cancelled, powered on; `ready` is told the address once it answers.

    Refuses with `SimulatorPortIsTaken` and `TerminalFileIsUnreadable`.
    """
    box = TerminalSimulator(RealWorld(AiohttpHttp()), TcpLine(acquirer_host, acquirer_port), config, path)
    box.power_on()
    async with served(box.handle, host, port) as address:
        ready(address)
        while True:
            await box.forward()
            await asyncio.sleep(LOOK_EVERY_S)
