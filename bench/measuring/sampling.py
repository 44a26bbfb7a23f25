"""Where a process spends its processor time: looked at every few milliseconds of it, and told by the part at work."""

from __future__ import annotations

import faulthandler
import json
import signal
import sys
from collections import Counter
from collections.abc import Callable
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


def sampled(work: Callable[[], None], file: Path) -> None:
    """Do the work; then the samples of this process's main thread stand in the file, by part and by line, as JSON."""
    parts: Counter[str] = Counter()
    lines: Counter[str] = Counter()

    def look(_: int, frame: FrameType | None) -> None:
        parts[part_of(frame)] += 1
        lines[way_to(frame)] += 1

    signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, EVERY_S, EVERY_S)
    try:
        work()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0, 0)
        file.write_text(json.dumps({"parts": dict(parts.most_common()), "lines": dict(lines.most_common(200))}), "utf-8")


def part_of(frame: FrameType | None) -> str:
    """The part of the program at work."""
    step = 0
    while frame is not None and step < SEARCHED:
        name = frame.f_code.co_filename
        if name.endswith("selectors.py"):
            return "waiting, and other threads"
        for piece, part in PARTS:
            if piece in name:
                return part
        frame, step = frame.f_back, step + 1
    return "other"


def way_to(frame: FrameType | None) -> str:
    """The innermost places of ours that led here, and where the interpreter is."""
    steps: list[str] = []
    while frame is not None and len(steps) < 5:
        code = frame.f_code
        if not steps or "/arkwright/" in code.co_filename:
            steps.append(f"{Path(code.co_filename).stem}.{code.co_name}:{frame.f_lineno}")
        frame = frame.f_back
    return " < ".join(steps)


def told(file: Path, most: int = 10) -> str:
    """The shares, the largest first, as a sentence."""
    parts: dict[str, int] = json.loads(file.read_text("utf-8"))["parts"]
    total = sum(parts.values()) or 1
    return ", ".join(f"{name} {100 * count / total:.0f}%" for name, count in list(parts.items())[:most])


if __name__ == "__main__":
    # As at the command line, with samples: a file, then the words of the command.
    faulthandler.register(signal.SIGUSR1)
    from arkwright.__main__ import main

    target = Path(sys.argv[1])
    sys.argv = ["arkwright", *sys.argv[2:]]
    sampled(main, target)
