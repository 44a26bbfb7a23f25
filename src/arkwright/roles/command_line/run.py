"""Commands that start a process: an edge, an office, a desk; each loads its own role alone, and ends cleanly on SIGTERM or Ctrl-C."""

from __future__ import annotations

from pathlib import Path

from cyclopts import App

run_app = App(name="run", help="Start one process of Arkwright.")


@run_app.command(name="desk")
def desk_command(*, config: Path) -> None:
    """Start the incident desk that this configuration file describes."""
    from arkwright.roles import desk

    desk.start(config)


@run_app.command(name="office")
def office_command(*, config: Path) -> None:
    """Start the office that this configuration file describes."""
    from arkwright.roles import office_processes
    from arkwright.roles.what_is_published import no_picture

    office_processes.start(config, no_picture)


@run_app.command(name="edge")
def edge_command(*, config: Path) -> None:
    """Start the edge that this configuration file describes."""
    from arkwright.roles import edge_process

    edge_process.start(config)
