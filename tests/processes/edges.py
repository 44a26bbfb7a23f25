"""An edge as a process, fed by an office that is a process too."""

from __future__ import annotations

import asyncio
from time import monotonic
from urllib.parse import urlsplit

from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import Answer, NetworkError
from arkwright.roles.node import write_config
from tests.processes.premises import STARTS_WITHIN_S, Premises, Process, started

PRODUCT = "/products/mug/"


class RunningEdge:
    """Its process, and what it answers."""

    def __init__(self, process: Process, port: int, host: str) -> None:
        self.process = process
        self.port = port
        self.host = host

    async def get(self, path: str) -> Answer:
        """One request; a status of 0 where nobody answers."""
        http = AiohttpHttp()
        try:
            return await http.request("GET", f"http://127.0.0.1:{self.port}{path}", {"accept": "text/html", "host": self.host})
        except NetworkError:
            return Answer(status=0, headers={}, body=b"")
        finally:
            await http.close()

    async def serves(self, path: str = PRODUCT) -> Answer:
        """The page, once there is a publication."""
        began = monotonic()
        while (answer := await self.get(path)).status != 200:
            assert monotonic() - began < STARTS_WITHIN_S, f"{path}: {answer}\n{self.process.last_lines()}"
            await asyncio.sleep(0.05)
        return answer


async def edge_started(place: Premises) -> RunningEdge:
    """An edge on its own folder."""
    file, config = place.folder / "edge.toml", place.edge_config()
    write_config(file, config)
    return RunningEdge(
        await started(place, "edge", "-m", "arkwright", "run", "edge", "--config", str(file)),
        config.port,
        urlsplit(place.config.shop_url).netloc,
    )
