"""What we build upon: locked by hash, without addresses, and under licences that a shop may use; nothing of a machine is tracked."""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.house.plant import small_arkwright
from tests.house.tree import ROOT, SOURCE, imports, modules, tracked_files

LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
COPYLEFT = re.compile(r"\b[AL]?GPL|GNU (Affero |Lesser |Library )?General Public", re.IGNORECASE)
ALLOWED_LGPL: set[str] = set()  # none needed so far
STATES_NO_LICENCE: set[str] = set()  # none so far

# Written in two pieces, so that this file does not name them.
MACHINE = re.compile(r"(?<![\w.$}~-])/(?:wo" + r"rk|ro" + r"ot|home/[a-z]\w*)/")
INDEX = re.compile(r"(?<!no-emit-)index-" + r"url|pythonhos" + r"ted|find-" + r"links|/sim" + r"ple/")


def locked(lock: Path) -> list[Requirement]:
    """The requirements that a lock pins, for this platform."""
    lines = [line.split(" \\")[0] for line in lock.read_text("utf-8").splitlines() if re.match(r"[A-Za-z]", line)]
    pinned = [Requirement(line) for line in lines]
    return [one for one in pinned if one.marker is None or one.marker.evaluate()]


def licence(name: str) -> str:
    """What an installed distribution says of its licence: the expression, the first line of the field, the classifiers."""
    said = distribution(name).metadata.json
    first_line = str(said.get("license", "")).strip().split("\n")[0]
    classifiers = [one for one in said.get("classifier", []) if one.startswith("License ::")]
    return "; ".join(str(part) for part in (said.get("license_expression"), first_line, *classifiers) if part)


def forbidden(name: str, said: str) -> bool:
    """Whether a licence keeps a library out."""
    return bool(COPYLEFT.search(said)) and name not in ALLOWED_LGPL


def unlocked(text: str) -> list[str]:
    """Lines of a lock that pin nothing exactly, lack a hash, or name an address."""
    found = [line for line in text.splitlines() if "://" in line or line.startswith("-")]
    for entry in re.findall(r"^[A-Za-z].*(?:\n[ ].*)*", text, re.MULTILINE):
        if "--hash=sha256:" not in entry or "==" not in entry.split("\n")[0]:
            found.append(entry.split("\n")[0])
    return found


def of_a_machine(text: str) -> list[str]:
    """What a text says of the machine it was written on."""
    return [match.group() for pattern in (MACHINE, INDEX) for match in pattern.finditer(text)]


@pytest.mark.parametrize("one", locked(ROOT / "requirements" / "product.lock"), ids=lambda one: one.name)
def test_a_library_of_the_product_has_a_licence_we_may_use(one: Requirement) -> None:
    try:
        said = licence(one.name)
    except PackageNotFoundError:
        pytest.fail(f"{one.name} is locked but not installed: run make again")
    assert said or one.name in STATES_NO_LICENCE
    assert not forbidden(one.name, said), said


@pytest.mark.parametrize(
    ("said", "kept_out"),
    [
        ("MIT", False),
        ("MPL-2.0", False),
        ("Apache-2.0 OR BSD-3-Clause", False),
        ("GPL-3.0-or-later", True),
        ("AGPL-3.0", True),
        ("LGPL-2.1", True),
        ("License :: OSI Approved :: GNU Affero General Public License v3", True),
    ],
)
def test_a_licence_that_would_bind_the_shop_is_found(said: str, kept_out: bool) -> None:
    assert forbidden("wool", said) is kept_out


def asked_for(name: str) -> set[str]:
    """The libraries that we ask for by name."""
    lines = (ROOT / "requirements" / f"{name}.in").read_text("utf-8").split("\n")
    return {line.partition("[")[0] for line in lines if line and line[0].isalpha()}


def not_asked_for(source: Path) -> list[str]:
    """Libraries that the source imports although the product does not ask for them by name."""
    imported = {name.split(".")[0] for module in modules(source) for name, _ in imports(module)} - sys.stdlib_module_names - {"arkwright"}
    known = packages_distributions()
    return sorted(name for name in imported if not {one.lower().replace("_", "-") for one in known.get(name, [])} & asked_for("product"))


def test_the_product_asks_for_all_that_it_imports() -> None:
    assert not_asked_for(SOURCE) == []


def test_a_library_that_only_development_has_is_found(tmp_path: Path) -> None:
    assert not_asked_for(small_arkwright(tmp_path, {"kit/money.py": "import pytest\nimport nowhere\n"})) == ["nowhere", "pytest"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_holds_hashes_and_no_address(lock: Path) -> None:
    assert unlocked(lock.read_text("utf-8")) == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_pins_all_that_is_asked_for(lock: Path) -> None:
    pinned = set(re.findall(r"^([A-Za-z][\w.-]*)==", lock.read_text("utf-8"), re.MULTILINE))
    assert sorted(asked_for(lock.stem) - pinned) == []


def test_the_product_lock_is_part_of_the_develop_lock() -> None:
    product, develop = ({str(one) for one in locked(ROOT / "requirements" / f"{name}.lock")} for name in ("product", "develop"))
    assert sorted(product - develop) == []


@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        ("wool==1.0 \\\n    --hash=sha256:00\n", 0),
        ("wool==1.0\n", 1),
        ("wool>=1.0 \\\n    --hash=sha256:00\n", 1),
        ("wool @ https://example.com/wool.whl \\\n    --hash=sha256:00\n", 2),
        ("--extra-thing wool\n", 1),
    ],
)
def test_a_loose_lock_is_found(text: str, complaints: int) -> None:
    assert len(unlocked(text)) == complaints


def test_nothing_tracked_names_a_machine_or_an_index() -> None:
    found = {}
    for path in tracked_files():
        content = path.read_bytes()
        if b"\0" not in content[:8000] and (said := of_a_machine(content.decode("utf-8", "replace"))):
            found[str(path.relative_to(ROOT))] = said
    assert found == {}


@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        ("see /" + "work/main/a.py", 1),
        ("in /" + "root/.cache", 1),
        ("--index-" + "url https://example.com/sim" + "ple/", 2),
        ("--no-emit-index-" + "url", 0),
        ("the path a/" + "work/b and /workers/", 0),
    ],
)
def test_a_trace_of_a_machine_is_found(text: str, complaints: int) -> None:
    assert len(of_a_machine(text)) == complaints
