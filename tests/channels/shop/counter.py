"""The shop's pages over a whole office in process, and a shopper who reads pages and sends their forms, without scripts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from httpx import ASGITransport, AsyncClient, Response

from arkwright.channels.finding.finder import Finder
from arkwright.channels.shop.front import Shopfront
from arkwright.channels.shop.mount import HANDLERS, shop_site
from arkwright.channels.web.application import Application, application
from arkwright.journeys.shop import Addresses
from arkwright.kit.known_nodes import KnownNode
from arkwright.kit.signing import SigningKey
from tests.channels.finding.kept import kept_finder
from tests.roles.offices import SHOP_URL, Premises, premises
from tests.simulators.shop import CARDS_ADDRESS, WEBHOOK_SECRET, pay

NODE_KEY = SigningKey("leeds-1", b"l" * 32)
OURS = {"sec-fetch-site": "same-origin"}
HOME = {
    "name": "Ada Byron",
    "email": "ada@example.com",
    "phone": "01632 960001",
    "address1": "1 Canal Street",
    "address2": "",
    "town": "Leeds",
    "postcode": "ls14dy",
    "delivery": "standard",
}


@dataclass
class SentForm:
    """A form of a page: where it goes and what it would send."""

    action: str
    fields: dict[str, str]


class Reader(HTMLParser):
    """Finds forms, and the words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[SentForm] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(SentForm(given["action"], {}))
        unchecked = given.get("type") == "radio" and "checked" not in given
        if tag == "input" and self.forms and "name" in given and not unchecked:
            self.forms[-1].fields[given["name"]] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


class Shopper:
    """One browser without scripts: keeps cookies, follows redirects within the shop, sends forms as pages give them."""

    def __init__(self, client: AsyncClient) -> None:
        self.client = client
        self.answer: Response | None = None

    @property
    def page(self) -> str:
        """The page now."""
        assert self.answer is not None
        return self.answer.text

    @property
    def words(self) -> str:
        """The page's text with single spaces."""
        return " ".join(" ".join(Reader(self.page).words).split())

    @property
    def status(self) -> int:
        """Of the last answer."""
        assert self.answer is not None
        return self.answer.status_code

    @property
    def basket(self) -> str:
        """What the cookie names."""
        return str(self.client.cookies["arkwright-shop"])

    async def open(self, path: str) -> str:
        """A page; the text of it."""
        self.answer = await self.client.get(path, follow_redirects=True)
        return self.words

    def form(self, action: str, **holding: str) -> SentForm:
        """The form of this page that goes there and already holds these fields."""
        forms = [form for form in Reader(self.page).forms if form.action == action and holding.items() <= form.fields.items()]
        assert forms, f"no form to {action}: {self.words}"
        return forms[0]

    async def send(self, form: SentForm, **fields: str) -> Response:
        """Fill it in and send it; within the shop the redirect is followed."""
        self.answer = await self.client.post(form.action, data={**form.fields, **fields}, headers=OURS, follow_redirects=False)
        at = self.answer.headers.get("location", "")
        if self.answer.status_code == 303 and at.startswith(("/", SHOP_URL)):
            await self.open(at)
        return self.answer

    async def put_in(self, sku: str = "MUG-1", quantity: str = "1", **more: str) -> Response:
        """The form of a published page, which has no token."""
        return await self.send(SentForm("/basket/lines", {"id": ""}), sku=sku, quantity=quantity, **more)

    async def to_review(self, **typed: str) -> Response:
        """From the basket to the bill."""
        await self.open("/checkout")
        return await self.send(self.form("/checkout"), **{**HOME, **typed})

    async def to_payment(self, **typed: str) -> str:
        """From the basket to the payment page; its session."""
        await self.to_review(**typed)
        answer = await self.send(self.form("/checkout", step="pay"))
        assert answer.status_code == 303, self.words
        at = answer.headers["location"]
        assert at.startswith(CARDS_ADDRESS)
        return urlsplit(at).path.rpartition("/")[2]


@dataclass
class Counter:
    """The office, its shop's application, and whoever comes."""

    premises: Premises
    app: Application
    shopper: Shopper
    finder: Finder

    async def buys(self, **typed: str) -> str:
        """Put a mug in, pay, come back; the address of the order's page."""
        await self.shopper.put_in()
        session = await self.shopper.to_payment(**typed)
        back = (await pay(self.premises.cards, session)).headers["location"]
        await self.shopper.open(back)
        await self.premises.at_rest()
        assert self.shopper.answer is not None
        return str(self.shopper.answer.url)


def shop_of(place: Premises, finder: Finder, address: str = SHOP_URL, **settings: Any) -> Application:
    """The shop's application over an office, for people who call it by this address."""
    front = Shopfront(
        replace(place.office.shop, addresses=Addresses(shop_url=address)),
        place.office,
        shop_name="Wright & Sons",
        finder=finder,
        picture=lambda product: f"/pictures/{product.product}.svg",
        webhook_secret=WEBHOOK_SECRET,
        known_nodes=lambda: [KnownNode(key=NODE_KEY.public, store="leeds")],
    )
    own = {"own_hosts": (urlsplit(address).netloc,), "form_key": b"k" * 32, "form_action_origins": (CARDS_ADDRESS,)}
    return application(shop_site(front, **(own | settings)), HANDLERS, provided={"front": front})


@asynccontextmanager
async def counter(folder: Path) -> AsyncIterator[Counter]:
    """An office with twenty mugs, its shop open."""
    place = await premises(folder)
    await place.stock()
    finder = await kept_finder(place, folder)
    app = shop_of(place, finder)
    # In the loop of the lanes, which the client of the framework is not.
    transport = ASGITransport(app, raise_app_exceptions=False)  # type: ignore[arg-type]
    async with AsyncClient(transport=transport, base_url=SHOP_URL) as client:
        yield Counter(place, app, Shopper(client), finder)
    await finder.index.close()
    await place.office.stop()
