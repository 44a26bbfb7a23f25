"""Pieces stay small, named and in use; each check finds what is planted."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from tests.house import sizes
from tests.house.plant import small_arkwright
from tests.house.tree import ROOT, SOURCE, TESTS, modules

FOLDERS = [folder for folder in (SOURCE, TESTS, ROOT / "bench") if folder.exists()]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_functions_and_files_are_short(folder: Path) -> None:
    assert sorted(set(sizes.too_long(folder)) - sizes.LONGER) == []


def test_the_list_of_longer_ones_only_shrinks() -> None:
    still = {name for folder in FOLDERS for name in sizes.too_long(folder)}
    assert sorted(sizes.LONGER - still) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_module_says_what_it_is(folder: Path) -> None:
    assert sizes.without_docstring(folder) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_names_name_something(folder: Path) -> None:
    assert sizes.banned_names(folder) == []


def test_comments_are_few() -> None:
    assert sizes.comments_per_cent(SOURCE) <= sizes.MOST_COMMENTS_PER_CENT


def test_every_module_is_imported() -> None:
    assert sizes.unimported(SOURCE, TESTS) == []


def test_every_file_of_the_tests_is_used() -> None:
    assert sizes.unimported_in_tests(TESTS) == []


def test_a_long_function_and_a_long_file_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def f():\n" + "    pass\n" * 40 + "\n" * 260)
    (tmp_path / "b.py").write_text("def f():\n" + "    pass\n" * 39)
    assert sizes.too_long(tmp_path, tmp_path) == ["a.py", "a.py::f"]


@pytest.mark.parametrize(
    ("file", "planted", "found"),
    [
        ("kit/money_utils.py", "", True),
        ("kit/services/post.py", "", True),
        ("kit/money.py", "class TillManager: ...\n", True),
        ("kit/money.py", "class StoreHelper: ...\n", True),
        ("kit/money.py", "class Serviceable: ...\n", False),
        ("kit/money.py", "class StoreServiceWrong: ...\n", False),
    ],
)
def test_a_name_for_nothing_is_found(tmp_path: Path, file: str, planted: str, found: bool) -> None:
    assert bool(sizes.banned_names(small_arkwright(tmp_path, {file: planted}))) is found


def test_a_module_without_a_sentence_is_found(tmp_path: Path) -> None:
    source = small_arkwright(tmp_path, {"attic/stove.py": "WARM = True\n"})
    assert str(source / "attic/stove.py") in sizes.without_docstring(source)


def test_chatter_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("# one\nONE = 1\n")
    assert sizes.comments_per_cent(tmp_path) == 50.0


def test_a_module_that_nothing_imports_is_found(tmp_path: Path) -> None:
    tidy = sizes.unimported(small_arkwright(tmp_path / "tidy"))
    assert sizes.unimported(small_arkwright(tmp_path / "loose", {"kit/attic.py": "import arkwright.kit.attic\n"})) == sorted(
        [*tidy, "kit.attic"]
    )


def test_a_test_file_that_nothing_uses_is_found(tmp_path: Path) -> None:
    for name in ("test_a.py", "b.py", "c.py"):
        (tmp_path / name).write_text("from tests.b import x\n" if name == "test_a.py" else "")
    assert sizes.unimported_in_tests(tmp_path) == ["c"]


def test_one_process_can_hold_everything() -> None:
    """Names that stand once in a process, as refusals' do, stand once in the product."""
    for module in modules():
        importlib.import_module(f"arkwright.{module.name}".rstrip("."))
