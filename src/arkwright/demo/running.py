"""The demo running: simulators, desk, office and edge, each a process of its own, until Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from pathlib import Path

from arkwright.demo.parts import PARTS
from arkwright.demo.ports import Ports
from arkwright.demo.premises import ACCOUNTS_FILE, prepare
from arkwright.demo.tills import COLLEAGUES_FILE
from arkwright.kit.ending import ended
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import Http, NetworkError
from arkwright.roles.node import NodeUnusable
from arkwright.roles.serving import look_whether_free

ANSWERS_WITHIN_S = 180.0
AWAY = 500  # from this status on the fault is the server's (RFC 9110, section 15.6)


def run_demo(folder: Path, ports: Ports, database: str | None = None) -> None:
    """Prepare the demo if need be, start everything, print the addresses, and end everything together.

    `database`: the office keeps its data on this PostgreSQL server, named by its owner's URL.
    """
    for name in ports.__struct_fields__:
        look_whether_free("127.0.0.1", getattr(ports, name))
    prepare(folder, ports, print, database)
    asyncio.run(everything(folder, ports))


async def everything(folder: Path, ports: Ports) -> None:
    """Each part as a process, watched: a part that ends is told of, and the others go on."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    processes = {part: await start(folder, part, ports) for part in PARTS}
    watches: list[asyncio.Task[None]] = []
    try:
        print("Starting. The first time, publishing the range takes a moment.", flush=True)
        if await all_answer(folder, ports, processes, stop):
            print(addresses(folder, ports), flush=True)
            watches = [asyncio.create_task(watched(part, process)) for part, process in processes.items()]
            await stop.wait()
    finally:
        await ended(watches)
        print("\nEnding: what was taken is finished first.", flush=True)
        for process in processes.values():
            if process.returncode is None:
                process.terminate()
        await asyncio.gather(*(process.wait() for process in processes.values()))


async def start(folder: Path, part: str, ports: Ports) -> asyncio.subprocess.Process:
    """One part in its own process, its log in its own file."""
    with open(folder / f"{part}.log", "ab") as log:  # noqa: ASYNC230 - before anything is served
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "arkwright",
            "demo",
            "part",
            part,
            "--data",
            str(folder),
            "--first-port",
            str(ports.edge),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


async def watched(part: str, process: asyncio.subprocess.Process) -> None:
    """Say when a part ends."""
    status = await process.wait()
    print(f"{part} has ended ({status}). Start it again with: arkwright demo part {part}", flush=True)


async def all_answer(folder: Path, ports: Ports, processes: dict[str, asyncio.subprocess.Process], stop: asyncio.Event) -> bool:
    """Wait until every page is there, and every other port; False when `stop` came first. A part that ends has said why in its log."""
    http = AiohttpHttp()
    pages = [ports.shop_url, ports.office_url, ports.desk_url, ports.mailbox_url, ports.cards_url]
    pages += [ports.store_url(store) for store in ports.stores]
    knocks = [asyncio.ensure_future(knocked(getattr(ports, name))) for name in ports.__struct_fields__]
    knocks += [asyncio.ensure_future(opens(http, f"{page}/")) for page in pages]
    stopping = asyncio.ensure_future(stop.wait())
    ends = {asyncio.ensure_future(process.wait()): part for part, process in processes.items()}
    try:
        opened = asyncio.ensure_future(asyncio.wait(knocks))
        await asyncio.wait({opened, stopping, *ends}, timeout=ANSWERS_WITHIN_S, return_when=asyncio.FIRST_COMPLETED)
        for end, part in ends.items():
            if end.done():
                last = (folder / f"{part}.log").read_text("utf-8", "replace").strip().splitlines()
                raise NodeUnusable(f"{part} did not start: {last[-1] if last else 'it said nothing'}")
        if not (opened.done() or stop.is_set()):
            raise NodeUnusable(f"Not everything answers after {ANSWERS_WITHIN_S:.0f} seconds; look into the .log files in {folder}.")
    finally:
        await ended([*knocks, *ends, stopping])
        await http.close()
    return not stop.is_set()


async def knocked(port: int) -> None:
    """Until somebody opens."""
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return


async def opens(http: Http, page: str) -> None:
    """Until this page is there: an edge without a publication says that it is away."""
    while True:
        with contextlib.suppress(NetworkError):
            if (await http.request("GET", page, {})).status < AWAY:
                return
        await asyncio.sleep(0.1)


def addresses(folder: Path, ports: Ports) -> str:
    """What to open."""
    return "\n".join(
        [
            "",
            f"Shop            {ports.shop_url}",
            f"The app         {ports.shop_url}/app/",
            f"App API         {ports.shop_url}/api/v1/docs",
            f"Back office     {ports.office_url}",
            f"Incident desk   {ports.desk_url}",
            f"Mailbox         {ports.mailbox_url}   (every email of the demo)",
            f"Card simulator  {ports.cards_url}",
            f"Acquirer        {ports.acquirer_url}   (what the card terminals have taken)",
            *(f"Terminal {terminal:6} {ports.terminal_url(terminal)}" for terminal in ports.terminals),
            *(f"Tills {store:9} {ports.store_url(store)}" for store in ports.stores),
            "",
            f"Accounts and their passwords: {folder / ACCOUNTS_FILE}",
            f"Colleagues at tills, their badges and PINs: {folder / COLLEAGUES_FILE}",
            "Cut a store off: arkwright demo cut leeds, and mend its line: arkwright demo mend leeds",
            "Logs: beside it. Ctrl-C ends everything.",
        ]
    )
