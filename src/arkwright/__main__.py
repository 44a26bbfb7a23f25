"""The command `arkwright`: the product's commands, and the demo's beside them."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from cyclopts import App

from arkwright.demo.ports import Ports
from arkwright.roles.command_line.main import command_line
from arkwright.roles.errors import in_one_line
from arkwright.roles.event_loop import YOUNG_OBJECTS
from arkwright.roles.node import NodeUnusable

demo_app = App(name="demo", help="A whole shop on this machine, with simulators for cards and mail.")
DATA = Path("var/demo")
LAST_PORT = 65535


@demo_app.default
def demo(*, data: Path = DATA, first_port: int = 8080, database: str | None = None) -> None:
    """Set up a demo if there is none yet, start it, and print the addresses; Ctrl-C ends it.

    Args:
        data: the demo's folder.
        first_port: the shop's port; the others follow it.
        database: postgresql://USER:PASSWORD@HOST:PORT/NAME, for an office on that server; the user may make roles and schemas.
    """
    from arkwright.demo.running import run_demo

    run_demo(data.absolute(), ports_from(first_port), database)


@demo_app.command
def part(name: str, *, data: Path = DATA, first_port: int = 8080) -> None:
    """Start one part of the demo: cards, acquirer, terminals, mailbox, desk, office or edge.

    Args:
        name: the part.
        data: the demo's folder.
        first_port: the shop's port, as the demo was started with.
    """
    from arkwright.demo.parts import run_part

    run_part(data.absolute(), name, ports_from(first_port))


@demo_app.command
def cut(store: str, *, data: Path = DATA, acquirer: bool = False) -> None:
    """Cut a store off from head office, desk and mail.

    Args:
        store: leeds or york.
        data: the demo's folder.
        acquirer: cut the line of its card terminals to the acquirer instead.
    """
    from arkwright.demo import lines

    lines.cut(data.absolute(), line_of(store, acquirer))
    far = "the acquirer" if acquirer else "head office, desk and mail"
    print(f"{store} is cut off from {far}. Selling goes on. Mend its line with: arkwright demo mend {store}")


@demo_app.command
def mend(store: str, *, data: Path = DATA, acquirer: bool = False) -> None:
    """Mend a store's line.

    Args:
        store: leeds or york.
        data: the demo's folder.
        acquirer: the line of its card terminals to the acquirer.
    """
    from arkwright.demo import lines

    lines.mend(data.absolute(), line_of(store, acquirer))
    print(f"{store} has its line to {'the acquirer' if acquirer else 'head office, desk and mail'} again.")


def line_of(store: str, acquirer: bool) -> str:
    """The name of the line."""
    known = Ports().stores
    if store not in known:
        raise NodeUnusable(f"STORE: {store} is no store of the demo; there are {' and '.join(known)}.")
    return f"{store}-acquirer" if acquirer else store


def ports_from(first: int) -> Ports:
    """Every port, from the shop's."""
    count = len(Ports.__struct_fields__)
    if not 1 <= first <= LAST_PORT - count + 1:
        raise NodeUnusable(f"--first-port: {first} leaves no room for {count} ports. Choose one from 1 to {LAST_PORT - count + 1}.")
    return Ports(*range(first, first + count))


def main() -> None:
    """The command line; what goes wrong in a known way is one line and exit status 1."""
    gc.set_threshold(YOUNG_OBJECTS, 20, 20)  # hardly anything dies while libraries load
    app = command_line(sys.argv[1:])
    app.command(demo_app)
    sys.exit(in_one_line(lambda: app(result_action="return_value")))


if __name__ == "__main__":
    main()
