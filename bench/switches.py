"""How long after the desk has confirmed a pause an order is still taken at the office, and how long after a restart still refused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter

from arkwright.channels.desk.wanted import Wanted
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.switches import Mode, Place, Setting
from arkwright.kit.world import RealWorld
from arkwright.roles.desk import DeskConfig, add_accounts
from arkwright.roles.desk_client import DeskClient
from arkwright.roles.node import write_config
from arkwright.roles.serving import free_port
from bench.measuring.figure import Figure, Section, middle, p99, sized
from bench.measuring.premises import Shop, a_folder, shop_at_work
from bench.measuring.results import show
from bench.measuring.shoppers import Shopper, Trip
from tests.processes.premises import HOOK_KEY, PRICE_PENCE, Premises, started
from tests.roles.desks import COMMANDER, DUTY, cheap_hashes, password

ABOUT = (
    "Orders in the app are paused and started again at the desk, over and over. The time runs from the desk's answer to the first order "
    "that the office's lane refuses (or lets through to its rules), as one shopper who asks without a break sees it; asking itself "
    "takes a few milliseconds."
)
TIMES = sized(100, 3)
REST_S = 0.4  # the desk takes ten changes a second from one address; the office, at the same, tells it what it holds
HOUR_MS = 3_600_000
PAUSED, LET_THROUGH = 503, 409  # what is let through is refused by the rules: its price is not today's


async def measure() -> AsyncIterator[Section]:
    """A desk and an office that follows it."""
    port = free_port()
    with a_folder() as folder:
        async with (
            shop_at_work(folder, 1, desk_url=f"http://127.0.0.1:{port}", before=with_accounts) as shop,
            desk_at_work(shop, port) as two,
        ):
            paused, started_again = await moved(shop, *two)
    figures = [
        Figure(name=f"{what} at the desk until {then} at the office, {which}", unit="ms", value=of(values))
        for what, then, values in (("Paused", "refused", paused), ("Started again", "taken", started_again))
        for which, of in (("median", middle), ("p99", p99))
    ]
    remark = f"Each {TIMES} times{'; of so few, p99 is the slowest' if TIMES < 100 else ''}."
    yield Section(title="Switches", about=ABOUT, figures=figures, remarks=[remark])


async def moved(shop: Shop, commander: DeskClient, second: DeskClient) -> tuple[list[float], list[float]]:
    """Milliseconds of every pause and every restart."""
    probe = Shopper(wrong_price(shop))
    await probe.arrive()
    await shop.filled(1, shop.skus)
    asked = iter(range(1, 1_000_000))

    async def until(status: int, began: float) -> float:
        while (await probe.order(0, key=next(asked)))[0] != status:
            continue
        return (perf_counter() - began) * 1000

    paused, again = [], []
    await until(LET_THROUGH, 0.0)
    for _ in range(1 + TIMES):  # the first also waits for the office to find the desk, which began after it
        await commander.move("tighten", setting("paused"))
        paused.append(await until(PAUSED, perf_counter()))
        proposed = await commander.move("propose", setting("open"))
        assert proposed.proposal
        await second.decide(proposed.proposal, "approve")
        again.append(await until(LET_THROUGH, perf_counter()))
        await asyncio.sleep(REST_S)
    probe.leave()
    return paused[1:], again[1:]


def setting(mode: Mode) -> Wanted:
    """Orders in the app."""
    review_ms = RealWorld(AiohttpHttp()).now_ms() + HOUR_MS if mode != "open" else None
    say = "We have paused orders in our app." if mode != "open" else ""
    return Wanted(
        setting=Setting(capability="orders", place=Place(channel="app"), mode=mode, say=say, review_ms=review_ms), reason="Measured"
    )


def wrong_price(shop: Shop) -> Trip:
    """Orders that the rules refuse, so that nothing is sold however often they are sent."""
    return Trip(
        port=shop.place.config.shop_port,
        hook_key=HOOK_KEY,
        shoppers=1,
        first=0,
        orders=1,
        skus=shop.skus,
        price_pence=PRICE_PENCE + 1,
        category="kitchen",
        delivery_pence=3_95,
    )


async def with_accounts(place: Premises) -> None:
    """Two people at the desk."""
    with cheap_hashes():
        accounts = [(COMMANDER, "incident-commander", password(COMMANDER)), (DUTY, "duty-manager", password(DUTY))]
        await add_accounts(RealWorld(AiohttpHttp()), desk_config(place), accounts)


def desk_config(place: Premises) -> DeskConfig:
    """The desk whose key the premises trust."""
    url = place.config.desk_url
    return DeskConfig(folder=place.folder / "desk", shop_name="Wright & Daughters", desk_url=url, port=int(url.rpartition(":")[2]))


@asynccontextmanager
async def desk_at_work(shop: Shop, port: int) -> AsyncIterator[tuple[DeskClient, DeskClient]]:
    """The desk as a process, and two people who have signed in."""
    file = shop.place.folder / "desk.toml"
    write_config(file, desk_config(shop.place))
    desk = await started(shop.place, "desk", "-m", "arkwright", "run", "desk", "--config", str(file))
    await desk.answers(f"http://127.0.0.1:{port}/readyz")
    http = AiohttpHttp()
    clients = DeskClient(RealWorld(http), f"http://127.0.0.1:{port}"), DeskClient(RealWorld(http), f"http://127.0.0.1:{port}")
    for client, account in zip(clients, (COMMANDER, DUTY), strict=True):
        await client.sign_in(account, password(account))
    yield clients
    await http.close()
    await desk.end()


if __name__ == "__main__":
    asyncio.run(show(measure()))
