"""Requests that a node signs: who asks, what exactly, and when, so that no other node and no later day can ask it in its name."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

import msgspec

from arkwright.kit.certificates import CLOCKS_APART_MS, CertificateIsUnknown, CertificateList, NodeCertificate, read_certificate
from arkwright.kit.refusal import Forbidden, Refusal
from arkwright.kit.signing import Envelope, SigningKey, read_envelope
from arkwright.kit.trust import TrustRoot

SIGNED_AS: Final = b"arkwright/request/1\n"
SERIAL, TIME, SIGNATURE, CERTIFICATE = (f"x-arkwright-{name}" for name in ("serial", "time", "signature", "certificate"))


@dataclass
class RequestIsNotSigned(Forbidden):
    """No signature, or one that does not fit what was asked."""

    sentence: ClassVar[str] = "This address answers nodes that sign what they ask, and this request was not signed by the node it names."
    field: ClassVar[str | None] = "signature"


@dataclass
class ClocksAreApart(Forbidden):
    """Signed too long ago, or in the future."""

    minutes: int = CLOCKS_APART_MS // 60_000
    sentence: ClassVar[str] = "This request was signed more than {minutes} minutes from now. Set the clock of the node."
    field: ClassVar[str | None] = "time"


class Asked(msgspec.Struct, frozen=True):
    """What is asked: `path` is with its query, `body` as it is sent."""

    method: str
    path: str
    body: bytes = b""

    def signed_bytes(self, serial: str, time: str) -> bytes:
        """What the node signs."""
        said = (serial, self.method.upper(), self.path, time, hashlib.sha256(self.body).hexdigest())
        return SIGNED_AS + "\n".join(said).encode()


def signed_headers(asked: Asked, key: SigningKey, serial: str, certificate: Envelope, now_ms: int) -> dict[str, str]:
    """The headers by which a node proves that it asks this, now."""
    return {
        SERIAL: serial,
        TIME: str(now_ms),
        SIGNATURE: base64.b64encode(key.sign(asked.signed_bytes(serial, str(now_ms)))).decode(),
        CERTIFICATE: base64.b64encode(certificate.text.encode()).decode(),
    }


def who_asks(asked: Asked, headers: Mapping[str, str], held: CertificateList, trust: TrustRoot, now_ms: int) -> NodeCertificate:
    """The certificate of the node that signed this request, revoked or not; dates and revocation are for `certificates.check`.

    A certificate counts when the desk's list has it, or when the desk's present key signed it and the list has not come yet.
    Refuses with `RequestIsNotSigned`, `ClocksAreApart` or `CertificateIsUnknown`.
    """
    serial, time = headers.get(SERIAL, ""), headers.get(TIME, "")
    if not (serial and time.isascii() and time.isdigit() and len(time) <= 15):
        raise RequestIsNotSigned()
    gone = held.revocation(serial)
    known = held.certificate(serial) or (gone.certificate if gone else _brought(headers.get(CERTIFICATE, ""), serial, trust))
    try:
        signature = base64.b64decode(headers.get(SIGNATURE, ""), validate=True)
    except (binascii.Error, ValueError):
        raise RequestIsNotSigned() from None
    if not known.key.verifies(signature, asked.signed_bytes(serial, time)):
        raise RequestIsNotSigned()
    if abs(int(time) - now_ms) > CLOCKS_APART_MS:
        raise ClocksAreApart()
    return known


def _brought(text: str, serial: str, trust: TrustRoot) -> NodeCertificate:
    """The certificate that the request itself brings."""
    try:
        certificate = read_certificate(read_envelope(base64.b64decode(text, validate=True)), trust)
    except (Refusal, ValueError):
        raise CertificateIsUnknown() from None
    if certificate.serial != serial:
        raise CertificateIsUnknown()
    return certificate
