"""The rows of the tills, and how events change them."""

from __future__ import annotations

from arkwright.compartments.tills import events as did
from arkwright.kit.messages import Row
from arkwright.kit.rows import Rows

HERE = "here"


class Place(Row, frozen=True):
    """Which store the lane is, in one row."""

    name: str
    store: str


class Till(Row, frozen=True):
    """A till."""

    till: str


def evolve(rows: Rows, event: object) -> None:
    """Change the rows as the event says."""
    match event:
        case did.TillSet(store=store, till=till):
            rows[Place, HERE] = Place(name=HERE, store=store)
            rows[Till, till] = Till(till=till)
