"""Where a switch applies, and what a limited mode still lets through."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Literal

import msgspec

from arkwright.kit.money import pounds
from arkwright.kit.scope import Scope

Limit = Literal["categories", "regions", "delivery_methods", "max_total_pence", "share_per_mille"]


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The part of the shop that a switch is about; what is not named is not narrowed, so that `Place()` is everywhere.

    `region` is a nation or the letters of a postcode area.
    """

    channel: str | None = None
    store: str | None = None
    region: str | None = None
    category: str | None = None
    delivery_method: str | None = None

    def applies(self, scope: Scope) -> bool:
        """Whether a command that acts at `scope` is at this place.

        Everything that the place names must be so of the command. What does not apply to the command (None in its scope)
        cannot be so: a switch for one store does not stop web orders. A switch that names nothing applies to every command.
        """
        return (
            self.channel in (None, scope.channel)
            and self.store in (None, scope.store)
            and (self.region is None or self.region in (scope.region, scope.postcode_area))
            and (self.category is None or self.category in scope.categories)
            and self.delivery_method in (None, scope.delivery_method)
        )

    def may_apply(self, scope: Scope) -> bool:
        """Whether some command that `scope` describes in part may be at this place: nothing that both name differs."""
        return (
            (self.channel is None or scope.channel in (None, self.channel))
            and (self.store is None or scope.store in (None, self.store))
            and (self.region is None or not (scope.region or scope.postcode_area) or self.region in (scope.region, scope.postcode_area))
            and (self.category is None or not scope.categories or self.category in scope.categories)
            and (self.delivery_method is None or scope.delivery_method in (None, self.delivery_method))
        )

    @property
    def named(self) -> dict[str, str]:
        """What the place names, by field, in the order of the fields."""
        values = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: value for name, value in values.items() if value is not None}

    def words(self) -> str:
        """'everywhere', or 'channel web, region Scotland', for a colleague."""
        return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in self.named.items()) or "everywhere"


EVERYWHERE = Place()


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What goes on in the mode limited: everything within all of these; None sets no limit, an empty set lets nothing through.

    `regions` holds nations and postcode areas; `max_total_pence` is the highest order total; `share_per_mille` lets in that
    many of each thousand shoppers, always the same ones, and those of a smaller share stay in when it grows.
    """

    categories: tuple[str, ...] | None = None
    regions: tuple[str, ...] | None = None
    delivery_methods: tuple[str, ...] | None = None
    max_total_pence: int | None = None
    share_per_mille: int | None = None

    def broken(self, capability: str, scope: Scope) -> Limit | None:
        """The first limit that a command at `scope` is outside of, or None when it is within all of them.

        Fails closed: a command that does not say what a limit is about is outside of it.
        """
        if self.categories is not None and not (scope.categories and scope.categories <= set(self.categories)):
            return "categories"
        if self.regions is not None and scope.region not in self.regions and scope.postcode_area not in self.regions:
            return "regions"
        if self.delivery_methods is not None and scope.delivery_method not in self.delivery_methods:
            return "delivery_methods"
        if self.max_total_pence is not None and (scope.total_pence is None or scope.total_pence > self.max_total_pence):
            return "max_total_pence"
        if self.share_per_mille is not None and not in_share(capability, scope.shopper, self.share_per_mille):
            return "share_per_mille"
        return None

    def within(self, others: Limits) -> bool:
        """Whether everything that these limits let through, the others let through as well."""
        return (
            _subset(self.categories, others.categories)
            and _subset(self.regions, others.regions)
            and _subset(self.delivery_methods, others.delivery_methods)
            and _at_most(self.max_total_pence, others.max_total_pence)
            and _at_most(self.share_per_mille, others.share_per_mille)
        )

    @property
    def named(self) -> tuple[Limit, ...]:
        """The limits that are set."""
        each: tuple[Limit, ...] = ("categories", "regions", "delivery_methods", "max_total_pence", "share_per_mille")
        return tuple(name for name in each if getattr(self, name) is not None)

    def allowed(self, limit: Limit) -> str:
        """What one of the limits that are set still allows, as a sentence for a shopper."""
        match limit:
            case "categories":
                return f"Only these departments at the moment: {listed(name.replace('-', ' ') for name in self.categories or ())}."
            case "regions":
                return f"Only in {listed(self.regions or ())} at the moment."
            case "delivery_methods":
                return f"Only {listed(self.delivery_methods or ())} delivery at the moment."
            case "max_total_pence":
                return f"Only up to {pounds(self.max_total_pence or 0)} in total at the moment."
            case "share_per_mille":
                return "We are letting shoppers in a few at a time, and it is not your turn yet. Please try again later."


def in_share(capability: str, shopper: str | None, share_per_mille: int) -> bool:
    """Whether this shopper is among the first `share_per_mille` of each thousand for a capability; nobody without an id is."""
    return shopper is not None and place_in_share(capability, shopper) < share_per_mille


def place_in_share(capability: str, shopper: str) -> int:
    """The shopper's fixed place from 0 to 999, another one for each capability, so that nobody is always the last."""
    digest = hashlib.sha256(f"{capability}\n{shopper}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % 1000


def listed(names: Iterable[str]) -> str:
    """'a, b and c'; 'nothing' for none."""
    each = list(names)
    if not each:
        return "nothing"
    return each[0] if len(each) == 1 else f"{', '.join(each[:-1])} and {each[-1]}"


def _subset(ours: tuple[str, ...] | None, theirs: tuple[str, ...] | None) -> bool:
    return theirs is None or (ours is not None and set(ours) <= set(theirs))


def _at_most(ours: int | None, theirs: int | None) -> bool:
    return theirs is None or (ours is not None and ours <= theirs)
