"""Outgoing mail, for real: `Mail` of the world over SMTP, and how a plain letter is written as a message."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from email.charset import QP, Charset
from email.header import Header
from email.message import Message
from email.mime.text import MIMEText

import aiosmtplib

from arkwright.kit.world import NetworkError

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
CONNECTIONS = 4
IDLE_S = 5.0  # how long a connection is kept for the next message
TEXT = Charset("utf-8")
TEXT.body_encoding = QP


def plain_letter(*, sender: str, to: str, subject: str, id: str, text: str) -> Message:
    """A message of plain text that a machine sends (RFC 3834). A line break in a heading is refused with `ValueError`."""
    message = MIMEText(text, "plain", TEXT)  # type: ignore[arg-type]
    headings = {"From": sender, "To": to, "Subject": subject, "Message-ID": f"<{id}>", "Auto-Submitted": "auto-generated"}
    for name, value in headings.items():
        if not value.isprintable():
            raise ValueError(f"The heading {name} of a letter cannot hold a line break.")
        message[name] = value if value.isascii() else Header(value, "utf-8").encode()
    return message


class SmtpMail:
    """One mail server. STARTTLS is demanded unless the server is on this machine or `start_tls=False` says so.

    A connection is kept for a moment, since messages come in batches; `close` ends those that are kept.
    """

    def __init__(
        self,
        host: str,
        port: int,
        *,
        username: str | None = None,
        password: str | None = None,
        start_tls: bool | None = None,
        timeout_s: float = 20.0,
    ) -> None:
        self._host = host
        self._port = port
        self._username = username
        self._password = password
        self._start_tls = host not in LOOPBACK if start_tls is None else start_tls
        self._timeout_s = timeout_s
        self._at_once = asyncio.Semaphore(CONNECTIONS)
        self._kept: list[tuple[aiosmtplib.SMTP, asyncio.TimerHandle]] = []
        if password is not None and not self._start_tls and host not in LOOPBACK:
            raise ValueError("A password is not sent over an open line: turn start_tls on, or leave the password out.")

    async def send(self, message: Message) -> None:
        """Hand the message over; raises `NetworkError` when the server did not say that it took it for everybody.

        The error names neither the addresses nor the content, so that it can be logged.
        """
        try:
            async with self._at_once, self._connected() as server:
                refused, _ = await server.send_message(message)
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise NetworkError(f"mail over {self._host}:{self._port}: {_named(error)}") from None
        if refused:
            raise NetworkError(f"mail over {self._host}:{self._port}: {len(refused)} address(es) refused")

    async def close(self) -> None:
        """End the connections that are kept."""
        while self._kept:
            server, ending = self._kept.pop()
            ending.cancel()
            with suppress(aiosmtplib.SMTPException, OSError):
                await server.quit()

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[aiosmtplib.SMTP]:
        """A connection that answers, kept afterwards unless something went wrong on it."""
        server = await self._still_there() or await self._connect()
        try:
            yield server
        except BaseException:
            server.close()
            raise
        ending = asyncio.get_running_loop().call_later(IDLE_S, self._let_go, server)
        self._kept.append((server, ending))

    async def _still_there(self) -> aiosmtplib.SMTP | None:
        """One that was kept. It is asked first (RSET, RFC 5321, 4.1.1.5): a message that is cut off may have been taken."""
        while self._kept:
            server, ending = self._kept.pop()
            ending.cancel()
            try:
                await server.rset()
            except (aiosmtplib.SMTPException, OSError):
                server.close()
            else:
                return server
        return None

    async def _connect(self) -> aiosmtplib.SMTP:
        server = aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            username=self._username,
            password=self._password,
            start_tls=self._start_tls,
            timeout=self._timeout_s,
        )
        await server.connect()
        return server

    def _let_go(self, server: aiosmtplib.SMTP) -> None:
        """It was not asked for again; the server sees the connection end."""
        self._kept = [each for each in self._kept if each[0] is not server]
        server.close()


def _named(error: Exception) -> str:
    code = getattr(error, "code", None)
    return f"{type(error).__name__} {code}" if isinstance(code, int) else type(error).__name__
