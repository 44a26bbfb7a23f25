"""The demo's lines: whole, cut in the middle of something, and mended."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

from arkwright.demo import lines
from arkwright.demo.lines import Wire, run_lines
from arkwright.roles.serving import free_port


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while content := await reader.read(100):
            writer.write(content)
    writer.close()


async def said(port: int, words: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(words)
    answer = await reader.read(100)
    writer.close()
    return answer


async def broken(reader: asyncio.StreamReader) -> bool:
    try:
        return await asyncio.wait_for(reader.read(1), 5) == b""
    except OSError:
        return True


async def until(port: int, answers: bool) -> None:
    async with asyncio.timeout(5):
        while True:
            try:
                if await said(port, b"?") and answers:
                    return
            except OSError:
                if not answers:
                    return
            await asyncio.sleep(0.02)


async def test_a_line_is_cut_in_the_middle_of_something_and_mended(tmp_path: Path) -> None:
    near, other, stop = free_port(), free_port(), asyncio.Event()
    async with await asyncio.start_server(echo, "127.0.0.1", 0) as server:
        far = server.sockets[0].getsockname()[1]
        lines.cut(tmp_path, "leeds")
        carrying = asyncio.create_task(run_lines(tmp_path, [Wire("leeds", near, far), Wire("york", other, far)], stop))
        await until(near, True)  # a demo begins with whole lines
        assert await said(near, b"hello") == b"hello"
        reader, writer = await asyncio.open_connection("127.0.0.1", near)
        lines.cut(tmp_path, "leeds")
        assert await broken(reader)
        writer.close()
        await until(near, False)
        assert await said(other, b"york") == b"york"
        lines.mend(tmp_path, "leeds")
        await until(near, True)
        stop.set()
        await carrying
