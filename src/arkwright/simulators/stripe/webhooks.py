"""Events on their way to the shop: signed, late or doubled on order, and sent again until the shop says yes.

Stripe signs `timestamp.body` with HMAC-SHA256 (https://docs.stripe.com/webhooks#verify-manually), delivers at least once
and in no promised order, and tries for up to three days, waiting longer each time.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

import msgspec

from arkwright.kit.world import NetworkError, World
from arkwright.simulators.stripe.books import Books, Delivery, Event, Posting
from arkwright.simulators.stripe.shapes import event_object

LATE_MS = 60_000
STEP_MS = 1_000
FIRST_WAIT_MS = 5_000
LONGEST_WAIT_MS = 3_600_000
GIVEN_UP_AFTER_MS = 3 * 24 * 3_600_000
TIMEOUT_S = 10.0


def signature(body: bytes, secret: str, at: int) -> str:
    """The `Stripe-Signature` header for a body sent at this Unix second."""
    digest = hmac.new(secret.encode(), str(at).encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def due_times(delivery: Delivery, place: int, of: int, now_ms: int) -> list[int]:
    """When an event is sent that was number `place` (from 0) of `of` events happening together."""
    match delivery:
        case "prompt":
            return [now_ms]
        case "late":
            return [now_ms + LATE_MS]
        case "doubled":
            return [now_ms, now_ms + STEP_MS]
        case "out_of_order":
            return [now_ms + STEP_MS * (of - place)]
        case "lost":
            return []


class Outbox:
    """Postings not yet accepted, kept in the books. `url` None: events can be listed but are sent nowhere."""

    def __init__(self, world: World, books: Books, url: str | None, secret: str, delivery: Delivery) -> None:
        self.delivery = delivery
        self._world = world
        self._books = books
        self._url = url
        self._secret = secret
        self._sending = False

    def post(self, events: Sequence[Event], now_ms: int) -> None:
        """Plan the sending of events that happened together."""
        if self._url is None:
            return
        for place, event in enumerate(events):
            delivery = self._books.sessions[event.session].delivery or self.delivery
            for due_ms in due_times(delivery, place, len(events), now_ms):
                self._books.postings.append(Posting(event=event.id, due_ms=due_ms))

    def next_due_ms(self) -> int | None:
        """When there is something to send."""
        return min((posting.due_ms for posting in self._books.postings), default=None)

    async def send_due(self) -> int:
        """Send what is due, oldest first, each with a fresh signature; how many the shop accepted."""
        if self._sending:
            return 0
        self._sending = True
        try:
            accepted = 0
            due = [posting for posting in self._books.postings if posting.due_ms <= self._world.now_ms()]
            for posting in sorted(due, key=lambda each: each.due_ms):
                accepted += await self._send(posting)
            return accepted
        finally:
            self._sending = False

    async def _send(self, posting: Posting) -> bool:
        event = self._books.events[posting.event]
        if await self._accepted(event):
            self._books.postings.remove(posting)
            return True
        posting.attempts += 1
        posting.due_ms = self._world.now_ms() + min(FIRST_WAIT_MS * 2 ** min(posting.attempts - 1, 20), LONGEST_WAIT_MS)
        if posting.due_ms > event.created * 1000 + GIVEN_UP_AFTER_MS:
            self._books.postings.remove(posting)
        return False

    async def _accepted(self, event: Event) -> bool:
        if self._url is None:
            return False
        body = msgspec.json.encode(event_object(event))
        headers = {
            "content-type": "application/json; charset=utf-8",
            "stripe-signature": signature(body, self._secret, self._world.now_ms() // 1000),
            "user-agent": "Stripe/1.0 (simulated)",
        }
        try:
            answer = await self._world.http.request("POST", self._url, headers, body, TIMEOUT_S)
        except NetworkError:
            return False
        return 200 <= answer.status < 300
