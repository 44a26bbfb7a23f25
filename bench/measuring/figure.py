"""A figure: what was measured, the limit measured beside it, and the ratio that is wanted of the two."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

QUICK = bool(os.environ.get("QUICK"))
FULL = bool(os.environ.get("FULL"))


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the results; `value` is None where it could not be measured, and `note` says why.

    `target` bounds value / limit from below, or from above with `at_most`. Without a limit it is a figure to watch.
    """

    name: str
    unit: str
    value: float | None = None
    limit: float | None = None
    beside: str = ""
    target: float | None = None
    at_most: bool = False
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Value over limit."""
        return self.value / self.limit if self.value is not None and self.limit else None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is none, or nothing to compare."""
        if self.target is None or self.ratio is None:
            return None
        return self.ratio <= self.target if self.at_most else self.ratio >= self.target


@dataclass(frozen=True, kw_only=True)
class Section:
    """The figures of one module, and what there is to say about them, a paragraph each."""

    title: str
    about: str
    figures: list[Figure]
    remarks: list[str] = field(default_factory=list)


def missing(name: str, unit: str, why: str, target: float | None = None) -> Figure:
    """A figure that could not be measured here."""
    return Figure(name=name, unit=unit, note=why, target=target)


def middle(values: Sequence[float]) -> float:
    """The median."""
    return median(values)


def p99(values: Sequence[float]) -> float:
    """The 99th percentile; the largest of fewer than 100 values."""
    return quantiles(values, n=100)[98] if len(values) >= 100 else max(values)


def sized(usual: int, quick: int) -> int:
    """The usual size, or the small one with QUICK=1."""
    return quick if QUICK else usual
