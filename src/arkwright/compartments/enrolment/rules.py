"""The rules of enrolment: what a command leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from arkwright.compartments.enrolment import commands as ask
from arkwright.compartments.enrolment import events as did
from arkwright.compartments.enrolment import refusals as no
from arkwright.compartments.enrolment.state import Certificate, Code, KeyTaken, NodeName, key_in
from arkwright.kit.certificates import DAY_MS, RENEW_WITHIN_MS
from arkwright.kit.messages import Command, Event
from arkwright.kit.rows import Key, Rows
from arkwright.kit.signing import KeyIsWrong, PublicKey

CODE_MS = DAY_MS
CERTIFICATE_MS = 90 * DAY_MS
NODE = re.compile(r"[a-z][a-z0-9-]{1,39}")
STORE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
DIGEST = re.compile(r"[0-9a-f]{64}")


def keys(command: Command) -> Iterable[Key]:
    """Rows worth loading beforehand."""
    match command:
        case ask.IssueCode(code_digest=code, node=node):
            yield from ((Code, code), (NodeName, node))
        case ask.EnrolNode(code_digest=code):
            yield (Code, code)
        case ask.RenewCertificate(serial=serial) | ask.RevokeCertificate(serial=serial):
            yield (Certificate, serial)


def decide(rows: Rows, command: Command, now_ms: int) -> list[Event]:
    """The events that the command leads to, or a refusal."""
    match command:
        case ask.IssueCode():
            return issue(rows, command, now_ms)
        case ask.EnrolNode():
            return enrol(rows, command, now_ms)
        case ask.RenewCertificate():
            return renew(rows, command, now_ms)
        case ask.RevokeCertificate():
            return revoke(rows, command, now_ms)
        case _:
            raise TypeError(f"enrolment does not know the command {type(command).__name__}")


def issue(rows: Rows, command: ask.IssueCode, now_ms: int) -> list[Event]:
    """For a node that has no certificate; the digest of a code that is nobody's yet."""
    if not NODE.fullmatch(command.node):
        raise no.NodeNameIsWrong()
    if not STORE.fullmatch(command.store):
        raise no.StoreIdIsWrong()
    if not DIGEST.fullmatch(command.code_digest) or rows[Code, command.code_digest]:
        raise no.CodeIsNoDigest()
    nobody_yet(rows, command.node, now_ms)
    return [
        did.CodeIssued(
            code_digest=command.code_digest,
            node=command.node,
            store=command.store,
            by=command.by,
            issued_ms=now_ms,
            expires_ms=now_ms + CODE_MS,
        )
    ]


def enrol(rows: Rows, command: ask.EnrolNode, now_ms: int) -> list[Event]:
    """Once, in time, with a key that no other node ever had."""
    code = rows[Code, command.code_digest]
    if code is not None and code.serial == command.serial:
        return []
    if code is None or code.serial or now_ms >= code.expires_ms:
        raise no.CodeIsUnknown()
    nobody_yet(rows, code.node, now_ms)
    free_key(rows, code.node, command.public_key)
    new_serial(rows, command.serial)
    return [
        did.NodeEnrolled(
            code_digest=code.code_digest,
            serial=command.serial,
            node=code.node,
            store=code.store,
            public_key=command.public_key,
            from_ms=now_ms,
            until_ms=now_ms + CERTIFICATE_MS,
        )
    ]


def renew(rows: Rows, command: ask.RenewCertificate, now_ms: int) -> list[Event]:
    """In the last days of a certificate that stands; for the same key."""
    before = rows[Certificate, command.serial]
    if before is None:
        raise no.NoSuchCertificate()
    if before.status == "replaced" and before.next_serial == command.next_serial:
        return []
    if before.status != "standing" or now_ms >= before.until_ms:
        raise no.CertificateStandsNoMore(before.node)
    if now_ms < before.until_ms - RENEW_WITHIN_MS:
        raise no.TooEarlyToRenew()
    new_serial(rows, command.next_serial)
    return [
        did.CertificateRenewed(
            replaced=before.serial,
            serial=command.next_serial,
            node=before.node,
            store=before.store,
            public_key=before.public_key,
            from_ms=before.from_ms,  # the same key all along: what it signed before, receipts of goods that come back, still counts
            until_ms=now_ms + CERTIFICATE_MS,
        )
    ]


def revoke(rows: Rows, command: ask.RevokeCertificate, now_ms: int) -> list[Event]:
    """With a reason; what is revoked already stays so."""
    before = rows[Certificate, command.serial]
    if before is None:
        raise no.NoSuchCertificate()
    reason = " ".join(command.reason.split())
    if not 5 <= len(reason) <= 300:
        raise no.RevocationNeedsAReason()
    if before.status == "revoked":
        return []
    if before.status == "replaced":
        raise no.CertificateStandsNoMore(before.node)
    return [did.CertificateRevoked(serial=before.serial, node=before.node, reason=reason, by=command.by, revoked_ms=now_ms)]


def nobody_yet(rows: Rows, node: str, now_ms: int) -> None:
    """Refuses a name whose certificate stands."""
    held = rows[NodeName, node]
    certificate = rows[Certificate, held.serial] if held else None
    if certificate and certificate.status == "standing" and now_ms < certificate.until_ms:
        raise no.NodeHasACertificate(node)


def free_key(rows: Rows, node: str, public_key: str) -> None:
    """A key by the node's name that is nobody else's and was never revoked, or a refusal."""
    try:
        key = PublicKey.from_text(public_key)
    except KeyIsWrong:
        raise no.NodeKeyIsWrong(node) from None
    if key.name != node or key.text != public_key:
        raise no.NodeKeyIsWrong(node)
    taken = rows[KeyTaken, key_in(public_key)]
    if taken and (taken.revoked or taken.node != node):
        raise no.NodeKeyWasUsedBefore()


def new_serial(rows: Rows, serial: str) -> None:
    """A number that no certificate has; whoever asks makes it anew each time."""
    if rows[Certificate, serial] is not None or not 1 <= len(serial) <= 64:
        raise ValueError("serial numbers are made anew for each certificate")
