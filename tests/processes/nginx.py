"""nginx as a process, with the configuration that we ship, on other paths and ports."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.house.tree import ROOT

SHIPPED = ROOT / "deploy" / "nginx.conf"
CURRENT, EDGE, LISTEN, PID = "/var/lib/arkwright/edge/files/current", "127.0.0.1:8080", "127.0.0.1:8088", "/run/arkwright-nginx.pid"


def shipped(folder: Path, current: Path, edge_port: int, port: int) -> Path:
    """The shipped configuration with its paths, its edge and its port changed, as its head says."""
    text = SHIPPED.read_text("utf-8")
    for ours, here in {CURRENT: str(current), EDGE: f"127.0.0.1:{edge_port}", LISTEN: f"127.0.0.1:{port}"}.items():
        assert ours in text
        text = text.replace(ours, here)
    return adapted(folder / "nginx.conf", text.replace(PID, str(folder / "nginx.pid")))


def adapted(file: Path, text: str) -> Path:
    """A configuration that runs in a folder, without being anybody else than who runs it."""
    places = "".join(f"    {kind}_temp_path {file.parent}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    as_we_are = "user root;\n" if os.geteuid() == 0 else ""
    file.write_text(as_we_are + "daemon off;\n" + text.replace("http {\n", f"http {{\n{places}", 1), "utf-8")
    return file


async def judged(config: Path) -> str:
    """What `nginx -t` says of a configuration; empty when it is accepted without a word against it."""
    process = await asyncio.create_subprocess_exec(
        "nginx", "-q", "-t", "-e", "stderr", "-p", str(config.parent), "-c", str(config),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output, _ = await process.communicate()
    return output.decode()


@asynccontextmanager
async def running(config: Path, port: int) -> AsyncIterator[None]:
    """nginx with this configuration, once it takes connections on the port."""
    process = await asyncio.create_subprocess_exec("nginx", "-e", "stderr", "-p", str(config.parent), "-c", str(config))
    try:
        while True:
            assert process.returncode is None, "nginx ended"
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
                continue
            writer.close()
            break
        yield
    finally:
        process.terminate()
        await process.wait()
