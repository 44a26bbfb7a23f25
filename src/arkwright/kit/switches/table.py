"""The switch table: every switch order that counts, as the desk signs it and each node takes it over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import msgspec

from arkwright.kit.refusal import Conflict, Forbidden, Invalid
from arkwright.kit.signing import Envelope, PayloadIsWrong, PayloadType, verify
from arkwright.kit.switches.order import Key, SwitchOrder
from arkwright.kit.trust import TrustRoot

SWITCHES: PayloadType = "arkwright/switches/1"
PEOPLE_TO_REOPEN = 2


@dataclass
class OldSwitches(Conflict):
    """Older than what is held, or the same version at an earlier time."""

    generation: int
    version: int
    held_generation: int
    held_version: int
    sentence: ClassVar[str] = (
        "These switches (generation {generation}, version {version}) are older than those held here "
        "(generation {held_generation}, version {held_version}). Nothing was changed."
    )
    field: ClassVar[str | None] = "version"


@dataclass
class SwitchesOfAnotherKey(Forbidden):
    """The table says another generation than the key that signed it."""

    generation: int
    trusted: int
    sentence: ClassVar[str] = (
        "These switches are of key generation {generation}, and generation {trusted} is trusted here. Nothing was changed."
    )
    field: ClassVar[str | None] = "generation"


@dataclass
class SameVersionOtherSwitches(Conflict):
    """Two tables of one version differ: one of them is false."""

    version: int
    sentence: ClassVar[str] = (
        "There are two different tables of version {version}. Nothing was changed. Tell whoever runs the desk at once."
    )
    field: ClassVar[str | None] = "version"


@dataclass
class SwitchIsMalformed(Invalid):
    """An order that no desk of ours would issue."""

    switch: str
    why: str
    sentence: ClassVar[str] = "The switch {switch} is not well formed: {why}. Nothing was changed."
    field: ClassVar[str | None] = "orders"


@dataclass
class SwitchVanished(Conflict):
    """A switch once moved stays in the table for ever."""

    switch: str
    sentence: ClassVar[str] = "The switch {switch} is held here but is missing from the new switches. Nothing was changed."
    field: ClassVar[str | None] = "orders"


@dataclass
class SwitchWentBack(Conflict):
    """An order older than the one held, or the same number with another content."""

    switch: str
    number: int
    held_number: int
    sentence: ClassVar[str] = (
        "The switch {switch} goes back from order {held_number} to order {number}, or was rewritten. Nothing was changed."
    )
    field: ClassVar[str | None] = "orders"


@dataclass
class NeedsTwoPeople(Forbidden):
    """It would let more through than before, without two people's approval."""

    switch: str
    sentence: ClassVar[str] = (
        "The switch {switch} would let more through than before, and two different people must approve that. Nothing was changed."
    )
    field: ClassVar[str | None] = "approvals"


class SwitchTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One order for each switch ever moved, reopened ones too, as of `version` and still so at `as_at_ms`.

    All orders that apply to a command count and the strictest wins, so that a narrow place never opens what a broad one has
    closed. `restarts` holds, for each switch tightened since two people last loosened it, that last order of theirs: a node
    that missed it can still tell that what stands now was theirs to allow.
    """

    generation: int
    version: int
    as_at_ms: int
    orders: tuple[SwitchOrder, ...] = ()
    restarts: tuple[SwitchOrder, ...] = ()


NOTHING_SWITCHED = SwitchTable(generation=0, version=0, as_at_ms=0)


def read_table(envelope: Envelope, trust: TrustRoot) -> SwitchTable:
    """The table in an envelope, if the desk that is trusted here signed it and it is well formed; otherwise a refusal."""
    content = verify(envelope, SWITCHES, trust.desk_key)
    try:
        table = msgspec.json.decode(content, type=SwitchTable)
    except msgspec.MsgspecError as error:
        raise PayloadIsWrong(f"it is no switch table ({error})") from error
    if table.generation != trust.generation:
        raise SwitchesOfAnotherKey(table.generation, trust.generation)
    for switch, why in flaws(table):
        raise SwitchIsMalformed(switch, why)
    return table


def accept(held: SwitchTable, new: SwitchTable) -> SwitchTable:
    """The table to hold from now on: `new`, unless it is refused; the very same table again is no refusal.

    A node holds `NOTHING_SWITCHED` before its first. Refuses what is not well formed (`SwitchIsMalformed`); an older
    (generation, version), or the same without a newer `as_at_ms` (`OldSwitches`) or with other orders
    (`SameVersionOtherSwitches`); a switch gone (`SwitchVanished`) or gone back (`SwitchWentBack`); and a switch that lets more
    through than the held one did unless two different people stand for that (`NeedsTwoPeople`).
    """
    if new == held:
        return held
    for switch, why in flaws(new):
        raise SwitchIsMalformed(switch, why)
    age, held_age = (new.generation, new.version), (held.generation, held.version)
    if age < held_age or (age == held_age and new.as_at_ms <= held.as_at_ms):
        raise OldSwitches(*age, *held_age)
    if age == held_age and (_by_key(new.orders), _by_key(new.restarts)) != (_by_key(held.orders), _by_key(held.restarts)):
        raise SameVersionOtherSwitches(new.version)
    orders, restarts = _by_key(new.orders), _by_key(new.restarts)
    for key, before in _by_key(held.orders).items():
        if key not in orders:
            raise SwitchVanished(before.title)
        _accept_order(before, orders[key], restarts.get(key))
    return new


def flaws(table: SwitchTable) -> Iterator[tuple[str, str]]:
    """What no desk of ours would issue: the switch and what is wrong with it."""
    for orders in (table.orders, table.restarts):
        if len(_by_key(orders)) != len(orders):
            yield "the whole table", "a switch stands in it twice"
        for order in orders:
            if not 1 <= order.generation <= table.generation:
                yield order.title, "its generation is not one of a desk key so far"
            if order.generation == table.generation and order.number > table.version:
                yield order.title, "its number is above the version of the table"
            if order.approvers < (PEOPLE_TO_REOPEN if order.mode == "open" else 1):
                yield order.title, "nobody approved it, or one person alone opened it"
            if order.mode == "limited" and not order.limits.named:
                yield order.title, "it is limited without a limit"
    if any(restart.approvers < PEOPLE_TO_REOPEN for restart in table.restarts):
        yield "the whole table", "a restart in it was not approved by two people"


def _accept_order(held: SwitchOrder, new: SwitchOrder, restart: SwitchOrder | None) -> None:
    if new == held:
        return
    if new.issued_at <= held.issued_at:
        raise SwitchWentBack(new.title, new.number, held.number)
    if new.no_looser_than(held) or new.approvers >= PEOPLE_TO_REOPEN:
        return
    if restart is None or restart.issued_at <= held.issued_at or not new.no_looser_than(restart):
        raise NeedsTwoPeople(new.title)


def _by_key(orders: tuple[SwitchOrder, ...]) -> dict[Key, SwitchOrder]:
    return {order.key: order for order in orders}
