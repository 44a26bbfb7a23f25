"""Ed25519 signatures over documents: keys with names, envelopes that say what they hold, and refusals for all the rest."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeVar

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from arkwright.kit.messages import canonical
from arkwright.kit.refusal import Invalid

PayloadType = Literal[
    "arkwright/switches/1", "arkwright/publication/1", "arkwright/banner/1", "arkwright/keys/1", "arkwright/checkpoint/1",
    "arkwright/backup/1", "arkwright/node-certificate/1", "arkwright/certificates/1", "arkwright/replica/1", "arkwright/held-entries/1",
]  # fmt: skip

K = TypeVar("K")

KEY_BYTES = 32
ED25519 = b"\x01"  # the signature type in C2SP signed-note


@dataclass
class EnvelopeIsUnreadable(Invalid):
    """The bytes are no envelope."""

    sentence: ClassVar[str] = "This is not a signed document. Send the file exactly as it was signed."
    field: ClassVar[str | None] = "envelope"


@dataclass
class DocumentIsOfAnotherType(Invalid):
    """Signed, but as something else."""

    found: str
    wanted: str
    sentence: ClassVar[str] = "This is a signed {found} document, and a {wanted} document is needed."
    field: ClassVar[str | None] = "payload_type"


@dataclass
class NotSignedBy(Invalid):
    """None of the keys that count has signed it."""

    names: str
    sentence: ClassVar[str] = "This document is not signed by {names}. Send one that is."
    field: ClassVar[str | None] = "signatures"


@dataclass
class SignatureIsWrong(Invalid):
    """It says that a key which counts has signed it, but that key never signed these bytes."""

    name: str
    sentence: ClassVar[str] = (
        "The signature of {name} does not fit this document: it was changed, or signed by somebody else. Do not use it."
    )
    field: ClassVar[str | None] = "signatures"


@dataclass
class PayloadIsWrong(Invalid):
    """Truly signed, but it does not hold what its type promises."""

    why: str
    sentence: ClassVar[str] = "The signed document is not well formed: {why}."
    field: ClassVar[str | None] = "payload"


@dataclass
class KeyIsWrong(Invalid):
    """The text is no key of ours."""

    sentence: ClassVar[str] = "This is not a key. A key is one line: its name, its id and the key itself with + between them."
    field: ClassVar[str | None] = "key"


class PublicKey:
    """A named Ed25519 key that verifies; in text, a C2SP signed-note verifier key: `name+id+key` (c2sp.org/signed-note)."""

    def __init__(self, name: str, raw: bytes) -> None:
        """ValueError for a name that is empty or holds a plus sign or white space, or for bytes that are no key."""
        if not name or "+" in name or any(character.isspace() for character in name):
            raise ValueError("the name of a key has no white space and no plus sign")
        self.name = name
        self.raw = raw
        self._key = Ed25519PublicKey.from_public_bytes(raw)

    @classmethod
    def from_text(cls, text: str) -> PublicKey:
        """The key that `text` gives, or `KeyIsWrong`; its id must fit."""
        name, raw = _read_key(text.strip())
        key = _made(cls, name, raw)
        if text.strip() != key.text:
            raise KeyIsWrong()
        return key

    @property
    def id(self) -> str:
        """Eight hex digits of SHA-256 over name and key, as C2SP signed-note has it: a hint which key to try, no more."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.raw).hexdigest()[:8]

    @property
    def text(self) -> str:
        """One line of text that `from_text` reads."""
        return f"{self.name}+{self.id}+{base64.b64encode(ED25519 + self.raw).decode()}"

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether this key signed these very bytes."""
        try:
            self._key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PublicKey) and (self.name, self.raw) == (other.name, other.raw)

    def __hash__(self) -> int:
        return hash((self.name, self.raw))

    def __repr__(self) -> str:
        return f"PublicKey({self.text!r})"


class SigningKey:
    """A named Ed25519 key that signs. Its text (`PRIVATE+KEY+name+id+seed`, as Go's note package writes it) is a secret."""

    def __init__(self, name: str, seed: bytes) -> None:
        """From 32 bytes of dice (`World.random_bytes(32)`) or an earlier seed; ValueError for a wrong name or length."""
        if len(seed) != KEY_BYTES:
            raise ValueError(f"a key is made of {KEY_BYTES} bytes")
        self._seed = seed
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = PublicKey(name, self._key.public_key().public_bytes_raw())

    @classmethod
    def from_text(cls, text: str) -> SigningKey:
        """The key that `secret_text` gives, or `KeyIsWrong`; the refusal holds nothing of the text."""
        prefix, line = "PRIVATE+KEY+", text.strip()
        if not line.startswith(prefix):
            raise KeyIsWrong()
        key = _made(cls, *_read_key(line.removeprefix(prefix)))
        if line != key.secret_text:
            raise KeyIsWrong()
        return key

    @property
    def name(self) -> str:
        """Whose key it is."""
        return self.public.name

    @property
    def secret_text(self) -> str:
        """One line of text that `from_text` reads; keep it where only this node reads it."""
        return f"PRIVATE+KEY+{self.name}+{self.public.id}+{base64.b64encode(ED25519 + self._seed).decode()}"

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the signature."""
        return self._key.sign(message)

    def __repr__(self) -> str:
        return f"SigningKey({self.name!r})"


class Signature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One key's signature, in base64url; `key_id` says which key to try."""

    key_id: str
    signature: str


class Envelope(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document and who signed it; `payload` is its canonical JSON in base64url, without padding."""

    payload_type: str
    payload: str
    signatures: tuple[Signature, ...]

    @property
    def text(self) -> str:
        """The envelope as JSON text, as it is kept and sent."""
        return canonical(self).decode()

    @property
    def content(self) -> bytes:
        """The payload's bytes, NOT verified; `EnvelopeIsUnreadable` for a wrong encoding."""
        return _from_base64url(self.payload)


def sign(payload_type: PayloadType, document: msgspec.Struct, *keys: SigningKey) -> Envelope:
    """The document's canonical bytes, signed as this type by each key; a signature for one type is worth nothing for another."""
    content = canonical(document)
    envelope = Envelope(payload_type=payload_type, payload=_to_base64url(content), signatures=())
    for key in keys:
        envelope = add_signature(envelope, key)
    return envelope


def add_signature(envelope: Envelope, key: SigningKey) -> Envelope:
    """The envelope with one more signature over the same bytes: the holders of recovery keys sign one after the other."""
    signature = key.sign(_signed_bytes(envelope.payload_type, envelope.content))
    one = Signature(key_id=key.public.id, signature=_to_base64url(signature))
    return msgspec.structs.replace(envelope, signatures=(*envelope.signatures, one))


def read_envelope(text: str | bytes) -> Envelope:
    """The envelope in this JSON text, not verified yet; `EnvelopeIsUnreadable`."""
    try:
        return msgspec.json.decode(text, type=Envelope)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise EnvelopeIsUnreadable() from error


def verify(envelope: Envelope, payload_type: PayloadType, *keys: PublicKey) -> bytes:
    """The payload's bytes, if at least one of these keys signed them as this type.

    Refuses with `DocumentIsOfAnotherType`, `SignatureIsWrong`, `NotSignedBy` or `EnvelopeIsUnreadable`.
    """
    if not signers(envelope, payload_type, keys):
        raise NotSignedBy(" or ".join(key.name for key in keys))
    return envelope.content


def signers(envelope: Envelope, payload_type: PayloadType, keys: Iterable[PublicKey]) -> frozenset[PublicKey]:
    """Which of these keys signed the payload as this type, each counted once however often it signed.

    Signatures of other keys are passed over; a wrong one in the name of these keys refuses the whole with `SignatureIsWrong`.
    """
    if envelope.payload_type != payload_type:
        raise DocumentIsOfAnotherType(envelope.payload_type, payload_type)
    message = _signed_bytes(payload_type, envelope.content)
    found: set[PublicKey] = set()
    known = tuple(keys)
    for each in envelope.signatures:
        named = [key for key in known if key.id == each.key_id]
        signature = _from_base64url(each.signature)
        fits = [key for key in named if key.verifies(signature, message)]
        if named and not fits:
            raise SignatureIsWrong(named[0].name)
        found.update(fits)
    return frozenset(found)


def _signed_bytes(payload_type: str, content: bytes) -> bytes:
    """What is signed: type and content with their lengths, so that neither can be read as part of the other (DSSE v1, PAE)."""
    name = payload_type.encode()
    return b"DSSEv1 %d %s %d %s" % (len(name), name, len(content), content)


def _read_key(text: str) -> tuple[str, bytes]:
    parts = text.split("+", 2)
    try:
        raw = base64.b64decode(parts[2], validate=True)
    except (IndexError, binascii.Error, ValueError):
        raise KeyIsWrong() from None
    if raw[:1] != ED25519:
        raise KeyIsWrong()
    return parts[0], raw[1:]


def _made(cls: Callable[[str, bytes], K], name: str, raw: bytes) -> K:
    try:
        return cls(name, raw)
    except ValueError:
        raise KeyIsWrong() from None


def _to_base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _from_base64url(text: str) -> bytes:
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise EnvelopeIsUnreadable() from None
    if _to_base64url(content) != text:
        raise EnvelopeIsUnreadable()
    return content
