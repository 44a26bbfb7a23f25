"""`make bench`: every figure, or those named in ONLY, written to RESULTS.md one by one; QUICK=1 takes small sizes and writes nothing."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import os
import signal
import sys
from pathlib import Path
from time import monotonic

from bench.measuring import machine
from bench.measuring.figure import FULL, QUICK, Section, missing
from bench.measuring.premises import VAR
from bench.measuring.progress import say
from bench.measuring.results import page, part, parts_of

# In this order; each may take so many seconds, several times what it takes on a quiet machine of two processors. Publishing comes last: its
# hundred thousand files are slow to remove.
FIGURES = {
    "house": 60, "replaying": 180, "starting": 180, "switches": 180, "browse": 240, "checkout": 900, "partitions": 180,
    "growth": 3600 if FULL else 600, "search": 300, "selling": 180, "weighing": 300, "stores": 300, "reconnecting": 900,
    "publishing": 5400 if FULL else 900,
}  # fmt: skip
RESULTS = Path(__file__).parent / "RESULTS.md"
NOT_YET = "not reached yet: `make bench ONLY={}` measures it"


def main() -> int:
    """Measure one after the other; one that breaks is told in its place and does not keep the others from being measured."""
    named = tuple(filter(None, os.environ.get("ONLY", "").split(","))) or tuple(FIGURES)
    if unknown := [name for name in named if name not in FIGURES]:
        print(f"There is no figure {', '.join(unknown)}. There are: {', '.join(FIGURES)}.", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    ended = []
    for place, name in enumerate(named, 1):
        say(f"{name} ({place} of {len(named)}, at most {FIGURES[name]} s)")
        part_of_page = PartOfPage(name)
        try:
            ended.append(asyncio.run(measured_within(FIGURES[name], part_of_page)))
        except KeyboardInterrupt:
            say(f"{name}: interrupted; what was measured stays")
            return 130
        finally:
            print(part(part_of_page.sections), "\n", flush=True)
    return 0 if all(ended) else 1


class PartOfPage:
    """What one module has measured so far, kept on the page as it comes."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.sections: list[Section] = []
        self._told = machine.told(VAR)
        self._before = f"{machine.measured()}; just before, other work kept {machine.busy_per_cent():.0f} % of the processors busy"
        self._began = monotonic()

    def take(self, section: Section) -> None:
        """In the place of the one with its title, or last; written unless the sizes are small."""
        titles = [each.title for each in self.sections]
        place = titles.index(section.title) if section.title in titles else len(titles)
        self.sections[place : place + 1] = [section]
        if not QUICK:
            sizes = "The largest sizes (FULL=1). " if FULL else ""
            write(self.name, part(self.sections, f"{sizes}{self._before}; {monotonic() - self._began:.0f} s in all."), self._told)


async def measured_within(limit_s: float, part_of_page: PartOfPage) -> bool:
    """Measure one module; whether it came to its end."""
    name = part_of_page.name
    try:
        async with asyncio.timeout(limit_s), contextlib.aclosing(importlib.import_module(f"bench.{name}").measure()) as measuring:
            async for section in measuring:
                part_of_page.take(section)
    except Exception as error:  # noqa: BLE001 - whatever it was, it is told in the page
        told = TimeoutError(f"it takes longer than {limit_s} s here") if isinstance(error, TimeoutError) else error
        say(f"{name}: {type(told).__name__}: {told}")
        part_of_page.take(went_wrong(name, told))
        return False
    return True


def went_wrong(name: str, error: Exception) -> Section:
    """What a module did not come to."""
    why = f"{type(error).__name__}: {error}".splitlines()[0][:300]
    return Section(title=f"{name.capitalize()}, the rest", about="", figures=[missing(name, "", why)])


def write(name: str, text: str, told: dict[str, str]) -> None:
    """Put one part in its place on the page; the others stay, and those that were never measured say so."""
    parts = parts_of(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    never = {
        each: part([Section(title=each.capitalize(), about="", figures=[missing(each, "", NOT_YET.format(each))])]) for each in FIGURES
    }
    RESULTS.write_text(page(told, {each: (never | parts | {name: text})[each] for each in FIGURES}), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
