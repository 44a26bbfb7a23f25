"""Faults of a day: what each kind does, where and when it strikes by its own dice, and what was met."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable

import msgspec

from tests.simulation.meeting import pair


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One fault with dice of its own, so that leaving another one out of a plan changes nothing about it.

    It strikes at places with `where` in their name, between `from_s` and `until_s` after the shop has opened, at `per_mille` of
    the occasions, `times` at most (0: without end), and, where it `meets` one operation, only while that is under way there.
    `amount` is how far a clock is off in ms, or how long something takes.
    """

    name: str
    kind: str
    where: str = ""
    from_s: float = 0.0
    until_s: float = 1e9
    per_mille: int = 1000
    times: int = 0
    amount: int = 0
    meets: str = ""


class Trouble:
    """All faults of a day. Nothing strikes before `begin` and after `end`; `met` counts what did, by kind and place, and by kind
    and operation: `meeting` tells which operations are under way at a place."""

    def __init__(
        self, faults: Iterable[Fault], dice: Callable[[str], random.Random], seconds: Callable[[], float], met: Counter[str]
    ) -> None:
        self.faults = tuple(faults)
        self._seconds = seconds
        self._met = met
        self.meeting: Callable[[str], Iterable[str]] = lambda place: ()
        self._began_s: float | None = None
        self._by_kind: dict[str, list[Fault]] = {}
        self._dice = {fault.name: dice(f"fault {fault.name}") for fault in self.faults}
        self._left = {fault.name: fault.times for fault in self.faults if fault.times}
        for fault in self.faults:
            self._by_kind.setdefault(fault.kind, []).append(fault)

    def begin(self) -> None:
        """From here on anything may fail."""
        self._began_s = self._seconds()

    def end(self) -> None:
        """From here on nothing fails any more."""
        self._by_kind = {}

    def strikes(self, kind: str, place: str) -> Fault | None:
        """The fault of this kind that strikes here and now, if one does."""
        for fault in self.standing(kind, place):
            if self._left.get(fault.name) == 0 or (fault.meets and fault.meets not in self.meeting(place)):
                continue
            if self._dice[fault.name].randrange(1000) < fault.per_mille:
                if fault.times:
                    self._left[fault.name] -= 1
                self.count(kind, place)
                return fault
        return None

    def standing(self, kind: str, place: str) -> list[Fault]:
        """The faults of this kind that are possible here and now; their dice are not thrown."""
        faults = self._by_kind.get(kind)
        if not faults or self._began_s is None:
            return []
        now_s = self._seconds() - self._began_s
        return [fault for fault in faults if fault.where in place and fault.from_s <= now_s < fault.until_s]

    def standing_s(self, fault: Fault) -> float:
        """For how long the fault has stood."""
        return self._seconds() - (self._began_s or 0.0) - fault.from_s

    def count(self, kind: str, place: str) -> None:
        """This kind was met at this place, by the operations that were under way there."""
        self._met[f"{kind}: {place}"] += 1
        for operation in self.meeting(place):
            self._met[pair(kind, operation)] += 1

    def dice(self, fault: Fault) -> random.Random:
        """The fault's own dice."""
        return self._dice[fault.name]
