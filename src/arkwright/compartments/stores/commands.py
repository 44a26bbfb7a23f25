"""What may be asked of the directory of stores."""

from __future__ import annotations

import msgspec

from arkwright.kit.messages import Command


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """Minutes after midnight, local time: opens from 0, closes up to 1440 (midnight) and after it opens."""

    opens_minute: int
    closes_minute: int


class StoreDetails(msgspec.Struct, frozen=True, kw_only=True):
    """What is published of a store; `hours` has seven entries, Monday first, None for a day on which it is closed."""

    name: str
    address: tuple[str, ...]
    town: str
    postcode: str
    phone: str
    hours: tuple[Hours | None, ...]
    latitude_millionths: int
    longitude_millionths: int
    services: tuple[str, ...]


class SaveStore(Command, frozen=True):
    """Add a store, or give all its details anew; a new one is open."""

    store: str
    details: StoreDetails
    by: str


class CloseStore(Command, frozen=True):
    """Closed until further notice; `say` is shown to shoppers. Saying it anew changes the words."""

    store: str
    say: str
    by: str


class OpenStore(Command, frozen=True):
    """Open again, by its hours."""

    store: str
    by: str
