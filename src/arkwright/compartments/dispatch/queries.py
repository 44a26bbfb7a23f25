"""What others may ask of dispatch; plain values out."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from arkwright.compartments.dispatch.records import CONSIGNMENTS, PARCELS
from arkwright.compartments.dispatch.state import Consignment, Parcel
from arkwright.kit.database.port import Reader, Values
from arkwright.kit.database.statement import Statement, among, as_set

consignments, parcels = CONSIGNMENTS.table.c, PARCELS.table.c

WORKLIST = Statement(
    sa.select(*CONSIGNMENTS.columns)
    .where(
        among(consignments.status, "statuses"),
        sa.or_(
            consignments.promised > sa.bindparam("promised"),
            sa.and_(consignments.promised == sa.bindparam("promised"), consignments.opened_ms > sa.bindparam("opened_ms")),
            sa.and_(
                consignments.promised == sa.bindparam("promised"),
                consignments.opened_ms == sa.bindparam("opened_ms"),
                consignments.order > sa.bindparam("order"),
            ),
        ),
    )
    .order_by(consignments.promised, consignments.opened_ms, consignments.order)
    .limit(sa.bindparam("most"))
)
PARCELS_OF = Statement(sa.select(*PARCELS.columns).where(parcels.order == sa.bindparam("order")).order_by(parcels.dispatched_ms))
COUNTS = Statement(sa.select(consignments.status, sa.func.count()).group_by(consignments.status))

TO_DO = ("waiting", "picking", "packed", "part-dispatched")


class ConsignmentView(msgspec.Struct, frozen=True, kw_only=True):
    """A consignment with the parcels that left, the first one first."""

    consignment: Consignment
    parcels: tuple[Parcel, ...]


async def worklist(reader: Reader, statuses: Sequence[str] = TO_DO, after: Consignment | None = None, most: int = 50) -> list[Consignment]:
    """Consignments in these states by the day promised, then the oldest first, beyond `after` (the last of the page before)."""
    values: Values = {
        "statuses": as_set(statuses),
        "promised": after.promised if after else "",
        "opened_ms": after.opened_ms if after else -1,
        "order": after.order if after else "",
        "most": most,
    }
    return await reader.rows(CONSIGNMENTS, WORKLIST, values)


async def consignment(reader: Reader, order: str) -> ConsignmentView | None:
    """The consignment of an order with its parcels, or None when there is none."""
    row = await reader.get(CONSIGNMENTS, order)
    if row is None:
        return None
    left = await reader.rows(PARCELS, PARCELS_OF, {"order": order})
    return ConsignmentView(consignment=row, parcels=tuple(left))


async def counts(reader: Reader) -> dict[str, int]:
    """How many consignments stand in each state."""
    return {str(status): int(str(count)) for status, count in await reader.all(COUNTS)}
