"""What a person at the command line is told when something cannot be done: one line on standard error, and exit status 1."""

from __future__ import annotations

import sys
from collections.abc import Callable

from cyclopts import CycloptsError

from arkwright.channels.following.keeping import NoTrustRoot
from arkwright.channels.following.papers import NoPapers, NotLetIn
from arkwright.journal.reading import JournalBroken
from arkwright.kit.database.port import DatabaseUnusable, SyncFailed
from arkwright.kit.refusal import Refusal
from arkwright.kit.world import NetworkError
from arkwright.roles.backup import BackupUnusable
from arkwright.roles.node import NodeUnusable
from arkwright.roles.serving import CannotListen, PortTaken

KNOWN = (
    NodeUnusable,
    DatabaseUnusable,
    BackupUnusable,
    JournalBroken,
    NoTrustRoot,
    NoPapers,
    NotLetIn,
    NoPapers,
    NotLetIn,
    CannotListen,
    PortTaken,
    NetworkError,
    Refusal,
)


def in_one_line(command: Callable[[], object]) -> int:
    """Run a command; what goes wrong in a known way is one line that says what to do. The exit status."""
    try:
        command()
    except KNOWN as error:
        return said(str(error))
    except CycloptsError as error:
        return said(f"{error} Add --help to see what is allowed.")
    except SyncFailed as error:
        return said(f"The disk did not confirm a write ({error}). Check the disk, then start again; nothing acknowledged is lost.")
    except OSError as error:
        return said(f"{error}. Check the disk, the folder and its owner, then start again.")
    except KeyboardInterrupt:
        return 130
    return 0


def said(line: str) -> int:
    """Tell the person, in one line."""
    print(" ".join(f"arkwright: {line}".split()), file=sys.stderr)
    return 1
