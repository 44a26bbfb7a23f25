"""Typing commands in tests: what a command says and how it ends, and what stands on disk before and after."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
import pytest

from arkwright import __main__ as program
from arkwright.roles.node import OfficeConfig, read_config, write_config

RETAIL = Path(__file__).parents[1] / "data" / "online_retail_500.csv"


def rewritten(place: Path, **changes: object) -> None:
    """Some values of the office's configuration are others."""
    path = place / "office.toml"
    write_config(path, msgspec.structs.replace(read_config(path, OfficeConfig), **changes))


class Typed:
    """Types commands and reads what they say."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        self.out = ""

    def __call__(self, words: str) -> str:
        """A command that is refused: its one line."""
        status, said = self.run(words)
        assert status == 1, said
        assert said.count("\n") == 1, said
        assert said.startswith("arkwright: "), said
        return said

    def run(self, words: str) -> tuple[object, str]:
        """The exit status and what stands on standard error."""
        self._monkeypatch.setattr(sys, "argv", ["arkwright", *words.split()])
        with pytest.raises(SystemExit) as end:
            program.main()
        captured = self._capsys.readouterr()
        self.out = captured.out
        return end.value.code, captured.err

    def done(self, words: str) -> str:
        """A command that does what it is told: what it prints."""
        status, said = self.run(words)
        assert (status, said) == (0, ""), said
        return self.out


def contents(folder: Path) -> dict[str, bytes]:
    """Every file, so that it can be seen that none was touched; SQLite's side files come and go."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm")) and path.name != "lock"
    }


def overwritten(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\x55" * (len(content) - 100))


def void(_: object) -> None: ...
