"""What the vault keeps: keys of people, wrapped; what each is filed under; and a proof of the node's own key."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.kit.database.record import Record
from arkwright.kit.database.statement import Statement
from arkwright.kit.messages import Row


class Key(Row, frozen=True, kw_only=True):
    """A person's key, wrapped under the node's; None once the person was erased, and then they are filed under nothing any more."""

    person: str
    wrapped: bytes | None
    made_ms: int
    erased_ms: int | None
    filed: str | None = None


class FormerFiling(Row, frozen=True, kw_only=True):
    """Where a person was filed before, while they may be found there."""

    former: str
    person: str
    filed: str
    until_ms: int


class Proof(Row, frozen=True, kw_only=True):
    """A text that only the vault's own node key opens."""

    name: str
    sealed: bytes


METADATA = sa.MetaData()
KEYS = Record(Key, "keys", METADATA, indexes=("filed",))
PROOFS = Record(Proof, "proofs", METADATA)
FORMER_FILINGS = Record(FormerFiling, "former_filings", METADATA, indexes=("filed", "person", "until_ms"))
former = FORMER_FILINGS.table.c
FILED = Statement(sa.select(*KEYS.columns).where(KEYS.table.c.filed == sa.bindparam("filed")).order_by(KEYS.table.c.person))
FORMERLY = Statement(sa.select(*FORMER_FILINGS.columns).where(former.filed == sa.bindparam("filed")).order_by(former.person))
FORMERS_OF = Statement(sa.select(*FORMER_FILINGS.columns).where(former.person == sa.bindparam("person")).order_by(former.former))
OVER = Statement(sa.select(*FORMER_FILINGS.columns).where(former.until_ms <= sa.bindparam("now_ms")).order_by(former.former).limit(200))
MIGRATIONS = (
    ("ALTER TABLE keys ADD COLUMN filed TEXT", "CREATE INDEX keys_by_filed ON keys (filed)"),
    (
        (
            "CREATE TABLE former_filings "
            "(former TEXT NOT NULL, person TEXT NOT NULL, filed TEXT NOT NULL, until_ms BIGINT NOT NULL, PRIMARY KEY (former))"
        ),
        "CREATE INDEX former_filings_by_filed ON former_filings (filed)",
        "CREATE INDEX former_filings_by_person ON former_filings (person)",
        "CREATE INDEX former_filings_by_until_ms ON former_filings (until_ms)",
    ),
)
