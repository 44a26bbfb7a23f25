"""Programs that are run to measure with: none outlives the measuring, however that ends."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator


@contextlib.asynccontextmanager
async def program(*words: str, stdin: int | None = None, stderr: int | None = None) -> AsyncIterator[Process]:
    """At work while the block runs, what it prints at hand; killed where it has not ended by then."""
    process = await asyncio.create_subprocess_exec(*words, stdin=stdin, stdout=PIPE, stderr=stderr)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def output(*words: str, errors: bool = False) -> str:
    """What it prints, its `errors` too if they are asked for; AssertionError, with that, where it ends with a failure."""
    async with program(*words, stderr=STDOUT if errors else None) as process:
        said = (await process.communicate())[0].decode()
    assert process.returncode == 0, f"{' '.join(words[:3])} ended with {process.returncode}: {said[-1000:]}"
    return said


async def said(*words: str) -> bytes:
    """What a Python process of ours prints."""
    return (await output(sys.executable, *words)).encode()
