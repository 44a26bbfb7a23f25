"""A night goes on where it was, keeps what failed, begins anew for changed code, and shows itself in lines where there is no terminal."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.simulation import night as nights
from tests.simulation import showing
from tests.simulation.night import night
from tests.simulation.tally import Tally, columns, summary
from tests.simulation.verdict import Verdict
from tests.simulation.workers import TookTooLong, at_most, spread, workers


def verdict(seed: int) -> Verdict:
    """Every seventh seed fails."""
    failing = ["11: more is promised than granted"] if seed % 7 == 0 else []
    done, met = Counter({"PlaceOrder": 2}), Counter({"crash: sleep": 1})
    return Verdict(
        seed=seed, trace="", violations=failing, checkers=["c"] * len(failing), done=done, met=met, simulated_s=3600.0, cpu_s=1.0
    )


def run_here(monkeypatch: pytest.MonkeyPatch, stop_at: int | None = None) -> list[int]:
    """Seeds judged without processes; which ones."""
    judged: list[int] = []

    def here(_pool: object, _count: int, _work: Callable[[int], Verdict], seeds: range) -> Iterator[Verdict]:
        for seed in seeds:
            if seed == stop_at:
                raise KeyboardInterrupt
            judged.append(seed)
            yield verdict(seed)

    monkeypatch.setattr(nights, "spread", here)
    return judged


def test_a_stopped_night_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    judged = run_here(monkeypatch, stop_at=10)
    first = night(0, 20, 1, tmp_path)
    assert (first.whole, judged, [failure.seed for failure in first.tally.failures]) == (False, list(range(10)), [0, 7])
    assert "Stopped at seed 10: the same command goes on from there." in capsys.readouterr().out
    judged = run_here(monkeypatch)
    second = night(0, 20, 1, tmp_path)
    assert (second.whole, judged, second.tally.seeds) == (True, list(range(10, 20)), 20)
    assert [failure.seed for failure in second.tally.failures] == [0, 7, 14]
    said = capsys.readouterr().out
    assert "Going on at seed 10: 10 are done." in said
    assert "seed 7 breaks 11: more is promised than granted; replay: make simulate SEED=7" in said
    assert "20 seeds, 3 failing; 10 in" in said


def test_more_seeds_of_the_same_code_are_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_here(monkeypatch)
    night(0, 5, 1, tmp_path)
    judged = run_here(monkeypatch)
    assert (night(0, 8, 1, tmp_path).tally.seeds, judged) == (8, [5, 6, 7])


@pytest.mark.parametrize(("code", "first", "why"), [("other", 0, "the code has changed"), ("same", 3, "seeds begin at 3 now")])
def test_what_no_longer_fits_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], code: str, first: int, why: str
) -> None:
    monkeypatch.setattr(nights, "digest_of_code", lambda: "same")
    run_here(monkeypatch)
    night(0, 5, 1, tmp_path)
    monkeypatch.setattr(nights, "digest_of_code", lambda: code)
    judged = run_here(monkeypatch)
    assert (night(first, 5, 1, tmp_path).tally.seeds, judged) == (5, list(range(first, first + 5)))
    assert f"Starting anew, since {why}" in capsys.readouterr().out


def test_every_file_that_a_day_depends_on_counts(tmp_path: Path) -> None:
    for name in ("src/a.py", "tests/simulation/b.py", "requirements/c.lock", "docs/d.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one")
    before = nights.digest_of_code(tmp_path)
    (tmp_path / "docs/d.md").write_text("two")
    assert nights.digest_of_code(tmp_path) == before
    (tmp_path / "src/a.py").write_text("two")
    assert nights.digest_of_code(tmp_path) != before


def test_processes_answer_in_the_order_of_the_seeds() -> None:
    with workers(2) as pool:
        assert list(spread(pool, 2, abs, range(-20, 0))) == list(range(20, 0, -1))


def test_a_seed_that_goes_on_and_on_is_cut_off() -> None:
    def for_ever() -> None:
        with at_most(1):
            signal.pause()

    with pytest.raises(TookTooLong):
        for_ever()


def test_the_figures_are_told() -> None:
    tally = Tally()
    for seed in range(1, 5):
        tally.add(verdict(seed))
    said = list(summary(tally, 2.0))
    assert said[:3] == [
        "4 seeds, 0 failing; 4 in 2 s now: 2.00 seeds/s",
        "4 simulated hours, 3600 a CPU hour",
        "8 operations acknowledged, 4 crashes",
    ]
    assert list(columns("met", Counter(b=2, a=1, c=3), width=14, across=2)) == ["met:", "        1 a           3 c", "        2 b"]


def test_a_log_gets_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    clock = iter([100.0, 110.0, 140.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    show: Any = showing.Lines(of=1000, before=200)
    show.advance(210, 0)
    show.advance(240, 1)
    assert capsys.readouterr().out == "240 of 1000 seeds, 1.00/s, 1 failing, 0:12:40 left\n"
