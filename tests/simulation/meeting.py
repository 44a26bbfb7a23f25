"""Which fault met which operation: what the shop is about at each place, and which pairs can never meet, with the reason."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from arkwright.kit.messages import Command

OPERATIONS = (
    "basket", "place", "pay", "cancel", "capture", "void", "refund", "dispatch", "stock", "price", "notice", "switch", "publish",
)  # fmt: skip
DOING: ContextVar[str] = ContextVar("doing", default="")

# The first word found in a command's name, or else its lane, says which operation it belongs to.
BY_WORD = {
    "Void": "void", "Capture": "capture", "Refund": "refund", "Cancel": "cancel", "Failed": "cancel", "Allowance": "stock",
    "SetOffer": "price", "SetPromotion": "price", "Basket": "basket", "SetQuantity": "basket", "AcceptPrices": "basket",
    "EnterCode": "basket", "Confirm": "pay", "Authorised": "pay", "ClosePayment": "capture", "Dispatch": "dispatch",
    "CloseShort": "dispatch",
}  # fmt: skip
BY_LANE = {
    "catalogue": "price", "promotions": "price", "stores": "price", "stock": "stock", "ordering": "place", "dispatch": "dispatch",
    "payments": "place", "customers": "place", "notices": "notice", "vault": "place",
}  # fmt: skip
BY_PLACE = {
    "checkout.": "place", "settle.": "pay", "cancel.": "cancel", "capture.": "capture", "void.": "void", "refund.": "refund",
    "mail": "notice", "desk": "switch", "shop.localhost": "pay", "sessions.create": "place", "sessions.retrieve": "pay",
    "sessions.expire": "cancel", "intents.retrieve": "pay", "intents.capture": "capture", "intents.cancel": "void", "refunds": "refund",
}  # fmt: skip

LANES = ("basket", "place", "pay", "cancel", "capture", "void", "refund", "dispatch", "stock", "price", "notice", "switch")
LINE = ("basket", "place", "pay", "cancel", "refund", "dispatch", "stock", "price")
CALLS = ("place", "pay", "cancel", "capture", "void", "refund", "notice", "switch")
MONEY = ("place", "pay", "cancel", "capture", "void", "refund")
SENT = tuple(dict.fromkeys((*LINE, *CALLS)))

# What each kind can meet at all, and why nothing else.
CAN_MEET: dict[str, tuple[tuple[str, ...], str]] = {
    "crash": (OPERATIONS, ""),
    "power cut": (LANES, "what is published is made anew from the catalogue; its files are renamed into place whole"),
    "disk full": (OPERATIONS, ""),
    "write error": (OPERATIONS, ""),
    "sync error": (OPERATIONS, ""),
    "slow disk": (LANES, "nobody waits for a file of what is published but its publisher"),
    "old copy": (("place", "stock", "dispatch", "notice", "price"), "a file is a lane's, so these stand for all that is in it"),
    "clock off": (LANES, "what is published bears no time that anything depends on"),
    "clock drift": (LANES, "what is published bears no time that anything depends on"),
    **dict.fromkeys(
        ("lose request", "lose answer", "double", "late request", "late answer", "cut there", "cut back"),
        (SENT, "an edge fetches what is published; the office sends it nowhere"),
    ),
    "desk away": (("switch",), "the desk is asked for switches alone"),
    "desk forged": (("switch",), "the desk is asked for switches alone"),
    **dict.fromkeys(
        ("provider no_answer", "provider cut", "provider error", "provider busy", "provider slow"),
        (MONEY, "it moves money alone"),
    ),
    "keys forgotten": (("cancel", "capture", "void", "refund"), "looking needs no key, and a page's key is kept while it can be paid"),
    "late decline": (("capture",), "a bank takes back what was authorised and not yet captured"),
    "double click": (("place",), "only the button of the checkout is pressed by people in a hurry"),
    "two tabs": (("place",), "the second tab holds the same basket at the checkout"),
    "walk away": (("place",), "who leaves during a basket or a payment is a shopper that comes late or never pays"),
    "reload": (("pay",), "the page that is reloaded is the one to which the provider sends people back"),
    "never back": (("pay",), "who never comes back has been at the provider's page"),
    "switched": (LANES[:-1], "a switch that moves is an operation by itself"),
}


def operation_of(lane: str, kind: type[Command]) -> str:
    """What a command is a part of."""
    return next((operation for word, operation in BY_WORD.items() if word in kind.__name__), BY_LANE.get(lane, ""))


def operation_at_provider(method: str, path: str) -> str:
    """What a call of the card provider's API is a part of."""
    for word, operation in (("/capture", "capture"), ("/cancel", "void"), ("/refunds", "refund"), ("/expire", "cancel")):
        if word in path:
            return operation
    return "place" if method == "POST" and path.endswith("sessions") else "pay"


def operation_on_file(path: Path) -> str:
    """What a file is written for."""
    if "publication" in path.parts:
        return "publish"
    return "switch" if path.name.startswith(("switches", "trust")) else ""


@contextmanager
def doing(operation: str) -> Iterator[None]:
    """What is done while this lasts belongs to the operation."""
    before = DOING.set(operation)
    try:
        yield
    finally:
        DOING.reset(before)


class UnderWay:
    """The commands that each lane has taken and not yet answered, by operation."""

    def __init__(self) -> None:
        self.lanes: dict[str, Counter[str]] = {}
        self._awaited: dict[str, asyncio.Event] = {}

    def begins(self, operation: str) -> asyncio.Event:
        """Set when a lane next takes a command of this operation."""
        return self._awaited.setdefault(operation, asyncio.Event())

    @contextmanager
    def taken(self, lane: str, operation: str) -> Iterator[None]:
        """The lane is about it while this lasts."""
        waiting = self.lanes.setdefault(lane, Counter())
        waiting[operation] += 1
        if awaited := self._awaited.pop(operation, None):
            awaited.set()
        try:
            yield
        finally:
            waiting[operation] -= 1

    def at(self, place: str) -> set[str]:
        """The operations that something at this place happens to."""
        task = asyncio.current_task()
        lane = lane_of(place, task.get_name() if task else "")
        if lane in self.lanes:
            return {operation for operation, waiting in self.lanes[lane].items() if waiting}
        known = next((operation for start, operation in BY_PLACE.items() if place.startswith(start)), DOING.get())
        return {known} if known else set()


def lane_of(place: str, task: str) -> str:
    """The lane that a point, a file or a task belongs to; empty for none."""
    if place.startswith("disk "):
        return place[5:].partition(".")[0]
    return task[5:] if task.startswith("lane ") else place.partition(".")[0]


def pair(kind: str, operation: str) -> str:
    """How a meeting is counted."""
    return f"{kind} x {operation}"


def never_met(met: Mapping[str, int]) -> list[str]:
    """The pairs that could have met and did not."""
    return [name for kind, (operations, _) in CAN_MEET.items() for name in (pair(kind, each) for each in operations) if not met.get(name)]


def table(met: Mapping[str, int]) -> Iterator[str]:
    """One line a kind, one column an operation: how often they met; a dash for what cannot meet."""
    yield " " * 20 + "".join(f"{operation:>9}" for operation in OPERATIONS)
    for kind, (operations, _) in CAN_MEET.items():
        cells = (f"{met.get(pair(kind, each), 0) if each in operations else '-':>9}" for each in OPERATIONS)
        yield f"{kind:20}" + "".join(cells)
