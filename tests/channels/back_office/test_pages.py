"""Every page opens for those who may, sends strangers to the sign-in page, and says no to everybody else."""

from __future__ import annotations

import pytest

from arkwright.channels.back_office import words
from arkwright.channels.back_office.face import ROUTES, room
from arkwright.channels.back_office.office import NAVIGATION
from arkwright.channels.staff.permissions import granted, roles_of
from arkwright.compartments.catalogue import rules as catalogue
from tests.channels.back_office.place import OURS, Place, Visitor

FIRST = [
    *("/", "/orders", "/dispatch", "/products", "/products/mug", "/new-product", "/categories", "/import", "/stock", "/stock/MUG-1"),
    *(
        "/locations",
        "/publish",
        "/promotions",
        "/new-promotion",
        "/new-promotion?kind=code",
        "/stores",
        "/new-store",
        "/messages",
        "/payments",
        "/ledger",
        "/till-colleagues",
        "/store-sales",
        "/cases",
        "/cases?show=closed",
    ),
]
# Each route of the back office, and a role that must not use it; None where every colleague may.
GET, POST = "GET", "POST"
DENIED: dict[tuple[str, str], str | None] = {
    (GET, "/till-colleagues"): "buyer",
    (GET, "/till-colleagues/{number:str}"): "buyer",
    (POST, "/till-colleagues"): "buyer",
    (POST, "/till-colleagues/{number:str}/end"): "buyer",
    (POST, "/till-colleagues/{number:str}/erase"): "buyer",
    (GET, "/members"): "buyer",
    (POST, "/members"): "buyer",
    (GET, "/members/{number:str}"): "buyer",
    (POST, "/members/{number:str}/adjust"): "buyer",
    (POST, "/members/{number:str}/freeze"): "buyer",
    (POST, "/members/{number:str}/thaw"): "buyer",
    (GET, "/points"): "buyer",
    (POST, "/points"): "buyer",
    (POST, "/points/{rule_id:str}/end"): "buyer",
    (POST, "/points/treat"): "buyer",
    (POST, "/points/terms"): "buyer",
    (POST, "/points/expiry"): "buyer",
    (GET, "/store-sales"): "warehouse",
    (GET, "/cases"): "warehouse",
    (GET, "/cases/{case:str}"): "warehouse",
    (POST, "/cases/{case:str}/take"): "warehouse",
    (POST, "/cases/{case:str}/close"): "warehouse",
    (GET, "/"): None,
    (GET, "/products"): "store-editor",
    (GET, "/products/{product_id:str}"): "store-editor",
    (POST, "/products/{product_id:str}"): "stock-controller",
    (POST, "/products/{product_id:str}/price"): "stock-controller",
    (POST, "/products/{product_id:str}/withdraw"): "warehouse",
    (POST, "/products/{product_id:str}/restore"): "warehouse",
    (GET, "/new-product"): "stock-controller",
    (POST, "/new-product"): "stock-controller",
    (GET, "/categories"): "store-editor",
    (POST, "/categories"): "stock-controller",
    (GET, "/promotions"): "store-editor",
    (GET, "/promotions/{promotion_id:str}"): "store-editor",
    (POST, "/promotions/{promotion_id:str}"): "stock-controller",
    (POST, "/promotions/{promotion_id:str}/end"): "stock-controller",
    (GET, "/new-promotion"): "stock-controller",
    (POST, "/new-promotion"): "stock-controller",
    (GET, "/import"): "stock-controller",
    (POST, "/import"): "stock-controller",
    (GET, "/import/{name:str}"): "stock-controller",
    (POST, "/import/{name:str}"): "stock-controller",
    (POST, "/import/{name:str}/forget"): "stock-controller",
    (POST, "/import/{name:str}/stock"): "buyer",
    (GET, "/import/{name:str}/rejected.csv"): "stock-controller",
    (GET, "/import/{name:str}/stock.csv"): "stock-controller",
    (GET, "/stock"): "store-editor",
    (GET, "/find-stock"): "store-editor",
    (GET, "/stock/{sku:str}"): "store-editor",
    (POST, "/stock/{sku:str}/{change:str}"): "buyer",
    (GET, "/locations"): "store-editor",
    (POST, "/locations"): "buyer",
    (GET, "/publish"): "stock-controller",
    (POST, "/publish"): "stock-controller",
    (GET, "/orders"): "buyer",
    (GET, "/orders/{number:str}"): "buyer",
    (POST, "/orders/{number:str}/cancel"): "warehouse",
    (POST, "/orders/{number:str}/refund"): "accounts-clerk",
    (GET, "/orders/{number:str}/erase"): "customer-service",
    (POST, "/orders/{number:str}/erase"): "customer-service",
    (GET, "/dispatch"): "customer-service",
    (GET, "/dispatch/{order_id:str}"): "customer-service",
    (POST, "/dispatch/{order_id:str}/pick"): "customer-service",
    (POST, "/dispatch/{order_id:str}/picked"): "customer-service",
    (POST, "/dispatch/{order_id:str}/send"): "customer-service",
    (POST, "/dispatch/{order_id:str}/close"): "customer-service",
    (GET, "/stores"): "buyer",
    (GET, "/delivery-days"): "buyer",
    (POST, "/delivery-days"): "warehouse",
    (POST, "/delivery-days/one"): "warehouse",
    (GET, "/stores/{store_id:str}"): "buyer",
    (POST, "/stores/{store_id:str}"): "buyer",
    (POST, "/stores/{store_id:str}/close"): "buyer",
    (POST, "/stores/{store_id:str}/open"): "buyer",
    (GET, "/new-store"): "buyer",
    (POST, "/new-store"): "buyer",
    (GET, "/messages"): "buyer",
    (GET, "/payments"): "warehouse",
    (GET, "/ledger"): "customer-service",
}


def filled(path: str) -> str:
    """An address with something for each of its parts."""
    return "/".join("x" if part.startswith("{") else part for part in path.split("/"))


async def test_the_first_pages_open(place: Place, visitor: Visitor) -> None:
    await place.premises.stock()
    for path in FIRST:
        page = await visitor.look(path)
        assert page.status_code == 200, path
        assert "<h1>" in page.text, path


def test_the_table_names_every_route() -> None:
    assert {(method, path) for route in ROUTES for path in route.paths for method in route.http_methods} == set(DENIED)


@pytest.mark.parametrize(
    ("path", "stands_in"),
    [
        ("/", "/"),
        ("/products/mug", "/products"),
        ("/new-product", "/products"),
        ("/new-promotion", "/promotions"),
        ("/new-store", "/stores"),
    ],
)
def test_a_page_stands_in_a_room_of_the_navigation(path: str, stands_in: str) -> None:
    assert room(path) == stands_in
    assert stands_in in [address for _, address, _ in NAVIGATION]


async def test_a_role_that_may_not_is_refused_and_nothing_is_asked_of_it(place: Place) -> None:
    for role in sorted({role for role in DENIED.values() if role}):
        client = await place.colleague(f"in.{role}", role)
        visitor = Visitor(place, client)
        for (method, path), denied in DENIED.items():
            if denied == role:
                answer = await (visitor.look(filled(path)) if method == GET else visitor.send(filled(path), {}))
                assert answer.status_code == 403, (method, path, role)
                assert "Your roles do not allow this" in answer.text


async def test_strangers_go_to_the_sign_in_page(place: Place) -> None:
    client = place.stranger()
    for method, path in DENIED:
        if method == GET:
            answer = await client.get(filled(path), follow_redirects=False)
            assert (answer.status_code, answer.headers["location"][:13]) == (303, "/sign-in?next"), path
        else:
            token = place.token_of(client)
            answer = await client.post(filled(path), data={"form_token": token}, headers=OURS, follow_redirects=False)
            assert answer.status_code in {303, 403}, path
            assert answer.status_code == 403 or answer.headers["location"] == "/sign-in"


async def test_a_form_without_its_token_changes_nothing(place: Place, visitor: Visitor) -> None:
    answer = await visitor.client.post("/categories", data={"category": "kitchen"}, headers=OURS, follow_redirects=False)
    assert answer.status_code == 403


@pytest.mark.parametrize("role", sorted(roles_of("office")))
async def test_the_navigation_leads_nowhere_that_is_forbidden(place: Place, role: str) -> None:
    visitor = Visitor(place, await place.colleague(f"in.{role}", role))
    start = await visitor.look("/")
    for label, href, permission in NAVIGATION:
        allowed = permission is None or permission in granted("office", [role])
        assert (f'<a href="{href}"' in start.text.split("</nav>")[0]) == allowed, label
        assert (await visitor.look(href)).status_code == (200 if allowed else 403)


async def test_a_page_that_is_not_there_is_not_found(place: Place, visitor: Visitor) -> None:
    for path in (
        "/products/none",
        "/stock/NONE",
        "/orders/AW-00000-0000",
        "/dispatch/none",
        "/stores/none",
        "/import/none",
        "/orders/none/erase",
    ):
        assert (await visitor.look(path)).status_code == 404, path
    assert (await visitor.send("/stock/NONE/receive", {})).status_code == 404


def test_the_words_name_what_the_compartments_know() -> None:
    assert tuple(words.RESTRICTIONS) == catalogue.RESTRICTIONS
