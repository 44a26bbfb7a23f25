"""The shopfront: what the shop's handlers are handed, the shopper's cookie, and the frame of each page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment
from litestar.datastructures import Cookie
from litestar.response import Response

from arkwright.channels.design.pages import Link, environment
from arkwright.channels.finding.finder import Finder, shown_on
from arkwright.channels.publication.settings import category_href, product_href, shop_face
from arkwright.channels.web.forms import is_id
from arkwright.channels.web.pages import render
from arkwright.channels.web.site import AnyRequest, site_of
from arkwright.channels.web.tokens import cookie
from arkwright.compartments.catalogue import queries as catalogue
from arkwright.compartments.catalogue.state import Product
from arkwright.journeys.shop import Shop
from arkwright.kit import statement
from arkwright.kit.known_nodes import KnownNode
from arkwright.kit.passkeys import RelyingParty
from arkwright.kit.scope import Scope
from arkwright.kit.switches import Gate, Standing

CHANNEL = "web"
BASKET_AGE_S = 30 * 24 * 60 * 60
LOOK_AGAIN_MS = 3_000


class Held(Protocol):
    """The switches as this node holds them, verified."""

    @property
    def gate(self) -> Gate:
        """The gate of the newest table."""
        ...


class Shopfront:
    """One office behind the shop's pages.

    `finder` searches what is on sale; `picture` says where a product's picture stands; `scripts` are addresses that each page loads
    besides the design's; `webhook_secret` is the card provider's signing secret; `statement_name` is how
    charges begin on bank statements, as the shop's name does where it is left out; `known_nodes` are the stores whose receipts count.
    """

    def __init__(
        self,
        office: Shop,
        held: Held,
        *,
        shop_name: str,
        finder: Finder,
        picture: Callable[[Product], str],
        webhook_secret: str,
        scripts: Sequence[str] = (),
        statement_name: str = "",
        known_nodes: Callable[[], Sequence[KnownNode]] = tuple,
    ) -> None:
        self.office = office
        self.held = held
        self.finder = finder
        self.picture = picture
        self.webhook_secret = webhook_secret
        self.known_nodes = known_nodes
        self._shop_name = shop_name
        self.statement_name = statement_name or statement.short(shop_name)
        self._scripts = tuple(scripts)
        self._face = shop_face(shop_name, ())
        self._looked_ms = -LOOK_AGAIN_MS
        self._revision = -1

    @property
    def party(self) -> RelyingParty:
        """Whose passkeys open accounts: the shop by its own address, whatever host a request named."""
        return RelyingParty(name=self._shop_name, address=self.office.addresses.shop_url)

    def now_ms(self) -> int:
        """By the world's clock."""
        return self.office.world.now_ms()

    def orders(self, basket: str | None = None) -> Standing:
        """How ordering on the web stands for this shopper: the stricter of orders and delivery, of which both are needed."""
        gate, here, now_ms = self.held.gate, Scope(channel=CHANNEL, shopper=basket), self.now_ms()
        both = (gate.describe("orders", here, now_ms), gate.describe("delivery", here, now_ms))
        return max(both, key=lambda standing: ("open", "limited", "paused", "sealed").index(standing.mode))

    def check_range(self) -> Callable[[str], bool]:
        """Refuses, in the words of the switch, where no part of the range is to be shown; answers which departments are."""
        gate, here, now_ms = self.held.gate, Scope(channel=CHANNEL), self.now_ms()
        if gate.describe("browse", here, now_ms).mode not in ("open", "limited"):
            gate.check(("browse",), here, "refuse", now_ms)
        return shown_on(gate, CHANNEL, now_ms)

    def frame(self, request: AnyRequest) -> Mapping[str, object]:
        """What base.html wants."""
        return {"shop": self._face, "here": request.url.path, "scripts": self._scripts}

    async def page(
        self, request: AnyRequest, template: str, *, status: int = 200, cookies: Sequence[Cookie] = (), **names: Any
    ) -> Response[str]:
        """A page of the shop, with today's departments."""
        await self._look_at_departments()
        return render(request, template, status=status, cookies=cookies, product_href=product_href, **names)

    async def _look_at_departments(self) -> None:
        """Every few seconds, and then only when the range has changed."""
        now_ms = self.now_ms()
        if now_ms - self._looked_ms < LOOK_AGAIN_MS:
            return
        self._looked_ms = now_ms
        revision = await catalogue.revision(self.office.catalogue.reader)
        if revision != self._revision:
            found = await catalogue.categories(self.office.catalogue.reader)
            links = [Link(each.category.name, category_href(each.category.category)) for each in found if each.live]
            self._face, self._revision = shop_face(self._shop_name, links), revision


def templates() -> Environment:
    """The shop's templates and the design."""
    return environment(Path(__file__).parent / "templates")


def basket_of(request: AnyRequest) -> str | None:
    """The basket that the shopper's cookie names, or None; a damaged cookie counts as none."""
    value = request.cookies.get(site_of(request).cookie, "")
    return value if is_id(value) else None


def basket_cookie(request: AnyRequest, basket: str) -> Cookie:
    """Keeps the basket for thirty days."""
    return cookie(site_of(request), basket, max_age_s=BASKET_AGE_S)
