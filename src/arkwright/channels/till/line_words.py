"""How a store stands with head office, in words for a colleague: cut off since when, what waits, and that selling goes on."""

from __future__ import annotations

import msgspec

from arkwright.channels.design.pages import clock, day, plural
from arkwright.kit.london import today

PROBLEMS = {
    "fork": "Head office holds other sales of this store than this node does, and takes nothing more from it.",
    "old-copy": "Head office holds more sales of this store than this node does: its disk was put back to an old copy.",
}
TELL = "Tell the incident desk now. Go on selling only if they say so."


class LineState(msgspec.Struct, frozen=True, kw_only=True):
    """What the node knows of its line: since when head office has not answered, None while it does; what waits to be sent.

    `heard`: whether head office has answered since the node was started. `problem`: head office holds another journal of this node than
    the node itself ("fork"), or more of it ("old-copy"), and takes nothing until somebody has looked.
    """

    cut_off_since_ms: int | None = None
    unsent_sales: int = 0
    unsent_entries: int = 0
    heard: bool = True
    problem: str = ""


def line_words(line: LineState, now_ms: int) -> str:
    """Two or three short sentences."""
    if line.problem:
        return f"{PROBLEMS.get(line.problem, PROBLEMS['fork'])} {TELL}"
    waiting = f"{plural(line.unsent_sales, 'sale')} {'waits' if line.unsent_sales == 1 else 'wait'} to be sent."
    if line.cut_off_since_ms is not None:
        since = line.cut_off_since_ms
        when = clock(since) if today(since) == today(now_ms) else f"{day(since)}, {clock(since)}"
        return f"Cut off from head office since {when}. {waiting} You can go on selling."
    if not line.heard:
        return f"Asking head office. {waiting} You can sell."
    if line.unsent_sales:
        return f"Connected to head office. {plural(line.unsent_sales, 'sale')} on the way."
    return "Connected to head office. Every sale is sent."


def age_words(as_at_ms: int | None, now_ms: int) -> str:
    """'4 minutes ago', '3 hours ago', '2 days ago', or 'never'."""
    if as_at_ms is None:
        return "never"
    minutes = max(0, now_ms - as_at_ms) // 60_000
    if minutes < 1:
        return "less than a minute ago"
    if minutes < 60:
        return f"{plural(minutes, 'minute')} ago"
    if minutes < 48 * 60:
        return f"{plural(minutes // 60, 'hour')} ago"
    return f"{plural(minutes // (24 * 60), 'day')} ago"
