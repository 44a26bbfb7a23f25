"""Every path named in the documents exists, and decision records are numbered without a gap."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house import documents
from tests.house.tree import ROOT

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))


@pytest.mark.parametrize("document", documents.documents(), ids=lambda path: path.name)
def test_every_path_named_exists(document: Path) -> None:
    assert documents.missing_paths(document) == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("`src/a.py` and `src/gone.py`", ["src/gone.py"]),
        ("`src/`", []),
        ("`lib/`", ["lib/"]),
        ("`src/<name>.py` and `src/*.py`", []),
        ("`src/{a,b}.py`", ["src/{a,b}.py"]),
        ("`application/json`, `/api/v1`, `and/or`", []),
        ("`var/demo`", []),
        ("```\nsrc/gone.py `src/gone.py`\n```", []),
    ],
)
def test_a_path_that_has_gone_is_found(tmp_path: Path, text: str, missing: list[str]) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").touch()
    (tmp_path / "page.md").write_text(text)
    assert documents.missing_paths(tmp_path / "page.md", (tmp_path,)) == missing


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_parts_on_one_page(path: Path) -> None:
    text = path.read_text("utf-8")
    parts = re.findall(r"^## (\w+)$", text, re.MULTILINE)
    dated = re.search(r"^Date: \d{4}-\d\d-\d\d", text, re.MULTILINE)
    assert (parts, bool(dated), len(text.splitlines()) <= 60) == (["Context", "Decision", "Consequences"], True, True)
