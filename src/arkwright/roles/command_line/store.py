"""Commands about a store's node: let it in with a code from the incident desk."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from arkwright.channels.following.papers import enrol as let_in
from arkwright.kit.certificates import NodeCertificate
from arkwright.kit.enrolling import plain_code
from arkwright.kit.london import today
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import RealWorld
from arkwright.roles.desk_keys import FOLLOWING, SIGNING, make_node_key, read_secret_key
from arkwright.roles.node import NodeLock

store_app = App(name="store", help="The node of a store.")


@store_app.command
def enrol(
    *,
    desk: Annotated[str, Parameter(env_var="ARKWRIGHT_DESK")],
    code: str,
    node: str,
    folder: Path,
    new_key: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Make the key of a store's node on this machine, and have the desk vouch for it. Safe to repeat with the same code.

    Args:
        desk: the desk's address, such as https://desk.example.com.
        code: the code that the desk shows; it works once, within 24 hours.
        node: the node's name, as the code was made for.
        folder: the node's folder.
        new_key: make another key, because the one before was revoked; it is kept beside the new one.
    """
    plain_code(code)
    lock = NodeLock(folder)
    try:
        if new_key:
            put_aside(folder)
        make_node_key(RealWorld(AiohttpHttp()), folder, node)
        certificate = asyncio.run(ask(desk, code, folder))
    finally:
        lock.release()
    print(f"{certificate.node} is let in for store {certificate.store} until {today(certificate.until_ms)}; it renews that by itself.")


async def ask(desk: str, code: str, folder: Path) -> NodeCertificate:
    """Ask the desk, over its own connection."""
    http = AiohttpHttp()
    try:
        return await let_in(RealWorld(http), desk, code, folder / FOLLOWING, read_secret_key(folder, SIGNING))
    finally:
        await http.close()


def put_aside(folder: Path) -> None:
    """No key is ever written over."""
    key = folder / "secrets" / SIGNING
    if key.exists():
        os.replace(key, key.with_name(f"{SIGNING}.{read_secret_key(folder, SIGNING).public.id}"))
