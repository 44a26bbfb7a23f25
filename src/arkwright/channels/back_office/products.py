"""Products: search the range, edit one with its variants, change a price, take off sale, put on sale again."""

from __future__ import annotations

from urllib.parse import urlencode

from litestar import get, post

from arkwright.channels.back_office import words
from arkwright.channels.back_office.entry import Entry
from arkwright.channels.back_office.office import BackOffice, Option, Page, done, query, sent
from arkwright.channels.back_office.permitted import Here, Part, Who, permitted
from arkwright.channels.back_office.product_form import field_of, more_rows, read, rows_of, shown
from arkwright.channels.staff.door import Colleague
from arkwright.channels.web.noes import NoSuchPage
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.catalogue import queries as catalogue
from arkwright.compartments.catalogue.commands import ChangePrice, RestoreProduct, WithdrawProduct
from arkwright.compartments.catalogue.state import Product

STATES = {"on": True, "off": False}


@get("/products", **permitted("products.view"))
async def products(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """Search by name, id, SKU or barcode."""
    text, state = query(request, "q"), query(request, "show")
    found = await catalogue.page(office.shop.catalogue.reader, text, live=STATES.get(state), after=query(request, "after"))
    further = urlencode({"q": text, "show": state, "after": found.after}) if found.after else ""
    states = [Option("", "On and off sale"), Option("on", "On sale"), Option("off", "Off sale")]
    return office.show(request, colleague, "products.html", found=found, text=text, state=state, states=states, further=further)


@get("/new-product", **permitted("products.edit"))
async def new_product(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """An empty form."""
    return await product_page(request, office, colleague, shown(None), None)


@post("/new-product", **permitted("products.edit"))
async def add_product(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """Save a product that is not there yet."""
    entry = await sent(request)
    return await save(request, office, colleague, entry, None)


@get("/products/{product_id:str}", **permitted("products.view"))
async def product(request: AnyRequest, office: Here, colleague: Who, product_id: Part) -> Page:
    """One product with everything."""
    row = await known(office, product_id)
    return await product_page(request, office, colleague, shown(row), row)


@post("/products/{product_id:str}", **permitted("products.edit"))
async def save_product(request: AnyRequest, office: Here, colleague: Who, product_id: Part) -> Page:
    """Save one that is there."""
    row = await known(office, product_id)
    return await save(request, office, colleague, await sent(request), row)


async def save(request: AnyRequest, office: BackOffice, colleague: Colleague, entry: Entry, row: Product | None) -> Page:
    """Save what was typed, or show it again with further rows for variants."""
    if entry.ticked("more"):
        return await product_page(request, office, colleague, more_rows(entry), row, status=200)
    command = read(entry, row.product if row else entry.text("product"), colleague.account, office.command_id("product", entry))
    lane = office.shop.catalogue
    if row is None and not entry.problems and await catalogue.product(lane.reader, command.product) is not None:
        settled = await catalogue.product(lane.reader, command.product)
        if settled is None or not catalogue.stands_as(settled, command):
            entry.wrong("product", f"There is a product {command.product} already. Choose another id, or edit that product.")
    receipt = await entry.attempt(lambda: lane.submit(command), field_of(entry))
    if receipt is None:
        return await product_page(request, office, colleague, entry, row)
    return done(f"/products/{command.product}", "product-saved")


@post("/products/{product_id:str}/price", **permitted("products.edit"))
async def change_price(request: AnyRequest, office: Here, colleague: Who, product_id: Part) -> Page:
    """One SKU costs this much from now on."""
    row, entry = await known(office, product_id), await sent(request)
    sku = entry.choice("price_sku", "a variant", [variant.sku for variant in row.variants])
    command = ChangePrice(
        id=office.command_id("price", entry), sku=sku, price_pence=entry.pence("new_price", "the new price"), by=colleague.account
    )
    if await entry.attempt(lambda: office.shop.catalogue.submit(command), lambda refusal: "new_price") is None:
        return await product_page(request, office, colleague, shown(row).with_(entry), row)
    return done(f"/products/{product_id}", "price-changed")


@post("/products/{product_id:str}/withdraw", **permitted("products.edit"))
async def withdraw(request: AnyRequest, office: Here, colleague: Who, product_id: Part) -> Page:
    """Off sale."""
    row, entry = await known(office, product_id), await sent(request)
    command = WithdrawProduct(id=office.command_id("withdraw", entry), product=row.product, by=colleague.account)
    if await entry.attempt(lambda: office.shop.catalogue.submit(command)) is None:
        return await product_page(request, office, colleague, shown(row).with_(entry), row)
    return done(f"/products/{product_id}", "product-withdrawn")


@post("/products/{product_id:str}/restore", **permitted("products.edit"))
async def restore(request: AnyRequest, office: Here, colleague: Who, product_id: Part) -> Page:
    """On sale again."""
    row, entry = await known(office, product_id), await sent(request)
    command = RestoreProduct(id=office.command_id("restore", entry), product=row.product, by=colleague.account)
    if await entry.attempt(lambda: office.shop.catalogue.submit(command)) is None:
        return await product_page(request, office, colleague, shown(row).with_(entry), row)
    return done(f"/products/{product_id}", "product-restored")


async def known(office: BackOffice, product_id: str) -> Product:
    """The product, or no such page."""
    row = await catalogue.product(office.shop.catalogue.reader, product_id)
    if row is None:
        raise NoSuchPage()
    return row


async def product_page(
    request: AnyRequest, office: BackOffice, colleague: Colleague, entry: Entry, row: Product | None, status: int = 200
) -> Page:
    """The form with what is on sale now beside it."""
    categories = await catalogue.categories(office.shop.catalogue.reader)
    return office.show(
        request,
        colleague,
        "product.html",
        entry,
        status,
        product=row,
        rows=rows_of(entry),
        categories=[Option("", "Choose a category"), *(Option(each.category.category, each.category.name) for each in categories)],
        vat_rates=[Option(value, label) for value, label in words.VAT_RATES.items()],
        restrictions=[Option(value, label) for value, label in words.RESTRICTIONS.items()],
        variants=[Option(each.sku, f"{each.option} ({each.sku})" if each.option else each.sku) for each in row.variants] if row else [],
    )


ROUTES = [products, new_product, add_product, product, save_product, change_price, withdraw, restore]
