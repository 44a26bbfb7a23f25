"""Copying a live SQLite database as it stands at one moment, and looking at a copy without changing it."""

from __future__ import annotations

from pathlib import Path

import apsw

from arkwright.kit.database.sqlite import APPLICATION_ID, explained


def copy_database(source: Path, target: Path) -> None:
    """A whole, consistent copy by SQLite's online backup, while others write. Raises `DatabaseUnusable`."""
    with explained(source):
        reading = apsw.Connection(str(source), flags=apsw.SQLITE_OPEN_READWRITE)
        writing = apsw.Connection(str(target))
        try:
            reading.set_busy_timeout(5000)
            with writing.backup("main", reading, "main") as copying:
                while not copying.done:
                    copying.step(1000)
            writing.pragma("journal_mode", "DELETE")
        finally:
            writing.close()
            reading.close()


def settle(path: Path) -> None:
    """Make a database that nobody has open one file, without a write-ahead log beside it."""
    with explained(path):
        connection = apsw.Connection(str(path))
        try:
            connection.pragma("journal_mode", "DELETE")
        finally:
            connection.close()


def described(path: Path) -> dict[str, str] | None:
    """What one of our databases says about itself (database, node, schema); None for a file that is none of ours or is damaged."""
    try:
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            if connection.pragma("application_id") != APPLICATION_ID or connection.pragma("integrity_check") != "ok":
                return None
            return {str(name): str(value) for name, value in connection.execute("SELECT name, value FROM about")}
        finally:
            connection.close()
    except apsw.Error:
        return None
