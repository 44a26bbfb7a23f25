"""The state of enrolment: its rows, and how an event changes them."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from arkwright.compartments.enrolment import events as did
from arkwright.kit.messages import Event, Row
from arkwright.kit.rows import Rows


class Code(Row, frozen=True):
    """A code that was issued, by its digest; `serial` of the certificate that it led to, empty before."""

    code_digest: str
    node: str
    store: str
    by: str
    issued_ms: int
    expires_ms: int
    serial: str = ""


class Certificate(Row, frozen=True):
    """A certificate that was issued; what ended it stands with it."""

    serial: str
    node: str
    store: str
    public_key: str
    from_ms: int
    until_ms: int
    status: Literal["standing", "replaced", "revoked"]
    issued_by: str
    next_serial: str = ""
    reason: str = ""
    revoked_by: str = ""
    revoked_ms: int = 0


class NodeName(Row, frozen=True):
    """Which certificate a node has, by its name."""

    node: str
    serial: str


class KeyTaken(Row, frozen=True):
    """Whose a key is, by its 32 bytes in hex; kept for ever."""

    key: str
    node: str
    revoked: bool = False


def evolve(rows: Rows, event: Event) -> None:
    """The only place where the rows of enrolment change."""
    match event:
        case did.CodeIssued():
            rows[Code, event.code_digest] = Code(**{name: getattr(event, name) for name in event.__struct_fields__})
        case did.NodeEnrolled(code_digest=code, serial=serial):
            used = rows[Code, code]
            if used is None:
                raise LookupError("no code for an enrolment")
            rows[Code, code] = replace(used, serial=serial)
            stand(rows, event, used.by)
        case did.CertificateRenewed(replaced=replaced):
            before = standing(rows, replaced)
            rows[Certificate, replaced] = replace(before, status="replaced", next_serial=event.serial)
            stand(rows, event, before.issued_by)
        case did.CertificateRevoked(serial=serial):
            before = standing(rows, serial)
            rows[Certificate, serial] = replace(
                before, status="revoked", reason=event.reason, revoked_by=event.by, revoked_ms=event.revoked_ms
            )
            key = key_in(before.public_key)
            rows[KeyTaken, key] = KeyTaken(key=key, node=before.node, revoked=True)
        case _:
            raise TypeError(f"enrolment does not know the event {type(event).__name__}")


def stand(rows: Rows, event: did.NodeEnrolled | did.CertificateRenewed, issued_by: str) -> None:
    """The certificate is the node's from now on."""
    rows[Certificate, event.serial] = Certificate(
        serial=event.serial,
        node=event.node,
        store=event.store,
        public_key=event.public_key,
        from_ms=event.from_ms,
        until_ms=event.until_ms,
        status="standing",
        issued_by=issued_by,
    )
    rows[NodeName, event.node] = NodeName(node=event.node, serial=event.serial)
    key = key_in(event.public_key)
    rows[KeyTaken, key] = KeyTaken(key=key, node=event.node)


def key_in(public_key: str) -> str:
    """What is the key in its text, whatever its name: the part behind name and id."""
    return public_key.split("+", 2)[2]


def standing(rows: Rows, serial: str) -> Certificate:
    """The certificate that an event speaks of; a journal without it is broken."""
    row = rows[Certificate, serial]
    if row is None:
        raise LookupError(f"no certificate {serial} for an event about it")
    return row
