"""Paths that documents name in backticks, and which of them do not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import ROOT, SOURCE

DOCUMENTS = ("README.md", "ARCHITECTURE.md", "STYLE.md", "CONTRIBUTING.md", "docs/*.md")
BASES = (ROOT, SOURCE, SOURCE / "compartments")
MADE_WHEN_RUNNING = ("var/", ".venv/", "dist/")
IN_BACKTICKS = re.compile(r"`([^`\n]+)`")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
PATH = re.compile(r"[\w.*-]+(/[\w.*<>{},-]+)+/?|[\w.-]+/")
ENDING = re.compile(r"\.(py|md|toml|lock|in|json|html|css|js|csv|txt|svg|yml|yaml)$")


def documents() -> list[Path]:
    """The documents whose paths must exist; decision records are history and may name what has gone."""
    return [path for pattern in DOCUMENTS for path in sorted(ROOT.glob(pattern))]


def missing_paths(document: Path, bases: tuple[Path, ...] = BASES) -> list[str]:
    """Paths that a document names and that stand under none of the bases."""
    return sorted(path for path in _named(document, bases) if not _stands(path, (*bases, document.parent)))


def _named(document: Path, bases: tuple[Path, ...]) -> Iterator[str]:
    folders = {child.name for base in bases if base.is_dir() for child in base.iterdir() if child.is_dir()}
    for text in IN_BACKTICKS.findall(FENCED.sub("", document.read_text("utf-8"))):
        is_path = PATH.fullmatch(text) and (ENDING.search(text) or text.endswith("/") or text.split("/")[0] in folders)
        if is_path and not text.startswith(MADE_WHEN_RUNNING):
            yield text


def _stands(text: str, bases: tuple[Path, ...]) -> bool:
    pattern = re.sub(r"<[^>]*>", "*", text).rstrip("/")
    return all(any(next(base.glob(one), None) for base in bases) for one in _spelt_out(pattern))


def _spelt_out(pattern: str) -> list[str]:
    braces = re.search(r"\{([^}]*)\}", pattern)
    if braces is None:
        return [pattern]
    return [one for word in braces[1].split(",") for one in _spelt_out(pattern[: braces.start()] + word + pattern[braces.end() :])]
