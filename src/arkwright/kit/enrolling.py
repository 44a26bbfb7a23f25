"""What goes between the desk and a node that is let in: the one-time code, the request that brings it, and what comes back."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import ClassVar, Final

import msgspec

from arkwright.kit.certificates import NodeCertificate, read_certificate
from arkwright.kit.refusal import Forbidden, Invalid
from arkwright.kit.signing import Envelope, PublicKey, SigningKey
from arkwright.kit.trust import TrustRoot

ENROL: Final = b"arkwright/enrol/1\n"
ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u
READ_AS: Final = str.maketrans({"o": "0", "i": "1", "l": "1"})
SECRET_BYTES: Final = 10
MARK_LENGTH: Final = 8  # of the desk's key at the end of a code: 40 bits


@dataclass
class CodeIsNotWellFormed(Invalid):
    """Mistyped."""

    sentence: ClassVar[str] = "An enrolment code has 24 letters and digits. Type it as the incident desk shows it."
    field: ClassVar[str | None] = "code"


@dataclass
class AnotherDesk(Forbidden):
    """What answered has not the key that the code names."""

    sentence: ClassVar[str] = "What answered is not the desk that gave this code. Nothing was kept: check the address, and the network."
    field: ClassVar[str | None] = "desk"


class EnrolRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The code, and the key that the node made; `signature` shows that the node has its private half."""

    code: str
    public_key: str
    signature: str

    def is_signed(self) -> bool:
        """Whether the key that it names signed it."""
        try:
            signature = base64.b64decode(self.signature, validate=True)
        except (binascii.Error, ValueError):
            return False
        return PublicKey.from_text(self.public_key).verifies(signature, _signed_bytes(self.code, self.public_key))


class RenewalRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A later certificate for the same key; the request itself is signed (kit/node_requests.py)."""

    serial: str


class Papers(msgspec.Struct, frozen=True, kw_only=True):
    """What a node is given: its certificate, the list of all of them, and whom to trust from now on."""

    certificate: Envelope
    certificates: Envelope
    trust: TrustRoot


def make_code(secret: bytes, desk: PublicKey) -> str:
    """A code of these random bytes; its end names the desk's key, so that the node knows whether it speaks to that desk."""
    number, letters = int.from_bytes(secret[:SECRET_BYTES], "big"), []
    for _ in range(SECRET_BYTES * 8 // 5):
        number, digit = divmod(number, 32)
        letters.append(ALPHABET[digit])
    text = "".join(letters) + mark_of(desk)
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def plain_code(typed: str) -> str:
    """The code without dashes and spaces, as it is compared; `CodeIsNotWellFormed`."""
    plain = "".join(typed.lower().replace("-", " ").split()).translate(READ_AS)
    if len(plain) != SECRET_BYTES * 8 // 5 + MARK_LENGTH or not set(plain) <= set(ALPHABET):
        raise CodeIsNotWellFormed()
    return plain


def code_digest(typed: str) -> str:
    """What is kept of a code."""
    return hashlib.sha256(b"arkwright/enrolment-code\n" + plain_code(typed).encode()).hexdigest()


def serial_of(code_or_serial: str, public_key: str) -> str:
    """The number of the certificate that follows from a code's digest, or from an earlier certificate, for this key: always the same."""
    return hashlib.sha256(f"{code_or_serial}\n{public_key}".encode()).hexdigest()[:26]


def mark_of(desk: PublicKey) -> str:
    """By what a code names a desk's key."""
    number = int.from_bytes(hashlib.sha256(desk.raw).digest()[:5], "big")
    return "".join(ALPHABET[number >> (5 * place) & 31] for place in range(MARK_LENGTH))


def enrol_request(code: str, key: SigningKey) -> EnrolRequest:
    """What a node sends to be let in."""
    plain = plain_code(code)
    signature = key.sign(_signed_bytes(plain, key.public.text))
    return EnrolRequest(code=plain, public_key=key.public.text, signature=base64.b64encode(signature).decode())


def check_papers(papers: Papers, key: PublicKey, code: str | None = None) -> NodeCertificate:
    """The certificate, if it is for this key and of the desk that the code names; otherwise a refusal, and nothing may be kept."""
    if code is not None and not plain_code(code).endswith(mark_of(papers.trust.desk_key)):
        raise AnotherDesk()
    certificate = read_certificate(papers.certificate, papers.trust)
    if certificate.key != key:
        raise AnotherDesk()
    return certificate


def _signed_bytes(code: str, public_key: str) -> bytes:
    return ENROL + f"{plain_code(code)}\n{public_key}".encode()
