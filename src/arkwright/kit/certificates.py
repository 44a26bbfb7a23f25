"""Certificates of nodes: which key a store's node has, until when, and whether the desk still stands by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final, TypeVar

import msgspec

from arkwright.kit.refusal import Forbidden
from arkwright.kit.signing import Envelope, KeyIsWrong, PayloadIsWrong, PublicKey, verify
from arkwright.kit.trust import TrustRoot

CERTIFICATE: Final = "arkwright/node-certificate/1"
LIST: Final = "arkwright/certificates/1"
T = TypeVar("T", bound=msgspec.Struct)
DAY_MS: Final = 24 * 60 * 60 * 1000
RENEW_WITHIN_MS: Final = 30 * DAY_MS  # before its end a certificate may be renewed
CLOCKS_APART_MS: Final = 10 * 60 * 1000


@dataclass
class CertificateIsRevoked(Forbidden):
    """The desk stands by this key no more."""

    node: str
    sentence: ClassVar[str] = "The certificate of {node} was revoked. Enrol the node anew with a code from the incident desk."
    field: ClassVar[str | None] = "certificate"


@dataclass
class CertificateIsOver(Forbidden):
    """Before it begins, or after it ends."""

    node: str
    sentence: ClassVar[str] = "The certificate of {node} is not valid today. Look at the node's clock, or enrol it anew."
    field: ClassVar[str | None] = "certificate"


@dataclass
class CertificateIsUnknown(Forbidden):
    """Not one that the desk issued, or one that the desk's list has not."""

    sentence: ClassVar[str] = "This node has no certificate that counts here. Enrol it with a code from the incident desk."
    field: ClassVar[str | None] = "certificate"


class NodeCertificate(msgspec.Struct, frozen=True, kw_only=True):
    """The desk's word that this key is this node's, in this store, from `from_ms` until just before `until_ms`.

    `public_key` is `PublicKey.text`; the name in it is the node's.
    """

    serial: str
    node: str
    store: str
    public_key: str
    from_ms: int
    until_ms: int

    @property
    def key(self) -> PublicKey:
        """The node's key."""
        return PublicKey.from_text(self.public_key)

    def holds(self, now_ms: int) -> bool:
        """Whether it is between its dates."""
        return self.from_ms - CLOCKS_APART_MS <= now_ms < self.until_ms

    def wants_renewal(self, now_ms: int) -> bool:
        """Whether its end is near, or past."""
        return now_ms >= self.until_ms - RENEW_WITHIN_MS


class Revoked(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate that counts no more, since when; what it signed before stands to be judged."""

    certificate: NodeCertificate
    revoked_ms: int


class CertificateList(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Every certificate that stands, ended or was revoked, and the keys of the nodes in the desk's nodes file (the office).

    `ended`: nobody renewed it before `until_ms`, and nobody revoked it: it lets nobody in, and what it signed while it stood counts.

    `as_at_ms` is when the desk stood by it: under one key of the desk the later one counts. `version` moves with each change.
    """

    generation: int
    version: int
    as_at_ms: int
    standing: tuple[NodeCertificate, ...] = ()
    revoked: tuple[Revoked, ...] = ()
    ended: tuple[NodeCertificate, ...] = ()
    nodes: tuple[str, ...] = ()

    def certificate(self, serial: str) -> NodeCertificate | None:
        """The standing one with this serial number."""
        return next((each for each in self.standing if each.serial == serial), None)

    def revocation(self, serial: str, public_key: str = "") -> Revoked | None:
        """When the certificate with this serial number was revoked, or any other for the same key."""
        return next((each for each in self.revoked if each.certificate.serial == serial or each.certificate.public_key == public_key), None)

    def node_key(self, node: str) -> PublicKey | None:
        """The key of a node of the nodes file, such as the office; None where the desk names none."""
        keys = (PublicKey.from_text(text) for text in self.nodes)
        return next((key for key in keys if key.name == node), None)


NO_CERTIFICATES = CertificateList(generation=0, version=0, as_at_ms=0)


def read_certificate(envelope: Envelope, trust: TrustRoot) -> NodeCertificate:
    """The certificate in an envelope that the desk which is trusted here signed; otherwise a refusal. Dates are not looked at."""
    return _sound(_decoded(verify(envelope, CERTIFICATE, trust.desk_key), NodeCertificate))


def read_list(envelope: Envelope, trust: TrustRoot) -> CertificateList:
    """The list in an envelope that the desk which is trusted here signed; otherwise a refusal."""
    found = _decoded(verify(envelope, LIST, trust.desk_key), CertificateList)
    if found.generation != trust.generation:
        raise PayloadIsWrong("the list of certificates is of another key of the desk")
    for certificate in (*found.standing, *found.ended, *(each.certificate for each in found.revoked)):
        _sound(certificate)
    try:
        found.node_key("")
    except KeyIsWrong as error:
        raise PayloadIsWrong("the list of certificates names a node without a key") from error
    return found


def accepted(held: CertificateList, new: CertificateList) -> CertificateList:
    """The list to hold from now on: never an older one, and never one in which a revoked certificate stands again."""
    if (new.generation, new.as_at_ms) < (held.generation, held.as_at_ms):
        raise PayloadIsWrong("it is older than the list of certificates that is held here")
    counts = {each.serial for each in (*new.standing, *new.ended)}
    for each in held.revoked:
        if each.certificate.serial in counts:
            raise PayloadIsWrong(f"it lets the revoked certificate of {each.certificate.node} stand again")
    return new


def check(certificate: NodeCertificate, held: CertificateList, now_ms: int) -> NodeCertificate:
    """The certificate, if it is between its dates and was not revoked as far as is known here; otherwise a refusal."""
    if held.revocation(certificate.serial, certificate.public_key) is not None:
        raise CertificateIsRevoked(certificate.node)
    if not certificate.holds(now_ms):
        raise CertificateIsOver(certificate.node)
    return certificate


def _sound(certificate: NodeCertificate) -> NodeCertificate:
    try:
        named = certificate.key.name
    except KeyIsWrong as error:
        raise PayloadIsWrong("a certificate holds no key") from error
    if named != certificate.node:
        raise PayloadIsWrong("a certificate holds the key of another node")
    return certificate


def _decoded(content: bytes, shape: type[T]) -> T:
    try:
        return msgspec.json.decode(content, type=shape)
    except msgspec.MsgspecError as error:
        raise PayloadIsWrong(f"it is no {shape.__name__} ({error})") from error
