"""What a person at the command line is told when something cannot be done: one line on standard error, and exit status 1."""

from __future__ import annotations

import sys
from collections.abc import Callable

from cyclopts import CycloptsError


def in_one_line(command: Callable[[], object]) -> int:
    """Run a command; what goes wrong in a known way is one line that says what to do. The exit status."""
    try:
        command()
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        line = line_about(error)
        if line is None:
            raise
        return said(line)
    return 0


def line_about(error: Exception) -> str | None:
    """What a person is told, or None where nobody foresaw it."""
    # What is known stands all over the product: it is loaded when something went wrong, so that a start does not wait for it.
    from arkwright.channels.following.keeping import NoTrustRoot
    from arkwright.channels.following.papers import NoPapers, NotLetIn
    from arkwright.journal.reading import JournalBroken
    from arkwright.kit.database.port import DatabaseUnusable, SyncFailed
    from arkwright.kit.refusal import Refusal
    from arkwright.kit.world import NetworkError
    from arkwright.roles.backup import BackupUnusable
    from arkwright.roles.node import NodeUnusable
    from arkwright.roles.serving import CannotListen, PortTaken

    ours = (NodeUnusable, DatabaseUnusable, BackupUnusable, JournalBroken, NoTrustRoot, NoPapers, NotLetIn, CannotListen, PortTaken)
    if isinstance(error, (*ours, NetworkError, Refusal)):
        return str(error)
    if isinstance(error, CycloptsError):
        return f"{error} Add --help to see what is allowed."
    if isinstance(error, SyncFailed):
        return f"The disk did not confirm a write ({error}). Check the disk, then start again; nothing acknowledged is lost."
    if isinstance(error, OSError):
        return f"{error}. Check the disk, the folder and its owner, then start again."
    return None


def said(line: str) -> int:
    """Tell the person, in one line."""
    print(" ".join(f"arkwright: {line}".split()), file=sys.stderr)
    return 1
