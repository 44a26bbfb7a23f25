"""A shopper: fills a basket, checks out, pays or not, reloads, walks away, comes back, cancels."""

from __future__ import annotations

import asyncio
import contextlib
from urllib.parse import urlencode, urlsplit

from msgspec.structs import replace

from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.ordering.commands import AcceptPrices, AddToBasket, EnterCode, Method, SetQuantity, WantedLine
from arkwright.compartments.ordering.delivery import charge_pence
from arkwright.compartments.ordering.queries import BasketView, PricedBasket
from arkwright.compartments.ordering.refusals import CodeIsUsedUp, NoSuchCode
from arkwright.compartments.ordering.state import Order
from arkwright.journeys.cancel import cancel
from arkwright.journeys.checkout import CheckoutRequest, begin, known, settle
from arkwright.journeys.shop import Shop
from arkwright.kit import postcode
from arkwright.kit.promoting import saved_pence
from arkwright.kit.provider import ProviderRefused
from arkwright.kit.refusal import Refusal
from arkwright.kit.switches import Switched
from arkwright.kit.world import NetworkError, ulid
from tests.simulation.actors.person import TRY_AGAIN, GivesUp, Person, Town
from tests.simulation.office import RunningOffice
from tests.simulation.range import CODE, RANGE, contact
from tests.simulation.record import Looked

OUTCOMES = ("pay", "pay", "pay", "pay", "decline", "challenge", "challenge-no", "no_return", "leave")
DELIVERIES = ("prompt", "prompt", "late", "doubled", "out_of_order", "lost")


class Shopper(Person):
    """One visit with one basket."""

    def __init__(self, town: Town, name: str) -> None:
        super().__init__(town, name)
        self.channel = self.dice.choice(("web", "web", "app"))
        self.basket = self.new_id()
        self.day_dice = town.universe.dice(f"{name} days")
        self.contact = contact(self.dice, name)

    async def work(self, until_s: float) -> None:
        """The whole visit, some time of the day; giving up ends it."""
        await self.wait(0.0, max(0.0, until_s - self.town.sleepless()))
        try:
            await self.fill()
            await self.try_a_code()
            request = await self.name_a_day(await self.prepare())
            page = await self.check_out(request)
            await self.pay(page)
            await self.come_back(request.order)
            await self.second_thoughts(request.order)
        except (GivesUp, Refusal, ProviderRefused):
            return

    async def fill(self) -> None:
        """A few lines, changed now and then."""
        self.about = "basket"
        for goods in self.dice.sample(RANGE, self.dice.choice((1, 1, 2, 3))):
            add = AddToBasket(id=self.new_id(), basket=self.basket, channel=self.channel, sku=goods.sku, quantity=self.dice.randint(1, 3))
            await self.persist(lambda office, add=add: office.shop.ordering.submit(add))  # type: ignore[misc]
            await self.wait(0.5, 20.0)
            if self.chance(150):
                change = SetQuantity(
                    id=self.new_id(), basket=self.basket, channel=self.channel, sku=goods.sku, quantity=self.dice.randint(0, 4)
                )
                await self.persist(lambda office, change=change: office.shop.ordering.submit(change))  # type: ignore[misc]

    async def try_a_code(self) -> None:
        """Some have one, in letters of their own; used up or not, they go on."""
        if self.chance(300):
            enter = EnterCode(
                id=self.new_id(), basket=self.basket, channel=self.channel, code=self.dice.choice((CODE, CODE.lower(), "MOON"))
            )
            try:
                await self.persist(lambda office: office.shop.ordering.submit(enter))
            except (CodeIsUsedUp, NoSuchCode):
                return

    async def prepare(self) -> CheckoutRequest:
        """Put right what is wrong with the basket, and fill in the form."""
        self.about = "basket"
        for _ in range(4):
            view = await self.persist(lambda office: orders.basket_view(office.shop.ordering.reader, self.basket))
            if view is None or not view.basket.lines:
                raise GivesUp
            if not view.problems or self.chance(200):
                return self.form(view, await self.persist(lambda office, view=view: office.priced(view)))  # type: ignore[misc]
            await self.mend(view)
        raise GivesUp

    async def mend(self, view: BasketView) -> None:
        """Accept new prices, take what is left."""
        for problem in view.problems:
            if problem.kind == "stock":
                less = SetQuantity(id=self.new_id(), basket=self.basket, channel=self.channel, sku=problem.sku, quantity=problem.left)
                await self.persist(lambda office, less=less: office.shop.ordering.submit(less))  # type: ignore[misc]
        accept = AcceptPrices(id=self.new_id(), basket=self.basket, channel=self.channel)
        await self.persist(lambda office: office.shop.ordering.submit(accept))

    def form(self, view: BasketView, priced: PricedBasket) -> CheckoutRequest:
        """As the page shows it."""
        lines = tuple(
            WantedLine(
                sku=line.sku,
                quantity=line.quantity,
                price_pence=line.price_pence,
                category=view.offers[line.sku].category if line.sku in view.offers else "none",
            )
            for line in view.basket.lines
        )
        goods = sum(line.price_pence * line.quantity for line in lines)
        method: Method = self.dice.choice(("standard", "standard", "next-day"))
        charge = charge_pence(method, postcode.zone(postcode.normalise(self.contact.postcode)), goods)
        return CheckoutRequest(
            order=ulid(self.town.universe.loop.now_ms(), self.dice.randbytes(10)),
            basket=self.basket,
            channel=self.channel,
            contact=self.contact,
            method=method,
            delivery_pence=charge or 0,
            lines=lines,
            saved_pence=saved_pence(priced.lines),
            code=priced.code,
        )

    async def name_a_day(self, request: CheckoutRequest) -> CheckoutRequest:
        """Every other one wants it on the first day that the page shows, full by now or not."""
        if self.day_dice.randrange(2):
            return request
        code = postcode.normalise(self.contact.postcode)
        zone, nation = postcode.zone(code), postcode.nation(code)
        now_ms = self.town.universe.loop.now_ms()
        days = await self.persist(lambda office: orders.days_there(office.shop.ordering.reader, zone, nation, now_ms))
        if not days:
            return request
        chosen = days[0]
        self.town.universe.met["named a day" if chosen.free else "named a full day"] += 1
        return replace(request, method="named-day", day=chosen.day, delivery_pence=chosen.charge_pence)

    async def check_out(self, request: CheckoutRequest) -> str:
        """Press the button, perhaps twice, and again with the same form after trouble."""
        self.about = "place"
        for attempt in range(6):
            times = 2 if self.is_struck("double click") else 1
            if self.is_struck("two tabs"):
                await self.press_in_another_tab(request)
            answers = await asyncio.gather(*(self.press(request) for _ in range(times)), return_exceptions=True)
            pages = [answer for answer in answers if isinstance(answer, str)]
            if pages:
                self.town.record.tell(request.order, "begun")
                if len(set(pages)) > 1:
                    self.town.record.problems.append(f"2: the order {request.order} was given two pages, {sorted(set(pages))}")
                return pages[0]
            if not isinstance(answers[0], TRY_AGAIN):
                self.town.record.tell(request.order, "refused")
                raise GivesUp
            if self.is_struck("walk away"):
                raise GivesUp
            await self.wait(2.0, 30.0 * (attempt + 1))
        raise GivesUp

    async def press_in_another_tab(self, request: CheckoutRequest) -> None:
        """The same basket at a second checkout: an order of its own, or a no."""
        other = replace(request, order=ulid(self.town.universe.loop.now_ms(), self.dice.randbytes(10)))
        with contextlib.suppress(Refusal, ProviderRefused, *TRY_AGAIN):
            await self.press(other)
            self.town.record.tell(other.order, "begun")

    async def press(self, request: CheckoutRequest) -> str:
        """One press of the button, looking at the banner before and after."""

        async def pressed(office: RunningOffice) -> str:
            since_ms, before = self.town.universe.loop.now_ms(), office.standing(self.channel)
            answer = "taken"
            try:
                return await begin(office.shop, request)
            except Switched as switched:
                answer = switched.mode
                raise
            except Refusal as refusal:
                answer = type(refusal).__name__
                raise
            finally:
                self.town.record.looked.append(
                    Looked(
                        order=request.order,
                        since_ms=since_ms,
                        at_ms=self.town.universe.loop.now_ms(),
                        channel=self.channel,
                        before=before,
                        after=office.standing(self.channel),
                        answer=answer,
                    )
                )

        return await self.once(pressed)

    async def pay(self, page: str) -> None:
        """On the provider's page, as a browser does it."""
        self.about = "pay"
        if "/pay/" not in page:
            return
        await self.wait(2.0, 120.0)
        outcome = self.dice.choice(OUTCOMES)
        self.town.universe.met[f"at the card page: {outcome}"] += 1
        if outcome == "leave":
            return
        if outcome == "decline":
            await self.post(page, outcome="decline")
            outcome = "pay"
        if outcome in ("challenge", "challenge-no"):
            await self.post(page, outcome="challenge")
            await self.post(f"{page}/challenge", decision="reject" if outcome == "challenge-no" else "approve")
            return
        await self.post(page, outcome=outcome)
        if self.chance(150):
            await self.post(page, outcome=outcome)

    async def post(self, page: str, **form: str) -> None:
        """Send a form; nobody at the other end is nobody paid."""
        fields = {"card": "visa-4242", "delivery": self.dice.choice(DELIVERIES), **form}
        try:
            await self.town.network.request("POST", page, {}, urlencode(fields).encode())
        except NetworkError:
            self.town.universe.met[f"card page {urlsplit(page).hostname} lost"] += 1
        await self.wait(0.2, 20.0)

    async def come_back(self, order: str) -> None:
        """The browser's return, perhaps never, perhaps reloaded."""
        self.about = "pay"
        if self.is_struck("never back"):
            return
        for _ in range(3 if self.is_struck("reload") else 1):
            try:
                now = await self.persist(lambda office: settled(office.shop, order), tries=3)
            except (GivesUp, ProviderRefused):
                return
            if now.status in ("confirmed", "cancelled"):
                self.town.record.tell(order, now.status)
            await self.wait(0.0, 20.0)

    async def second_thoughts(self, order: str) -> None:
        """Some cancel, early or late."""
        self.about = "cancel"
        if not self.chance(200):
            return
        await self.wait(1.0, 900.0)
        ended = await self.persist(lambda office: cancel(office.shop, order, "shopper", "changed-mind"), tries=3)
        self.town.record.tell(order, ended.status if ended.status == "cancelled" else "begun")


async def settled(shop: Shop, order: str) -> Order:
    """The order as it stands once its payment was asked about."""
    await settle(shop, order)
    return await known(shop, order)
