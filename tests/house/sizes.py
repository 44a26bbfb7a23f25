"""Sizes, names, docstrings and loose ends: what keeps each piece small enough to be read at once."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import ROOT, SOURCE, Module, at, imports, modules, python_files, syntax_of

LONGEST_FUNCTION = 40
LONGEST_FILE = 300
MOST_COMMENTS_PER_CENT = 6.0

# What is longer all the same: "path" or "path::function". This list only shrinks.
LONGER: set[str] = set()

BANNED_WORDS = {"util", "utils", "helper", "helpers", "manager", "managers", "service", "services", "misc", "common"}
NOTHING_IMPORTS_THESE = {"", "__main__"}  # the package itself, and where it is started
Function = ast.FunctionDef | ast.AsyncFunctionDef


def too_long(folder: Path, root: Path = ROOT) -> list[str]:
    """What is longer than allowed, as `path` or `path::function`."""
    return [name for path in python_files(folder) for name in _too_long_in(path, root)]


def _too_long_in(path: Path, root: Path) -> Iterator[str]:
    text = path.read_text("utf-8")
    shown = str(path.relative_to(root))
    if len(text.splitlines()) > LONGEST_FILE:
        yield shown
    for node in ast.walk(syntax_of(path)):
        if isinstance(node, Function) and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION:
            yield f"{shown}::{node.name}"


def without_docstring(folder: Path) -> list[str]:
    """Modules with code but without a sentence that says what they are."""
    files = [(path, syntax_of(path)) for path in python_files(folder)]
    return [str(path) for path, syntax in files if syntax.body and not ast.get_docstring(syntax)]


def banned_names(folder: Path) -> list[str]:
    """Modules and folders with a banned word, and classes that end in one: a store's services are the trade's, a `TillManager` is not."""
    found = [str(path) for path in python_files(folder) if BANNED_WORDS & set(_words(path.relative_to(folder).with_suffix("").as_posix()))]
    for path in python_files(folder):
        for node in ast.walk(syntax_of(path)):
            if isinstance(node, ast.ClassDef) and BANNED_WORDS & set(_words(node.name)[-1:]):
                found.append(f"{at(path, node.lineno)} {node.name}")
    return found


def _words(name: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)]


def comments_per_cent(folder: Path) -> float:
    """Comment lines among all lines of the Python files under a folder."""
    comments = total = 0
    for path in python_files(folder):
        with path.open("rb") as file:
            comments += sum(token.type == tokenize.COMMENT for token in tokenize.tokenize(file.readline))
        total += len(path.read_text("utf-8").splitlines())
    return 100.0 * comments / max(total, 1)


def unimported(source: Path = SOURCE, tests: Path | None = None) -> list[str]:
    """Modules that no other module of the source imports; simulators may be imported by the tests alone."""
    everything = modules(source)
    wanted = {name for module in everything for name in _imported(module)}
    if tests is not None:
        wanted |= {name for module in modules(tests) for name in _imported(module) if name.startswith("simulators")}
    parents = {module.name.rpartition(".")[0] for module in everything}
    return sorted(module.name for module in everything if module.name not in wanted | parents | NOTHING_IMPORTS_THESE)


def _imported(module: Module) -> Iterator[str]:
    for name, _ in imports(module):
        if name.startswith("arkwright."):
            ours = name.removeprefix("arkwright.")
            if ours != module.name:
                yield ours
            if (parent := ours.rpartition(".")[0]) != module.name:
                yield parent


def unimported_in_tests(tests: Path) -> list[str]:
    """Files of the tests that are neither collected, nor started, nor imported by another test file."""
    everything = modules(tests)
    wanted = {name.removeprefix("tests.") for module in everything for name, _ in imports(module)}
    wanted |= {name.rpartition(".")[0] for name in wanted}
    return sorted(module.name for module in everything if module.name not in wanted and not _is_started(module))


def _is_started(module: Module) -> bool:
    name = module.path.name
    return name.startswith("test_") or name in {"conftest.py", "__init__.py", "__main__.py"} or '__name__ == "__main__"' in module.text
