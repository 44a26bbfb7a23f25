"""The pages of a publication: which there are, where they stand, and the values that each is rendered from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from arkwright.channels.design.pages import Link
from arkwright.channels.publication import structured, words
from arkwright.channels.publication.manifest import Part
from arkwright.channels.publication.member_prices import member_prices
from arkwright.channels.publication.pictures import Pictures
from arkwright.channels.publication.settings import Settings, category_href, product_href, store_href
from arkwright.channels.publication.sources import Department, Sources
from arkwright.compartments.catalogue.state import Product
from arkwright.compartments.stores.state import Store

ON_A_PAGE = 60
MOST_HIGHLIGHTS = 12
MOST_AVAILABILITIES = 12
HOME = Link("Home", "/")
WHOLE_RANGE = Link("The whole range", "/range/")
STORES = Link("Stores", "/stores/")


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One page before it is rendered: everything that its template shows is in `values`."""

    path: str
    template: str
    values: dict[str, Any]
    part: Part = "page"
    headers: str = "page"
    category: str = ""
    listed: bool = True


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A product in a list."""

    name: str
    href: str
    picture: str
    price_pence: int
    varies: bool
    note: str | None
    member_pence: int | None = None


def all_pages(sources: Sources, settings: Settings, pictures: Pictures) -> Iterator[Page]:
    """Every page of the publication."""
    yield home(sources, settings, pictures)
    yield Page(path="/range/", template="range.html", part="range", values={"counted": counts(sources), "trail": (HOME,)})
    yield Page(path="/search/", template="search.html", part="range", headers="search", values={"counted": counts(sources)})
    yield Page(path="/search/away/", template="search_away.html", part="shell", listed=False, values={"counted": counts(sources)})
    for department in sources.departments:
        yield from department_pages(department, settings, pictures)
        for product in department.products:
            yield product_page(product, department.link, settings, pictures)
    yield Page(path="/stores/", template="stores.html", values={"stores": tuple(store_entry(row) for row in sources.stores)})
    for store in sources.stores:
        yield store_page(store, settings)
    yield from information(settings)


def home(sources: Sources, settings: Settings, pictures: Pictures) -> Page:
    """Highlights in the order of the departments, one of each at a time, and every department."""
    chosen = [[product for product in department.products if product.highlight] for department in sources.departments]
    rounds = [row[place] for place in range(MOST_HIGHLIGHTS) for row in chosen if place < len(row)]
    return Page(
        path="/",
        template="home.html",
        part="range",
        values={
            "lead": settings.lead,
            "highlights": cards(rounds[:MOST_HIGHLIGHTS], pictures, settings),
            "counted": counts(sources),
            "address": settings.address,
        },
    )


def department_pages(department: Department, settings: Settings, pictures: Pictures) -> Iterator[Page]:
    """The department's products, sixty to a page."""
    total = -(-len(department.products) // ON_A_PAGE)
    for number in range(1, total + 1):
        path = category_href(department.category, number)
        yield Page(
            path=path,
            template="department.html",
            part="range",
            category=department.category,
            values={
                "name": department.name,
                "count": len(department.products),
                "cards": cards(department.products[(number - 1) * ON_A_PAGE : number * ON_A_PAGE], pictures, settings),
                "page": number,
                "pages": total,
                "first": category_href(department.category),
                "trail": (HOME, WHOLE_RANGE),
                "canonical": settings.address + path,
                "breadcrumb": structured.breadcrumb(settings.address, [HOME, WHOLE_RANGE], department.link),
            },
        )


def product_page(row: Product, department: Link, settings: Settings, pictures: Pictures) -> Page:
    """Everything about one product, without a word on stock."""
    picture = pictures.href(row)
    trail = (HOME, WHOLE_RANGE, department)
    return Page(
        path=product_href(row.product),
        template="product.html",
        part="range",
        category=row.category,
        values={
            "name": row.name,
            "brand": row.brand,
            "paragraphs": words.paragraphs(row.description),
            "picture": picture,
            "variants": row.variants,
            "lowest_pence": min(variant.price_pence for variant in row.variants),
            "varies": len({variant.price_pence for variant in row.variants}) > 1,
            "members": member_prices(row, settings.promotions),
            "asked": tuple(variant.sku for variant in row.variants[:MOST_AVAILABILITIES]),
            "vat": words.VAT[row.vat_rate],
            "restrictions": words.restrictions(row),
            "trail": trail,
            "canonical": settings.address + product_href(row.product),
            "structured": structured.product(settings.address, row, picture),
            "breadcrumb": structured.breadcrumb(settings.address, trail, Link(row.name, product_href(row.product))),
        },
    )


def store_page(row: Store, settings: Settings) -> Page:
    """One store: address, hours, services, and whether it is closed."""
    return Page(
        path=store_href(row.store),
        template="store.html",
        values={
            **store_entry(row),
            "phone": row.phone,
            "hours": words.hours(row),
            "services": words.services(row),
            "closed_say": row.closed_say,
            "latitude": words.degrees(row.latitude_millionths),
            "longitude": words.degrees(row.longitude_millionths),
            "trail": (HOME, STORES),
            "structured": structured.store(settings.address, row),
            "breadcrumb": structured.breadcrumb(settings.address, [HOME, STORES], Link(row.name, store_href(row.store))),
        },
    )


def information(settings: Settings) -> Iterator[Page]:
    """The pages that stay open whatever is switched off, and the shells that the edge fills."""
    terms = msgspec.to_builtins(settings.terms)
    for name in ("delivery", "returns", "how-we-tell-you", "contact", "accessibility", "privacy"):
        yield Page(path=f"/{name}/", template=f"{name.replace('-', '_')}.html", values={"terms": terms, "address": settings.address})
    yield Page(path="/offline/", template="offline.html", listed=False, values={})
    for name in ("what-works-now", "paused", "unreachable", "404"):
        yield Page(
            path=f"/{name}/",
            template={"404": "not_found.html"}.get(name, f"{name.replace('-', '_')}.html"),
            part="shell",
            listed=name == "what-works-now",
            values={},
        )


def counts(sources: Sources) -> tuple[tuple[str, str, int], ...]:
    """Each department: name, address, how many products."""
    return tuple((each.name, category_href(each.category), len(each.products)) for each in sources.departments)


def cards(products: Sequence[Product], pictures: Pictures, settings: Settings) -> tuple[Card, ...]:
    """Products as they stand in a list."""
    return tuple(
        Card(
            name=row.name,
            href=product_href(row.product),
            picture=pictures.href(row),
            price_pence=min(variant.price_pence for variant in row.variants),
            varies=len({variant.price_pence for variant in row.variants}) > 1,
            member_pence=member_prices(row, settings.promotions).lowest_pence,
            note=f"{len(row.variants)} to choose from" if len(row.variants) > 1 else None,
        )
        for row in products
    )


def store_entry(row: Store) -> dict[str, Any]:
    """A store as a list of stores shows it."""
    return {
        "name": row.name,
        "href": store_href(row.store),
        "address": row.address,
        "town": row.town,
        "postcode": row.postcode,
        "open": row.open,
    }
