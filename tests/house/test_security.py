"""docs/security.md leaves no requirement out, names no test that is not there, and answers no finding in what has gone."""

from __future__ import annotations

import pytest

from tests.attack.findings import Answer, Finding, Report, answers, unanswered
from tests.house.security import DOCUMENT, REQUIREMENTS, Row, meant, rows, wrong_with
from tests.house.tree import ROOT

TEXT = DOCUMENT.read_text("utf-8")


def test_every_requirement_has_its_row_and_every_test_named_exists() -> None:
    assert len(REQUIREMENTS) == 253
    assert wrong_with(rows(TEXT)) == []


def test_most_of_the_walk_is_held_by_tests() -> None:
    tested = {each for row in rows(TEXT) if row.tests for each in row.about}
    outside = {each for row in rows(TEXT) if row.says.startswith("Does not apply") for each in row.about}
    assert len(tested - outside) >= 0.65 * (len(REQUIREMENTS) - len(outside))


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("1.2.9", ["1.2.9"]),
        ("1.2.10", ["1.2.10"]),
        ("6.3", ["6.3.1", "6.3.2", "6.3.3", "6.3.4"]),
        ("17", ["17.1.1", "17.2.1", "17.2.2", "17.2.3", "17.2.4", "17.3.1", "17.3.2"]),
        ("1.2.8-1.3.1", ["1.2.8", "1.2.9", "1.3.1"]),
    ],
)
def test_what_a_row_is_about(part: str, found: list[str]) -> None:
    assert list(meant(part)) == found


def test_a_hole_in_the_walk_is_found() -> None:
    whole = rows(TEXT)
    assert "1.1.1 is left out" in wrong_with(whole[1:])
    assert "1.1.1 stands twice" in wrong_with([*whole, whole[0]])
    assert "9.9.9 is not of level 1 or 2" in wrong_with([*whole, Row(("9.9.9",), "")])
    gone = Row((), "`tests/house/test_security.py::test_that_is_gone`")
    assert wrong_with([*whole, gone]) == ["tests/house/test_security.py has no test_that_is_gone"]


def test_answers_are_about_what_stands() -> None:
    known = answers(TEXT)
    assert len({(each.tool, each.rule, each.where) for each in known}) == len(known)
    gone = [each.where for each in known if each.where.startswith("src/") and next(ROOT.glob(each.where), None) is None]
    assert gone == []


def test_a_finding_needs_its_answer() -> None:
    found = [Finding("bandit", "B101", "src/a.py"), Finding("wapiti", "CSP", "shop /x q"), Finding("bandit", "B101", "src/b.py")]
    known = [Answer("bandit", "B101", "src/a.py", "x" * 20), Answer("wapiti", "CSP", "shop *", "x" * 20)]
    assert unanswered([Report("all", "", (*found, *found))], known) == [Finding("bandit", "B101", "src/b.py")]
    for text in ('[[answered]]\ntool = "x"\n', '[[answered]]\ntool="a"\nrule="b"\nwhere="c"\nwhy="short"\n', "[[answered\n"):
        with pytest.raises(ValueError, match=r"docs/security\.md"):
            answers(f"```toml\n{text}```\n")
