"""The import contracts of pyproject.toml hold, and each of them breaks when one violation is planted."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.house.plant import lint_imports, small_arkwright
from tests.house.tree import ROOT, SOURCE

WOOL = "compartments/wool"
PLANTED = [
    # contract, file, what is planted
    ("floors", "kit/money.py", "import arkwright.journal.lane\n"),
    ("floors", "journal/lane.py", "import arkwright.compartments.wool.commands\n"),
    ("floors", f"{WOOL}/queries.py", "import arkwright.journeys.checkout\n"),
    ("floors", "journeys/checkout.py", "import arkwright.channels.shop\n"),
    ("floors", "channels/shop.py", "import arkwright.roles.office\n"),
    ("floors", "roles/office.py", "import arkwright.demo\n"),
    ("floors", "roles/office.py", "import arkwright.simulators.provider\n"),
    ("floors", "attic/__init__.py", ""),
    ("simulators", "simulators/provider.py", "import arkwright.compartments.wool.commands\n"),
    ("compartments", f"{WOOL}/queries.py", "import arkwright.compartments.tea.queries\n"),
    ("compartments", "compartments/tea/rules.py", "import arkwright.compartments.wool.events\n"),
    ("anatomy", f"{WOOL}/records.py", "import arkwright.compartments.wool.queries\n"),
    ("anatomy", f"{WOOL}/commands.py", "import arkwright.compartments.wool.rules\n"),
    ("private", "journeys/checkout.py", "import arkwright.compartments.wool.rules\n"),
    ("private", "channels/shop.py", "import arkwright.compartments.tea.records\n"),
    ("private", "demo/__init__.py", "import arkwright.compartments.tea.rules\n"),
    ("pure", f"{WOOL}/rules.py", "import random\n"),
    ("pure", f"{WOOL}/state.py", "from time import time\n"),
    ("pure", f"{WOOL}/events.py", "import arkwright.kit.world\n"),
    ("pure", "kit/money.py", "import socket\n"),  # through kit: commands import money
    ("sql", "channels/shop.py", "import sqlalchemy\n"),
    ("sql", "roles/office.py", "import apsw\n"),
    ("cycles", "kit/world.py", "import arkwright.kit.money\nimport arkwright.kit.rows\n"),
]


@pytest.mark.parametrize(("contract", "file", "planted"), PLANTED)
def test_a_planted_violation_breaks_its_contract(tmp_path: Path, contract: str, file: str, planted: str) -> None:
    further = {"kit/rows.py": "import arkwright.kit.world\n"} if contract == "cycles" else {}
    status, said = lint_imports(small_arkwright(tmp_path, {file: planted} | further), contract)
    assert (status, "1 broken" in said) == (1, True), said


def test_the_small_arkwright_is_clean(tmp_path: Path) -> None:
    status, said = lint_imports(small_arkwright(tmp_path))
    assert status == 0, said


def test_every_contract_has_a_planted_violation() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    assert {contract["id"] for contract in contracts} == {contract for contract, _, _ in PLANTED}


def test_the_small_arkwright_has_the_floors_of_the_real_one(tmp_path: Path) -> None:
    floors = [{path.parent.name for path in source.glob("*/__init__.py")} for source in (SOURCE, small_arkwright(tmp_path))]
    assert floors[0] == floors[1]


def test_the_contracts_hold() -> None:
    status, said = lint_imports(SOURCE)
    assert status == 0, said
