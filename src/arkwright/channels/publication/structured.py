"""Structured data for search engines (schema.org as JSON-LD): prices, never stock or availability, which only the office knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from arkwright.channels.design.pages import Link
from arkwright.channels.publication import words
from arkwright.channels.publication.settings import product_href, store_href
from arkwright.compartments.catalogue.state import Product
from arkwright.compartments.stores.state import Store


def product(address: str, row: Product, picture: str) -> str:
    """schema.org Product with an Offer for each variant, or one."""
    offers = [
        {
            "@type": "Offer",
            "sku": variant.sku,
            "price": price(variant.price_pence),
            "priceCurrency": "GBP",
            "url": address + product_href(row.product),
            **({"gtin": variant.gtin} if variant.gtin else {}),
            **({"name": f"{row.name}, {variant.option}"} if variant.option else {}),
        }
        for variant in row.variants
    ]
    return text(
        {
            "@context": "https://schema.org",
            "@type": "Product",
            "name": row.name,
            "url": address + product_href(row.product),
            "image": address + picture,
            **({"description": row.description} if row.description else {}),
            **({"brand": {"@type": "Brand", "name": row.brand}} if row.brand else {}),
            "offers": offers[0] if len(offers) == 1 else offers,
        }
    )


def breadcrumb(address: str, trail: Sequence[Link], here: Link) -> str:
    """schema.org BreadcrumbList from the top down to this page."""
    items = [
        {"@type": "ListItem", "position": place, "name": link.label, "item": address + link.href}
        for place, link in enumerate([*trail, here], 1)
    ]
    return text({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items})


def store(address: str, row: Store) -> str:
    """schema.org DepartmentStore with address, place and hours."""
    return text(
        {
            "@context": "https://schema.org",
            "@type": "DepartmentStore",
            "name": row.name,
            "url": address + store_href(row.store),
            "telephone": row.phone,
            "address": {
                "@type": "PostalAddress",
                "streetAddress": ", ".join(row.address),
                "addressLocality": row.town,
                "postalCode": row.postcode,
                "addressCountry": "GB",
            },
            "geo": {
                "@type": "GeoCoordinates",
                "latitude": words.degrees(row.latitude_millionths),
                "longitude": words.degrees(row.longitude_millionths),
            },
            **({"openingHours": words.schema_hours(row)} if row.open else {}),
        }
    )


def price(pence: int) -> str:
    """'12.50', as schema.org wants a price."""
    return f"{pence // 100}.{pence % 100:02}"


def text(value: dict[str, Any]) -> str:
    """JSON that may stand inside a script element: no sign in it can end the element."""
    return msgspec.json.encode(value).decode().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
