"""What the edge wants to know of the switches, from whoever follows the desk."""

from __future__ import annotations

from typing import Protocol

from arkwright.kit.switches import Gate


class Held(Protocol):
    """The switches as this node holds them, verified."""

    @property
    def gate(self) -> Gate:
        """The gate of the newest table; another object whenever the table changes."""
        ...

    def banner(self, channel: str) -> str:
        """The banner of a channel as an HTML fragment; empty when there is nothing to say."""
        ...
