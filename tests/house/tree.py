"""The source as the house tests see it: modules parsed once, and the files that the repository holds."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "arkwright"
TESTS = ROOT / "tests"
LEFT_OUT = {".venv", ".git", "__pycache__", "var", "dist", "node_modules"}


class Module(NamedTuple):
    """One Python file: its path, its name from the package's root (`kit.money`), its text and its syntax tree."""

    path: Path
    name: str
    text: str
    syntax: ast.Module

    @property
    def floor(self) -> str:
        """The first part of the name: `kit`, `journal`, `compartments`, and so on."""
        return self.name.split(".", 1)[0]

    @property
    def part(self) -> str | None:
        """For a file of a compartment, which of the eight it is (`rules`); None elsewhere."""
        parts = self.name.split(".")
        return parts[2] if parts[0] == "compartments" and len(parts) == 3 else None


def modules(source: Path = SOURCE) -> list[Module]:
    """Every module under a package's folder; a file that does not parse raises SyntaxError with its name."""
    return [_parsed(path, source, path.stat().st_mtime_ns) for path in python_files(source)]


def syntax_of(path: Path) -> ast.Module:
    """The syntax tree of a file, read once as long as it stays the same; one that does not parse raises SyntaxError with its name."""
    return _syntax(path, path.stat().st_mtime_ns)


@cache
def _syntax(path: Path, _mtime_ns: int) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def python_files(folder: Path) -> list[Path]:
    """The Python files under a folder, sorted."""
    return sorted(path for path in folder.rglob("*.py") if not LEFT_OUT & set(path.relative_to(folder).parts))


@cache
def _parsed(path: Path, source: Path, _changed_ns: int) -> Module:
    relative = path.relative_to(source).with_suffix("")
    parts = relative.parts[:-1] if relative.name == "__init__" else relative.parts
    text = path.read_text("utf-8")
    return Module(path, ".".join(parts), text, syntax_of(path))


def tracked_files() -> list[Path]:
    """What the repository holds: git's list, or every file outside the ignored folders where there is no git."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        paths = [ROOT / name for name in listed.decode().split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        paths = [path for path in ROOT.rglob("*") if not LEFT_OUT & set(path.relative_to(ROOT).parts)]
    return sorted(path for path in paths if path.is_file())


def imports(module: Module) -> Iterator[tuple[str, int]]:
    """Every name that a module imports, dotted, with its line; `from a import b` gives `a.b`."""
    for node in ast.walk(module.syntax):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def at(path: Path, line: int, root: Path = ROOT) -> str:
    """`src/arkwright/kit/money.py:12`, for a complaint that an editor can follow."""
    shown = path.relative_to(root) if path.is_relative_to(root) else path
    return f"{shown}:{line}"
