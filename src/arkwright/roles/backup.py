"""Backup and restore of a node: every database copied while it runs, listed with its hash, and put back only when all of it verifies."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import msgspec

from arkwright.journal import tables
from arkwright.journal.reading import JournalBroken, checked
from arkwright.kit import vault
from arkwright.kit.database.copying import copy_database, described
from arkwright.kit.database.schema import Schema
from arkwright.kit.database.sqlite import SqliteDatabase
from arkwright.kit.refusal import Refusal
from arkwright.kit.signing import PublicKey, SigningKey, read_envelope, sign, verify
from arkwright.kit.world import World
from arkwright.roles import ends
from arkwright.roles.databases import Files, Servers
from arkwright.roles.finding import INDEX
from arkwright.roles.lanes import COMPARTMENTS, OFFICE

LIST = "backup.json"
LEFT_OUT = {
    *("secrets", "publication", "lock", ends.FILE, INDEX),  # kept apart, made anew, of no use elsewhere
    *("replica.db", "shelf.db"),  # made or fetched anew; an old one would go on below editions that stores have seen
}


class BackupUnusable(Exception):
    """The backup cannot be made or trusted; the text is one line that says what to do. Nothing was overwritten."""


class Listed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every file of a backup with its SHA-256, and when it was made."""

    node: str
    made_ms: int
    files: dict[str, str]


async def backup(world: World, node: str, folder: Path, target: Path, key: SigningKey, servers: Servers | None = None) -> Listed:
    """Copy a node, running or not, into a new folder; data on `servers` becomes files like those of a node that keeps files.

    The node's secret keys are left out: keep those apart, for without the node's key the vault in the backup cannot be opened.
    Refuses a target that exists.
    """
    if target.exists():
        raise BackupUnusable(f"{target} exists already; name a folder that does not.")
    databases = sorted(path.relative_to(folder) for path in folder.rglob("*.db") if path.name not in LEFT_OUT) if servers is None else []
    if not databases and servers is None:
        raise BackupUnusable(f"{folder} holds no database; name a node's folder.")
    target.mkdir(parents=True)
    for name in databases:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        copy_database(folder / name, target / name)
    if servers is not None:
        for schema in on_servers():
            await servers.copy(world, schema, Files(target, node).path(schema.name))
    for name in sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and ".db" not in path.name):
        if name.parts[0] not in LEFT_OUT:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / name, target / name)
    files = {str(path.relative_to(target)): hash_of(path) for path in sorted(target.rglob("*")) if path.is_file()}
    listed = Listed(node=node, made_ms=world.now_ms(), files=files)
    world.replace_file(target / LIST, sign("arkwright/backup/1", listed, key).text.encode())
    return listed


def on_servers() -> list[Schema]:
    """What an office keeps on servers and a backup holds; the search index is made anew."""
    return [*(tables.schema(COMPARTMENTS[name]) for name in OFFICE), vault.SCHEMA]


async def restore(world: World, source: Path, folder: Path, key: PublicKey, servers: Servers | None = None) -> Listed:
    """Put a backup into a new folder, after every file, signature and journal in it has verified. Refuses everything else.

    With `servers` the data goes there, into schemas that were prepared and hold nothing, whatever the backup was made of; the
    folder may then hold the node's secrets already, which open those. Where readers stood in the journals is forgotten, so that
    every reaction is carried once more: what had its effect has none again.
    """
    if folder.exists() and any(path for path in folder.iterdir() if servers is None or path.name not in {"secrets", "lock"}):
        raise BackupUnusable(f"{folder} is not empty; restore into a new folder, then move it into place.")
    listed = listing(world, source, key)
    if servers is not None and listed.node != servers.node:
        raise BackupUnusable(f"The backup is one of {listed.node}, and these schemas are for {servers.node}; name the right configuration.")
    beside = folder.with_name(f"{folder.name}.restoring")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        for name, expected in listed.files.items():
            (beside / name).parent.mkdir(parents=True, exist_ok=True)
            if not (source / name).is_file() or hash_of(Path(shutil.copyfile(source / name, beside / name))) != expected:
                raise BackupUnusable(f"{source / name} is missing or was changed after the backup; use another backup.")
        for name in listed.files:
            if name.endswith(".db"):
                await check_database(world, beside / name)
        if servers is not None:
            await fill(servers, beside)
            (beside / "lanes").rmdir()
            folder.mkdir(parents=True, exist_ok=True)
            for path in beside.iterdir():
                path.rename(folder / path.name)
            return listed
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return listed


async def fill(servers: Servers, beside: Path) -> None:
    """Move the verified files into the schemas; nothing is begun while one of those holds something."""
    present = [(schema, path) for schema in on_servers() if (path := Files(beside, "").path(schema.name)).exists()]
    for schema, _ in present:
        await servers.expect_empty(schema)
    for schema, path in present:
        await servers.fill(schema, path)
        path.unlink()


def listing(world: World, source: Path, key: PublicKey) -> Listed:
    """What the backup says that it holds, if this node signed it."""
    try:
        envelope = read_envelope(world.read_file(source / LIST))
        listed = msgspec.json.decode(verify(envelope, "arkwright/backup/1", key), type=Listed)
    except (FileNotFoundError, NotADirectoryError):
        raise BackupUnusable(f"{source} is no backup: {LIST} is missing.") from None
    except (Refusal, msgspec.ValidationError) as refusal:
        raise BackupUnusable(f"{source / LIST} does not verify: {refusal} Use a backup of this node that was not changed.") from refusal
    if any(".." in Path(name).parts or Path(name).is_absolute() for name in listed.files):
        raise BackupUnusable(f"{source / LIST} names files outside of the backup; use another backup.")
    return listed


async def check_database(world: World, path: Path) -> None:
    """One of ours, sound, and with a journal that agrees with itself; its readers begin anew."""
    about = described(path)
    if about is None:
        raise BackupUnusable(f"{path.name} is damaged or no database of ours; use another backup.")
    compartment = COMPARTMENTS.get(about["database"])
    if compartment is None:
        return
    database = SqliteDatabase(world, path, tables.schema(compartment))
    try:
        async for _ in checked(compartment.name, database.reader):
            pass
        await database.writer.begin()
        await database.writer.run(tables.FORGET_NOTES)
        await database.writer.commit()
    except JournalBroken as broken:
        raise BackupUnusable(f"{broken} Use another backup.") from broken
    finally:
        await database.close()


def hash_of(path: Path) -> str:
    """SHA-256, read in pieces."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
