"""What others may ask of the switchboard; plain values out."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.switchboard.records import CHANGES, COUNTERS, NODES, PROPOSALS, SWITCHES
from arkwright.compartments.switchboard.rules import PROPOSAL_LASTS_MS
from arkwright.compartments.switchboard.state import COUNTER, Change, Counter, Node, Proposal, Switch, as_table, switch_key
from arkwright.kit.database.port import Reader
from arkwright.kit.database.statement import Statement
from arkwright.kit.switches import Place, SwitchTable

changes, proposals = CHANGES.table.c, PROPOSALS.table.c

EVERY_SWITCH = Statement(sa.select(*SWITCHES.columns).order_by(SWITCHES.table.c.switch))
EVERY_NODE = Statement(sa.select(*NODES.columns).order_by(NODES.table.c.node))
WAITING = Statement(
    sa.select(*PROPOSALS.columns)
    .where(proposals.status == "waiting", proposals.proposed_ms >= sa.bindparam("since_ms"))
    .order_by(proposals.proposed_ms, proposals.proposal)
)
LAPSED = Statement(
    sa.select(*PROPOSALS.columns)
    .where(proposals.status == "waiting", proposals.proposed_ms < sa.bindparam("since_ms"))
    .order_by(proposals.proposed_ms, proposals.proposal)
    .limit(sa.bindparam("most"))
)
HISTORY = Statement(
    sa.select(*CHANGES.columns).where(changes.change < sa.bindparam("before")).order_by(changes.change.desc()).limit(sa.bindparam("most"))
)

LAST = "~"


async def table(reader: Reader, generation: int, as_at_ms: int) -> SwitchTable:
    """The switch table as it stands, for the desk to sign with its key of this generation."""
    counted = await counter(reader)
    return as_table(counted, await switches(reader), generation, as_at_ms)


async def counter(reader: Reader) -> Counter:
    """The version that the last change made, and the generation of the desk key that orders are issued under."""
    return await reader.get(COUNTERS, COUNTER) or Counter()


async def switches(reader: Reader) -> list[Switch]:
    """Every switch ever moved, reopened ones too, by key."""
    return await reader.rows(SWITCHES, EVERY_SWITCH)


async def switch(reader: Reader, capability: str, place: Place) -> Switch | None:
    """The switch for this capability at exactly this place, if it was ever moved."""
    return await reader.get(SWITCHES, switch_key(capability, place))


async def proposal(reader: Reader, proposal_id: str) -> Proposal | None:
    """The proposal with this id."""
    return await reader.get(PROPOSALS, proposal_id)


async def waiting(reader: Reader, now_ms: int) -> list[Proposal]:
    """Proposals that a second person may approve now, the oldest first."""
    return await reader.rows(PROPOSALS, WAITING, {"since_ms": now_ms - PROPOSAL_LASTS_MS})


async def lapsed(reader: Reader, now_ms: int, most: int = 100) -> list[Proposal]:
    """Proposals whose time is over and that no event has ended yet."""
    return await reader.rows(PROPOSALS, LAPSED, {"since_ms": now_ms - PROPOSAL_LASTS_MS, "most": most})


async def history(reader: Reader, before: str = LAST, most: int = 50) -> list[Change]:
    """Changes, the newest first, older than the one with the key `before`."""
    return await reader.rows(CHANGES, HISTORY, {"before": before, "most": most})


async def nodes(reader: Reader) -> list[Node]:
    """Every node that ever said what it holds, by name."""
    return await reader.rows(NODES, EVERY_NODE)
