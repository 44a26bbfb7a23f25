"""What happened in customers; ids only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arkwright.compartments.customers.commands import ErasedBecause, Kind
from arkwright.kit.messages import Event


class GuestOpened(Event, frozen=True):
    """We may hold data of this shopper from now on."""

    person: str
    opened_ms: int


class ColleagueOpened(Event, frozen=True):
    """We may hold data of this colleague from now on."""

    person: str
    opened_ms: int


class MemberOpened(Event, frozen=True):
    """We may hold data of this shopper, who asked for an account, from now on."""

    person: str
    opened_ms: int


class PersonErased(Event, frozen=True):
    """The person is forgotten; whoever holds their key overwrites it now."""

    person: str
    kind: Kind
    by: str
    why: ErasedBecause
    erased_ms: int


RAISE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}
