"""Nodes: who they are by their keys, and which switches each said it holds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

import msgspec

from arkwright.channels.following.published import HeldReport
from arkwright.compartments.switchboard import queries
from arkwright.compartments.switchboard.commands import RecordHeld
from arkwright.journal.lane import Lane
from arkwright.kit.refusal import Forbidden, Invalid
from arkwright.kit.signing import KeyIsWrong, PublicKey
from arkwright.kit.world import World

RECORD_AGAIN_AFTER_MS = 5 * 60_000  # a node speaks every half minute; the journal need not keep all of it
AHEAD_MS = 60_000
Age = tuple[int, int]


@dataclass
class NodeIsUnknown(Forbidden):
    """Not in the desk's list, or not signed by that node's key."""

    sentence: ClassVar[str] = "This desk does not know that node by that key. Add the node's public key to the desk's nodes file."
    field: ClassVar[str | None] = "node"


@dataclass
class ReportIsUnreadable(Invalid):
    """Not what a node says."""

    sentence: ClassVar[str] = "A report has node, generation, version, as_at_ms and signature."
    field: ClassVar[str | None] = "report"


class NodesFileIsWrong(Exception):
    """The list of nodes cannot be used; the text is one line that says what to put right."""


class NodeView(msgspec.Struct, frozen=True, kw_only=True):
    """A node on the board: what it held when it was last heard of (None: never), and how long ago that is."""

    node: str
    held: Age | None
    age_ms: int | None
    current: bool
    ahead: bool


async def nobody(_node: str) -> PublicKey | None:
    """For a desk without stores."""
    return None


class Nodes:
    """The nodes that this desk knows; what is heard between two records is kept in memory and missed by nobody."""

    def __init__(
        self, world: World, lane: Lane, known: Mapping[str, PublicKey], certified: Callable[[str], Awaitable[PublicKey | None]] = nobody
    ) -> None:
        """`known` by the nodes file; `certified` gives the key of a store's node whose certificate stands."""
        self._world = world
        self._lane = lane
        self._known = known
        self._certified = certified
        self._heard: dict[str, tuple[Age, int]] = {}
        self._recorded: dict[str, tuple[Age, int]] = {}

    async def take(self, body: bytes) -> None:
        """Record what a node holds. Refuses a report that cannot be read, and one not signed by a node of the list."""
        try:
            report = msgspec.json.decode(body, type=HeldReport)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise ReportIsUnreadable() from error
        key = self._known.get(report.node) or await self._certified(report.node)
        now_ms = self._world.now_ms()
        if key is None or not report.is_of(key) or report.as_at_ms > now_ms + AHEAD_MS:
            raise NodeIsUnknown()
        age, (_, seen_ms) = (report.generation, report.version), self._heard.get(report.node, ((0, 0), -1))
        if report.as_at_ms < seen_ms:
            return
        self._heard[report.node] = (age, report.as_at_ms)
        recorded, at_ms = self._recorded.get(report.node, ((-1, -1), 0))
        if age != recorded or report.as_at_ms - at_ms >= RECORD_AGAIN_AFTER_MS:
            await self._lane.submit(
                RecordHeld(id=self._world.new_id(), node=report.node, generation=age[0], version=age[1], seen_ms=max(report.as_at_ms, 0))
            )
            self._recorded[report.node] = (age, report.as_at_ms)

    async def views(self, current: Age) -> list[NodeView]:
        """Every node of the list and every one ever heard of, by name."""
        now_ms = self._world.now_ms()
        found = {row.node: ((row.generation, row.version), row.seen_ms) for row in await queries.nodes(self._lane.reader)}
        found |= {node: heard for node, heard in self._heard.items() if heard[1] >= found.get(node, ((0, 0), -1))[1]}
        return [view(node, found.get(node), current, now_ms) for node in sorted({*self._known, *found})]


def view(node: str, heard: tuple[Age, int] | None, current: Age, now_ms: int) -> NodeView:
    """How a node stands to the current switches."""
    if heard is None:
        return NodeView(node=node, held=None, age_ms=None, current=False, ahead=False)
    held, seen_ms = heard
    return NodeView(node=node, held=held, age_ms=max(0, now_ms - seen_ms), current=held == current, ahead=held > current)


def read_nodes(text: str) -> dict[str, PublicKey]:
    """Public keys by the name of their node, one a line; empty lines and lines with # are passed over. `NodesFileIsWrong`."""
    found: dict[str, PublicKey] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            key = PublicKey.from_text(line)
        except KeyIsWrong as refusal:
            raise NodesFileIsWrong(f"Line {number} of the nodes file is wrong: {refusal}") from refusal
        if key.name in found:
            raise NodesFileIsWrong(f"Line {number} of the nodes file names {key.name} a second time: keep one key for each node.")
        found[key.name] = key
    return found
