"""The page of results: every figure beside its limit, as tables in Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bench.measuring.figure import Figure, Section

ABOUT = (
    "Written by `make bench`: each figure beside a limit measured in the same run on the same machine, medians of the rounds. Figures "
    "without a limit are there to be watched. What was not measured says why."
)
HEAD = "| figure | measured | limit | ratio | wanted | met |\n|---|---:|---:|---:|---:|---|"


def page(sections: Sequence[Section], machine: Mapping[str, str], when: str) -> str:
    """The whole of RESULTS.md."""
    return (
        "\n\n".join(
            [
                "# Figures",
                ABOUT,
                "\n".join(f"- {name}: {value}" for name, value in {"measured": when, **machine}.items()),
                *(section_text(section) for section in sections),
            ]
        )
        + "\n"
    )


def section_text(section: Section) -> str:
    """One module's figures and what there is to say about them."""
    lines = [f"## {section.title}", section.about, "\n".join([HEAD, *(row(figure) for figure in section.figures)])]
    notes = [f"{figure.name}: {figure.note}" for figure in section.figures if figure.note and figure.value is not None]
    return "\n\n".join(
        [*lines, *([("\n".join(f"- {remark}" for remark in [*notes, *section.remarks]))] if notes or section.remarks else [])]
    )


def row(figure: Figure) -> str:
    """One line of a table."""
    if figure.value is None:
        return f"| {figure.name} | not measured: {figure.note} | | | {wanted(figure)} | |"
    limit = f"{number(figure.limit)} ({figure.beside})" if figure.limit is not None else ""
    ratio = f"{figure.ratio:.2f}" if figure.ratio is not None else ""
    met = {True: "yes", False: "**no**", None: ""}[figure.met]
    return f"| {figure.name} | {number(figure.value)} {figure.unit} | {limit} | {ratio} | {wanted(figure)} | {met} |"


def wanted(figure: Figure) -> str:
    """The target of the ratio."""
    return "" if figure.target is None else f"{'at most' if figure.at_most else 'at least'} {figure.target:.2f}"


def number(value: float) -> str:
    """With as many digits as mean something."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def show(sections: Sequence[Section]) -> None:
    """Print what one module measured."""
    print("\n\n".join(section_text(section) for section in sections))
