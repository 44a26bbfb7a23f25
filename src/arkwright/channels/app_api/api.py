"""The app API as a role mounts it: the table of operations, their routes, the document, and the page that shows it."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
from litestar import get
from litestar.handlers import HTTPRouteHandler
from litestar.response import Response

from arkwright.channels.app_api import again, baskets, orders, standing, the_range
from arkwright.channels.app_api.docs_page import docs_page
from arkwright.channels.app_api.document import document
from arkwright.channels.app_api.limits import Limits
from arkwright.channels.app_api.operation import BASE, Api
from arkwright.channels.app_api.serving import handlers, kept
from arkwright.channels.web.site import AnyRequest

OPERATIONS = (*the_range.OPERATIONS, *standing.OPERATIONS, *baskets.OPERATIONS, *orders.OPERATIONS, *again.OPERATIONS)


def app_api(api: Api, limits: Limits | None = None) -> list[HTTPRouteHandler]:
    """The handlers under `/api/v1`, for `channels.web.application` of the shop's site, whose machine paths take `/api/`."""
    found = document(OPERATIONS, api.shop_name)
    text = msgspec.json.encode(found)

    @cache
    def page() -> bytes:  # made when first asked for: it takes a sixth of an office's start
        return docs_page(found).encode()

    @get(f"{BASE}/openapi.json", include_in_schema=False)
    async def openapi(request: AnyRequest) -> Response[Any]:
        return kept(text, "application/vnd.oai.openapi+json;version=3.1", request)

    @get(f"{BASE}/docs", include_in_schema=False)
    async def docs(request: AnyRequest) -> Response[Any]:
        return kept(page(), "text/html", request)

    return [*handlers(api, OPERATIONS, limits or Limits(api.shop.world)), openapi, docs]
