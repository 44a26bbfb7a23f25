"""The command `arkwright`: every group of commands under one name."""

from __future__ import annotations

from collections.abc import Sequence

from cyclopts import App


def command_line(words: Sequence[str] = ()) -> App:
    """The tree of commands; `demo` is added by whoever has one.

    Where the first of the words typed starts a process, that group alone is loaded: the others' libraries would double the time to start.
    """
    app = App(
        name="arkwright",
        help="A retail platform in watertight compartments.",
        version_flags=["--version"],
        version="0.1.0",
        exit_on_error=False,  # errors.py says it in one line
        print_error=False,
    )
    match words:
        case ["run", *_]:
            from arkwright.roles.command_line.run import run_app

            app.command(run_app)
        case ["store", *_]:
            from arkwright.roles.command_line.store import store_app

            app.command(store_app)
        case ["demo", *_]:
            pass
        case _:
            everything(app)
    return app


def everything(app: App) -> None:
    """Load and add every group."""
    from arkwright.roles.command_line.data import data_app, range_app
    from arkwright.roles.command_line.database import database_app
    from arkwright.roles.command_line.keys import key_app
    from arkwright.roles.command_line.receipt import receipt_app
    from arkwright.roles.command_line.run import run_app
    from arkwright.roles.command_line.staff import staff_app
    from arkwright.roles.command_line.store import store_app
    from arkwright.roles.command_line.switch import switch_app

    for group in (run_app, range_app, switch_app, key_app, staff_app, database_app, receipt_app, store_app):
        app.command(group)
    for name in ("backup", "restore", "rebuild"):
        app.command(data_app[name], name=name)
