"""Mail over SMTP: what a letter looks like on the wire, and connections that are kept, and lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import Message

import pytest

from arkwright.kit.mail import MOST_ON_ONE, AddressUnusable, SmtpMail, plain_letter

ANSWERS = {b"EHLO": b"250 shop", b"MAIL": b"250 ok", b"RCPT": b"250 ok", b"DATA": b"354 go on", b"RSET": b"250 ok", b"QUIT": b"221 bye"}


@dataclass
class Server:
    """A mail server that counts, and hangs up after so many messages on one connection."""

    patience: int
    port: int = 0
    connections: int = 0
    taken: list[bytes] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        self.connections += 1
        writer.write(b"220 shop\r\n")
        here = 0
        while line := await reader.readline():
            verb = line[:4].upper()
            writer.write(ANSWERS[verb] + b"\r\n")
            if verb == b"DATA":
                self.taken.append(await reader.readuntil(b"\r\n.\r\n"))
                writer.write(b"250 taken\r\n")
                here += 1
            if verb == b"QUIT" or here == self.patience:
                break
        writer.close()


@asynccontextmanager
async def server(patience: int = 100) -> AsyncIterator[Server]:
    """On a port of its own."""
    there = Server(patience)
    listening = await asyncio.start_server(there.serve, "127.0.0.1", 0)
    there.port = listening.sockets[0].getsockname()[1]
    async with listening:
        yield there


def letter(to: str = "ann@example.org") -> Message:
    return plain_letter(
        sender="Wright & Daughters <a@shop.localhost>", to=to, subject="Your order – sent", id="m1@shop", text="It is £3.\n"
    )


def test_a_letter_arrives_as_it_was_written() -> None:
    read = message_from_bytes(letter().as_bytes(), policy=policy.default)
    found = {name: read[name] for name in ("From", "To", "Subject", "Message-ID", "Auto-Submitted")}
    assert found == {
        "From": "Wright & Daughters <a@shop.localhost>",
        "To": "ann@example.org",
        "Subject": "Your order – sent",
        "Message-ID": "<m1@shop>",
        "Auto-Submitted": "auto-generated",
    }
    assert read.get_content() == "It is £3.\n"


@pytest.mark.parametrize(
    ("address", "as_sent"),
    [
        ("ann@example.org", "ann@example.org"),
        ("info@bücher.example", "info@xn--bcher-kva.example"),
        ("ann@example.org\r\nBcc: bob@example.org", None),
        ("a\u200bnn@example.org", None),
        ("änn@example.org", None),
        ("ann@a..b", None),
    ],
)
def test_an_address_is_sent_as_servers_take_it_or_not_at_all(address: str, as_sent: str | None) -> None:
    if as_sent is None:
        with pytest.raises(AddressUnusable):
            letter(address)
        return
    assert letter(address)["To"] == as_sent


def test_a_heading_holds_one_line() -> None:
    with pytest.raises(ValueError, match="line break"):
        plain_letter(sender="a@shop.localhost", to="ann@example.org", subject="One\r\nBcc: two", id="m1", text="")


async def test_a_connection_is_renewed_before_a_server_has_had_enough_of_it() -> None:
    async with server() as there:
        mail = SmtpMail("127.0.0.1", there.port)
        for _ in range(MOST_ON_ONE + 1):
            await mail.send(letter())
        await mail.close()
    assert (len(there.taken), there.connections) == (MOST_ON_ONE + 1, 2)


@pytest.mark.parametrize(("patience", "connections"), [(100, 1), (1, 5), (2, 3)])
async def test_a_connection_is_kept_for_the_next_message_and_replaced_when_it_is_lost(patience: int, connections: int) -> None:
    async with server(patience) as there:
        mail = SmtpMail("127.0.0.1", there.port)
        for number in range(5):
            await mail.send(letter(f"n{number}@example.org"))
        await mail.close()
    assert (len(there.taken), there.connections) == (5, connections)


async def test_many_at_once_go_over_a_few_connections() -> None:
    async with server() as there:
        mail = SmtpMail("127.0.0.1", there.port)
        await asyncio.gather(*(mail.send(letter()) for _ in range(20)))
        await mail.close()
    assert (len(there.taken), there.connections) == (20, 4)
