"""How often one client may ask: token buckets in memory, filled by the World's clock."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Mapping

from arkwright.channels.web.site import Rate
from arkwright.kit.world import World

MOST_CLIENTS = 20_000
MINUTE_MS = 60_000


class Buckets:
    """A bucket for each client and group; the longest unseen is forgotten beyond `MOST_CLIENTS`, which only ever forgives."""

    def __init__(self, world: World, rates: Mapping[str, Rate]) -> None:
        self._world = world
        self._rates = rates
        self._held: OrderedDict[tuple[str, str], tuple[float, int]] = OrderedDict()

    def take(self, group: str, client: str) -> int:
        """0 when the client may go on, else in how many seconds to try again. A group without a rate is not limited."""
        rate = self._rates.get(group)
        if rate is None:
            return 0
        key = (group, whom(client))
        now_ms = self._world.now_ms()
        tokens, since_ms = self._held.pop(key, (float(rate.burst), now_ms))
        tokens = min(float(rate.burst), tokens + (now_ms - since_ms) * rate.a_minute / MINUTE_MS)
        wait_s = 0 if tokens >= 1 else max(1, -int(-(1 - tokens) * 60 // rate.a_minute))
        self._held[key] = (tokens - 1 if tokens >= 1 else tokens, now_ms)
        if len(self._held) > MOST_CLIENTS:
            self._held.popitem(last=False)
        return wait_s


def whom(client: str) -> str:
    """The address that counts as one client: an IPv6 customer has a whole /64 (RFC 6177)."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client
    return client if address.version == 4 else str(ipaddress.ip_network((int(address), 64), strict=False))
