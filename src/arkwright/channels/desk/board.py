"""The board: how every capability stands, since when, by whom and why, and which nodes hold it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import msgspec

from arkwright.channels.desk.nodes import Age, NodeView
from arkwright.compartments.switchboard import queries
from arkwright.compartments.switchboard.state import Change, Proposal, Switch
from arkwright.journal.lane import Lane
from arkwright.kit.switches import Capabilities, Mode, Place, Setting
from arkwright.kit.switches.order import STRICTNESS

IN_FLIGHT = {
    "finish": "What has begun is finished.",
    "hold": "What has begun is held.",
    "cancel": "What has begun since then is cancelled and refunded.",
}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A switch that is not open: one capability at one place."""

    title: str
    place: str
    mode: Mode
    since_ms: int
    by: str
    reason: str
    say: str
    fallback: str
    allowed: tuple[str, ...]
    in_flight: str
    cancel_from_ms: int | None
    review_ms: int | None
    overdue: bool
    number: int
    held_by: int
    not_yet: tuple[NodeView, ...]
    address: str


class Tile(msgspec.Struct, frozen=True, kw_only=True):
    """A capability as a whole: the strictest mode of any of its places."""

    capability: str
    name: str
    mode: Mode
    where: str
    address: str


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A restart that somebody proposed and a second person may approve."""

    proposal: str
    title: str
    now: Mode
    then: Mode
    allowed: tuple[str, ...]
    say: str
    reason: str
    by: str
    proposed_ms: int
    own: bool


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """Everything on the first page of the desk."""

    generation: int
    version: int
    now_ms: int
    lines: tuple[Line, ...]
    tiles: tuple[Tile, ...]
    waiting: tuple[Waiting, ...]
    nodes: tuple[NodeView, ...]

    @property
    def ahead(self) -> NodeView | None:
        """A node that holds newer switches than this desk has, which was restored from an older copy."""
        return next((node for node in self.nodes if node.ahead), None)


async def age_of(lane: Lane) -> Age:
    """Generation and version of the switches now."""
    counted = await queries.counter(lane.reader)
    return counted.generation, counted.version


async def board(lane: Lane, capabilities: Capabilities, nodes: Sequence[NodeView], age: Age, account: str, now_ms: int) -> Board:
    """The board as it stands now, for one colleague."""
    found = [switch for switch in await queries.switches(lane.reader) if switch.order.mode != "open"]
    rank = {capability: number for number, capability in enumerate(capabilities)}
    found.sort(key=lambda switch: (-STRICTNESS[switch.order.mode], rank.get(switch.order.capability, 0), switch.switch))
    return Board(
        generation=age[0],
        version=age[1],
        now_ms=now_ms,
        lines=tuple(line(switch, capabilities, nodes, now_ms) for switch in found),
        tiles=tuple(tile(capability, capabilities[capability].name, found) for capability in capabilities),
        waiting=tuple(waiting(each, capabilities, account) for each in await queries.waiting(lane.reader, now_ms)),
        nodes=tuple(nodes),
    )


def line(switch: Switch, capabilities: Capabilities, nodes: Sequence[NodeView], now_ms: int) -> Line:
    """One switch in words; a node holds it when it holds this version or a later one."""
    order = switch.order
    missing = tuple(node for node in nodes if node.held is None or node.held < order.issued_at)
    return Line(
        title=name_of(order, capabilities),
        place=order.place.words(),
        mode=order.mode,
        since_ms=order.since_ms,
        by=switch.by,
        reason=switch.reason,
        say=order.say,
        fallback=order.fallback,
        allowed=tuple(order.limits.allowed(limit) for limit in order.limits.named),
        in_flight=IN_FLIGHT[order.in_flight] if order.mode == "paused" else "",
        cancel_from_ms=order.cancel_from_ms,
        review_ms=order.review_ms,
        overdue=order.review_ms is not None and order.review_ms < now_ms,
        number=order.number,
        held_by=len(nodes) - len(missing),
        not_yet=missing,
        address=address_of(order.capability, order.place),
    )


def tile(capability: str, name: str, found: Sequence[Switch]) -> Tile:
    """The capability in one line."""
    here = [switch.order for switch in found if switch.order.capability == capability]
    mode: Mode = max((order.mode for order in here), key=lambda each: STRICTNESS[each], default="open")
    where = "; ".join(order.place.words() for order in here if order.mode == mode) or "everywhere"
    place = here[0].place if len(here) == 1 else Place()
    return Tile(capability=capability, name=name, mode=mode, where=where, address=address_of(capability, place))


def waiting(proposal: Proposal, capabilities: Capabilities, account: str) -> Waiting:
    """A proposal in words."""
    setting = proposal.setting
    return Waiting(
        proposal=proposal.proposal,
        title=f"{name_of(setting, capabilities)}, {setting.place.words()}",
        now=proposal.against.mode,
        then=setting.mode,
        allowed=tuple(setting.limits.allowed(limit) for limit in setting.limits.named),
        say=setting.say,
        reason=proposal.reason,
        by=proposal.by,
        proposed_ms=proposal.proposed_ms,
        own=proposal.by == account,
    )


def change_title(change: Change, capabilities: Capabilities) -> str:
    """'Orders, channel web', for the history."""
    return f"{name_of(change.order, capabilities)}, {change.order.place.words()}"


def name_of(setting: Setting, capabilities: Capabilities) -> str:
    """The capability in words."""
    known = capabilities.get(setting.capability)
    return known.name if known else setting.capability


def address_of(capability: str, place: Place) -> str:
    """The page of one switch."""
    return "/switch?" + urlencode({"capability": capability, **place.named})
