"""What may be asked of enrolment. None of it carries a capability: an incident must never keep a node from being let in or shut out."""

from __future__ import annotations

from arkwright.kit.messages import Command


class IssueCode(Command, frozen=True):
    """A code for one node of a store; `code_digest` is its SHA-256 in hex. It is void after 24 hours, or once it was used."""

    code_digest: str
    node: str
    store: str
    by: str


class EnrolNode(Command, frozen=True):
    """A node has the code and made a key; the caller has seen that it can sign with it.

    `serial` is the new certificate's number; it derives from code and key, so that asking again changes nothing.
    """

    code_digest: str
    public_key: str
    serial: str


class RenewCertificate(Command, frozen=True):
    """A node that signed with the key of its certificate `serial` wants a later one for the same key.

    `next_serial` derives from `serial`, so that asking again changes nothing. Another key takes another code.
    """

    serial: str
    next_serial: str


class RevokeCertificate(Command, frozen=True):
    """The desk stands by this certificate no more: the node was stolen, closed, or its key may be known to others."""

    serial: str
    reason: str
    by: str
