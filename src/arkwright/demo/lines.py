"""The demo's lines: what a store's node asks of head office, desk and mail goes through here, and can be cut and mended by a command."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

import msgspec

from arkwright.demo.ports import Ports
from arkwright.kit.ending import ended

FOLDER = "lines"  # below the demo's: a file here says that a line is cut
LOOK_EVERY_S = 0.1
AT_ONCE = 64 * 1024


class Wire(msgspec.Struct, frozen=True):
    """One port that leads to another; all wires of one `line` are cut together."""

    line: str
    port: int
    to: int


def wires(ports: Ports) -> list[Wire]:
    """What leads where: a store to head office and desk, and its terminals to the acquirer."""
    found = []
    for store in ports.stores:
        office, room, mail, acquirer = ports.lines_of(store)
        ends = ((office, ports.office_line), (room, ports.desk), (mail, ports.smtp))
        found += [Wire(store, here, there) for here, there in ends]
        found.append(Wire(f"{store}-acquirer", acquirer, ports.acquirer))
    return found


def cut_file(folder: Path, line: str) -> Path:
    """Where it stands that a line is cut."""
    return folder / FOLDER / f"{line}.cut"


def cut(folder: Path, line: str) -> None:
    """From now on nothing goes through."""
    cut_file(folder, line).parent.mkdir(parents=True, exist_ok=True)
    cut_file(folder, line).touch()


def mend(folder: Path, line: str) -> None:
    """From now on everything goes through."""
    cut_file(folder, line).unlink(missing_ok=True)


class Carrier:
    """Carries bytes both ways between a port and the one it leads to, as long as the line is whole."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._server: asyncio.Server | None = None
        self._carrying: set[asyncio.Task[None]] = set()

    async def whole(self) -> None:
        """Take connections."""
        if self._server is None:
            self._server = await asyncio.start_server(self._taken, "127.0.0.1", self._wire.port)

    async def parted(self) -> None:
        """Take none, and break those that are open: what is on its way is lost."""
        if self._server is not None:
            self._server.close()
            self._server = None
            await ended(list(self._carrying))

    def _taken(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._carried(reader, writer))
        self._carrying.add(task)
        task.add_done_callback(self._carrying.discard)

    async def _carried(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends, both = [writer], list[asyncio.Task[None]]()
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self._wire.to)
            ends.append(back)
            both = [asyncio.create_task(carried(reader, back)), asyncio.create_task(carried(there, writer))]
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        except OSError:
            pass  # nobody answers there: whoever asked finds nobody here
        except asyncio.CancelledError:
            for end in ends:
                end.transport.abort()
            raise
        finally:
            await ended(both)
            for end in ends:
                end.close()


async def carried(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Until one side has nothing more to say, or is gone."""
    with contextlib.suppress(OSError):
        while content := await reader.read(AT_ONCE):
            writer.write(content)
            await writer.drain()


async def run_lines(folder: Path, wires: list[Wire], stop: asyncio.Event) -> None:
    """Carry until `stop`; a demo begins with every line whole."""
    for line in {wire.line for wire in wires}:
        mend(folder, line)
    carriers = [(wire, Carrier(wire)) for wire in wires]
    try:
        while not stop.is_set():
            for wire, carrier in carriers:
                await (carrier.parted() if cut_file(folder, wire.line).exists() else carrier.whole())
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), LOOK_EVERY_S)
    finally:
        for _, carrier in carriers:
            await carrier.parted()
