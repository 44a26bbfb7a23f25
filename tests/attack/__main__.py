"""`make attack`: a loopback office attacked by tools of others; a table of what they found, and a failure for what nobody has answered."""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import tempfile
from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.table import Table

from tests.attack.findings import DOCUMENT, Finding, Report, answers, unanswered
from tests.attack.target import under_attack
from tests.attack.tools import bandit, semgrep, sqlmap, wapiti

LONGEST_S = 480.0


async def attack(folder: Path, tools: Path) -> list[Report]:
    """The tools over the code while the others are at the office; sqlmap and wapiti take turns, so that each gets through."""
    async with asyncio.timeout(LONGEST_S), under_attack(folder) as target:
        code = asyncio.gather(bandit(target, tools), semgrep(target, tools))
        return [await sqlmap(target), await wapiti(target), *await code]


def shown(reports: list[Report], open_ones: list[Finding], took_s: float) -> None:
    """The table, then each finding that waits for an answer."""
    console = Console(width=140 if not sys.stdout.isatty() else None)
    table = Table("tool", "what was tried", "findings", "answered", "open", title=f"Attacked for {took_s:.0f} s")
    for report in reports:
        waiting = sum(finding.tool == report.tool for finding in open_ones)
        distinct = len(set(report.findings))
        table.add_row(report.tool, report.failed or report.tried, str(distinct), str(distinct - waiting), str(waiting))
    console.print(table)
    for finding in open_ones:
        print(f"open: {finding}")


def main() -> int:
    """0 when every tool did its work and every finding is answered in docs/security.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tools", type=Path, default=Path(".venv-attack/bin"), help="where bandit and semgrep lie")
    tools = parser.parse_args().tools.absolute()
    missing = [name for name in ("sqlmap", "wapiti") if shutil.which(name) is None]
    missing += [name for name in ("bandit", "semgrep") if not (tools / name).exists()]
    if missing:
        print(f"Missing: {', '.join(missing)}. Run `make attack`, which installs them.", file=sys.stderr)
        return 2
    known, began = answers(DOCUMENT.read_text("utf-8")), monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="arkwright-attack-") as folder:
            reports = asyncio.run(attack(Path(folder), tools))
    except TimeoutError:
        print(f"The attack was ended after {LONGEST_S:.0f} seconds. Run it again on a machine that has less to do.", file=sys.stderr)
        return 1
    open_ones = unanswered(reports, known)
    shown(reports, open_ones, monotonic() - began)
    failed = [f"{report.tool} did not do its work: {report.failed}" for report in reports if report.failed]
    for line in failed:
        print(line, file=sys.stderr)
    return 1 if open_ones or failed else 0


if __name__ == "__main__":
    sys.exit(main())
