"""Commands, events and rows: the frozen structs that compartments are written in, and their canonical bytes."""

from __future__ import annotations

import hashlib
from typing import ClassVar, Literal

import msgspec

from arkwright.kit.scope import NOWHERE, Scope

DuringPause = Literal["refuse", "finish", "allow"]


class Command(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=True, forbid_unknown_fields=True):
    """What may be asked of a compartment, in the imperative (`PlaceOrder`).

    `id` is made by the client and never expires: sent twice, it takes effect once. `capabilities` are the switch
    capabilities it exercises; the gate in the lane checks each of them against `scope()`. `during_pause`: "refuse" begins
    something new, which a pause or a limit stops; "finish" ends work already promised, which only a seal or the in-flight
    rule "hold" keeps waiting; "allow" promises nothing (a basket), so that only a seal stops it.
    """

    id: str
    capabilities: ClassVar[tuple[str, ...]] = ()
    during_pause: ClassVar[DuringPause] = "refuse"

    def scope(self) -> Scope:
        """Where this command acts: channel, store, region, categories, delivery method, basket total, shopper."""
        return NOWHERE


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=lambda name: f"{name}.1"):
    """What happened, in the past tense (`OrderPlaced`); no personal data in clear.

    The tag carries the version (`OrderPlaced.1`). When the shape changes, give the class `tag="OrderPlaced.2"` and list
    in the compartment's `events.RAISE` how a `.1` dict becomes a `.2` dict: old events are raised in the decoder.
    """


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a compartment's state; its first field is its key, a str."""


def canonical(value: object) -> bytes:
    """RFC 8785 bytes of a struct or plain value made of integers, strings, booleans, None, lists and dicts."""
    return msgspec.json.encode(value, order="sorted")


def digest(value: object) -> bytes:
    """SHA-256 of the canonical bytes."""
    return hashlib.sha256(canonical(value)).digest()
