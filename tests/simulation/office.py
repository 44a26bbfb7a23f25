"""The office under test, as its role wires it, with the ears that its process would have: webhooks in, the desk's word followed."""

from __future__ import annotations

import asyncio

from arkwright.channels.following.following import Following
from arkwright.channels.following.keeping import save_trust
from arkwright.channels.stripe.client import StripeProvider
from arkwright.channels.stripe.webhook import verify
from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.ordering.queries import BasketView, PricedBasket
from arkwright.compartments.payments import queries as payments
from arkwright.journeys.checkout import settle
from arkwright.journeys.shop import Shop
from arkwright.kit.provider import ProviderRefused, ProviderUnknown
from arkwright.kit.refusal import Refusal
from arkwright.kit.scope import Scope
from arkwright.kit.signing import SigningKey
from arkwright.kit.world import Answer, NetworkError
from arkwright.roles.databases import Files
from arkwright.roles.office import Office, OfficeSettings, open_office
from arkwright.simulators.serving import Request
from tests.simulation.desk import CAPABILITIES, DESK_URL, SimulatedDesk
from tests.simulation.node import Node
from tests.simulation.publishing import publisher
from tests.simulation.range import WAREHOUSE
from tests.simulation.world import Life, SimulatedWorld, Universe

CARDS_URL, SHOP_URL = "http://pay.localhost", "http://shop.localhost"
CARDS_KEY, WEBHOOK_SECRET = "sk_test_simulated", "whsec_simulated"
HOOK = f"{SHOP_URL}/webhooks/stripe"


class RunningOffice:
    """One life of the office's process."""

    def __init__(self, office: Office, following: Following) -> None:
        self.office = office
        self.following = following
        self.ears: list[asyncio.Task[None]] = []

    @property
    def shop(self) -> Shop:
        return self.office.shop

    def standing(self, channel: str) -> tuple[int, str, str]:
        """What is said of orders on a channel now: the version of the switches, the mode, and the banner shown."""
        held = self.following
        says = held.gate.describe("orders", Scope(channel=channel), self.shop.world.now_ms())
        return held.table.version, says.mode, held.banner(channel)

    async def priced(self, view: BasketView) -> PricedBasket:
        """The basket as its page shows it now."""
        return await orders.priced(self.shop.ordering.reader, view, self.shop.world.now_ms())

    async def stop(self) -> None:
        """A clean stop."""
        for ear in self.ears:
            ear.cancel()
        await asyncio.gather(*self.ears, return_exceptions=True)
        await self.office.stop()


async def start(universe: Universe, desk: SimulatedDesk, world: SimulatedWorld, life: Life, publishes: bool) -> RunningOffice:
    """What the process does when it begins: open its files, obey what it held, then work."""
    folder = universe.folder / "office"
    folder.mkdir(exist_ok=True)
    if not (folder / "trust.json").exists():
        save_trust(world, folder, desk.trust)
    provider = StripeProvider(world, secret_key=CARDS_KEY, api_base=CARDS_URL)
    settings = OfficeSettings(
        node="office", folder=folder, databases=Files(folder, "office"), shop_url=SHOP_URL, node_key=bytes(32), online_location=WAREHOUSE
    )
    office = await open_office(world, settings, provider, world, SigningKey("office", bytes(32)))
    following = Following(world, DESK_URL, "office", None, folder, CAPABILITIES)
    office.failed.add_done_callback(asyncio.Future.exception)  # nobody is left to hear of it when the process died first
    running = RunningOffice(office, following)
    await following.start(office.obey)
    await office.start()
    loop = asyncio.get_running_loop()
    running.ears = [loop.create_task(following.run(office.obey)), loop.create_task(ends_when_it_failed(office, life))]
    if publishes:
        running.ears.append(loop.create_task(publisher(world, office.shop, folder).run()))
    return running


async def ends_when_it_failed(office: Office, life: Life) -> None:
    """A lane that cannot go on ends the process."""
    await asyncio.wait({office.failed})
    life.kill("a lane failed")


async def hear(node: Node[RunningOffice], request: Request) -> Answer:
    """The provider's webhook: a hint to ask what became of a payment; anything but 200 brings it again."""

    async def heard(running: RunningOffice) -> int:
        shop = running.shop
        session = verify(request.body, request.headers.get("stripe-signature", ""), WEBHOOK_SECRET, shop.world.now_ms())
        payment = await payments.payment_by_session(shop.payments.reader, session) if session else None
        if payment is not None:
            await settle(shop, payment.order)
        return 200

    try:
        return Answer(await node.ask(heard), {}, b"")
    except (Refusal, ProviderUnknown, ProviderRefused, NetworkError):
        return Answer(503, {}, b"")
