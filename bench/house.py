"""The house in figures: how long its functions and files are, how many ways lead through them, and how much of it is comment."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from bench.measuring.figure import Figure, Section, middle
from bench.measuring.results import show
from tests.house.sizes import LONGEST_FILE, LONGEST_FUNCTION, MOST_COMMENTS_PER_CENT, comments_per_cent
from tests.house.tree import SOURCE, python_files

ABOUT = "The product's own source. The limits are those of STYLE.md, which the machine checks; a function's knots are the ways through it."
MOST_KNOTS = 15  # ruff's C90 in pyproject.toml
Function = ast.FunctionDef | ast.AsyncFunctionDef
FORKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case)


async def measure() -> AsyncIterator[Section]:
    """Nothing is run: the source is read."""
    files = [len(path.read_text("utf-8").splitlines()) for path in python_files(SOURCE)]
    functions = list(all_functions(SOURCE))
    lengths = [(each.end_lineno or each.lineno) - each.lineno + 1 for each in functions]
    ways = [knots(each) for each in functions]
    comments = comments_per_cent(SOURCE)
    figures = [
        Figure(name="Files", unit="", value=len(files)),
        Figure(name="Lines", unit="", value=sum(files)),
        Figure(name="Lines of a file, median", unit="", value=middle(files)),
        bounded("Lines of the longest file", max(files), LONGEST_FILE),
        Figure(name="Functions", unit="", value=len(functions)),
        Figure(name="Lines of a function, median", unit="", value=middle(lengths)),
        bounded("Lines of the longest function", max(lengths), LONGEST_FUNCTION),
        Figure(name="Knots of a function, median", unit="", value=middle(ways)),
        bounded("Knots of the most knotted function", max(ways), MOST_KNOTS),
        bounded("Comment lines among all lines", comments, MOST_COMMENTS_PER_CENT, "%"),
    ]
    yield Section(title="The house", about=ABOUT, figures=figures)


def bounded(name: str, value: float, most: float, unit: str = "") -> Figure:
    """A figure that the house's checks bound."""
    return Figure(name=name, unit=unit, value=value, limit=most, beside="the most allowed", target=1.0, at_most=True)


def all_functions(folder: Path) -> Iterator[Function]:
    """Every function and method below a folder."""
    for path in python_files(folder):
        for node in ast.walk(ast.parse(path.read_text("utf-8"), str(path))):
            if isinstance(node, Function):
                yield node


def knots(function: Function) -> int:
    """McCabe's cyclomatic complexity (IEEE TSE 2(4), 1976) as ruff's C901 counts it: one, and one more for each statement that forks."""
    return 1 + sum(ways(node) for node in ast.walk(function) if node is not function)


def ways(node: ast.AST) -> int:
    """How many more ways lead on from here; a case that takes all the rest is none of its own, a function within has its own first one."""
    match node:
        case ast.Match(cases=[*_, ast.match_case(pattern=ast.MatchAs(pattern=None), guard=None)]):
            return -1
        case ast.Try(orelse=[_, *_]):
            return 1
        case _:
            return int(isinstance(node, (*FORKS, ast.FunctionDef, ast.AsyncFunctionDef)))


if __name__ == "__main__":
    asyncio.run(show(measure()))
