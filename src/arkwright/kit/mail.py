"""Outgoing mail, for real: `Mail` of the world over SMTP."""

from __future__ import annotations

from email.message import EmailMessage

import aiosmtplib

from arkwright.kit.world import NetworkError

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class SmtpMail:
    """One mail server. STARTTLS is demanded unless the server is on this machine or `start_tls=False` says so."""

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
        if password is not None and not self._start_tls and host not in LOOPBACK:
            raise ValueError("A password is not sent over an open line: turn start_tls on, or leave the password out.")

    async def send(self, message: EmailMessage) -> None:
        """Hand the message over; raises `NetworkError` when the server did not say that it took it for everybody.

        The error names neither the addresses nor the content, so that it can be logged.
        """
        try:
            refused, _ = await aiosmtplib.send(
                message,
                hostname=self._host,
                port=self._port,
                username=self._username,
                password=self._password,
                start_tls=self._start_tls,
                timeout=self._timeout_s,
            )
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise NetworkError(f"mail over {self._host}:{self._port}: {_named(error)}") from None
        if refused:
            raise NetworkError(f"mail over {self._host}:{self._port}: {len(refused)} address(es) refused")


def _named(error: Exception) -> str:
    code = getattr(error, "code", None)
    return f"{type(error).__name__} {code}" if isinstance(code, int) else type(error).__name__
