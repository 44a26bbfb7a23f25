"""What happened in enrolment; codes are digests, keys are public, `by` is a colleague's account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arkwright.kit.messages import Event


class CodeIssued(Event, frozen=True):
    """Whoever shows this code before `expires_ms` is the node."""

    code_digest: str
    node: str
    store: str
    by: str
    issued_ms: int
    expires_ms: int


class NodeEnrolled(Event, frozen=True):
    """The code is used, and the node has its certificate."""

    code_digest: str
    serial: str
    node: str
    store: str
    public_key: str
    from_ms: int
    until_ms: int


class CertificateRenewed(Event, frozen=True):
    """The node has a later certificate; the one before (`replaced`) counts no more."""

    replaced: str
    serial: str
    node: str
    store: str
    public_key: str
    from_ms: int
    until_ms: int


class CertificateRevoked(Event, frozen=True):
    """Nothing that is signed under it counts from now on."""

    serial: str
    node: str
    reason: str
    by: str
    revoked_ms: int


RAISE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}
