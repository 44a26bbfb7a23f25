"""An office that stands still, and somebody who types commands."""

from __future__ import annotations

import asyncio
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from arkwright.roles import desk, edge_process, office_process
from tests.processes.premises import prepared
from tests.roles.commands import Typed, rewritten

LONGEST_S = 20


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office made once; each test has a copy."""
    folder = tmp_path_factory.mktemp("pattern")
    asyncio.run(prepared(folder))
    return folder


@pytest.fixture
def place(pattern: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an office that stands still, and its configuration."""
    folder = tmp_path / "here"
    shutil.copytree(pattern, folder)
    rewritten(folder, folder=folder / "office")
    for module in (office_process, desk, edge_process):
        monkeypatch.setattr(module, "to_standard_error", lambda node: None)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def never_long() -> Iterator[None]:
    """An office that starts all the same is told to end."""
    signal.alarm(LONGEST_S)
    previous = signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGTERM))
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, previous)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(monkeypatch, capsys)
