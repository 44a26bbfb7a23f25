"""Commands about accounts: the first ones of an office or a desk, by somebody at the machine itself."""

from __future__ import annotations

import asyncio
import getpass
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from arkwright.channels.staff.door import PasswordsDiffer, StaffDoor
from arkwright.channels.staff.permissions import Node
from arkwright.compartments.staff.commands import COMMAND_LINE
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.switches import NOTHING_SWITCHED, Gate
from arkwright.kit.vault import SCHEMA, Vault
from arkwright.kit.world import RealWorld
from arkwright.roles import lanes
from arkwright.roles.databases import Files, Servers, place_of
from arkwright.roles.desk_keys import vault_key
from arkwright.roles.node import NodeLock, NodeUnusable

staff_app = App(name="staff", help="Accounts of those who work here.")


@staff_app.command
def add(
    name: str,
    *,
    data: Path | None = None,
    config: Path | None = None,
    role: Annotated[list[str], Parameter(negative=())],
    desk: Annotated[bool, Parameter(negative=())] = False,
    office: Annotated[bool, Parameter(negative=())] = False,
    node: str | None = None,
    password_stdin: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Add an account to a desk or an office that is not running; a running one has an accounts page.

    Args:
        name: the account, such as ada.lovelace.
        data: the node's folder.
        config: instead of the folder, an office's configuration file; needed where its data lies on PostgreSQL.
        role: a role of that node; name several by giving it again.
        desk: the node is a desk.
        office: the node is an office.
        node: the node's name in its configuration; needed for an office that never ran.
        password_stdin: read the password from standard input instead of asking twice.
    """
    if desk == office:
        raise NodeUnusable("Say which node it is: --desk or --office.")
    kind: Node = "desk" if desk else "office"
    folder, databases = place_of(data, config)
    try:
        lock = NodeLock(folder)
    except NodeUnusable:
        raise NodeUnusable(f"The node in {folder} is running: add the account on its accounts page, or stop it first.") from None
    try:
        password = sys.stdin.readline().rstrip("\r\n") if password_stdin else asked_twice(name)
        asyncio.run(added(folder, named(databases, kind, node), kind, name, role, password))
    finally:
        lock.release()
    print(f"{name} may sign in to the {kind} now, as {', '.join(role)}.")


def named(databases: Files | Servers, kind: Node, given: str | None) -> Files | Servers:
    """The databases with the node's name: what is given, or what they say; an office that never ran must be told."""
    if isinstance(databases, Servers) or (databases.node and not given):
        return databases
    if given:
        return Files(databases.folder, given)
    if databases.path("staff").exists():
        return databases  # whatever the database says
    if kind == "office":
        raise NodeUnusable("--node: give the office's name as its configuration has it (node = ...), since it has no database yet.")
    return Files(databases.folder, kind)


async def added(folder: Path, databases: Files | Servers, kind: Node, account: str, roles: list[str], password: str) -> None:
    """The account, in the staff lane of a node that stands still."""
    world = RealWorld(AiohttpHttp())
    key = vault_key(world, folder)
    vault = await Vault.open(world, await databases.open(world, SCHEMA), key)
    failures: list[Exception] = []
    lane = await lanes.open_lane(world, databases, "staff", lambda _: Gate(NOTHING_SWITCHED, {}), failures.append)
    try:
        await StaffDoor(world, lane, vault, kind).add(account, roles, password, by=COMMAND_LINE)
    finally:
        await lane.stop()
        await vault.close()


def asked_twice(account: str) -> str:
    """A password typed twice without being shown."""
    first = getpass.getpass(f"Password for {account}: ")
    if getpass.getpass("The same again: ") != first:
        raise PasswordsDiffer()
    return first
