"""Where a node's data lies: files in its folder, or PostgreSQL servers with a schema a compartment, as its configuration says."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, urlsplit, urlunsplit

from arkwright.kit.database.copying import copy_database
from arkwright.kit.database.port import Database, Duty
from arkwright.kit.database.postgres import PostgresDatabase
from arkwright.kit.database.postgres_copying import check_empty, copy_schema, fill_schema
from arkwright.kit.database.postgres_duty import PostgresDuty
from arkwright.kit.database.postgres_preparing import prepare
from arkwright.kit.database.postgres_session import Address
from arkwright.kit.database.schema import Schema
from arkwright.kit.database.sqlite import SqliteDatabase
from arkwright.kit.vault import SCHEMA as VAULT_SCHEMA
from arkwright.kit.world import World
from arkwright.roles import node as nodes

LOGINS = "database-logins.key"  # the passwords of the compartments' logins derive from it
VAULT = VAULT_SCHEMA.name
OWNER = "database-owner"  # USER:PASSWORD of the schemas' owner
LONGEST_NAME = 63  # of an identifier in PostgreSQL


class Databases(Protocol):
    """A node's databases, one a compartment."""

    async def open(self, world: World, schema: Schema) -> Database:
        """The compartment's database, ready. Raises `DatabaseUnusable`, `DatabaseAway`."""
        ...

    def duty(self, world: World, name: str) -> Duty:
        """What one process of the node does at a time."""
        ...


@dataclass(frozen=True)
class Files:
    """SQLite: a file a compartment in the node's folder, made when it is first opened."""

    folder: Path
    node: str

    def path(self, database: str) -> Path:
        """Where a compartment's database lies, or the vault."""
        return self.folder / ("vault.db" if database == VAULT else f"lanes/{database}.db")

    async def open(self, world: World, schema: Schema) -> Database:
        """Open or create the file."""
        return SqliteDatabase(world, self.path(schema.name), schema, self.node)

    async def copy(self, world: World, schema: Schema, target: Path) -> None:
        """The database as it stands at one moment, in a file of its own, while others write."""
        copy_database(self.path(schema.name), target)

    def duty(self, world: World, name: str) -> Duty:
        """Always this process's: files have one."""
        return OnlyProcess()


class OnlyProcess:
    """Every duty of a node that is one process."""

    async def taken(self) -> None:
        """At once."""

    async def lost(self) -> None:
        """Never."""
        await asyncio.Event().wait()

    async def given_up(self) -> None:
        """There is nobody else."""


@dataclass(frozen=True)
class Servers:
    """PostgreSQL: `url` is the server for every compartment but those that `elsewhere` names; neither holds a user or a password."""

    node: str
    url: str
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    logins: bytes = field(default=b"", repr=False)
    owner: str | None = field(default=None, repr=False)

    def address(self, compartment: str) -> Address:
        """Where a compartment's schema is, with the login that is its own."""
        url, namespace = self.elsewhere.get(compartment, self.url), f"{self.node}_{compartment}".replace("-", "_")[:LONGEST_NAME]
        owner_url = None if self.owner is None else signed_in(url, *self.owner.split(":", 1))
        return Address(signed_in(url, namespace, self.password(namespace)), namespace, owner_url)

    def password(self, login: str) -> str:
        """The password of a compartment's login."""
        return hmac.digest(self.logins, f"login {login}".encode(), hashlib.sha256).hex()

    async def open(self, world: World, schema: Schema) -> Database:
        """Open the schema, which `arkwright database prepare` has made."""
        return await PostgresDatabase.open(self.address(schema.name), schema, self.node)

    async def copy(self, world: World, schema: Schema, target: Path) -> None:
        """The schema as it stands at one moment, in a SQLite file, while others write."""
        await copy_schema(world, self.address(schema.name), schema, self.node, target)

    async def expect_empty(self, schema: Schema) -> None:
        """Refuse a schema that holds something or is not prepared."""
        await check_empty(self.address(schema.name), schema, self.node)

    async def fill(self, schema: Schema, source: Path) -> None:
        """Put a copy into the schema, which holds nothing yet."""
        await fill_schema(source, self.address(schema.name), schema, self.node)

    def duty(self, world: World, name: str) -> Duty:
        """Kept with the staff compartment, which no switch cuts off."""
        return PostgresDuty(world, self.address("staff"), name)

    async def prepare(self, schema: Schema) -> bool:
        """Make or migrate the compartment's schema and login, as the owner; whether there was anything to do."""
        address = self.address(schema.name)
        return await prepare(address, self.password(address.login), schema, self.node)


def signed_in(url: str, user: str, password: str = "") -> str:
    """The URL with a user and a password before its hosts."""
    parts = urlsplit(url)
    hosts = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(user, safe='')}:{quote(password, safe='')}@{hosts}"))


def place_of(data: Path | None, config: Path | None) -> tuple[Path, Files | Servers]:
    """A node's folder and databases, as named by its folder or, for an office whose data lies on servers, by its configuration.

    Raises `NodeUnusable` when neither is named, and when the folder alone does not say where the data is.
    """
    if config is not None:
        office = nodes.read_config(config, nodes.OfficeConfig)
        return office.folder, databases_of(office)
    if data is None:
        raise nodes.NodeUnusable("Name the node: --data FOLDER, or --config office.toml.")
    if (data / "secrets" / LOGINS).exists():
        raise nodes.NodeUnusable(f"The office in {data} keeps its data on PostgreSQL: name its configuration with --config.")
    return data, Files(data, "")


def databases_of(config: nodes.OfficeConfig) -> Files | Servers:
    """What the configuration says. Raises `NodeUnusable` where a secret is missing."""
    if config.database is None:
        return Files(config.folder, config.node)
    owner = nodes.secret(config.folder, OWNER).decode() if (config.folder / "secrets" / OWNER).exists() else None
    logins = nodes.secret(config.folder, LOGINS)
    return Servers(config.node, config.database, config.databases, logins, owner)
