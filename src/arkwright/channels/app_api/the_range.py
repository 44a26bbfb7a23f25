"""The range over the API: departments, products, stores, what can be ordered now; closed when browsing is paused, like the pages."""

from __future__ import annotations

from urllib.parse import urlencode

import msgspec

from arkwright.channels.app_api import answers, cursors
from arkwright.channels.app_api.operation import BASE, CHANNEL, IN_THE_APP, Api, Call, Operation, Parameter, Reply
from arkwright.channels.app_api.refusals import CursorIsWrong, DepartmentIsUnknown, ProductIsNotInRange
from arkwright.channels.finding.finder import shown_on
from arkwright.channels.publication import words
from arkwright.channels.publication.settings import product_href
from arkwright.compartments.catalogue import queries as catalogue
from arkwright.compartments.catalogue.state import Product
from arkwright.compartments.ordering import queries as ordering
from arkwright.compartments.ordering.selling import MOST_OF_ONE
from arkwright.compartments.stores import queries as stores
from arkwright.compartments.stores.state import Store, open_at
from arkwright.kit.scope import Scope

MOST_A_PAGE = 100
USUAL_PAGE = 24
MOST_SKUS = 50
MOST_FOUND = 5_000


async def list_products(api: Api, call: Call) -> Reply:
    """By id, so that whatever changes meanwhile, none that stays comes twice or is left out; with words to look for, the best first."""
    category, text = call.query.get("category", ""), call.query.get("q", "").strip()
    most = int(call.query.get("limit", USUAL_PAGE))
    as_typed = bool(text) and call.query.get("typed") == "1"
    looked_for = f"{text} as typed" if as_typed else text
    after = cursors.after(call.query.get("cursor"), category, looked_for)
    await may_browse(api, category)
    if category and not any(row.category.category == category for row in await catalogue.categories(api.shop.catalogue.reader)):
        raise DepartmentIsUnknown(category)
    if text:
        page, place = await _found(api, text, category, skipped(after), most, as_typed)
    else:
        page, place = await _listed(api, category, after, most)
    cursor = None if place is None else cursors.written(cursors.Place(category, looked_for, place))
    asked = {name: value for name, value in call.query.items() if name != "cursor"}
    address = f"{BASE}/products?{urlencode({**asked, 'cursor': cursor})}" if cursor else None
    headers = {"link": f'<{address}>; rel="next"'} if address else {}
    return Reply(body=msgspec.structs.replace(page, next=address), headers=headers)


async def _listed(api: Api, category: str, after: str, most: int) -> tuple[answers.Products, str | None]:
    """The next products on sale, of one department where one is named, and the id after which there are more."""
    reader = api.shop.catalogue.reader
    if category:
        found = await catalogue.live_in_category(reader, category, after, most + 1)
    else:
        found = list((await catalogue.page(reader, live=True, after=after, most=most + 1)).products)
    shown = found[:most]
    items = tuple(product_answer(api, row) for row in shown)
    return answers.Products(items=items, next=None), shown[-1].product if len(found) > most else None


async def _found(api: Api, text: str, category: str, skip: int, most: int, as_typed: bool) -> tuple[answers.Products, str | None]:
    """What is found after the first `skip`, and how many to skip for what is left."""
    may_show = shown_on(api.held.gate, CHANNEL, api.shop.world.now_ms())
    found = await api.finder.find(text, may_show, category=category, most=most, skip=skip, as_typed=as_typed)
    page = answers.Products(
        items=tuple(product_answer(api, row) for row in found.products),
        next=None,
        total=found.total,
        searched=found.account.searched,
        say=" ".join(found.sentences),
        corrected=found.account.corrected,
    )
    return page, str(skip + most) if skip + most < min(found.total, MOST_FOUND) else None


def skipped(after: str) -> int:
    """How many the cursor of a search has seen; `CursorIsWrong` for one of another kind of list."""
    if after and not (after.isascii() and after.isdecimal() and int(after) < MOST_FOUND):
        raise CursorIsWrong()
    return int(after or 0)


async def one_product(api: Api, call: Call) -> Reply:
    """A product on sale."""
    row = await catalogue.product(api.shop.catalogue.reader, call.path["product"])
    if row is None or not row.live:
        raise ProductIsNotInRange(call.path["product"])
    await may_browse(api, row.category)
    return Reply(body=product_answer(api, row))


async def list_categories(api: Api, call: Call) -> Reply:
    """Every department."""
    rows = await catalogue.categories(api.shop.catalogue.reader)
    items = (answers.Category(category=row.category.category, name=row.category.name, products=row.live) for row in rows)
    return Reply(body=answers.Categories(items=tuple(items)))


async def list_stores(api: Api, call: Call) -> Reply:
    """Every store, open or closed as of now."""
    now_ms = api.shop.world.now_ms()
    rows = await stores.all_stores(api.shop.stores.reader)
    return Reply(body=answers.Stores(items=tuple(store_answer(row, now_ms) for row in rows)))


async def availability(api: Api, call: Call) -> Reply:
    """Whether each can be ordered now."""
    skus = tuple(dict.fromkeys(call.query["sku"].split(",")))
    offers = await ordering.offers_of(api.shop.ordering.reader, skus)
    free = await ordering.free_of(api.shop.ordering.reader, skus)
    items = []
    for sku in skus:
        on_sale = sku in offers and offers[sku].live
        most = min(MOST_OF_ONE, max(0, free.get(sku, 0))) if on_sale else 0
        say = "In stock." if most else "Out of stock." if on_sale else "Not on sale at the moment."
        items.append(answers.Availability(sku=sku, available=most > 0, most=most, say=say))
    return Reply(body=answers.Availabilities(items=tuple(items)))


async def may_browse(api: Api, category: str) -> None:
    """Refuses as the switches do. A list across the whole range is shown as long as a part of the range is."""
    gate, now_ms = api.held.gate, api.shop.world.now_ms()
    if not category and gate.describe("browse", IN_THE_APP, now_ms).mode in ("open", "limited"):
        return
    categories = frozenset({category} if category else ())
    gate.check(("browse",), Scope(channel=CHANNEL, categories=categories), "refuse", now_ms)


def product_answer(api: Api, row: Product) -> answers.Product:
    """The product as the API shows it."""
    return answers.Product(
        product=row.product,
        name=row.name,
        description=row.description,
        brand=row.brand,
        category=row.category,
        picture=api.picture(row),
        page=product_href(row.product),
        restrictions=tuple(words.restrictions(row)),
        variants=tuple(
            answers.Variant(sku=each.sku, option=each.option, price_pence=each.price_pence, gtin=each.gtin) for each in row.variants
        ),
    )


def store_answer(row: Store, now_ms: int) -> answers.Store:
    """The store as the API shows it."""
    now = open_at(row, now_ms)
    return answers.Store(
        store=row.store,
        name=row.name,
        address=row.address,
        town=row.town,
        postcode=row.postcode,
        phone=row.phone,
        services=row.services,
        open=now.open,
        changes_ms=now.changes_ms,
        say=now.say,
    )


CATEGORY = Parameter(
    name="category", place="query", allowed="The id of a department, as GET /categories lists them.", pattern=r".{1,100}", example="kitchen"
)
TEXT = Parameter(name="q", place="query", allowed="Words to look for, 1 to 100 characters.", pattern=r".{1,100}", example="mug")
TYPED = Parameter(
    name="typed", place="query", allowed="1 to look for the words of `q` as they are typed, without corrections.", pattern=r"1", example="1"
)
LIMIT = Parameter(
    name="limit", place="query", allowed=f"How many at most, from 1 to {MOST_A_PAGE}.", pattern=r"[1-9][0-9]?|100", example="24"
)
CURSOR = Parameter(
    name="cursor",
    place="query",
    allowed="Leave it out to begin; then follow `next`.",
    pattern=r"[A-Za-z0-9_-]{1,1000}",
    example="WyIiLCIiLCJtIl0",
)
SKUS = Parameter(
    name="sku",
    place="query",
    allowed=f"1 to {MOST_SKUS} product codes with commas between them.",
    pattern=rf"[^,]{{1,64}}(,[^,]{{1,64}}){{0,{MOST_SKUS - 1}}}",
    example="MUG-1,MUG-2",
    required=True,
)
PRODUCT = Parameter(name="product", place="path", allowed="The id of a product.", pattern=r"[^/]{1,100}", example="blue-mug", required=True)

OPERATIONS = (
    Operation(
        name="listProducts",
        method="GET",
        path="/products",
        tag="Range",
        summary="Products on sale",
        about=(
            "By id, a page at a time; of a department, or those that words find in name, brand, department, options, description, product"
            " code or barcode, the best first, with plurals, other names and typing errors forgiven. Follow `next` to go on."
        ),
        act=list_products,
        answer=answers.Products,
        parameters=(CATEGORY, TEXT, TYPED, LIMIT, CURSOR),
        refused={404: "There is no such department."},
        caching="public",
    ),
    Operation(
        name="getProduct",
        method="GET",
        path="/products/{product}",
        tag="Range",
        summary="One product",
        about="A product on sale, with everything that can be bought of it.",
        act=one_product,
        answer=answers.Product,
        parameters=(PRODUCT,),
        refused={404: "It is not on sale."},
        caching="public",
    ),
    Operation(
        name="listCategories",
        method="GET",
        path="/categories",
        tag="Range",
        summary="Departments",
        about="Every department, in the order of the shop.",
        act=list_categories,
        answer=answers.Categories,
        caching="public",
    ),
    Operation(
        name="listStores",
        method="GET",
        path="/stores",
        tag="Range",
        summary="Stores",
        about="Every store, and whether it is open now.",
        act=list_stores,
        answer=answers.Stores,
        caching="public",
    ),
    Operation(
        name="getAvailability",
        method="GET",
        path="/availability",
        tag="Range",
        summary="What can be ordered now",
        about="For each product code whether it can be ordered now, and how many at once.",
        act=availability,
        answer=answers.Availabilities,
        parameters=(SKUS,),
        caching="public",
    ),
)
