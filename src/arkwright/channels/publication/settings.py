"""What a publication is told besides the range and the stores: whose shop it is, its terms, and who draws its pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from arkwright.channels.design.pages import Link, Shop
from arkwright.channels.publication.manifest import Part
from arkwright.kit.promotion import Terms as Promotion
from arkwright.kit.search_index import Indexer, pagefind_index


class DeliveryCharge(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table of charges: 'Standard', 'UK mainland', 395; `note` such as 'Free from £50.00'."""

    method: str
    zone: str
    charge_pence: int
    note: str = ""


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """How to reach the shop, and who it is by law."""

    email: str
    phone: str
    phone_hours: str
    company: str
    address: tuple[str, ...]


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What the information pages state; each is a promise that somebody keeps."""

    charges: tuple[DeliveryCharge, ...]
    cancel_within_minutes: int
    contact: Contact
    check_messages_url: str


class Extra(msgspec.Struct, frozen=True, kw_only=True):
    """A file made elsewhere (a web manifest, a service worker, a photograph); `headers` names a set in headers.py."""

    content: bytes
    content_type: str
    headers: str = "file"
    part: Part = "asset"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that a publication is made with besides the data.

    `address` is the shop's own, without a slash at the end. `picture` draws a product's picture as SVG, from its name and
    the product's title, or None; `picture_version` changes when the same name is drawn differently. `scripts` are addresses of
    scripts that each page loads besides the design's. `progress` is told how many pages are done, of how many. `promotions` are those
    that hold now and need no code: of them pages show the prices for members.
    """

    shop_name: str
    address: str
    lead: str
    terms: Terms
    picture: Callable[[str, str], bytes | None]
    picture_version: str = "1"
    extra_files: Mapping[str, Extra] = field(default_factory=dict)
    scripts: tuple[str, ...] = ()
    indexer: Indexer = pagefind_index
    progress: Callable[[int, int], None] = lambda done, total: None
    promotions: tuple[Promotion, ...] = ()


INFORMATION = (
    Link("Your account", "/account"),
    Link("Stores", "/stores/"),
    Link("What works now", "/what-works-now/"),
    Link("Delivery", "/delivery/"),
    Link("Returns and cancellations", "/returns/"),
    Link("How we tell you", "/how-we-tell-you/"),
    Link("Contact", "/contact/"),
    Link("Accessibility", "/accessibility/"),
    Link("Privacy", "/privacy/"),
)


def shop_face(shop_name: str, departments: Sequence[Link]) -> Shop:
    """The sign, departments and information links of every page of the shop, for the office's own pages too."""
    return Shop(name=shop_name, navigation=tuple(departments), information=INFORMATION)


def category_href(category: str, page: int = 1) -> str:
    """The address of a department, or of a further page of it."""
    return f"/range/{category}/" if page == 1 else f"/range/{category}/{page}/"


def product_href(product: str) -> str:
    """The address of a product."""
    return f"/products/{product}/"


def store_href(store: str) -> str:
    """The address of a store's page."""
    return f"/stores/{store}/"
