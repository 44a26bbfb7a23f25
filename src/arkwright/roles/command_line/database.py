"""Commands about an office's PostgreSQL servers."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from pathlib import Path

from cyclopts import App

from arkwright.journal import tables
from arkwright.kit import vault
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.replicating.tables import ReplicaSchema
from arkwright.kit.text_search.tables import SearchSchema
from arkwright.kit.world import RealWorld
from arkwright.roles.databases import LOGINS, OWNER, Servers, databases_of
from arkwright.roles.desk_keys import vault_key
from arkwright.roles.lanes import COMPARTMENTS, OFFICE
from arkwright.roles.node import NodeUnusable, OfficeConfig, keep_secret, read_config

database_app = App(name="database", help="Prepare the PostgreSQL servers of an office.")


@database_app.command(name="prepare")
def prepare_command(*, config: Path) -> None:
    """Make or migrate the schema and the login of each compartment, before the office starts for the first time or with a new release.

    The owner's login stands in the node's secrets as 'database-owner' (USER:PASSWORD); it may create roles and schemas.

    Args:
        config: the office's configuration file, with database = "postgresql://HOST:PORT/NAME".
    """
    asyncio.run(prepared(read_config(config, OfficeConfig), print))


async def prepared(config: OfficeConfig, say: Callable[[str], None]) -> None:
    """Every compartment, the search index and the vault, one after the other; a run that was cut off is finished by the next."""
    vault_key(RealWorld(AiohttpHttp()), config.folder)
    keep_secret(config.folder, LOGINS, secrets.token_hex(32).encode())
    servers = databases_of(config)
    if not isinstance(servers, Servers):
        raise NodeUnusable('The office keeps SQLite files; set database = "postgresql://HOST:PORT/NAME" in its configuration first.')
    if servers.owner is None:
        raise NodeUnusable(f"{config.folder / 'secrets' / OWNER} is missing: put USER:PASSWORD of the schemas' owner there, chmod 600.")
    for schema in (*(tables.schema(COMPARTMENTS[name]) for name in OFFICE), SearchSchema(), ReplicaSchema(), vault.SCHEMA):
        made = await servers.prepare(schema)
        say(f"{servers.address(schema.name).namespace} {'was made ready' if made else 'is as it should be'}.")
