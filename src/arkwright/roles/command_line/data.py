"""Commands about a node's data: backup, restore, rebuild, and bringing in a range."""

from __future__ import annotations

import asyncio
import gzip
import tempfile
import zlib
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from arkwright.journal import tables
from arkwright.journal.checkpoints import check_checkpoints
from arkwright.journal.rebuild import rebuild as rebuild_from
from arkwright.journal.remaking import remake
from arkwright.journeys.range_import.mapping import built_in, read_mapping
from arkwright.journeys.range_import.reading import Reading, Report, rejected_csv
from arkwright.journeys.range_import.saving import read_range
from arkwright.kit.database.sqlite import SqliteDatabase
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.signing import PublicKey
from arkwright.kit.world import RealWorld
from arkwright.roles import backup as backups
from arkwright.roles.databases import Files, Servers, databases_of, place_of
from arkwright.roles.lanes import COMPARTMENTS, OFFICE
from arkwright.roles.node import NodeLock, NodeUnusable, OfficeConfig, read_config, signing_key
from arkwright.roles.range_at_rest import bring_range, receive

data_app = App()
range_app = App(name="range", help="Bring in products.")
MOST_SHOWN = 20
console = Console()


def bar(words: str) -> Progress:
    """A progress bar with words before it."""
    return Progress(TextColumn(words), BarColumn(), MofNCompleteColumn(), console=console)


@data_app.command
def backup(*, data: Path | None = None, config: Path | None = None, to: Path) -> None:
    """Copy a node's databases, running or not, into a new folder. Its secret keys are not copied: keep those apart.

    Args:
        data: the node's folder.
        config: instead of the folder, an office's configuration file; needed where its data lies on PostgreSQL.
        to: a folder that does not exist yet.
    """
    folder, databases = place_of(data, config)
    key, servers = signing_key(folder), databases if isinstance(databases, Servers) else None
    listed = asyncio.run(backups.backup(RealWorld(AiohttpHttp()), databases.node or key.name, folder, to, key, servers))
    print(f"{len(listed.files)} files of {listed.node} are in {to}. Keep the node's secrets folder apart from it.")


@data_app.command
def restore(source: Path, *, data: Path | None = None, config: Path | None = None, key: str) -> None:
    """Put a backup into a new folder, once every file, signature and journal in it has verified.

    Args:
        source: the backup's folder.
        data: where the node shall live; an empty folder or one that does not exist.
        config: instead of the folder, an office's configuration file; data goes where it says, files or prepared PostgreSQL schemas.
        key: the node's public key, as 'arkwright key show' prints it, or a file that holds it.
    """
    text = Path(key).read_text("utf-8") if Path(key).is_file() else key
    folder, databases = place_of(data, config)
    listed = asyncio.run(restored(source, folder, PublicKey.from_text(text.strip()), databases if isinstance(databases, Servers) else None))
    print(f"{len(listed.files)} files of {listed.node} are verified and in {folder}. Put its secrets folder back, then start it.")


async def restored(source: Path, folder: Path, key: PublicKey, servers: Servers | None) -> backups.Listed:
    """The restore, in a loop of its own."""
    return await backups.restore(RealWorld(AiohttpHttp()), source, folder, key, servers)


@data_app.command
def rebuild(compartment: str = "all", *, data: Path | None = None, config: Path | None = None) -> None:
    """Make state anew from the journal in a fresh database and compare it with the live one, to the last byte.

    Args:
        compartment: one compartment, or all of the node.
        data: the node's folder; it may be running.
        config: instead of the folder, an office's configuration file; needed where its data lies on PostgreSQL.
    """
    folder, databases = place_of(data, config)
    present = [name for name in COMPARTMENTS if isinstance(databases, Files) and databases.path(name).exists()]
    present = list(OFFICE) if isinstance(databases, Servers) else present
    names = present if compartment == "all" else [compartment]
    if not present:
        raise NodeUnusable(f"{folder} holds no compartment; name a node's folder.")
    if not set(names) <= set(present):
        raise NodeUnusable(f"{folder} has no {compartment}; it has {', '.join(present)}.")
    different = [name for name in names if not asyncio.run(rebuilt(folder, databases, name))]
    if different:
        raise NodeUnusable(f"The state of {', '.join(different)} is not what its journal says; compare with a backup before going on.")


async def rebuilt(node: Path, databases: Files | Servers, name: str) -> bool:
    """Whether the state of one compartment is what its journal says; looked at in a copy, so that the node may go on."""
    world, mounted = RealWorld(AiohttpHttp()), COMPARTMENTS[name]
    with tempfile.TemporaryDirectory() as folder, bar(f"{name:12}") as progress:
        await databases.copy(world, tables.schema(mounted), Path(folder) / "live.db")
        live = SqliteDatabase(world, Path(folder) / "live.db", tables.schema(mounted))
        fresh = SqliteDatabase(world, Path(folder) / "fresh.db", tables.schema(mounted))
        await remake(mounted, live)
        task = progress.add_task(name, total=None)
        found = await rebuild_from(mounted, live.reader, fresh, lambda done: progress.update(task, completed=done))
        progress.update(task, total=found.entries, completed=found.entries)
        checkpoints = await check_checkpoints(name, live.reader, signing_key(node).public)
        await live.close()
        await fresh.close()
    state = "the same state" if found.same else "ANOTHER STATE"
    print(f"{name}: {found.entries} entries, {checkpoints} checkpoints, {state} ({found.fresh[:16]})")
    return found.same


@range_app.command(name="import")
def import_range(
    file: Path,
    *,
    config: Path,
    mapping: str = "arkwright",
    dry_run: bool = False,
    stock: bool = False,
    rejected: Annotated[Path | None, Parameter(name="--rejected")] = None,
) -> None:
    """Bring in products from a CSV file (.csv or .csv.gz). The office must not be running; a running one has an import page.

    Args:
        file: the CSV file.
        config: the office's configuration file.
        mapping: arkwright, online-retail, or a TOML file that says which column is what.
        dry_run: read and report, change nothing.
        stock: receive the suggested quantities into the warehouse as well.
        rejected: write the rejected rows to this CSV file.
    """
    reading = read(file, mapping)
    tell(reading)
    if rejected is not None:
        rejected.write_bytes(rejected_csv(reading.header, reading.rejected))
    if dry_run:
        print("Nothing was changed: this was a dry run.")
        return
    office = read_config(config, OfficeConfig)
    lock = NodeLock(office.folder)
    try:
        report = asyncio.run(brought(office, reading, f"range-{file.stem}"[:40] if stock else None))
    finally:
        lock.release()
    print(
        f"{report.products_new} products are new, {report.products_changed} changed, {report.products_unchanged} stayed as they were; "
        f"{len(report.rejected)} rows were rejected. The office publishes the range when it starts."
    )


def read(file: Path, mapping: str) -> Reading:
    """The file as products, or one line that says what is wrong with it."""
    try:
        chosen = read_mapping(Path(mapping).read_text("utf-8")) if mapping.endswith(".toml") else built_in(mapping)
    except (OSError, UnicodeDecodeError) as error:
        raise NodeUnusable(f"--mapping: {mapping} cannot be read ({error}). Name arkwright, online-retail or a TOML file.") from error
    try:
        content = file.read_bytes()
        content = gzip.decompress(content) if file.suffix == ".gz" else content
    except (OSError, EOFError, zlib.error) as error:
        raise NodeUnusable(f"{file} cannot be read ({error}). Name a whole CSV file, plain or gzip.") from error
    return read_range(content, chosen)


def tell(reading: Reading) -> None:
    """What was found, and the first rows that were rejected."""
    print(f"{reading.lines} lines: {len(reading.drafts)} products in {len(reading.categories)} categories.")
    for note in reading.notes:
        print(note)
    for why, count in sorted(reading.skipped.items()):
        print(f"Passed over: {count} lines ({why})")
    for row in reading.rejected[:MOST_SHOWN]:
        print(f"Line {row.line}: {row.reason}")
    if len(reading.rejected) > MOST_SHOWN:
        print(f"... and {len(reading.rejected) - MOST_SHOWN} more rejected rows; --rejected FILE writes them all.")


async def brought(office: OfficeConfig, reading: Reading, reference: str | None) -> Report:
    """The import with its progress bar, and the stock if asked for."""
    world = RealWorld(AiohttpHttp())
    databases = databases_of(office)
    with bar("Products") as progress:
        task = progress.add_task("range", total=len(reading.drafts))

        def moved(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        report = await bring_range(world, databases, reading, moved)
    if reference is not None:
        count = await receive(world, databases, office.online_location, reading.stock, reference)
        print(f"Stock for {count} SKUs was received into {office.online_location}.")
    return report
