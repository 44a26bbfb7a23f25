"""A store's node in a folder, let in by a desk that is not there any more, with what head office sent down on its shelf."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from arkwright.channels.following.certificates import keep_list
from arkwright.channels.following.keeping import save_trust
from arkwright.channels.following.papers import keep_papers
from arkwright.kit.badges import badge_digest
from arkwright.kit.certificates import CERTIFICATE, LIST, CertificateList, NodeCertificate
from arkwright.kit.enrolling import Papers
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.promotion import Terms
from arkwright.kit.replica import ColleagueLine, HouseLine, PointsWorth, PromotionLine, RangeLine, StoredSales, digest_of, pack
from arkwright.kit.replica import Standing as Edition
from arkwright.kit.shelf.shelf import open_shelf
from arkwright.kit.signing import SigningKey, sign
from arkwright.kit.trust import TrustRoot
from arkwright.kit.world import RealWorld
from arkwright.roles import desk_keys, node
from arkwright.roles.desk_keys import FOLLOWING
from arkwright.roles.store_config import StoreConfig
from tests.channels.till.stage import PIN_HASH, TESS
from tests.channels.till.test_receipts import HOUSE

NOWHERE = "http://127.0.0.1:9"
DESK = SigningKey("desk", b"d" * 32)
ROOT = TrustRoot(
    generation=1, desk=DESK.public.text, recovery=tuple(SigningKey(f"r{n}", bytes([n]) * 32).public.text for n in (1, 2)), needed=2
)
YEAR_MS = 365 * 24 * 3_600_000


def store_config(folder: Path, **more: object) -> StoreConfig:
    """A node whose office, desk, mail server and terminal are nowhere."""
    given = {
        "node": "leeds",
        "store": "leeds",
        "folder": folder,
        "url": "http://leeds.localhost:8100",
        "office_url": NOWHERE,
        "desk_url": NOWHERE,
        "smtp_host": "127.0.0.1",
        "smtp_port": 9,
        "tills": ("1", "2"),
        "terminals": {"1": NOWHERE},
        **more,
    }
    return StoreConfig(**given)  # type: ignore[arg-type]


def let_in(world: RealWorld, config: StoreConfig) -> None:
    """The node has its key, its papers and the list of that day."""
    desk_keys.make_node_key(world, config.folder, config.node)
    key, now_ms = node.signing_key(config.folder), world.now_ms()
    certificate = NodeCertificate(
        serial="1", node=config.node, store=config.store, public_key=key.public.text, from_ms=now_ms, until_ms=now_ms + YEAR_MS
    )
    listed = CertificateList(generation=1, version=1, as_at_ms=now_ms, standing=(certificate,))
    place = config.folder / FOLLOWING
    papers = Papers(certificate=sign(CERTIFICATE, certificate, DESK), certificates=sign(LIST, listed, DESK), trust=ROOT)
    save_trust(world, place, ROOT)
    keep_list(world, place, ROOT, papers.certificates)
    keep_papers(world, place, papers)


async def stock_shelf(world: RealWorld, config: StoreConfig, count: int = 3, house: HouseLine = HOUSE) -> None:
    """Some products, a colleague and the house, as they came down once."""
    shelf = open_shelf(world, config.folder, config.node)
    goods = [
        RangeLine(sku=f"S-{n}", product=f"s-{n}", name=f"Thing {n}", price_pence=1_00 + n, vat_rate="standard", category="kitchen")
        for n in range(count)
    ]
    people = [ColleagueLine(colleague="1042", name="Tess", badge=badge_digest(TESS), pin=PIN_HASH)]
    holds: dict[str, Any] = {"from_ms": 0, "until_ms": world.now_ms() + 10**9, "revision": 1}
    terms = Terms(promotion="p", name="Half", kind="percent", category="none", percent=50, **holds)
    sent: list[tuple[str, list[object]]] = [
        ("range", list(goods)),
        ("colleagues", list(people)),
        ("house", [house]),
        ("promotions", [PromotionLine(terms=terms)]),
    ]
    for dataset, lines in sent:
        content = pack(lines)  # type: ignore[arg-type]
        await shelf.put(dataset, 1, 0, digest_of(content), content)  # type: ignore[arg-type]
        await shelf.settle(Edition(dataset=dataset, edition=1, changed_ms=world.now_ms(), manifest="m"), 1, world.now_ms())
    await shelf.close()


@asynccontextmanager
async def real_world() -> AsyncIterator[RealWorld]:
    """The world of production."""
    http = AiohttpHttp()
    yield RealWorld(http)
    await http.close()


WORTH = PointsWorth(points=100, pence=50, most_points=5_000)
ALLOWED = StoredSales(per_sale_pence=50_00, total_pence=500_00, count=20, age_hours=72)
