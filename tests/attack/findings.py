"""What a tool found, and which findings docs/security.md has answered."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path

import msgspec

DOCUMENT = Path(__file__).parents[2] / "docs" / "security.md"
BLOCK = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Finding(msgspec.Struct, frozen=True, order=True):
    """One finding: the tool, its rule, and where; without line numbers, which move."""

    tool: str
    rule: str
    where: str

    def __str__(self) -> str:
        return f"{self.tool}: {self.rule} at {self.where}"


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A finding that was looked at; `where` may hold * for what differs from run to run."""

    tool: str
    rule: str
    where: str
    why: str

    def fits(self, finding: Finding) -> bool:
        """Whether this answers the finding."""
        return (self.tool, self.rule) == (finding.tool, finding.rule) and fnmatch(finding.where, self.where)


class Report(msgspec.Struct, frozen=True):
    """What one tool did; `failed` says why it did not do its work."""

    tool: str
    tried: str
    findings: tuple[Finding, ...] = ()
    failed: str = ""


def answers(text: str) -> list[Answer]:
    """The answered findings of the document; ValueError where they cannot be read, or one gives no reason."""
    blocks = BLOCK.findall(text)
    try:
        found = [msgspec.convert(each, Answer) for block in blocks for each in tomllib.loads(block).get("answered", [])]
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ValueError(f"docs/security.md: {error}") from error
    if any(len(each.why) < 20 for each in found):
        raise ValueError("docs/security.md: an answer gives its reason in a sentence.")
    return found


def unanswered(reports: Sequence[Report], known: Sequence[Answer]) -> list[Finding]:
    """The findings that nobody has answered, each once."""
    found = sorted({finding for report in reports for finding in report.findings})
    return [finding for finding in found if not any(answer.fits(finding) for answer in known)]
