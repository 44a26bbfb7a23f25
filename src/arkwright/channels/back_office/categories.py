"""Categories: their names and their order in the shop."""

from __future__ import annotations

from litestar import get, post

from arkwright.channels.back_office.entry import Entry
from arkwright.channels.back_office.office import Page, done, query, sent
from arkwright.channels.back_office.permitted import Here, Who, permitted
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.catalogue import queries as catalogue
from arkwright.compartments.catalogue.commands import SaveCategory

LAST_POSITION = 9_999


@get("/categories", **permitted("products.view"))
async def categories(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """Every category; one of them in the form, when it is asked for."""
    found = await catalogue.categories(office.shop.catalogue.reader)
    wanted = next((each.category for each in found if each.category.category == query(request, "edit")), None)
    entry = Entry.of(category=wanted.category, name=wanted.name, position=str(wanted.position)) if wanted else None
    return office.show(request, colleague, "categories.html", entry, found=found)


@post("/categories", **permitted("products.edit"))
async def save_category(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """Have it stand like this, new or not."""
    entry = await sent(request)
    command = SaveCategory(
        id=office.command_id("category", entry),
        category=entry.text("category"),
        name=entry.text("name"),
        position=entry.whole("position", "the position", 0, LAST_POSITION),
        by=colleague.account,
    )
    if await entry.attempt(lambda: office.shop.catalogue.submit(command)) is None:
        found = await catalogue.categories(office.shop.catalogue.reader)
        return office.show(request, colleague, "categories.html", entry, found=found)
    return done("/categories", "category-saved")


ROUTES = [categories, save_category]
