"""The rules of the directory of stores: what a command leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from arkwright.compartments.stores import commands as ask
from arkwright.compartments.stores import events as did
from arkwright.compartments.stores import refusals as no
from arkwright.compartments.stores.state import Store
from arkwright.kit.messages import Command, Event
from arkwright.kit.postcode import NotAPostcode, normalise
from arkwright.kit.rows import Key, Rows

STORE_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
PHONE = re.compile(r"\+?[0-9]{10,13}")
OFFERED = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MINUTES_A_DAY = 24 * 60
# The British Isles with a margin: Channel Islands to Shetland, the west of Ireland to Lowestoft.
LATITUDES = range(49_000_000, 61_000_001)
LONGITUDES = range(-11_000_000, 2_000_001)


def keys(command: Command) -> Iterable[Key]:
    """Rows worth loading beforehand."""
    match command:
        case ask.SaveStore(store=store) | ask.CloseStore(store=store) | ask.OpenStore(store=store):
            yield (Store, store)


def decide(rows: Rows, command: Command, now_ms: int) -> list[Event]:
    """The events that the command leads to, or a refusal."""
    match command:
        case ask.SaveStore(store=store, by=by):
            return save(rows[Store, store], command, now_ms)
        case ask.CloseStore(store=store, say=say, by=by):
            row, say = known(rows, store), say.strip()
            if not 1 <= len(say) <= 200:
                raise no.ClosedStoreSaysNothing()
            if not row.open and row.closed_say == say:
                return []
            return [did.StoreClosed(store=store, say=say, by=by, revision=row.revision + 1, changed_ms=now_ms)]
        case ask.OpenStore(store=store, by=by):
            row = known(rows, store)
            return [] if row.open else [did.StoreOpened(store=store, by=by, revision=row.revision + 1, changed_ms=now_ms)]
        case _:
            raise TypeError(f"stores does not know the command {type(command).__name__}")


def save(before: Store | None, command: ask.SaveStore, now_ms: int) -> list[Event]:
    """All details checked and tidied; equal ones change nothing."""
    if not STORE_ID.fullmatch(command.store):
        raise no.NotAStoreId()
    details = tidied(command.details)
    if before and all(getattr(before, name) == getattr(details, name) for name in details.__struct_fields__):
        return []
    revision = before.revision + 1 if before else 1
    return [did.StoreSaved(store=command.store, details=details, by=command.by, revision=revision, changed_ms=now_ms)]


def tidied(given: ask.StoreDetails) -> ask.StoreDetails:
    """The details without spaces around them and with the postcode in its usual form, or a refusal that names the field."""
    details = replace(
        given,
        name=given.name.strip(),
        address=tuple(line.strip() for line in given.address),
        town=given.town.strip(),
        postcode=postcode(given.postcode),
        phone=" ".join(given.phone.split()),
        services=tuple(sorted(given.services)),
    )
    if not 1 <= len(details.name) <= 80:
        raise no.StoreNameMissing()
    if not 1 <= len(details.address) <= 4 or not all(1 <= len(line) <= 80 for line in details.address):
        raise no.StoreAddressWrong()
    if not 1 <= len(details.town) <= 60:
        raise no.StoreTownMissing()
    if not PHONE.fullmatch(details.phone.replace(" ", "")):
        raise no.StorePhoneWrong()
    if details.latitude_millionths not in LATITUDES:
        raise no.LatitudeOutOfRange()
    if details.longitude_millionths not in LONGITUDES:
        raise no.LongitudeOutOfRange()
    check_hours(details.hours)
    check_services(details.services)
    return details


def postcode(text: str) -> str:
    """The postcode in its usual form, or a refusal."""
    try:
        return normalise(text)
    except NotAPostcode:
        raise no.StorePostcodeWrong() from None


def check_hours(hours: tuple[ask.Hours | None, ...]) -> None:
    """Seven days, each closed or in order within its day."""
    if len(hours) != len(DAYS):
        raise no.HoursNeedSevenDays(len(hours))
    for day, each in zip(DAYS, hours, strict=True):
        if each and not 0 <= each.opens_minute < each.closes_minute <= MINUTES_A_DAY:
            raise no.HoursOutOfOrder(day)


def check_services(services: tuple[str, ...]) -> None:
    """Up to twenty different slugs."""
    formed = all(len(each) <= 40 and OFFERED.fullmatch(each) for each in services)
    if len(services) > 20 or len(set(services)) != len(services) or not formed:
        raise no.StoreServiceWrong()


def known(rows: Rows, store: str) -> Store:
    """The store, or a refusal."""
    row = rows[Store, store]
    if row is None:
        raise no.NoSuchStore(store)
    return row
