"""The mailbox as a process: SMTP and the web page on one event loop."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from aiosmtpd.smtp import SMTP, Envelope, Session

from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import RealWorld, World
from arkwright.simulators.mailbox.letters import Letters
from arkwright.simulators.mailbox.page import MailboxPages
from arkwright.simulators.serving import SimulatorPortIsTaken, for_ever, served

LARGEST_LETTER_BYTES = 5 * 1024 * 1024


class Reached(NamedTuple):
    """Where the mailbox listens."""

    address: str
    smtp_host: str
    smtp_port: int


def _not_told(_reached: Reached) -> None:
    """The `ready` of a caller who does not want to know."""


async def run(
    host: str,
    port: int,
    *,
    smtp_host: str = "127.0.0.1",
    smtp_port: int,
    folder: Path | None = None,
    ready: Callable[[Reached], None] = _not_told,
) -> None:
    """Serve until cancelled; `ready` is told where, once both answer. Refuses with `SimulatorPortIsTaken`."""
    http = AiohttpHttp()
    try:
        async with mailbox(RealWorld(http), host, port, smtp_host=smtp_host, smtp_port=smtp_port, folder=folder) as reached:
            ready(reached)
            await for_ever()
    finally:
        await http.close()


@asynccontextmanager
async def mailbox(
    world: World, host: str, port: int, *, smtp_host: str, smtp_port: int, folder: Path | None = None
) -> AsyncIterator[Reached]:
    """The mailbox while the block runs. Port 0 takes a free one."""
    letters = Letters(world, folder)
    async with served(MailboxPages(letters).handle, host, port) as address, _smtp(letters, smtp_host, smtp_port) as bound_port:
        yield Reached(address, smtp_host, bound_port)


class _Receiver:
    """aiosmtpd's handler: every recipient is welcome, every message is kept."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd looks for this name
        """250 only once the message is on disk."""
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        self._letters.receive(envelope.mail_from or "", envelope.rcpt_tos, content)
        return "250 Message accepted for delivery"


@asynccontextmanager
async def _smtp(letters: Letters, host: str, port: int) -> AsyncIterator[int]:
    loop = asyncio.get_running_loop()
    receiver = _Receiver(letters)

    def session() -> SMTP:
        return SMTP(
            receiver, data_size_limit=LARGEST_LETTER_BYTES, enable_SMTPUTF8=True, hostname="mailbox.localhost", ident="Mailbox", loop=loop
        )

    try:
        server = await loop.create_server(session, host, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise SimulatorPortIsTaken(host, port) from None
        raise
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()
