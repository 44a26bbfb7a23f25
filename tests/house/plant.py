"""A small Arkwright of two compartments, clean by construction, to plant one violation in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT

CLEAN = {
    "__init__.py": '"""A small Arkwright."""\n',
    "__main__.py": "import arkwright.demo\nimport arkwright.roles.office\n",
    "kit/__init__.py": "",
    "kit/money.py": "",
    "kit/world.py": "import time\n",
    "journal/__init__.py": "",
    "journal/lane.py": "import sqlalchemy\nimport arkwright.kit.world\n",
    "compartments/__init__.py": "",
    "journeys/__init__.py": "",
    "journeys/checkout.py": "import arkwright.compartments.wool.commands\nimport arkwright.journal.lane\n",
    "channels/__init__.py": "",
    "channels/shop.py": "import arkwright.journeys.checkout\nimport arkwright.compartments.tea.refusals\n",
    "roles/__init__.py": "",
    "roles/office.py": "import arkwright.channels.shop\nimport arkwright.compartments.wool.records\n",
    "simulators/__init__.py": "",
    "simulators/provider.py": "import arkwright.kit.money\nimport aiohttp\n",
    "demo/__init__.py": "import arkwright.roles.office\nimport arkwright.simulators.provider\n",
}
CLEAN_COMPARTMENT = {
    "__init__.py": '"""The card."""\n',
    "commands.py": "import arkwright.kit.money\n",
    "events.py": "import msgspec\n",
    "refusals.py": "from dataclasses import dataclass\n",
    "state.py": "import arkwright.compartments.{name}.events\n",
    "rules.py": "import arkwright.compartments.{name}.state\nimport arkwright.compartments.{name}.refusals\n",
    "records.py": "import sqlalchemy\nimport arkwright.compartments.{name}.rules\n",
    "queries.py": "import sqlalchemy\nimport arkwright.compartments.{name}.records\n",
}


def small_arkwright(folder: Path, planted: dict[str, str] | None = None) -> Path:
    """Write the package under `folder`, each text in `planted` appended to its file; returns the package's own folder."""
    source = folder / "arkwright"
    texts = dict(CLEAN)
    for name in ("wool", "tea"):
        texts |= {f"compartments/{name}/{file}": text.format(name=name) for file, text in CLEAN_COMPARTMENT.items()}
    for file, text in (planted or {}).items():
        texts[file] = texts.get(file, "") + text
    for file, text in texts.items():
        path = source / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return source


def lint_imports(source: Path, contract: str | None = None) -> tuple[int, str]:
    """Exit status and output of import-linter with the project's own contracts over the package in this folder."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as main; main()", "--no-logo", "--no-cache"]
    chosen = ["--contract", contract] if contract else []
    done = subprocess.run(
        [*command, "--config", str(ROOT / "pyproject.toml"), *chosen],
        cwd=source.parent,
        env=os.environ | {"PYTHONPATH": str(source.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr
