"""Making a compartment's schema and login on a PostgreSQL server, or bringing them up to today's version."""

from __future__ import annotations

from typing import Any

import asyncpg

from arkwright.kit.database.port import DatabaseUnusable
from arkwright.kit.database.postgres_session import CONNECT_S, Address, explained, quoted
from arkwright.kit.database.postgres_texts import DIALECT, grants
from arkwright.kit.database.schema import Schema


async def prepare(address: Address, password: str, schema: Schema, node: str) -> bool:
    """Make the login, the schema and its tables, as the owner; whether anything was made or migrated. All of it or nothing.

    The owner may create roles and schemas (CREATEROLE, and CREATE on the database); it need not be a superuser. A schema of another
    node or compartment, or of a newer release, is left as it is (`DatabaseUnusable`).
    """
    if address.owner_url is None:
        raise DatabaseUnusable(f"{address.namespace} can be prepared only with the owner's login; put it into the node's secrets.")
    with explained(address.namespace):
        owner = await asyncpg.connect(address.owner_url, timeout=CONNECT_S)
        try:
            async with owner.transaction():
                await owner.execute("SELECT pg_advisory_xact_lock(hashtext('arkwright database prepare'))")
                await login(owner, address.login, password)
                return await tables(owner, address, schema, node)
        finally:
            await owner.close()


async def login(owner: Any, name: str, password: str) -> None:
    """The compartment's role: it may log in and own nothing. The owner is made a member, so that it may end the role's sessions."""
    known = await owner.fetchval("SELECT rolcanlogin FROM pg_roles WHERE rolname = $1", name)
    if known is None:
        await owner.execute(f"CREATE ROLE {quoted(name)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT")
    literal = await owner.fetchval("SELECT quote_literal($1)", password)
    await owner.execute(f"ALTER ROLE {quoted(name)} PASSWORD {literal}; GRANT {quoted(name)} TO CURRENT_USER")


async def tables(owner: Any, address: Address, schema: Schema, node: str) -> bool:
    """Create the tables, or take the steps from the version that stands there."""
    name = quoted(address.namespace)
    known = await owner.fetchval("SELECT 1 FROM pg_namespace WHERE nspname = $1", address.namespace)
    await owner.execute(f"CREATE SCHEMA IF NOT EXISTS {name}; SET LOCAL search_path TO {name}")
    if known is None:
        made = ["CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)", *schema.create(DIALECT)]
        about = {"database": schema.name, "node": node, "schema": str(schema.version)}
        await owner.execute(";\n".join(made))
        await owner.executemany("INSERT INTO about VALUES ($1, $2)", list(about.items()))
        await owner.execute(";\n".join(grants(address, schema)))
        return True
    about = dict(await owner.fetch("SELECT name, value FROM about"))
    version = int(about["schema"])
    if (about["database"], about["node"]) != (schema.name, node) or version > schema.version:
        raise DatabaseUnusable(
            f"{address.namespace} holds {about['database']} of node {about['node']} at schema {version}, and this is {schema.name} of "
            f"{node} at {schema.version}; name another database, or run the newer release. Nothing was changed."
        )
    for text in schema.after(version, DIALECT):
        await owner.execute(text)
    await owner.execute("UPDATE about SET value = $1 WHERE name = 'schema'", str(schema.version))
    if version < schema.version:
        await owner.execute(";\n".join(grants(address, schema)))
    return version < schema.version
