"""An order over the app API, as the app places it."""

from __future__ import annotations

import httpx

from tests.browser.demo import Demo

SKU_PAGE = "/products/sea-kelp-hand-cream"
CONTACT = {"name": "Grace Hopper", "email": "grace@example.com", "address": ["2 Quay Street"], "town": "York", "postcode": "YO1 9AA"}


async def app_order(demo: Demo) -> httpx.Response:
    """A basket with one thing, ordered; the answer to the order."""
    product = (await demo.api("GET", SKU_PAGE)).json()
    basket = (await demo.api("POST", "/baskets", {})).json()["basket"]
    added = await demo.api("POST", f"/baskets/{basket}/lines", {"sku": product["variants"][0]["sku"], "quantity": 1})
    assert added.status_code == 201, added.text
    shown = (await demo.api("GET", f"/baskets/{basket}")).json()["lines"][0]
    line = {name: shown[name] for name in ("sku", "quantity", "price_pence", "category")}
    order = {"basket": basket, "contact": CONTACT, "method": "standard", "delivery_pence": 3_95, "lines": [line]}
    return await demo.api("POST", "/orders", order)
