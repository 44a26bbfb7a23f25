"""The processes of one office: one, or several on PostgreSQL, each started again when it ends by itself."""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
import sys
import threading
import time
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Final

import structlog

from arkwright.roles.errors import in_one_line
from arkwright.roles.event_loop import until_told
from arkwright.roles.logs import to_standard_error
from arkwright.roles.node import NodeLock, NodeUnusable, OfficeConfig, read_config
from arkwright.roles.office_process import run
from arkwright.roles.serving import look_whether_free
from arkwright.roles.what_is_published import Picture

log = structlog.get_logger("office")

LONG_ENOUGH_S: Final = 30.0  # one that ran for so long is started again at once
AGAIN_AFTER_S: Final = (1.0, 2.0, 5.0, 10.0, 30.0)


def start(config: Path, picture: Picture) -> None:
    """As this file says, with pictures drawn by `picture`. Raises what `run_office` raises."""
    run_office(read_config(config, OfficeConfig), picture)


def run_office(config: OfficeConfig, picture: Picture) -> None:
    """Serve until SIGTERM or SIGINT, as many processes as the configuration says. Raises `NodeUnusable`, `PortTaken`."""
    if config.processes > 1 and config.database is None:
        raise NodeUnusable("processes = 1 is all that SQLite files bear: name a PostgreSQL database, or leave processes out.")
    lock = NodeLock(config.folder)
    try:
        if config.processes == 1:
            one_process(config, picture, first=True)
        else:
            several(config, picture)
    finally:
        lock.release()


def one_process(config: OfficeConfig, picture: Picture, first: bool) -> None:
    """This process, until it is told to stop."""

    async def main(stop: asyncio.Event) -> None:
        if parent := multiprocessing.parent_process():
            asyncio.get_running_loop().add_reader(parent.sentinel, stop.set)  # whoever watches over it is gone
        await run(config, lambda: None, stop, picture, first)

    until_told(main)


def several(config: OfficeConfig, picture: Picture) -> None:
    """Start each, watch them, and end them together. Nothing else runs in this process, so that it may fork."""
    to_standard_error(config.node)
    for port in (config.shop_port, config.office_port):
        look_whether_free(config.host, port)
    fork = multiprocessing.get_context("fork")
    running: dict[int, tuple[ForkProcess, float]] = {}
    failures = dict.fromkeys(range(config.processes), 0)
    stopping = threading.Event()

    def stop(*_: object) -> None:
        stopping.set()
        for process, _began in running.values():
            process.terminate()

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, stop)
    while not stopping.is_set():
        for number in failures.keys() - running.keys():
            process = fork.Process(target=child, args=(config, picture, number == 0), name=f"{config.node} {number}")
            process.start()
            running[number] = (process, time.monotonic())
        wait([process.sentinel for process, _ in running.values()])
        for number in [number for number, (process, _) in running.items() if not process.is_alive()]:
            process, began = running.pop(number)
            failures[number] = 0 if time.monotonic() - began > LONG_ENOUGH_S else failures[number] + 1
            if not stopping.is_set():
                pause_s = AGAIN_AFTER_S[min(failures[number], len(AGAIN_AFTER_S) - 1)]
                log.error("a process of the office ended; it is started again", number=number, status=process.exitcode, pause_s=pause_s)
                stopping.wait(pause_s)
    for process, _ in running.values():
        process.terminate()
        process.join()


def child(config: OfficeConfig, picture: Picture, first: bool) -> None:
    """One of several processes; what goes wrong in it is one line."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    sys.exit(in_one_line(lambda: one_process(config, picture, first)))
