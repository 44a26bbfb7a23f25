"""What is being measured just now, told to whoever waits: a line each, with the seconds since the run began."""

from __future__ import annotations

import sys
from time import monotonic

BEGAN = monotonic()


def say(what: str) -> None:
    """One line on standard error."""
    minutes, seconds = divmod(int(monotonic() - BEGAN), 60)
    print(f"{minutes:3}:{seconds:02}  {what}", file=sys.stderr, flush=True)
