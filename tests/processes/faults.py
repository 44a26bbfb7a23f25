"""An office whose disk breaks while it works: strace makes system calls on its databases fail, from a given one on."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Iterable
from time import monotonic

import pytest

from tests.processes.premises import STARTS_WITHIN_S, Premises, Process

COUNTED = "strace.log"


async def office_on_a_bad_disk(place: Premises, fault: str, databases: Iterable[str]) -> Process:
    """An office under `strace -e inject=FAULT` on what goes to these databases' logs; each thread counts for itself.

    With -D the office, not strace, is our child.
    """
    strace = shutil.which("strace")
    if strace is None:
        pytest.fail("strace is missing. Run `make test`, which installs it or says what to do.")
    calls = fault.split(":")[0]
    files = [word for database in databases for word in ("-P", str(place.office_folder / f"{database}.db-wal"))]
    tracing = (strace, "-D", "-f", "-o", str(place.folder / COUNTED), "-e", f"trace={calls}", "-e", f"inject={fault}", *files)
    with (place.folder / "office.log").open("ab") as log:
        words = ("-m", "arkwright", "run", "office", "--config", str(place.config_file))
        process = await asyncio.create_subprocess_exec(
            *tracing, sys.executable, *words, stdin=asyncio.subprocess.PIPE, stdout=log, stderr=log, start_new_session=True
        )
    office = Process("office", place.folder, process)
    place.processes.append(office)
    await traced(place, office)
    return office


async def traced(place: Premises, office: Process) -> None:
    """Wait until strace has seen a call; where it may not trace, the test fails and says so."""
    began, log = monotonic(), place.folder / COUNTED
    while not (log.exists() and log.stat().st_size):
        said = office.last_lines()
        if "ptrace" in said.lower() or monotonic() - began > STARTS_WITHIN_S:
            pytest.fail(f"strace cannot trace the office here; allow ptrace (in a container: --cap-add=SYS_PTRACE) and run again. {said}")
        await asyncio.sleep(0.05)


def failed_calls(place: Premises) -> int:
    """How many calls were made to fail."""
    return (place.folder / COUNTED).read_text("utf-8", "replace").count("(INJECTED)")
