"""Databases of which everything can be made again: a damaged file is replaced, not repaired."""

from __future__ import annotations

import structlog

from arkwright.kit.database.port import Database, DatabaseUnusable
from arkwright.kit.database.schema import Schema
from arkwright.kit.world import SweepingWorld
from arkwright.roles.databases import Databases, Files

log = structlog.get_logger("derived")


async def open_derived(world: SweepingWorld, databases: Databases, schema: Schema) -> Database:
    """The database, made anew where its file cannot be used. Raises `DatabaseUnusable`, `DatabaseAway`."""
    try:
        return await databases.open(world, schema)
    except DatabaseUnusable as error:
        path = databases.path(schema.name) if isinstance(databases, Files) else None
        if path is None or not path.is_file():
            raise
        log.warning("what can be made again is made anew", database=schema.name, error=str(error))
        for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
            world.remove_file(path.with_name(name))
        return await databases.open(world, schema)
