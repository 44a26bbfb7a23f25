"""The document is valid, whole and true: it has every route and no other, its examples fit its shapes, and people can read it."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from openapi_spec_validator import OpenAPIV31SpecValidator

from arkwright.channels.app_api.api import OPERATIONS, app_api
from arkwright.channels.app_api.docs_page import docs_page
from arkwright.channels.app_api.operation import BASE, Api
from tests.browser.chromium import axe_violations, launch, overflow_px
from tests.channels.app_api.line import DOCUMENT, on_the_line


def test_the_document_is_valid_openapi() -> None:
    OpenAPIV31SpecValidator(DOCUMENT).validate()


def test_every_example_fits_its_shape() -> None:
    contents = [
        content
        for methods in DOCUMENT["paths"].values()
        for operation in methods.values()
        for answer in [operation.get("requestBody", {}), *operation["responses"].values(), *DOCUMENT["components"]["responses"].values()]
        for content in answer.get("content", {}).values()
    ]
    assert len(contents) > 50
    for content in contents:
        Draft202012Validator({**content["schema"], "components": DOCUMENT["components"]}).validate(content["example"])


def test_every_parameter_example_is_of_its_form() -> None:
    for operation in OPERATIONS:
        for parameter in operation.parameters:
            schema = {"type": "string", "pattern": f"^(?:{parameter.pattern})$"}
            Draft202012Validator(schema).validate(parameter.example)


async def test_the_document_has_every_route_and_no_other(tmp_path: Path) -> None:
    async with on_the_line(tmp_path) as line:
        api = Api(shop=line.place.office.shop, held=line.place.office, capabilities={}, shop_name="Arkwright", finder=line.finder)
        routes = {
            (method, path.replace(":str}", "}").removeprefix(BASE))
            for handler in app_api(api)
            for path in handler.paths
            for method in handler.http_methods
            if method not in ("HEAD", "OPTIONS")
        }
        declared = {(method.upper(), path) for path, methods in DOCUMENT["paths"].items() for method in methods}
        assert routes - declared == {("GET", "/openapi.json"), ("GET", "/docs")}
        assert declared <= routes
        served = await line.client.get("/api/v1/openapi.json")
        assert served.json() == DOCUMENT
        again = await line.client.get("/api/v1/openapi.json", headers={"if-none-match": served.headers["etag"]})
        assert again.status_code == 304
        page = await line.client.get("/api/v1/docs")
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert "script-src 'self';" in page.headers["content-security-policy"]


def test_the_page_names_every_operation_and_shape() -> None:
    page = docs_page(DOCUMENT)
    assert all(f'id="{operation.name}"' in page for operation in OPERATIONS)
    assert all(f'id="shape-{name}"' in page for name in DOCUMENT["components"]["schemas"])
    assert "http" not in "".join(part.partition('"')[0] for part in page.split('src="')[1:])


@pytest.mark.browser
async def test_the_page_can_be_read_by_everybody(tmp_path: Path) -> None:
    async with launch() as browser:
        page = await browser.new_page(viewport={"width": 320, "height": 640})
        await page.route("**/design/*", lambda route: route.fulfill(body=asset_of(route.request.url)))
        await page.route("**/docs", lambda route: route.fulfill(body=docs_page(DOCUMENT), content_type="text/html; charset=utf-8"))
        await page.goto("http://shop.localhost/docs")
        assert await axe_violations(page) == []
        assert await overflow_px(page) == 0


def asset_of(url: str) -> bytes:
    """A file of the design."""
    from arkwright.channels.design.pages import asset

    return asset(url.rpartition("/")[2].partition("?")[0])
