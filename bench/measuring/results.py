"""The page of results: every figure beside its limit, as tables in Markdown; each module's part says when and on what it was measured."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping, Sequence

from bench.measuring.figure import Figure, Section

ABOUT = (
    "Written by `make bench`, each part as it is done: each figure beside a limit measured in the same run on the same machine, medians of "
    "the rounds. Figures without a limit are there to be watched. What was not measured says why. `make bench ONLY=checkout` writes that "
    "part anew and leaves the others, so that each part says when, at which commit and how quietly it was measured."
)
HEAD = "| figure | measured | limit | ratio | wanted | met |\n|---|---:|---:|---:|---:|---|"
# Not shown where the page is read; what stands below one belongs to the module that it names.
MARK = re.compile(r"^<!-- measured by bench/(\w+)\.py -->$", re.MULTILINE)


def page(machine: Mapping[str, str], parts: Mapping[str, str]) -> str:
    """The whole of RESULTS.md: the machine of the newest part, and each module's part."""
    told = "\n".join(f"- {name}: {value}" for name, value in machine.items())
    marked = [f"<!-- measured by bench/{name}.py -->\n\n{text}" for name, text in parts.items()]
    return "\n\n".join(["# Figures", ABOUT, f"The machine of the newest part:\n\n{told}", *marked]) + "\n"


def parts_of(text: str) -> dict[str, str]:
    """Each module's part of a page that `page` made."""
    pieces = MARK.split(text)
    return {name: part.strip() for name, part in zip(pieces[1::2], pieces[2::2], strict=True)}


def part(sections: Sequence[Section], measured: str = "") -> str:
    """One module's part; `measured` is when and on what."""
    return "\n\n".join(section_text(section, measured) for section in sections)


def section_text(section: Section, measured: str = "") -> str:
    """One section's figures and what there is to say about them."""
    lines = [f"## {section.title}", section.about, "\n".join([HEAD, *(row(figure) for figure in section.figures)])]
    notes = [f"{figure.name}: {figure.note}" for figure in section.figures if figure.note and figure.value is not None]
    remarks = "\n".join(f"- {remark}" for remark in [*notes, *section.remarks, *filter(None, [measured])])
    return "\n\n".join(filter(None, [*lines, remarks]))


def row(figure: Figure) -> str:
    """One line of a table."""
    if figure.value is None:
        return f"| {figure.name} | not measured: {figure.note} | | | {wanted(figure)} | |"
    value = f"{number(figure.value)} {figure.unit}".strip()
    limit = f"{number(figure.limit)} ({figure.beside})" if figure.limit is not None else ""
    ratio = f"{figure.ratio:.2f}" if figure.ratio is not None else ""
    met = {True: "yes", False: "**no**", None: ""}[figure.met]
    return f"| {figure.name} | {value} | {limit} | {ratio} | {wanted(figure)} | {met} |"


def wanted(figure: Figure) -> str:
    """The target of the ratio."""
    return "" if figure.target is None else f"{'at most' if figure.at_most else 'at least'} {figure.target:.2f}"


def number(value: float) -> str:
    """With as many digits as mean something."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


async def show(measuring: AsyncIterator[Section]) -> None:
    """Print what one module measures, as it comes."""
    async for section in measuring:
        print(section_text(section), flush=True)
