"""A demo on disk: a desk, an office and an edge with their keys, first accounts, a range, stock and stores; made once."""

from __future__ import annotations

import asyncio
import secrets
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import msgspec

from arkwright.channels.following.keeping import save_trust
from arkwright.channels.staff.door import StaffDoor
from arkwright.compartments.ordering.commands import SetNamedDays
from arkwright.compartments.staff import queries as staff
from arkwright.compartments.staff.commands import COMMAND_LINE
from arkwright.compartments.stores.commands import SaveStore
from arkwright.demo import tills
from arkwright.demo.ports import Ports
from arkwright.demo.promotions import promotions
from arkwright.demo.range import csv_files
from arkwright.demo.stores import STORES
from arkwright.journeys.range_import.mapping import built_in
from arkwright.journeys.range_import.saving import read_range
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.trust import TrustRoot
from arkwright.kit.vault import SCHEMA, Vault
from arkwright.kit.world import RealWorld, World
from arkwright.roles import desk, desk_keys
from arkwright.roles.command_line.database import prepared
from arkwright.roles.databases import OWNER, databases_of
from arkwright.roles.desk import DeskConfig
from arkwright.roles.edge import EdgeConfig
from arkwright.roles.node import NodeUnusable, OfficeConfig, keep_secret, read_config, write_config
from arkwright.roles.range_at_rest import bring_range, lane_at_rest, receive

SHOP_NAME = "Wright & Daughters"
NODE = "office-1"
ACCOUNTS_FILE = "accounts.txt"
MADE = "made"
SCHEME = "postgresql://"

# Account, where, role.
ACCOUNTS = (
    ("ines", "desk", "incident-commander"),
    ("dan", "desk", "duty-manager"),
    ("olga", "desk", "observer"),
    ("admin", "desk", "desk-administrator"),
    ("bea", "office", "buyer"),
    ("wes", "office", "warehouse"),
    ("cleo", "office", "customer-service"),
    ("dot", "office", "delivery-planner"),
    ("stan", "office", "stock-controller"),
    ("lou", "office", "loyalty-manager"),
    ("sal", "office", "sales-auditor"),
    ("admin", "office", "office-administrator"),
)

Say = Callable[[str], None]


def office_config(folder: Path, ports: Ports, database: str | None = None) -> OfficeConfig:
    """The demo office, on files or on a PostgreSQL server."""
    return OfficeConfig(
        node=NODE,
        folder=folder / "office",
        shop_name=SHOP_NAME,
        shop_url=ports.shop_url,
        office_url=ports.office_url,
        desk_url=f"http://127.0.0.1:{ports.desk}",
        card_api=f"http://127.0.0.1:{ports.cards}",
        payment_origin=ports.cards_url,
        smtp_host="127.0.0.1",
        smtp_port=ports.smtp,
        shop_port=ports.shop,
        office_port=ports.office,
        metrics_port=ports.office_metrics,
        demo_pictures=True,
        line_url=f"http://127.0.0.1:{ports.office_line}",
        line_port=ports.office_line,
        line_hosts=tuple(f"127.0.0.1:{ports.lines_of(store)[0]}" for store in ports.stores),
        database=database,
    )


def desk_config(folder: Path, ports: Ports) -> DeskConfig:
    """The demo desk."""
    return DeskConfig(
        folder=folder / "desk",
        shop_name=SHOP_NAME,
        desk_url=ports.desk_url,
        port=ports.desk,
        metrics_port=ports.desk_metrics,
        further_hosts=tuple(f"127.0.0.1:{ports.lines_of(store)[1]}" for store in ports.stores),
    )


def edge_config(folder: Path, ports: Ports) -> EdgeConfig:
    """The demo edge; it holds public keys only."""
    public = desk_keys.read_secret_key(folder / "office", desk_keys.SIGNING).public.text
    return EdgeConfig(
        host="127.0.0.1",
        port=ports.edge,
        office_url=f"http://127.0.0.1:{ports.shop}",
        desk_url=f"http://127.0.0.1:{ports.desk}",
        publication_key=public,
        folder=folder / "edge",
        look_every_s=2.0,
        metrics_port=ports.edge_metrics,
    )


def prepare(folder: Path, ports: Ports, say: Say, database: str | None = None) -> None:
    """Make the demo, or write its configuration anew where it stands already. A preparation that was cut off is finished.

    `database`: the PostgreSQL server of its office, by its owner's URL; a demo stays where it was made. Raises `NodeUnusable`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    server = server_of(folder, database)
    made = (folder / MADE).exists()
    if not made:
        say("Setting up keys, accounts, range, stock and stores; this is done once.")
    asyncio.run(everything(folder, ports, say, made, server))
    (folder / MADE).touch()


def server_of(folder: Path, database: str | None) -> str | None:
    """The server of the demo's office without its owner, whose name and password are kept as a secret; None for files."""
    owner, at, place = (database or "").removeprefix(SCHEME).rpartition("@")
    if database is not None and not (database.startswith(SCHEME) and owner and place):
        raise NodeUnusable("--database: name a server and the owner of its schemas, as postgresql://USER:PASSWORD@HOST:PORT/NAME.")
    server = f"{SCHEME}{place}" if at else None
    if (folder / "office.toml").exists():
        standing = read_config(folder / "office.toml", OfficeConfig).database
        if database is not None and standing != server:
            raise NodeUnusable(f"The demo in {folder} keeps its data {standing or 'in files'}: name another folder with --data.")
        return standing
    if database is not None:
        user, _, password = owner.partition(":")
        keep_secret(folder / "office", OWNER, f"{unquote(user)}:{unquote(password)}".encode())
    return server


async def everything(folder: Path, ports: Ports, say: Say, made: bool, server: str | None) -> None:
    """Each part, skipped where it stands."""
    world = RealWorld(AiohttpHttp())
    office, room = office_config(folder, ports, server), desk_config(folder, ports)
    write_config(folder / "office.toml", office)  # first of all: a preparation that was cut off is finished where it began
    if server is not None:
        await prepared(office, lambda line: None)
        say(f"The office keeps its data on {server}.")
    if not made:
        trust = keys(world, folder)
        save_trust(world, office.folder / desk_keys.FOLLOWING, trust)
        save_trust(world, folder / "edge" / desk_keys.FOLLOWING, trust)
        await accounts(world, folder, office, room)
        await stock_the_shop(world, office, say)
    tills.house(folder)
    await tills.hire(world, folder, office)
    stores = [tills.store_config(folder, store, ports) for store in ports.stores]
    await tills.let_in(world, room, stores)
    for store in stores:
        write_config(folder / f"store-{store.store}.toml", store)
    write_config(folder / "desk.toml", room)
    write_config(folder / "edge.toml", edge_config(folder, ports))


def keys(world: World, folder: Path) -> TrustRoot:
    """The desk's key with its recovery keys, the office's key, and the secrets it shares with the card simulator."""
    recovery_file = folder / "recovery-keys" / desk_keys.RECOVERY
    if recovery_file.exists():
        recovery = msgspec.json.decode(recovery_file.read_bytes(), type=desk_keys.Recovery)
    else:
        recovery = desk_keys.make_recovery(world, folder / "recovery-keys", of=5, needs=3)
    try:
        trust = desk_keys.make_desk(world, folder / "desk", recovery)
    except desk_keys.FileStands:
        trust = desk_keys.open_keys(world, folder / "desk").trust
    public = desk_keys.make_node_key(world, folder / "office", NODE)
    (folder / "desk" / desk.NODES_FILE).write_text(public.text + "\n", "utf-8")
    keep_secret(folder / "office", "card-provider.key", b"sk_test_" + secrets.token_hex(16).encode())
    keep_secret(folder / "office", "webhook.key", b"whsec_" + secrets.token_hex(16).encode())
    return trust


async def accounts(world: World, folder: Path, office: OfficeConfig, room: DeskConfig) -> None:
    """First accounts, with passwords drawn here and written to one file that only its owner may read."""
    listed = folder / ACCOUNTS_FILE
    if not listed.exists():
        drawn = [f"{where:7} {name:7} {secrets.token_urlsafe(12):20} {role}" for name, where, role in ACCOUNTS]
        listed.touch(mode=0o600)
        listed.write_text("\n".join(["where   account password             role", *drawn]) + "\n", "utf-8")
    rows = [line.split() for line in listed.read_text("utf-8").splitlines()[1:]]
    await desk.add_accounts(world, room, [(name, role, password) for where, name, password, role in rows if where == "desk"])
    databases, key = databases_of(office), desk_keys.vault_key(world, office.folder)
    vault = await Vault.open(world, await databases.open(world, SCHEMA), key)
    async with lane_at_rest(world, databases, "staff") as lane:
        door = StaffDoor(world, lane, vault, "office")
        standing = {row.account for row in await staff.accounts(lane.reader)}
        for where, name, password, role in rows:
            if where == "office" and name not in standing:
                await door.add(name, [role], password, by=COMMAND_LINE)
    await vault.close()


async def stock_the_shop(world: World, office: OfficeConfig, say: Say) -> None:
    """The range, units of each SKU, promotions, and the stores."""
    units: list[tuple[str, int]] = []
    for name, content in csv_files():
        reading = read_range(content, built_in("arkwright"))
        report = await bring_range(world, databases_of(office), reading, lambda done, total: None)
        say(f"  {name}: {report.products_new} products")
        units += [
            (variant.sku, 3 + zlib.crc32(variant.sku.encode()) % 40) for draft in reading.drafts for variant in draft.command.variants
        ]
    await receive(world, databases_of(office), office.online_location, units, "opening-stock")
    async with lane_at_rest(world, databases_of(office), "stores") as lane:
        for store, details in STORES.items():
            await lane.submit(SaveStore(id=f"demo.{store}", store=store, details=details, by=COMMAND_LINE))
    async with lane_at_rest(world, databases_of(office), "promotions") as lane:
        for promotion in promotions(world.now_ms(), COMMAND_LINE):
            await lane.submit(promotion)
    async with lane_at_rest(world, databases_of(office), "ordering") as lane:
        await lane.submit(SetNamedDays(id="demo.named-days", capacity=40, charge_pence=6_95, by=COMMAND_LINE))
    say(f"  {len(units)} SKUs in stock, {len(STORES)} stores")
