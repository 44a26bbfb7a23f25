"""A card provider that answers at once: the few requests of Stripe's protocol that a checkout makes, and mail taken without a look."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any
from urllib.parse import parse_qs

SESSIONS = "/v1/checkout/sessions"


def opened(form: dict[str, list[str]]) -> dict[str, Any]:
    """A payment page; all that is known of it later stands in its id."""
    order, pence = form["client_reference_id"][0], form["line_items[0][price_data][unit_amount]"][0]
    session = f"cs_{order}_{pence}"
    return {"id": session, "object": "checkout.session", "status": "open", "url": f"http://127.0.0.1/pay/{session}"}


def paid(session: str) -> dict[str, Any]:
    """The shopper has paid on the page, as soon as anybody looks."""
    _, order, pence = session.split("_")
    card = {"brand": "visa", "last4": "4242"}
    charge = {"id": f"ch_{order}", "object": "charge", "amount_refunded": 0, "payment_method_details": {"type": "card", "card": card}}
    intent = {
        "id": f"pi_{order}",
        "object": "payment_intent",
        "status": "requires_capture",
        "amount_capturable": int(pence),
        "amount_received": 0,
        "metadata": {"payment_id": order},
        "latest_charge": charge,
    }
    return {"id": session, "object": "checkout.session", "status": "complete", "url": None, "payment_intent": intent}


def answered(method: str, path: str, body: bytes) -> dict[str, Any]:
    """What Stripe would say."""
    return opened(parse_qs(body.decode())) if method == "POST" else paid(path.rpartition("/")[2])


class Line(asyncio.Protocol):
    """One connection, kept open; requests come one after another."""

    def __init__(self) -> None:
        self._held = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody calls."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every whole request."""
        self._held += data
        while b"\r\n\r\n" in self._held:
            head, _, rest = self._held.partition(b"\r\n\r\n")
            length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
            if len(rest) < length:
                return
            method, target, _ = head.split(b"\r\n", 1)[0].decode().split(" ")
            content = json.dumps(answered(method, target.partition("?")[0], rest[:length])).encode()
            self._held = rest[length:]
            assert self._transport is not None
            self._transport.write(
                b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (len(content), content)
            )


class Letterbox(asyncio.Protocol):
    """A mail server that takes everything (RFC 5321) and keeps nothing."""

    def __init__(self) -> None:
        self._in_letter = False
        self._tail = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(b"220 mail\r\n")

    def data_received(self, data: bytes) -> None:
        """Say yes to each line; of a letter, to its end."""
        assert self._transport is not None
        self._tail += data
        while True:
            end = b"\r\n.\r\n" if self._in_letter else b"\r\n"
            line, found, rest = self._tail.partition(end)
            if not found:
                return
            self._tail = rest
            word = line[:4].upper()
            begins = not self._in_letter and word == b"DATA"
            self._transport.write(b"354 go on\r\n" if begins else b"221 bye\r\n" if word == b"QUIT" else b"250 yes\r\n")
            self._in_letter = begins


async def serve(cards: int, mail: int) -> None:
    """Until killed."""
    loop = asyncio.get_running_loop()
    await loop.create_server(Letterbox, "127.0.0.1", mail)
    server = await loop.create_server(Line, "127.0.0.1", cards)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
