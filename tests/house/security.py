"""The walk through OWASP ASVS 5.0 in docs/security.md: which requirements each row is about, and which tests it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tests.house.tree import ROOT

DOCUMENT = ROOT / "docs" / "security.md"
# How many requirements of level 1 or 2 each section has; they are numbered without a gap, those of level 3 follow.
# https://owasp.org/www-project-application-security-verification-standard/ (5.0.0)
SECTIONS: dict[str, int] = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2,
    "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2,
    "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2,
    "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
    "9.1": 3, "9.2": 4,
    "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3,
    "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4,
    "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
    "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
REQUIREMENTS = [f"{section}.{number}" for section, count in SECTIONS.items() for number in range(1, count + 1)]
ROW = re.compile(r"^\| (?P<about>[0-9][0-9., -]*) \| (?P<says>.+) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


class Row(msgspec.Struct, frozen=True):
    """One row: the requirements that it is about, and what it says."""

    about: tuple[str, ...]
    says: str

    @property
    def tests(self) -> list[tuple[str, str]]:
        """File and name of each test that it names."""
        return TEST.findall(self.says)


def rows(text: str) -> list[Row]:
    """Every row of the walk."""
    return [
        Row(tuple(each for part in found["about"].split(",") for each in meant(part.strip())), found["says"])
        for found in ROW.finditer(text)
    ]


def meant(part: str) -> Iterator[str]:
    """'10' is a chapter, '6.5' a section, '1.2.3' a requirement, '1.2.3-1.2.5' a range; what there is not is given as it stands."""
    first, _, last = part.partition("-")
    found = [each for each in REQUIREMENTS if f"{each}.".startswith(f"{first}.")]
    if last:
        found = [each for each in REQUIREMENTS if key(first) <= key(each) <= key(last)]
    yield from found or [part]


def key(number: str) -> tuple[int, ...]:
    """'1.2.10' after '1.2.9'."""
    return tuple(int(part) for part in number.split("."))


def wrong_with(found: list[Row]) -> list[str]:
    """What the walk leaves out, says twice, or names although there is no such thing."""
    named = [each for row in found for each in row.about]
    wrong = [f"{each} is left out" for each in REQUIREMENTS if each not in named]
    wrong += [f"{each} is not of level 1 or 2" for each in named if each not in REQUIREMENTS]
    wrong += sorted({f"{each} stands twice" for each in named if named.count(each) > 1})
    return wrong + [f"{path} has no {name}" for row in found for path, name in row.tests if not stands(ROOT / path, name)]


def stands(path: Path, name: str) -> bool:
    """Whether a file has a test of this name."""
    return path.exists() and re.search(rf"^(async )?def {name}\(", path.read_text("utf-8"), re.MULTILINE) is not None
