"""The banner: what shoppers of one channel should read now; it follows from the switches and says no more than they do."""

from __future__ import annotations

from typing import Literal

import msgspec

from arkwright.kit.scope import Scope
from arkwright.kit.switches.capability import Capabilities
from arkwright.kit.switches.order import STRICTNESS, SwitchOrder
from arkwright.kit.switches.table import SwitchTable

Level = Literal["none", "limited", "paused"]

BROWSING_GOES_ON = "You can still browse and search our range."
MOST_SENTENCES = 4
MORE = "Some other services are limited or paused too."


class Banner(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sentences to read, the most important first, with the version of the switches that they follow from.

    `level` is "none" (no banner), "limited" or "paused"; a seal reads as a pause.
    """

    channel: str
    level: Level
    sentences: tuple[str, ...]
    generation: int
    version: int
    as_at_ms: int


def banner(table: SwitchTable, capabilities: Capabilities, channel: str) -> Banner:
    """What the shoppers of a channel should read: the sentence of each order that does not name another channel or a store.

    The strictest come first, broad ones before narrow ones, in the order of the capabilities handed in. Equal sentences are said
    once. That browsing goes on is said only when no switch touches it. What names a store is told on that store's page.
    """
    rank = {capability: place for place, capability in enumerate(capabilities)}
    here = [order for order in table.orders if _concerns(order, channel)]
    here.sort(key=lambda order: (-STRICTNESS[order.mode], order.breadth, rank.get(order.capability, len(rank)), order.number))
    sentences = list(dict.fromkeys(order.say for order in here if order.say))
    strictest = max((STRICTNESS[order.mode] for order in here), default=0)
    said = sentences if len(sentences) <= MOST_SENTENCES else [*sentences[: MOST_SENTENCES - 1], MORE]
    if strictest >= STRICTNESS["paused"] and all(order.capability != "browse" for order in here):
        said.append(BROWSING_GOES_ON)
    level: Level = "none" if not strictest else "limited" if strictest == STRICTNESS["limited"] else "paused"
    return Banner(
        channel=channel,
        level=level,
        sentences=tuple(said),
        generation=table.generation,
        version=table.version,
        as_at_ms=table.as_at_ms,
    )


def _concerns(order: SwitchOrder, channel: str) -> bool:
    return order.mode != "open" and order.place.store is None and order.place.may_apply(Scope(channel=channel))
