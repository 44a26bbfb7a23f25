"""How often one address may ask: a bucket each that fills with time, told in RateLimit headers (draft-ietf-httpapi-ratelimit-headers)."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from arkwright.channels.web.noes import TooOften
from arkwright.channels.web.rates import whom
from arkwright.kit.world import World

MOST_ADDRESSES = 10_000


@dataclass(frozen=True, kw_only=True)
class Policy:
    """At most `quota` requests in `window_s` seconds from one address."""

    name: str
    quota: int
    window_s: int


READING = Policy(name="reading", quota=240, window_s=60)
WRITING = Policy(name="writing", quota=60, window_s=60)


class Limits:
    """The buckets of one process, the longest unused forgotten first; a restart fills them all, which does no harm."""

    def __init__(self, world: World, reading: Policy = READING, writing: Policy = WRITING) -> None:
        self._world = world
        self._policies = {False: reading, True: writing}
        self._buckets: OrderedDict[tuple[str, str], tuple[float, int]] = OrderedDict()

    def take(self, client: str, writing: bool) -> dict[str, str]:
        """Count one request, and give the headers of its answer; `TooOften` when the bucket is empty."""
        policy, now_ms = self._policies[writing], self._world.now_ms()
        place = (policy.name, whom(client))
        left, seen_ms = self._buckets.pop(place, (float(policy.quota), now_ms))
        left = min(policy.quota, left + (now_ms - seen_ms) * policy.quota / (policy.window_s * 1000))
        allowed = left >= 1
        self._buckets[place] = (left - 1 if allowed else left, now_ms)
        while len(self._buckets) > MOST_ADDRESSES:
            self._buckets.popitem(last=False)
        if not allowed:
            raise TooOften(max(1, -(-policy.window_s // policy.quota)))
        return self.headers(policy, int(left - 1))

    def refused(self, writing: bool) -> dict[str, str]:
        """The headers of a refusal."""
        return self.headers(self._policies[writing], 0)

    def headers(self, policy: Policy, left: int) -> dict[str, str]:
        """What is left, and the policy."""
        whole_s = -(-(policy.quota - left) * policy.window_s // policy.quota)
        return {
            "ratelimit-policy": f'"{policy.name}";q={policy.quota};w={policy.window_s}',
            "ratelimit": f'"{policy.name}";r={left};t={whole_s}',
        }
