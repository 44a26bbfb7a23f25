"""The app API on the line: a whole office in one process behind the web's door, and every answer held against the OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from httpx import ASGITransport, AsyncClient
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from arkwright.channels.app_api.api import OPERATIONS, app_api
from arkwright.channels.app_api.document import document
from arkwright.channels.app_api.limits import Limits
from arkwright.channels.app_api.operation import Api
from arkwright.channels.design.pages import Link, Shop, environment
from arkwright.channels.web.application import application
from arkwright.channels.web.site import Site
from arkwright.kit.switches import shipped
from tests.channels.finding.kept import KeptFinder, kept_finder
from tests.roles.offices import Premises, premises

HOST = "shop.localhost:8080"
DOCUMENT = document(OPERATIONS, "Arkwright")
CONTACT = {"name": "Ada Byron", "email": "ada@example.com", "address": ["1 Canal Street"], "town": "Leeds", "postcode": "ls14dy"}


def key(number: int) -> str:
    """A UUID of version 4, another for each number."""
    return f'"00000000-0000-4000-8000-{number:012d}"'


@dataclass
class Line:
    """A client of the API; `seen` are the answers held against the document so far."""

    place: Premises
    client: AsyncClient
    finder: KeptFinder
    seen: set[tuple[str, str, int]] = field(default_factory=set)

    async def ask(self, method: str, path: str, body: Any = None, keyed: int | None = None, **more: Any) -> Any:
        """One request; its answer must be as the document says."""
        headers = {**more.pop("headers", {})}
        if keyed is not None:
            headers["idempotency-key"] = key(keyed)
        if body is not None:
            more["json"] = body
        answer = await self.client.request(method, f"/api/v1{path}", headers=headers, **more)
        self.hold(method, path, answer)
        return answer

    async def get(self, path: str, **more: Any) -> Any:
        """A reading request."""
        return await self.ask("GET", path, **more)

    async def post(self, path: str, body: Any, keyed: int | None = 1, **more: Any) -> Any:
        """A writing request."""
        return await self.ask("POST", path, body, keyed, **more)

    def hold(self, method: str, path: str, answer: Any) -> None:
        """The status is declared for the operation, and the body is of the shape declared for it; so are its headers there."""
        template, operation = operation_of(method, path)
        declared = operation["responses"].get(str(answer.status_code))
        assert declared is not None, (method, template, answer.status_code, answer.text)
        declared = resolved(declared)
        self.seen.add((method, template, answer.status_code))
        for name in declared.get("headers", {}):
            optional = name in ("Link", "Retry-After") or answer.status_code in (421, 431, 403, 413)
            assert optional or name in answer.headers, (name, method, template, answer.status_code)
        if "content" not in declared:
            assert answer.content == b""
            return
        media_type, content = next(iter(declared["content"].items()))
        assert answer.headers["content-type"].split(";")[0] == media_type
        schema = {**content["schema"], "components": DOCUMENT["components"]}
        Draft202012Validator(schema).validate(answer.json())

    async def basket(self, number: int = 1, sku: str = "MUG-1", quantity: int = 1) -> str:
        """A basket with a line; its id."""
        basket = (await self.post("/baskets", {}, number)).json()["basket"]
        added = await self.post(f"/baskets/{basket}/lines", {"sku": sku, "quantity": quantity}, number)
        assert added.status_code == 201, added.text
        return str(basket)


def operation_of(method: str, path: str) -> tuple[str, dict[str, Any]]:
    """The operation that the document has for an address."""
    bare = path.partition("?")[0]
    for template, methods in DOCUMENT["paths"].items():
        if re.fullmatch(re.sub(r"\{[^}]*\}", "[^/]+", template), bare) and method.lower() in methods:
            return template, methods[method.lower()]
    raise AssertionError(f"the document has no {method} {path}")


def resolved(found: dict[str, Any]) -> dict[str, Any]:
    """What a reference points at."""
    name = found.get("$ref", "").removeprefix("#/components/responses/")
    return DOCUMENT["components"]["responses"][name] if name else found


def new_order(basket: str, **changed: Any) -> dict[str, Any]:
    """An order of one mug as the shopper saw it."""
    line = {"sku": "MUG-1", "quantity": 1, "price_pence": 12_00, "category": "kitchen"}
    return {"basket": basket, "contact": CONTACT, "method": "standard", "delivery_pence": 3_95, "lines": [line], **changed}


@asynccontextmanager
async def on_the_line(folder: Path, **limits: Any) -> AsyncIterator[Line]:
    """An office with 20 mugs, and a client at its shop port."""
    place = await premises(folder)
    await place.stock()
    shop = place.office.shop
    finder = await kept_finder(place, folder)
    api = Api(
        shop=shop,
        held=place.office,
        capabilities=shipped(),
        shop_name="Arkwright",
        finder=finder,
        picture=lambda product: "/pictures/none.svg",
    )
    face = Shop(name="Arkwright", navigation=(Link("Kitchen", "/range/kitchen/"),), information=())
    site = Site(
        name="shop",
        world=place.world,
        environment=environment(),
        own_hosts=(HOST,),
        form_key=bytes(32),
        frame=lambda request: {"shop": face, "here": request.url.path},
        rates={},
    )
    given = Limits(place.world, **limits) if limits else None
    app = application(site, app_api(api, given))
    try:
        transport = ASGITransport(app, raise_app_exceptions=False)  # type: ignore[arg-type]
        async with AsyncClient(transport=transport, base_url=f"http://{HOST}") as client:
            yield Line(place, client, finder)
    finally:
        await finder.index.close()
        await place.office.stop()
