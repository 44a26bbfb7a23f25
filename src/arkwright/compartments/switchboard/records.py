"""How the switchboard's rows stand in tables."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.switchboard.state import Change, Counter, Node, Proposal, Switch
from arkwright.kit.database.record import Record

METADATA = sa.MetaData()
COUNTERS = Record(Counter, "counters", METADATA)
SWITCHES = Record(Switch, "switchboard", METADATA)
PROPOSALS = Record(Proposal, "proposals", METADATA, indexes=("status",))
CHANGES = Record(Change, "changes", METADATA)
NODES = Record(Node, "nodes", METADATA)

RECORDS = (COUNTERS, SWITCHES, PROPOSALS, CHANGES, NODES)
MIGRATIONS: tuple[tuple[str, ...], ...] = ()
