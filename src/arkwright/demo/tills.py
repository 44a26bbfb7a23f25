"""The demo's store nodes: their configuration, let in at the desk, with colleagues who have badges and PINs."""

from __future__ import annotations

import secrets
from pathlib import Path

from arkwright.channels.following.certificates import keep_list
from arkwright.channels.following.keeping import save_trust
from arkwright.channels.following.papers import CERTIFICATE, keep_papers
from arkwright.channels.staff.till_access import TillDoor
from arkwright.compartments.staff.commands import COMMAND_LINE
from arkwright.demo.ports import Ports
from arkwright.kit.enrolling import enrol_request
from arkwright.kit.vault import SCHEMA, Vault
from arkwright.kit.world import RealWorld, World
from arkwright.roles import desk, desk_keys, node
from arkwright.roles.databases import databases_of
from arkwright.roles.desk import DeskConfig
from arkwright.roles.desk_keys import FOLLOWING
from arkwright.roles.line import HOUSE
from arkwright.roles.node import OfficeConfig
from arkwright.roles.range_at_rest import lane_at_rest
from arkwright.roles.store_config import StoreConfig

TILLS = ("1", "2")
COLLEAGUES_FILE = "colleagues.txt"
# Number, name, stores, and whether they manage.
COLLEAGUES = (
    ("1042", "Tess", ("leeds", "york"), False),
    ("1043", "Joe", ("leeds",), False),
    ("1001", "Max", ("leeds", "york"), True),
    ("2042", "Yara", ("york",), False),
)
HOUSE_TEXT = """\
company = "Wright & Daughters Ltd"
company_address = ["1 Wharfedale Parade", "Leeds", "LS1 9ZZ"]
vat_number = "GB 999 9999 73"
receipt_words = ["Please keep this receipt: it is your proof of purchase."]

[[contactless]]
from_ms = 1634252400000
limit_pence = 10000

[stored_sales]
per_sale_pence = 5000
total_pence = 100000
count = 60
age_hours = 168
"""


def store_config(folder: Path, store: str, ports: Ports) -> StoreConfig:
    """A store's node, which reaches head office, desk and mail through its line alone."""
    office, room, mail, _ = ports.lines_of(store)
    return StoreConfig(
        node=store,
        store=store,
        folder=folder / f"store-{store}",
        url=ports.store_url(store),
        office_url=f"http://127.0.0.1:{office}",
        desk_url=f"http://127.0.0.1:{room}",
        smtp_host="127.0.0.1",
        smtp_port=mail,
        tills=TILLS,
        terminals={till: f"http://127.0.0.1:{ports.terminals[f'{store}-{till}']}" for till in TILLS},
        port=ports.stores[store],
    )


async def let_in(world: World, config: DeskConfig, stores: list[StoreConfig]) -> None:
    """Each node has its key and its papers, as if a colleague had typed a code into it; one that is in stays as it is."""
    waiting = [store for store in stores if not (store.folder / FOLLOWING / CERTIFICATE).exists()]
    if not waiting:
        return
    room = await desk.open_desk(world, config)
    try:
        for store in waiting:
            desk_keys.make_node_key(world, store.folder, store.node)
            code = await room.enrolling.issue(store.node, store.store, COMMAND_LINE)
            papers = await room.enrolling.enrol(enrol_request(code, node.signing_key(store.folder)))
            place = store.folder / FOLLOWING
            save_trust(world, place, papers.trust)
            keep_list(world, place, papers.trust, papers.certificates)
            keep_papers(world, place, papers)
    finally:
        await room.stop()


async def hire(world: RealWorld, folder: Path, office: OfficeConfig) -> None:
    """Colleagues with a badge and a PIN each, drawn here and written to one file that only its owner may read."""
    listed = folder / COLLEAGUES_FILE
    if listed.exists():
        return
    databases, key = databases_of(office), desk_keys.vault_key(world, office.folder)
    vault = await Vault.open(world, await databases.open(world, SCHEMA), key)
    rows = ["store   number badge                    PIN    name"]
    async with lane_at_rest(world, databases, "staff") as lane:
        door = TillDoor(world, lane, vault)
        for number, name, stores, manages in COLLEAGUES:
            pin = drawn_pin()
            badge = await door.give(
                world.new_id(), colleague=number, name=name, pin=pin, stores=stores, manages=manages, new_badge=True, by=COMMAND_LINE
            )
            rows += [f"{store:7} {number:6} {badge or '':24} {pin:6} {name}{', manager' if manages else ''}" for store in stores]
    await vault.close()
    listed.touch(mode=0o600)
    listed.write_text("\n".join(rows) + "\n", "utf-8")


def drawn_pin() -> str:
    """Six digits, all of them different from their neighbours, so that no rule against easy ones is met."""
    digits = [secrets.randbelow(10)]
    while len(digits) < 6:
        digit = secrets.randbelow(10)
        if abs(digit - digits[-1]) > 1:
            digits.append(digit)
    return "".join(map(str, digits))


def house(folder: Path) -> None:
    """What head office says of the company and of its limits."""
    path = folder / "office" / HOUSE
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HOUSE_TEXT, "utf-8")
