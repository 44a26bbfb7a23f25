"""The state of the directory: its rows, how an event changes them, and when a store is open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from arkwright.compartments.stores import events as did
from arkwright.compartments.stores.commands import Hours
from arkwright.kit.messages import Event, Row
from arkwright.kit.rows import Rows

LOCAL_TIME = ZoneInfo("Europe/London")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAYS_AHEAD = 8


class Store(Row, frozen=True):
    """A store as published; `closed_say` is shown while `open` is false, and empty otherwise."""

    store: str
    name: str
    address: tuple[str, ...]
    town: str
    postcode: str
    phone: str
    hours: tuple[Hours | None, ...]
    latitude_millionths: int
    longitude_millionths: int
    services: tuple[str, ...]
    open: bool
    closed_say: str
    changed_ms: int
    revision: int


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a store is open, when that changes next by its hours (None: not within a week, or not known), and what to say."""

    open: bool
    changes_ms: int | None
    say: str


def open_at(store: Store, now_ms: int) -> Opening:
    """Whether the store is open at a moment, by its hours in local time (Europe/London, summer time included).

    Bank holidays and other single days are left out: the directory does not know them; close the store for such a day.
    A store closed by a colleague is closed until it is opened, so that its next change is not known.
    """
    if not store.open:
        return Opening(open=False, changes_ms=None, say=store.closed_say)
    today = (EPOCH + timedelta(milliseconds=now_ms)).astimezone(LOCAL_TIME).date()
    for opens_ms, closes_ms in spells(store, today):
        if now_ms < opens_ms:
            return Opening(open=False, changes_ms=opens_ms, say="")
        if now_ms < closes_ms:
            known = closes_ms < local_ms(today + timedelta(days=DAYS_AHEAD), 0)
            return Opening(open=True, changes_ms=closes_ms if known else None, say="")
    return Opening(open=False, changes_ms=None, say="")


def spells(store: Store, today: date) -> Iterator[tuple[int, int]]:
    """From when to when the store is open today and on the days ahead; midnight is no interruption."""
    spell: tuple[int, int] | None = None
    for day in (today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)):
        hours = store.hours[day.weekday()]
        if hours is None:
            continue
        opens_ms, closes_ms = local_ms(day, hours.opens_minute), local_ms(day, hours.closes_minute)
        if spell and opens_ms <= spell[1]:
            spell = (spell[0], closes_ms)
            continue
        if spell:
            yield spell
        spell = (opens_ms, closes_ms)
    if spell:
        yield spell


def local_ms(day: date, minute: int) -> int:
    """The moment when the clocks on the wall show this minute; in the hour that summer time skips, the moment one hour on."""
    wall = datetime(day.year, day.month, day.day, tzinfo=LOCAL_TIME) + timedelta(minutes=minute)
    return (wall - EPOCH) // timedelta(milliseconds=1)


def evolve(rows: Rows, event: Event) -> None:
    """The only place where the directory's rows change."""
    match event:
        case did.StoreSaved(store=store, details=details):
            before = rows[Store, store]
            fields = {name: getattr(details, name) for name in details.__struct_fields__}
            rows[Store, store] = Store(
                **fields,
                store=store,
                open=before.open if before else True,
                closed_say=before.closed_say if before else "",
                changed_ms=event.changed_ms,
                revision=event.revision,
            )
        case did.StoreClosed(store=store, say=say):
            rows[Store, store] = replace(
                standing(rows, store), open=False, closed_say=say, changed_ms=event.changed_ms, revision=event.revision
            )
        case did.StoreOpened(store=store):
            rows[Store, store] = replace(
                standing(rows, store), open=True, closed_say="", changed_ms=event.changed_ms, revision=event.revision
            )
        case _:
            raise TypeError(f"stores does not know the event {type(event).__name__}")


def standing(rows: Rows, store: str) -> Store:
    """The store that an event speaks of; a journal without it is broken."""
    row = rows[Store, store]
    if row is None:
        raise LookupError(f"no store {store} for an event about it")
    return row
