"""Promotions: those that are not over and those that are; add one, change one, end one before its time."""

from __future__ import annotations

from litestar import get, post
from msgspec.structs import replace

from arkwright.channels.back_office import promotion_form as forms
from arkwright.channels.back_office.entry import Entry
from arkwright.channels.back_office.office import BackOffice, Option, Page, done, query, sent
from arkwright.channels.back_office.permitted import Here, Part, Who, permitted
from arkwright.channels.staff.door import Colleague
from arkwright.channels.web.noes import NoSuchPage
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.catalogue import queries as catalogue
from arkwright.compartments.ordering import queries as ordering
from arkwright.compartments.promotions import queries
from arkwright.compartments.promotions.commands import EndPromotion
from arkwright.compartments.promotions.state import Promotion
from arkwright.kit.promotion import Terms


@get("/promotions", **permitted("products.view"))
async def promotions(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """Those that are not over, then those that are."""
    reader, now_ms = office.shop.promotions.reader, office.shop.world.now_ms()
    return office.show(
        request,
        colleague,
        "promotions.html",
        current=await queries.current(reader, now_ms),
        over=await queries.over(reader, now_ms),
        categories={row.category.category: row.category.name for row in await catalogue.categories(office.shop.catalogue.reader)},
        now_ms=now_ms,
        kinds=[Option(value, label) for value, label in forms.KINDS.items()],
        says=forms.says,
    )


@get("/new-promotion", **permitted("products.edit"))
async def new_promotion(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """An empty form of one kind."""
    kind = query(request, "kind", 20)
    return await promotion_page(request, office, colleague, forms.shown(kind if kind in forms.KINDS else "percent", None), None)


@post("/new-promotion", **permitted("products.edit"))
async def add_promotion(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """Save one that is not there yet."""
    return await save(request, office, colleague, await sent(request), None)


@get("/promotions/{promotion_id:str}", **permitted("products.view"))
async def promotion(request: AnyRequest, office: Here, colleague: Who, promotion_id: Part) -> Page:
    """One promotion."""
    row = await known(office, promotion_id)
    return await promotion_page(request, office, colleague, forms.shown(row.terms.kind, row.terms), row)


@post("/promotions/{promotion_id:str}", **permitted("products.edit"))
async def save_promotion(request: AnyRequest, office: Here, colleague: Who, promotion_id: Part) -> Page:
    """Change one that is there."""
    row = await known(office, promotion_id)
    return await save(request, office, colleague, await sent(request), row)


@post("/promotions/{promotion_id:str}/end", **permitted("products.edit"))
async def end_promotion(request: AnyRequest, office: Here, colleague: Who, promotion_id: Part) -> Page:
    """It holds no longer from now on."""
    row, entry = await known(office, promotion_id), await sent(request)
    command = EndPromotion(id=office.command_id("end-promotion", entry), promotion=row.promotion, by=colleague.account)
    if await entry.attempt(lambda: office.shop.promotions.submit(command)) is None:
        return await promotion_page(request, office, colleague, forms.shown(row.terms.kind, row.terms).with_(entry), row)
    return done(f"/promotions/{row.promotion}", "promotion-ended")


async def save(request: AnyRequest, office: BackOffice, colleague: Colleague, entry: Entry, row: Promotion | None) -> Page:
    """Save what was typed; goods that are not in the range are named."""
    promotion_id = row.promotion if row else entry.text("promotion")
    before = row.terms if row else None
    command = forms.read(entry, promotion_id, colleague.account, office.command_id("promotion", entry), before)
    await check_goods(office, entry, command.terms)
    if row is None and not entry.problems and await taken(office, command.terms):
        entry.wrong("promotion", f"There is a promotion {promotion_id} already. Choose another id, or change that one.")
    if await entry.attempt(lambda: office.shop.promotions.submit(command), forms.field_of) is None:
        return await promotion_page(request, office, colleague, entry, row)
    return done(f"/promotions/{promotion_id}", "promotion-saved")


async def check_goods(office: BackOffice, entry: Entry, terms: Terms) -> None:
    """Note what is not in the range."""
    reader = office.shop.catalogue.reader
    for sku in terms.skus:
        if await catalogue.product_of_sku(reader, sku) is None:
            entry.wrong("skus", f"There is no SKU {sku} in the range. Check it letter by letter.")
    for product in sorted(set(terms.products) - set(await catalogue.products_of(reader, terms.products))):
        entry.wrong("products", f"There is no product {product} in the range. Check its id.")
    if terms.category and terms.category not in {each.category.category for each in await catalogue.categories(reader)}:
        entry.wrong("category", "Choose a category from the list.")


async def taken(office: BackOffice, terms: Terms) -> bool:
    """Whether another promotion has this id; the same form sent twice is no other."""
    row = await queries.promotion(office.shop.promotions.reader, terms.promotion)
    return row is not None and replace(row.terms, revision=terms.revision) != terms


async def known(office: BackOffice, promotion_id: str) -> Promotion:
    """The promotion, or no such page."""
    row = await queries.promotion(office.shop.promotions.reader, promotion_id)
    if row is None:
        raise NoSuchPage()
    return row


async def promotion_page(request: AnyRequest, office: BackOffice, colleague: Colleague, entry: Entry, row: Promotion | None) -> Page:
    """The form of its kind, and what it is now."""
    categories = await catalogue.categories(office.shop.catalogue.reader)
    uses = await ordering.code_uses(office.shop.ordering.reader, row.terms.code) if row and row.terms.code else 0
    kind = row.terms.kind if row else entry.text("kind")
    return office.show(
        request,
        colleague,
        "promotion.html",
        entry,
        row=row,
        kind=kind if kind in forms.KINDS else "percent",
        kinds=forms.KINDS,
        says=forms.says,
        uses=uses,
        now_ms=office.shop.world.now_ms(),
        categories=[Option("", "No category"), *(Option(each.category.category, each.category.name) for each in categories)],
    )


ROUTES = [promotions, new_promotion, add_promotion, promotion, save_promotion, end_promotion]
