"""How the rows of enrolment stand in tables."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.enrolment.state import Certificate, Code, KeyTaken, NodeName
from arkwright.kit.database.record import Record

METADATA = sa.MetaData()
CODES = Record(Code, "codes", METADATA, indexes=("expires_ms",))
CERTIFICATES = Record(Certificate, "certificates", METADATA, indexes=("status",))
NODE_NAMES = Record(NodeName, "node_names", METADATA)
KEYS_TAKEN = Record(KeyTaken, "keys_taken", METADATA)

RECORDS = (CODES, CERTIFICATES, NODE_NAMES, KEYS_TAKEN)
MIGRATIONS: tuple[tuple[str, ...], ...] = ()
