"""Nodes of stores at the desk: codes, certificates, renewal, revocation, and the signed list of what stands and what was revoked."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import msgspec

from arkwright.channels.desk.nodes import NodeIsUnknown
from arkwright.compartments.enrolment import commands as ask
from arkwright.compartments.enrolment import queries
from arkwright.compartments.enrolment.refusals import CodeIsUnknown, NodeKeyIsWrong, NoSuchCertificate
from arkwright.compartments.enrolment.state import Certificate, Code
from arkwright.journal.lane import Lane
from arkwright.kit.certificates import CERTIFICATE, LIST, CertificateList, check
from arkwright.kit.enrolling import EnrolRequest, Papers, code_digest, make_code, serial_of
from arkwright.kit.node_requests import Asked, who_asks
from arkwright.kit.signing import Envelope, KeyIsWrong, PublicKey, SigningKey, sign
from arkwright.kit.trust import TrustRoot
from arkwright.kit.world import World

CODE_BYTES = 16


class Enrolled(msgspec.Struct, frozen=True, kw_only=True):
    """What the page of nodes shows."""

    standing: list[Certificate]
    over: list[Certificate]
    revoked: list[Certificate]
    waiting: list[Code]
    now_ms: int


class Enrolling:
    """The desk's word about nodes. Refusals go up; what a node asks again is answered again."""

    def __init__(self, world: World, lane: Lane, key: SigningKey, trust: TrustRoot, known: Mapping[str, PublicKey]) -> None:
        self._world = world
        self._key = key
        self._trust = trust
        self._known = known
        self._ending = asyncio.Event()
        self.lane = lane

    async def issue(self, node: str, store: str, by: str) -> str:
        """A code for this node of this store, told once and never again."""
        code = make_code(self._world.random_bytes(CODE_BYTES), self._trust.desk_key)
        await self.lane.submit(ask.IssueCode(id=self._world.new_id(), code_digest=code_digest(code), node=node, store=store, by=by))
        return code

    async def enrol(self, request: EnrolRequest) -> Papers:
        """The papers of a node that has a code, and the key that it names."""
        digest = code_digest(request.code)
        code = await queries.code(self.lane.reader, digest)
        serial = serial_of(digest, request.public_key)
        # Guesses leave nothing in the journal.
        if code is None or code.serial not in ("", serial):
            raise CodeIsUnknown()
        try:
            signed = request.is_signed()
        except KeyIsWrong:
            signed = False
        if not signed:
            raise NodeKeyIsWrong(code.node)
        command = ask.EnrolNode(id=self._world.new_id(), code_digest=digest, public_key=request.public_key, serial=serial)
        await self.lane.submit(command)
        return await self._papers(serial)

    async def renew(self, asked: Asked, headers: Mapping[str, str], serial: str) -> Papers:
        """Later papers for the node that signed this request with the certificate that ends."""
        now_ms = self._world.now_ms()
        held = await self.certificates()
        certificate = check(who_asks(asked, headers, held, self._trust, now_ms), held, now_ms)
        if certificate.serial != serial:
            raise NodeIsUnknown()
        later = serial_of(serial, certificate.public_key)
        await self.lane.submit(ask.RenewCertificate(id=self._world.new_id(), serial=serial, next_serial=later))
        return await self._papers(later)

    async def revoke(self, serial: str, reason: str, by: str) -> None:
        """Stand by it no more."""
        await self.lane.submit(ask.RevokeCertificate(id=self._world.new_id(), serial=serial, reason=reason, by=by))

    async def enrolled(self) -> Enrolled:
        """Everything that the page shows."""
        reader, now_ms = self.lane.reader, self._world.now_ms()
        return Enrolled(
            standing=await queries.standing(reader, now_ms),
            over=await queries.over(reader, now_ms),
            revoked=await queries.revoked(reader, now_ms),
            waiting=await queries.waiting_codes(reader, now_ms),
            now_ms=now_ms,
        )

    async def key_of(self, node: str) -> PublicKey | None:
        """The key of a node whose certificate stands; None for any other."""
        return next((each.key for each in (await self.certificates()).standing if each.node == node), None)

    async def certificates(self) -> CertificateList:
        """What stands, what ended and what was revoked, now."""
        now_ms, version = self._world.now_ms(), self.lane.head.sequence
        return CertificateList(
            generation=self._trust.generation,
            version=version,
            as_at_ms=now_ms,
            standing=tuple(map(queries.as_certificate, await queries.standing(self.lane.reader, now_ms))),
            revoked=tuple(map(queries.as_revoked, await queries.revoked(self.lane.reader, now_ms))),
            ended=tuple(map(queries.as_certificate, await queries.over(self.lane.reader, now_ms))),
            nodes=tuple(key.text for key in self._known.values()),
        )

    async def published(self) -> Envelope:
        """The list, signed now."""
        return sign(LIST, await self.certificates(), self._key)

    async def newer_than(self, generation: int, version: int, wait_s: int) -> Envelope:
        """At once when it is newer than that; otherwise when something changes, or after `wait_s` as a sign of life."""
        if (generation, version) == (self._trust.generation, self.lane.head.sequence) and wait_s and not self._ending.is_set():
            causes = (self.lane.beyond(version), self._world.sleep(wait_s), self._ending.wait())
            tasks: set[asyncio.Task[Any]] = {asyncio.ensure_future(cause) for cause in causes}
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
        return await self.published()

    def let_go(self) -> None:
        """Answer everybody who waits now: the desk is about to stop."""
        self._ending.set()

    async def _papers(self, serial: str) -> Papers:
        row = await queries.certificate(self.lane.reader, serial)
        if row is None:
            raise NoSuchCertificate()
        envelope = sign(CERTIFICATE, queries.as_certificate(row), self._key)
        return Papers(certificate=envelope, certificates=await self.published(), trust=self._trust)
