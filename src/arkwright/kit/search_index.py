"""The search index: Pagefind's own program builds it from records, over the line that Pagefind's wrappers speak."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator, Sequence
from typing import Any, Protocol

import msgspec
from pagefind.service import get_executable

LONGEST_ANSWER_BYTES = 256 * 1024 * 1024
AT_ONCE = 200
PATIENCE_S = 120.0
PATIENCE_A_RECORD_S = 0.02  # measured: 0.3 ms of processor time a record at 4,000 records, 1.1 ms at 100,000


class SearchRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One page that can be found: its address, its title, a line about it, its picture, and the words that find it."""

    url: str
    title: str
    about: str = ""
    picture: str = ""
    words: str


class IndexFailed(Exception):
    """The search index could not be built; the text is one line that says why."""


class Indexer(Protocol):
    """Builds the files of a search index."""

    async def __call__(self, records: Sequence[SearchRecord]) -> dict[str, bytes]:
        """The files by their path below the index's folder; the same records give the same files. `IndexFailed`."""
        ...


async def pagefind_index(records: Sequence[SearchRecord]) -> dict[str, bytes]:
    """Build with Pagefind's program, which ends with the call; nothing is written to disk.

    Pagefind's Python wrapper waits a tenth of a second for each record (version 1.5), so the same messages are sent here.
    """
    patience_s = PATIENCE_S + PATIENCE_A_RECORD_S * len(records)
    try:
        async with asyncio.timeout(patience_s), _program() as program:
            answer = await _ask(program, [{"type": "NewIndex", "config": {"force_language": "en"}}])
            index = answer[0]["index_id"]
            for start in range(0, len(records), AT_ONCE):
                await _ask(program, [_added(index, record) for record in records[start : start + AT_ONCE]])
            files = (await _ask(program, [{"type": "GetFiles", "index_id": index}]))[0]["files"]
    except TimeoutError as error:
        raise IndexFailed(f"Pagefind did not build the search index within {patience_s:.0f} seconds.") from error
    except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, LookupError, ValueError) as error:
        raise IndexFailed(f"Pagefind did not build the search index: {error}") from error
    return {file["path"]: base64.b64decode(file["content"]) for file in files}


def _added(index: int, record: SearchRecord) -> dict[str, Any]:
    return {
        "type": "AddRecord",
        "index_id": index,
        "url": record.url,
        "content": record.words,
        "language": "en",
        "meta": {"title": record.title, "about": record.about, "image": record.picture},
        "filters": None,
        "sort": None,
    }


@contextlib.asynccontextmanager
async def _program() -> AsyncIterator[asyncio.subprocess.Process]:
    path = get_executable()
    if path is None:
        raise IndexFailed("Pagefind's program is not installed. Install the package pagefind[bin].")
    program = await asyncio.create_subprocess_exec(
        path, "--service",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, limit=LONGEST_ANSWER_BYTES,
    )  # fmt: skip
    try:
        yield program
    finally:
        with contextlib.suppress(ProcessLookupError):
            program.kill()
        await program.wait()


async def _ask(program: asyncio.subprocess.Process, payloads: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Send all, then read one answer for each; a message is JSON in base64 with a comma behind it."""
    stdin, stdout = program.stdin, program.stdout
    if stdin is None or stdout is None:
        raise IndexFailed("Pagefind's program has no line to it.")
    messages = [{"message_id": number, "payload": payload} for number, payload in enumerate(payloads, 1)]
    stdin.write(b"".join(base64.b64encode(msgspec.json.encode(message)) + b"," for message in messages))
    sending = asyncio.ensure_future(stdin.drain())
    answers = []
    try:
        for _ in messages:
            answer: dict[str, Any] = msgspec.json.decode(base64.b64decode((await stdout.readuntil(b","))[:-1]))["payload"]
            if answer["type"] == "Error":
                raise IndexFailed(f"Pagefind did not build the search index: {answer.get('message', '')}")
            answers.append(answer)
        await sending
    finally:
        sending.cancel()
    return answers
