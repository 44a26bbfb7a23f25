"""The borders beyond imports hold in the source, and each check finds one planted violation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house import borders
from tests.house.plant import small_arkwright
from tests.house.tree import SOURCE

Check = Callable[[Path], list[str]]
CHECKS: list[Check] = [borders.anatomy, borders.purity, borders.sql, borders.files]
WOOL = "compartments/wool"
PLANTED: list[tuple[Check, str, str]] = [
    (borders.anatomy, f"{WOOL}/helpers.py", ""),
    (borders.anatomy, f"{WOOL}/__init__.py", "SHEEP = 3\n"),
    (borders.anatomy, "compartments/silk/__init__.py", ""),
    (borders.purity, f"{WOOL}/rules.py", "import faker\n"),
    (borders.purity, f"{WOOL}/rules.py", "import arkwright.journal.lane\n"),
    (borders.purity, f"{WOOL}/rules.py", "async def decide(): ...\n"),
    (borders.purity, f"{WOOL}/state.py", "open('sheep')\n"),
    (borders.purity, f"{WOOL}/commands.py", "import os\n"),
    (borders.sql, "journeys/checkout.py", "TEXT = 'SELECT a FROM b'\n"),
    (borders.sql, f"{WOOL}/state.py", "TEXT = 'delete from sheep'\n"),
    (borders.sql, "roles/office.py", "from sqlite3 import connect\n"),
    (borders.sql, f"{WOOL}/queries.py", "from sqlalchemy import insert\n"),
    (borders.sql, f"{WOOL}/queries.py", "TEXT = 'UPDATE sheep SET wool = 0'\n"),
    (borders.files, "channels/shop.py", "open('sheep')\n"),
    (borders.files, "journal/lane.py", "def load(path):\n    return path.read_bytes()\n"),
]


@pytest.mark.parametrize("check", CHECKS)
def test_the_border_holds(check: Check) -> None:
    assert check(SOURCE) == []


@pytest.mark.parametrize("check", CHECKS)
def test_the_small_arkwright_is_clean(tmp_path: Path, check: Check) -> None:
    assert check(small_arkwright(tmp_path)) == []


@pytest.mark.parametrize(("check", "file", "planted"), PLANTED)
def test_a_planted_violation_is_found(tmp_path: Path, check: Check, file: str, planted: str) -> None:
    assert check(small_arkwright(tmp_path, {file: planted})) != []


def test_a_missing_file_of_a_compartment_is_found(tmp_path: Path) -> None:
    source = small_arkwright(tmp_path)
    (source / WOOL / "records.py").unlink()
    assert borders.anatomy(source) == ["wool lacks records.py"]


def test_the_list_of_further_pure_files_only_shrinks() -> None:
    needless = [
        f"{compartment}/{name}"
        for compartment, names in borders.FURTHER_PURE_FILES.items()
        for name in names
        if not (SOURCE / "compartments" / compartment / name).exists()
    ]
    assert needless == []
