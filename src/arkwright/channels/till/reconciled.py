"""What pages say of a terminal's totals beside the tills' own."""

from __future__ import annotations

from arkwright.channels.design.pages import brief_moment
from arkwright.channels.till.room import Room
from arkwright.compartments.tills import queries
from arkwright.compartments.tills.facts import CardTotals
from arkwright.compartments.tills.reconciling import Reconciliation, differences
from arkwright.kit.money import pounds

NOT_YET = "Terminal not reconciled yet: it is asked again by itself until it answers."
AGREES = "Terminal, till and bank agree."


def words(row: Reconciliation) -> str:
    """How the terminal stands for a Z report."""
    if row.status == "waiting":
        return NOT_YET
    return " ".join([*differences(row.told, row.counted, agreed=row.agreed), *still(row)]) or AGREES


def still(row: Reconciliation) -> list[str]:
    """Who goes on, where something differs."""
    return ["Head office has a case of it."] if differences(row.told, row.counted, agreed=row.agreed) else []


def sums(totals: CardTotals) -> str:
    """'Payments 3, £36.00; refunds 1, £12.00; taken back 0, £0.00'."""
    return (
        f"Payments {totals.payments}, {pounds(totals.payments_pence)}; refunds {totals.refunds}, {pounds(totals.refunds_pence)}; "
        f"taken back {totals.reversals}, {pounds(totals.reversals_pence)}"
    )


def lines(row: Reconciliation) -> list[tuple[str, str]]:
    """Both sides for the Z report; nothing before the terminal has answered."""
    if row.status == "waiting":
        return []
    return [("The terminal counts", sums(row.told)), ("The tills count", sums(row.counted))]


async def of_session(room: Room, session: str) -> Reconciliation | None:
    """The one for a Z report; none where its till had no terminal."""
    return await queries.reconciliation(room.tills.reader, session)


async def newest(room: Room) -> list[tuple[str, str, str, str]]:
    """The newest of the store, for its manager."""
    return [
        (brief_moment(row.closed_ms), f"{row.till}, Z report {row.z}", row.terminal, words(row))
        for row in await queries.newest_reconciliations(room.tills.reader)
    ]
