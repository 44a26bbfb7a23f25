"""The noes of enrolment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arkwright.kit.refusal import Conflict, Forbidden, Invalid, NotFound


@dataclass
class NodeNameIsWrong(Invalid):
    """Not a name for a node."""

    sentence: ClassVar[str] = "A node's name has 2 to 40 lower-case letters, digits and dashes, and begins with a letter."
    field: ClassVar[str | None] = "node"


@dataclass
class StoreIdIsWrong(Invalid):
    """Not an id of a store."""

    sentence: ClassVar[str] = (
        "A store's id has 1 to 40 lower-case letters, digits and dashes. Take it from the back office's page of stores."
    )
    field: ClassVar[str | None] = "store"


@dataclass
class CodeIsNoDigest(Invalid):
    """A code in clear would stand in the journal for ever."""

    sentence: ClassVar[str] = "A code is kept as its SHA-256: 64 hexadecimal characters."
    field: ClassVar[str | None] = "code"


@dataclass
class NodeKeyIsWrong(Invalid):
    """No key, or one with another name."""

    node: str
    sentence: ClassVar[str] = "The key must be an Ed25519 public key by the name of the node, {node}."
    field: ClassVar[str | None] = "public_key"


@dataclass
class CodeIsUnknown(Forbidden):
    """Never issued, used, or over: which of them is nobody's business."""

    sentence: ClassVar[str] = "This code lets nobody in. Codes work once, within 24 hours: ask the incident desk for a new one."
    field: ClassVar[str | None] = "code"


@dataclass
class NodeHasACertificate(Conflict):
    """One key at a time."""

    node: str
    sentence: ClassVar[str] = "{node} has a certificate that stands. Revoke it first, or give the new node another name."
    field: ClassVar[str | None] = "node"


@dataclass
class NodeKeyWasUsedBefore(Conflict):
    """A key belongs to one node, and never comes back once it was revoked."""

    sentence: ClassVar[str] = "This key stands in another certificate already. Let the node make a new key."
    field: ClassVar[str | None] = "public_key"


@dataclass
class NoSuchCertificate(NotFound):
    """Not issued here."""

    sentence: ClassVar[str] = "There is no certificate with this number. Look at the list of nodes."
    field: ClassVar[str | None] = "serial"


@dataclass
class CertificateStandsNoMore(Forbidden):
    """Revoked, replaced, or past its end."""

    node: str
    sentence: ClassVar[str] = "The certificate of {node} does not count any more. Enrol the node anew with a code from the incident desk."
    field: ClassVar[str | None] = "serial"


@dataclass
class TooEarlyToRenew(Conflict):
    """A certificate is renewed in its last 30 days."""

    sentence: ClassVar[str] = "This certificate holds for more than 30 days still. Renew it later."
    field: ClassVar[str | None] = "serial"


@dataclass
class RevocationNeedsAReason(Invalid):
    """Colleagues want to know why."""

    sentence: ClassVar[str] = "Give the reason, for colleagues, in 5 to 300 characters."
    field: ClassVar[str | None] = "reason"
