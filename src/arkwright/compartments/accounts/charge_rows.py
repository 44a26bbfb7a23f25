"""Charges as they stand in accounts, and how an event changes them."""

from __future__ import annotations

from msgspec.structs import replace

from arkwright.compartments.accounts import events as did
from arkwright.kit.messages import Row
from arkwright.kit.rows import Rows


class Charge(Row, frozen=True):
    """What a store took from a holder's card, or gave back there; `declined` by the bank afterwards, it never shows."""

    charge: str
    account: str
    source: str
    store: str
    amount_pence: int
    scheme: str
    last_four: str
    at_ms: int
    declined: bool = False


def evolve_charge(rows: Rows, event: did.ChargeRecorded | did.ChargeDeclined | did.ChargeForgotten) -> None:
    """A charge stands, comes to nothing, or is forgotten."""
    match event:
        case did.ChargeRecorded():
            rows[Charge, event.charge] = Charge(
                charge=event.charge, account=event.account, source=event.source, store=event.store, amount_pence=event.amount_pence,
                scheme=event.scheme, last_four=event.last_four, at_ms=event.at_ms,
            )  # fmt: skip
        case did.ChargeDeclined(charge=charge):
            taken = rows[Charge, charge]
            rows[Charge, charge] = replace(taken, declined=True) if taken else None
        case did.ChargeForgotten(charge=charge):
            rows[Charge, charge] = None
