"""Taking in what stores send: one batch at a time, behind live traffic, and a signed word of what is held."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

import msgspec
import structlog

from arkwright.channels.following.certificates import CertificateFollowing
from arkwright.compartments.sales_audit import queries
from arkwright.compartments.sales_audit.commands import ReceiveEntries
from arkwright.journal.lane import Lane
from arkwright.kit.certificates import NodeCertificate, check
from arkwright.kit.forwarding import Answered, Batch, BatchIsUnreadable, Held, Taken, chain_of, read_batch, sign_held
from arkwright.kit.node_requests import Asked, who_asks
from arkwright.kit.refusal import NotTaken
from arkwright.kit.signing import SigningKey
from arkwright.kit.world import World

log = structlog.get_logger("intake")

TILLS: Final = "tills"
MOST_WAITING: Final = 16  # batches; more are asked to come again, so that shoppers come first
SLOWEST_PAUSE_S: Final = 0.25


@dataclass
class TakingInOthers(NotTaken):
    """Many stores came back at once."""

    sentence: ClassVar[str] = "We are taking in what other stores sold. Send it again in a moment; nothing is lost."
    retry_after_s: ClassVar[int] = 2


@dataclass
class BatchIsAnothers(BatchIsUnreadable):
    """A node speaks for itself alone."""

    sentence: ClassVar[str] = "A node sends its own journal, and this batch is another node's or of another lane."


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """When a node last asked anything at all, and whether it could be taken at its word."""

    at_ms: int
    revoked: bool


class Intake:
    """The office's end of the line up. Whoever asks is known by signature; a revoked node's entries are held apart, as sales audit says."""

    def __init__(
        self, world: World, audit: Lane, certificates: CertificateFollowing, key: SigningKey, lanes: frozenset[str] = frozenset({TILLS})
    ) -> None:
        """`key` is the office's own; `lanes` are those of a store that it takes in."""
        self._world = world
        self._audit = audit
        self._certificates = certificates
        self._key = key
        self._lanes = lanes
        self._turn = asyncio.Lock()
        self._waiting = 0
        self.heard: dict[str, Heard] = {}

    def who(self, asked: Asked, headers: Mapping[str, str], *, revoked_too: bool = False) -> NodeCertificate:
        """The node that signed this; refuses strangers, and the revoked unless they may be heard too."""
        now_ms, held = self._world.now_ms(), self._certificates.held
        certificate = who_asks(asked, headers, held, self._certificates.trust, now_ms)
        revoked = held.revocation(certificate.serial, certificate.public_key) is not None
        self.heard[certificate.node] = Heard(at_ms=now_ms, revoked=revoked)
        return certificate if revoked and revoked_too else check(certificate, held, now_ms)

    def expect_room(self) -> None:
        """Refuse before a body is read when many wait already."""
        if self._waiting >= MOST_WAITING:
            raise TakingInOthers()

    async def held(self, certificate: NodeCertificate, lane: str, outcome: Taken = "taken") -> Answered:
        """What is held of this node's journal, signed now."""
        if lane not in self._lanes:
            raise BatchIsAnothers()
        place = await queries.place(self._audit.reader, certificate.node, lane)
        word = Held(
            office=self._key.name,
            node=certificate.node,
            lane=lane,
            sequence=place.sequence,
            chain=place.chain.hex(),
            at_ms=self._world.now_ms(),
        )
        return Answered(outcome=outcome, held=sign_held(word, self._key))

    async def take(self, certificate: NodeCertificate, body: bytes) -> Answered:
        """Hold a batch: durable when it returns. What is held already changes nothing; a gap and a fork are said, not applied."""
        self.expect_room()
        self._waiting += 1
        try:
            async with self._turn:
                began_ms = self._world.now_ms()
                answered = await self._take(certificate, body)
                # As long again for everybody else: a thousand batches must not be felt by a shopper.
                await self._world.sleep(min((self._world.now_ms() - began_ms) / 1000, SLOWEST_PAUSE_S))
                return answered
        finally:
            self._waiting -= 1

    async def _take(self, certificate: NodeCertificate, body: bytes) -> Answered:
        batch = read_batch(body)
        head = batch.head
        if head.node != certificate.node or head.lane not in self._lanes:
            raise BatchIsAnothers()
        before = bytes.fromhex(head.before)
        chains = chain_of(before, batch.entries)
        verdict = await queries.compare(self._audit.reader, head.node, head.lane, head.first, before, chains)
        if verdict in ("new", "fork"):
            await self._audit.submit(self._command(certificate, batch))
        if verdict == "fork":
            log.error("another journal came in the name of a node", node=head.node, lane=head.lane, first=head.first)
        return await self.held(certificate, head.lane, verdict if verdict in ("gap", "fork") else "taken")

    def _command(self, certificate: NodeCertificate, batch: Batch) -> ReceiveEntries:
        revoked = self._certificates.held.revocation(certificate.serial, certificate.public_key) is not None
        return ReceiveEntries(
            id=self._world.new_id(),
            node=certificate.node,
            store=certificate.store,
            lane=batch.head.lane,
            serial=certificate.serial,
            standing="revoked" if revoked else "standing",
            first=batch.head.first,
            before=batch.head.before,
            entries=batch.entries,
        )
