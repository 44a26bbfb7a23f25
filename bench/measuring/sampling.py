"""Where a process spends its processor time: looked at every few milliseconds of it, and told by the part at work."""

from __future__ import annotations

import faulthandler
import json
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

EVERY_S = 0.002
# The first that fits the innermost frames wins; a library counts by its own name.
PARTS = (
    ("/site-packages/stripe/", "card provider's library"),
    ("/site-packages/aiohttp/", "requests to the provider (aiohttp)"),
    ("/site-packages/litestar/", "web framework (litestar)"),
    ("/site-packages/granian/", "web server (granian)"),
    ("/site-packages/structlog/", "log"),
    ("/site-packages/prometheus_client/", "metrics"),
    ("/site-packages/aiosmtplib/", "mail"),
    ("/site-packages/sqlalchemy/", "SQL building"),
    ("/site-packages/jinja2/", "templates"),
    ("/arkwright/kit/database/", "database"),
    ("/arkwright/kit/vault", "vault"),
    ("/arkwright/kit/signing", "signing"),
    ("/arkwright/kit/network", "requests to the provider (aiohttp)"),
    ("/arkwright/kit/", "kit"),
    ("/arkwright/journal/", "journal"),
    ("/arkwright/compartments/", "compartments"),
    ("/arkwright/journeys/", "journeys"),
    ("/arkwright/channels/stripe", "card provider's library"),
    ("/arkwright/channels/", "channels"),
    ("/arkwright/roles/", "roles"),
    ("/asyncio/", "event loop (asyncio)"),
)
SEARCHED = 12
# What of an order's way is at work: the innermost place that stands here, or else the request that led to it.
STEPS = (
    ("/arkwright/channels/stripe/client", "calls to the provider"),
    ("/arkwright/channels/stripe/transport", "calls to the provider"),
    ("/site-packages/stripe/_", "calls to the provider"),
    ("/site-packages/aiohttp/", "calls to the provider"),
    ("/site-packages/aiosmtplib/", "letters and mail"),
    ("/arkwright/journeys/letters", "letters and mail"),
    ("/arkwright/journeys/tell_me", "letters and mail"),
    ("/arkwright/channels/mail/", "letters and mail"),
    ("/arkwright/kit/mail", "letters and mail"),
    ("/arkwright/journal/pump", "pumps of reactions"),
    ("/arkwright/roles/reactions", "pumps of reactions"),
    ("/arkwright/journal/checkpoints", "checkpoints"),
    ("/arkwright/journal/", "lanes: deciding, saving, committing"),
    ("/arkwright/roles/sweeps", "sweeps"),
    ("/arkwright/channels/publication/", "publishing"),
    ("/arkwright/channels/finding/", "the search index"),
    ("/arkwright/channels/following/", "following the desk"),
)
REQUESTS = {"/api/v1/orders": "the request that places", "/webhooks/stripe": "the provider's webhook"}
NO_STEP = "event loop, between the steps"


class Samples:
    """Where this process's main thread was found at work, by part, by step and by line, between one SIGUSR2 and the next."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._counts: dict[str, Counter[str]] = {}
        signal.signal(signal.SIGPROF, self._look)
        signal.signal(signal.SIGUSR2, self._turn)

    def _look(self, _: int, frame: FrameType | None) -> None:
        for name, of in (("parts", part_of), ("steps", step_of), ("lines", way_to)):
            self._counts[name][of(frame)] += 1

    def _turn(self, _number: int, _frame: FrameType | None) -> None:
        if signal.getitimer(signal.ITIMER_PROF)[1]:
            signal.setitimer(signal.ITIMER_PROF, 0, 0)
            beside = self._file.with_suffix(".being-written")
            beside.write_text(json.dumps({name: dict(counts.most_common(200)) for name, counts in self._counts.items()}), "utf-8")
            beside.replace(self._file)
        else:
            self._counts = {"parts": Counter(), "steps": Counter(), "lines": Counter()}
            signal.setitimer(signal.ITIMER_PROF, EVERY_S, EVERY_S)


def part_of(frame: FrameType | None) -> str:
    """The part of the program at work."""
    for name in list(files_from(frame))[:SEARCHED]:
        if name.endswith("selectors.py"):
            return "waiting, and other threads"
        for piece, part in PARTS:
            if piece in name:
                return part
    return "other"


def step_of(frame: FrameType | None) -> str:
    """The step of an order at work."""
    if frame is not None and frame.f_code.co_filename.endswith("selectors.py"):
        return "waiting, and other threads"
    while frame is not None:
        code = frame.f_code
        for piece, step in STEPS:
            if piece in code.co_filename:
                return step
        if "scope" in code.co_varnames and isinstance(scope := frame.f_locals.get("scope"), dict) and "path" in scope:
            return REQUESTS.get(scope["path"], "other requests")
        frame = frame.f_back
    return NO_STEP


def files_from(frame: FrameType | None) -> Iterator[str]:
    """The files of the calls that are open, the innermost first."""
    while frame is not None:
        yield frame.f_code.co_filename
        frame = frame.f_back


def way_to(frame: FrameType | None) -> str:
    """The innermost places of ours that led here, and where the interpreter is."""
    steps: list[str] = []
    while frame is not None and len(steps) < 5:
        code = frame.f_code
        if not steps or "/arkwright/" in code.co_filename:
            steps.append(f"{Path(code.co_filename).stem}.{code.co_name}:{frame.f_lineno}")
        frame = frame.f_back
    return " < ".join(steps)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Where the time went, in per cent by part and in milliseconds of an order by step."""

    parts: str
    steps: str


def told(file: Path, order_ms: float, most: int = 10) -> Profile:
    """The shares by part and by step, the largest first; `order_ms` is what an order cost in all, of which each step has its share."""
    counted: dict[str, dict[str, int]] = json.loads(file.read_text("utf-8"))
    total = sum(counted["parts"].values()) or 1
    parts = ", ".join(f"{name} {100 * count / total:.0f}%" for name, count in list(counted["parts"].items())[:most])
    steps = ", ".join(f"{name} {order_ms * count / total:.2f}" for name, count in counted["steps"].items())
    return Profile(parts=parts, steps=steps)


if __name__ == "__main__":
    # As at the command line, with samples: a file, then the words of the command.
    faulthandler.register(signal.SIGUSR1)
    from arkwright.__main__ import main

    samples = Samples(Path(sys.argv[1]))
    sys.argv = ["arkwright", *sys.argv[2:]]
    main()
