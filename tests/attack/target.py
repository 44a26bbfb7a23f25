"""What is attacked: an office and its edge as processes on loopback, with a colleague who has every role signed in."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from arkwright.channels.staff.permissions import roles_of
from arkwright.compartments.staff.commands import AddAccount, RecordSignIn
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import RealWorld
from arkwright.roles.databases import databases_of
from arkwright.roles.node import write_config
from arkwright.roles.range_at_rest import lane_at_rest
from arkwright.roles.serving import free_port
from tests.processes.premises import CARD_KEY, CARDS, HOOK_KEY, Premises, prepared, started

TOKEN = base64.urlsafe_b64encode(hashlib.sha256(b"a colleague under attack").digest()).decode().rstrip("=")
# Rates would end each tool after a few requests. They are held by tests of their own; here the tools shall get through.
WITHOUT_RATES = """
import sys
from arkwright.__main__ import main
from arkwright.channels.app_api.limits import Limits, Policy
from arkwright.channels.web import site
site.RATES = {}
Limits.__init__.__defaults__ = tuple(Policy(name=name, quota=10**9, window_s=60) for name in ("reading", "writing"))
main()
"""


@dataclass
class Target:
    """Where to; `cookie` is that of a colleague in the back office."""

    shop: str
    office: str
    cookie: str
    folder: Path


@contextlib.asynccontextmanager
async def under_attack(folder: Path) -> AsyncIterator[Target]:
    """The processes; each ends with the block."""
    place = await prepared(folder)
    edge_port = free_port()
    place.config = msgspec.structs.replace(
        place.config, shop_url=f"http://127.0.0.1:{edge_port}", office_url=f"http://127.0.0.1:{place.config.office_port}"
    )
    write_config(place.config_file, place.config)
    await colleague(place)
    edge = msgspec.structs.replace(place.edge_config(), port=edge_port)
    write_config(folder / "edge.toml", edge)
    try:
        cards = await started(place, "cards", "-c", CARDS, str(place.cards_port), CARD_KEY, f"{place.shop}/webhooks/stripe", HOOK_KEY)
        await cards.answers(f"{place.cards}/")
        office = await started(place, "office", "-c", WITHOUT_RATES, "run", "office", "--config", str(place.config_file))
        await office.answers(f"{place.shop}/readyz")
        at_the_edge = await started(place, "edge", "-m", "arkwright", "run", "edge", "--config", str(folder / "edge.toml"))
        await at_the_edge.answers(f"{place.config.shop_url}/products/mug/", below=400)
        yield Target(place.config.shop_url, place.config.office_url, f"arkwright-office={TOKEN}", folder)
    finally:
        await asyncio.gather(*(process.kill() for process in place.processes))


async def colleague(place: Premises) -> None:
    """An account with every role, signed in; nobody knows its password."""
    world = RealWorld(AiohttpHttp())
    async with lane_at_rest(world, databases_of(place.config), "staff") as lane:
        roles = tuple(roles_of("office"))
        await lane.submit(AddAccount(id="add", account="carol", roles=roles, sealed_password="sealed" * 8, by="command-line"))
        await lane.submit(RecordSignIn(id="in", account="carol", session=hashlib.sha256(TOKEN.encode()).hexdigest()))
