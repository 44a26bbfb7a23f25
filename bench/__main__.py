"""`make bench`: every figure, or those named in BENCH, written to RESULTS.md; QUICK=1 takes small sizes and writes nothing."""

from __future__ import annotations

import asyncio
import importlib
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from bench.measuring import machine
from bench.measuring.figure import QUICK, Figure, Section
from bench.measuring.premises import VAR
from bench.measuring.results import page, section_text

FIGURES = ("house", "replaying", "starting", "switches", "browse", "checkout", "partitions", "growth", "publishing", "search")
RESULTS = Path(__file__).parent / "RESULTS.md"


def main() -> int:
    """Measure one after the other; one that breaks is told in its place and does not keep the others from being measured."""
    named = tuple(filter(None, os.environ.get("BENCH", "").split(","))) or FIGURES
    if unknown := [name for name in named if name not in FIGURES]:
        print(f"There is no figure {', '.join(unknown)}. There are: {', '.join(FIGURES)}.", file=sys.stderr)
        return 2
    told, sections, broken = machine.told(VAR), [], 0
    for name in named:
        began = monotonic()
        try:
            found = asyncio.run(importlib.import_module(f"bench.{name}").measure())
        except Exception as error:  # noqa: BLE001 - whatever it was, it is told in the page
            found, broken = [went_wrong(name, error)], broken + 1
        sections += found
        print("\n\n".join(section_text(section) for section in found), f"\n\n({name}: {monotonic() - began:.0f} s)\n", flush=True)
        if named == FIGURES and not QUICK:
            left = [went_wrong(each, TimeoutError("the run was cut off before")) for each in named[named.index(name) + 1 :]]
            RESULTS.write_text(page([*sections, *left], told, f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"), "utf-8")
    return 1 if broken else 0


def went_wrong(name: str, error: Exception) -> Section:
    """A module that could not be measured to its end."""
    why = f"{type(error).__name__}: {error}".splitlines()[0][:300]
    return Section(title=name.capitalize(), about="", figures=[Figure(name=name, unit="", note=why)])


if __name__ == "__main__":
    sys.exit(main())
