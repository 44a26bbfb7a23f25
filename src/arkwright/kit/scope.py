"""Where a command acts: what the gate compares with the scope and the limits of a switch."""

from __future__ import annotations

import msgspec


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """The facts about one command that a switch may name; None or empty means "does not apply".

    `channel` is web, app, phone, till or kiosk; `region` a nation (England, Scotland, Wales, Northern Ireland, Isle of Man,
    Channel Islands) and `postcode_area` its letters; `shopper` any stable id of the shopper, for a share of shoppers.
    """

    channel: str | None = None
    store: str | None = None
    region: str | None = None
    postcode_area: str | None = None
    categories: frozenset[str] = frozenset()
    delivery_method: str | None = None
    total_pence: int | None = None
    shopper: str | None = None


NOWHERE = Scope()
