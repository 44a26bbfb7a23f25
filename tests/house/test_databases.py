"""Every test that opens a database runs on both kinds: it stands in the Makefile's list, or here with the reason why not."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house.tree import TESTS

ROOT = TESTS.parent
# Where both kinds would be the same test, or the test is about one kind.
ON_ONE_KIND = {
    "tests/channels/app": "files and a browser; the API behind them is tests/channels/app_api",
    "tests/channels/edge": "an edge has no database",
    "tests/kit/test_sqlite.py": "about files",
    "tests/kit/test_world.py": "about the clock",
    "tests/processes": "processes on files, and test_several.py on a server of its own",
    "tests/roles": "commands on a node's folder; the office itself is in the list, and test_on_servers.py moves one to a server",
    "tests/safety": "who may ask, decided before a database is",
    "tests/simulation/test_disk.py": "the disk beneath SQLite",
    "tests/channels/web/test_plain.py": "what is refused before anything is asked",
}


def imported(path: Path) -> set[str]:
    """The test modules that a file names, and the conftests above it."""
    text = path.read_text("utf-8")
    found = {
        f"{package}.{name.strip()}"
        for package, names in re.findall(r"^from (tests[\w.]*) import (.+)$", text, re.MULTILINE)
        for name in names.split(",")
    }
    found |= set(re.findall(r"^from (tests[\w.]*) import", text, re.MULTILINE))
    return found | {named(above / "conftest.py") for above in path.parents if above != TESTS and (above / "conftest.py").exists()}


def named(path: Path) -> str:
    """tests/kit/test_vault.py is tests.kit.test_vault."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def opening(files: dict[str, set[str]]) -> set[str]:
    """The modules from which tests/databases.py is reached."""
    reached = {"tests.databases"}
    while more := {name for name, names in files.items() if name not in reached and names & reached}:
        reached |= more
    return reached


def test_whatever_opens_a_database_is_run_on_both_kinds() -> None:
    paths = {named(path): path for path in TESTS.rglob("*.py")}
    makefile = (ROOT / "Makefile").read_text("utf-8")
    listed = makefile[makefile.index("ON_POSTGRESQL :=") : makefile.index(".DEFAULT_GOAL")].replace("\\", " ").split()
    reached = opening({name: imported(path) for name, path in paths.items()})
    assert len(reached) > 40  # the search itself finds something
    tests = [paths[name].relative_to(ROOT) for name in sorted(reached) if name.rpartition(".")[2].startswith("test_")]
    missed = [
        str(path)
        for path in tests
        if path.name != "test_queries.py" and not any(path.is_relative_to(place) for place in (*listed, *ON_ONE_KIND))
    ]
    assert missed == []
