"""What others may ask of enrolment; plain values out."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.enrolment.records import CERTIFICATES, CODES
from arkwright.compartments.enrolment.state import Certificate, Code
from arkwright.kit.certificates import DAY_MS, NodeCertificate, Revoked
from arkwright.kit.database.port import Reader
from arkwright.kit.database.statement import Statement

REMEMBERED_MS = 400 * DAY_MS  # a revoked certificate stays in the list for so long after it would have ended by itself
RECEIPTS_MS = 7 * 366 * DAY_MS  # and one that ended: a sale can be claimed on for six years (Limitation Act 1980, section 5)

certificates, codes = CERTIFICATES.table.c, CODES.table.c

BY_STATUS = Statement(
    sa.select(*CERTIFICATES.columns)
    .where(certificates.status == sa.bindparam("status"), certificates.until_ms > sa.bindparam("after_ms"))
    .order_by(certificates.store, certificates.node, certificates.serial)
)
WAITING = Statement(
    sa.select(*CODES.columns)
    .where(codes.expires_ms > sa.bindparam("now_ms"), codes.serial == sa.literal(""))
    .order_by(codes.expires_ms, codes.code_digest)
)


async def certificate(reader: Reader, serial: str) -> Certificate | None:
    """The certificate with this number, whatever became of it."""
    return await reader.get(CERTIFICATES, serial)


async def code(reader: Reader, code_digest: str) -> Code | None:
    """The code with this digest."""
    return await reader.get(CODES, code_digest)


async def standing(reader: Reader, now_ms: int) -> list[Certificate]:
    """Certificates that stand and are not over, by store and node."""
    return await reader.rows(CERTIFICATES, BY_STATUS, {"status": "standing", "after_ms": now_ms})


async def over(reader: Reader, now_ms: int) -> list[Certificate]:
    """Certificates that stood until their end came, and were not renewed, for as long as receipts are shown that they signed."""
    stood = await reader.rows(CERTIFICATES, BY_STATUS, {"status": "standing", "after_ms": now_ms - RECEIPTS_MS})
    return [row for row in stood if row.until_ms <= now_ms]


async def revoked(reader: Reader, now_ms: int) -> list[Certificate]:
    """Certificates that were revoked, for as long as anybody could come with what they signed."""
    return await reader.rows(CERTIFICATES, BY_STATUS, {"status": "revoked", "after_ms": now_ms - REMEMBERED_MS})


async def waiting_codes(reader: Reader, now_ms: int) -> list[Code]:
    """Codes that somebody may still use, the first to end first."""
    return await reader.rows(CODES, WAITING, {"now_ms": now_ms})


def as_certificate(row: Certificate) -> NodeCertificate:
    """What the desk signs of it."""
    return NodeCertificate(**{name: getattr(row, name) for name in NodeCertificate.__struct_fields__})


def as_revoked(row: Certificate) -> Revoked:
    """What the desk publishes of one that was revoked."""
    return Revoked(certificate=as_certificate(row), revoked_ms=row.revoked_ms)
