"""How fast a PostgreSQL server takes the rows of an order as one transaction, from eight clients, by its own pgbench."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import asyncpg

from bench.measuring.figure import sized
from bench.measuring.programs import output
from bench.measuring.rows import Rows
from tests.postgres import Server, programs

CLIENTS, SECONDS = 8, sized(3, 1)
KINDS = {int: "BIGINT", str: "TEXT", bytes: "BYTEA"}
DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "max_wal_size=4GB")


def server_in(folder: Path) -> Server:
    """A new server on the disk that is measured, started with nothing of its safety taken away. Raises `NoPostgres`."""
    programs()
    folder.mkdir()
    for place in (folder, *folder.parents):
        if place.name.startswith("bench-"):
            place.chmod(0o711)
    server = Server(folder)
    server.make()
    server.start(*DURABLE)
    return server


async def new_database(server: Server, name: str) -> str:
    """A database for an office of its own; its owner's URL."""
    connection = await asyncpg.connect(server.url)
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return server.url.replace("/postgres?", f"/{name}?")


async def laid_out(server: Server, rows: Rows) -> Path:
    """Tables like ours, and the script of one order."""
    connection = await asyncpg.connect(server.url)
    await connection.execute("CREATE SCHEMA limit_of_ours; CREATE SEQUENCE limit_of_ours.numbers CACHE 100")
    script = ["BEGIN;"]
    for name, held in rows.tables.items():
        kinds = [next((KINDS[type(row[place])] for row in held if row[place] is not None), "TEXT") for place in range(len(held[0]))]
        columns = ", ".join(f"c{place} {kind}{' PRIMARY KEY' if place == 0 else ''}" for place, kind in enumerate(kinds))
        await connection.execute(f'CREATE TABLE limit_of_ours."{name}" ({columns})')
        script += [f'INSERT INTO limit_of_ours."{name}" VALUES ({values(held[0])});'] * round(rows.an_order[name])  # noqa: S608 - our own rows
    await connection.close()
    file = server.folder / "order.sql"
    file.write_text("\n".join([*script, "COMMIT;"]), "utf-8")
    file.chmod(0o644)
    return file


def values(row: tuple[Any, ...]) -> str:
    """A row like this one with a key of its own, which grows as ours do."""
    key = "nextval('limit_of_ours.numbers')"
    return ", ".join([key if isinstance(row[0], int) else f"{literal(row[0][:-8])} || {key}", *(literal(value) for value in row[1:])])


def literal(value: Any) -> str:
    """As SQL has it; pgbench takes a colon for a variable's, so that texts go as bytes."""
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, bytes):
        return f"decode('{value.hex()}', 'hex')"
    return f"convert_from(decode('{value.encode().hex()}', 'hex'), 'UTF8')"


async def orders_a_second(server: Server, script: Path) -> float:
    """One run."""
    program = shutil.which("pgbench") or str(programs() / "pgbench")
    words = ("-n", "-M", "prepared", "-c", CLIENTS, "-j", 1, "-T", SECONDS, "-f", script, server.url)
    said = await output(program, *map(str, words), errors=True)
    found = re.search(r"tps = ([0-9.]+)", said)
    assert found, said
    return float(found[1])
