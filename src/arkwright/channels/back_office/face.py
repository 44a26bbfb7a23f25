"""The back office as a site: its templates, its frame with the pages that a colleague may see, and its application."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from litestar.handlers import HTTPRouteHandler

from arkwright.channels.back_office import (
    cases,
    categories,
    consignments,
    delivery_days,
    erasing,
    imports,
    ledger,
    members,
    messages,
    order_actions,
    orders,
    points_rules,
    products,
    promotions,
    publishing,
    start,
    stock,
    store_sales,
    stores,
    till_colleagues,
)
from arkwright.channels.back_office.office import BackOffice, navigation
from arkwright.channels.design.pages import Link, Workplace
from arkwright.channels.staff.door import Colleague, StaffDoor
from arkwright.channels.staff.pages import STAFF_PAGES
from arkwright.channels.staff.session import COLLEAGUE, person_of, with_staff
from arkwright.channels.web.application import Application, application
from arkwright.channels.web.site import AnyRequest, Frame, Site

# For `environment(...)`, together with the TEMPLATES of staff.
TEMPLATES = Path(__file__).parent / "templates"

ROUTES: list[HTTPRouteHandler] = [
    *start.ROUTES,
    *products.ROUTES,
    *categories.ROUTES,
    *promotions.ROUTES,
    *members.ROUTES,
    *points_rules.ROUTES,
    *imports.ROUTES,
    *stock.ROUTES,
    *publishing.ROUTES,
    *orders.ROUTES,
    *order_actions.ROUTES,
    *erasing.ROUTES,
    *consignments.ROUTES,
    *delivery_days.ROUTES,
    *stores.ROUTES,
    *till_colleagues.ROUTES,
    *store_sales.ROUTES,
    *cases.ROUTES,
    *messages.ROUTES,
    *ledger.ROUTES,
]


def back_office(site: Site, office: BackOffice, door: StaffDoor) -> Application:
    """The whole application: these pages, and signing in and accounts by `door`. The site's `frame` is `frame(shop_name)`."""
    return with_staff(application(site, [*ROUTES, *STAFF_PAGES], provided={"office": office}), door)


def room(path: str) -> str:
    """Where a page stands in the navigation: '/products' for '/products/mug', and for '/new-product', which lies beside it."""
    first = path.split("/")[1]
    return f"/{first.removeprefix('new-')}s" if first.startswith("new-") else f"/{first}"


def frame(shop_name: str) -> Frame:
    """What `office.html` wants on every page, also before anybody is signed in."""

    def of(request: AnyRequest) -> Mapping[str, object]:
        colleague: Colleague | None = request.scope["state"].get(COLLEAGUE)
        links = list(navigation(colleague))
        if colleague is not None and colleague.may("accounts.view"):
            links.append(Link("Accounts", "/accounts"))
        return {
            "workplace": Workplace(shop_name=shop_name, navigation=links),
            "here": room(request.url.path),
            "person": person_of(request),
        }

    return of
