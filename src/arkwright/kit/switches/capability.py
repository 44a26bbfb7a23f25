"""What can be switched: the capabilities, their words for people, and what each does without word from the desk."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Annotated, Literal

import msgspec

CAPABILITY_IDS = (
    "browse", "orders", "delivery", "collection-orders", "collection", "contactless", "chip-and-pin", "cash", "gift-cards", "loyalty",
    "returns", "kiosk-returns", "accounts", "notices",
)  # fmt: skip

WhenStale = Literal["keep", "paused"]
Capabilities = Mapping[str, "Capability"]
Sentence = Annotated[str, msgspec.Meta(min_length=10, max_length=280)]


class Capability(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that the shop can do and that can be switched.

    `needed_by` are capabilities that cannot be had without it. `when_stale` is its direction of failure: what a node does once
    it has had no word from the desk for `stale_hours`: "keep" the last modes, or treat it as "paused" and say `stale_say`.
    `compartments` are cut off from their data while it is sealed everywhere. The other sentences are where an operator's own begin.
    """

    name: str
    paused_say: Sentence
    limited_say: Sentence
    fallback: str
    needed_by: tuple[str, ...]
    compartments: tuple[str, ...] = ()
    stale_hours: Annotated[int, msgspec.Meta(ge=1, le=24 * 31)]
    when_stale: WhenStale
    stale_say: Sentence

    @property
    def stale_ms(self) -> int:
        """`stale_hours` in milliseconds."""
        return self.stale_hours * 60 * 60 * 1000


class CapabilitiesAreWrong(Exception):
    """The list of capabilities cannot be used; the text is one line that says what to put right."""


def shipped() -> dict[str, Capability]:
    """The capabilities that come with the product; read once, by a role, and handed in."""
    return read(files("arkwright.kit.switches").joinpath("capabilities.toml").read_text("utf-8"))


def read(text: str) -> dict[str, Capability]:
    """Capabilities from TOML, one table an id; `CapabilitiesAreWrong` unless every id is there, and no other."""
    try:
        found = msgspec.convert(tomllib.loads(text), dict[str, Capability], strict=True)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise CapabilitiesAreWrong(f"The list of capabilities cannot be read: {error}") from error
    if missing := set(CAPABILITY_IDS) - set(found):
        raise CapabilitiesAreWrong(f"The list of capabilities lacks {', '.join(sorted(missing))}.")
    for capability_id, capability in found.items():
        if unknown := {capability_id, *capability.needed_by} - set(CAPABILITY_IDS):
            raise CapabilitiesAreWrong(f"{', '.join(sorted(unknown))} is no capability; there are {', '.join(CAPABILITY_IDS)}.")
    return {capability_id: found[capability_id] for capability_id in CAPABILITY_IDS}
