"""Stores' sales: what arrived from each store, when and how late, and how far its journal is held."""

from __future__ import annotations

from types import SimpleNamespace

from litestar import get

from arkwright.channels.back_office.office import BackOffice, Page, query
from arkwright.channels.back_office.permitted import Here, Who, permitted
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.sales_audit import queries
from arkwright.compartments.sales_audit.state import LATE_MS, NodeJournal
from arkwright.compartments.stores import queries as directory
from arkwright.kit.london import days_after

A_PAGE, DAYS_SHOWN = 50, 14


@get("/store-sales", **permitted("cases.view"))
async def store_sales(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """Each node, the days of the last fortnight, and the sales that came last."""
    reader, now_ms = office.shop.sales_audit.reader, office.shop.world.now_ms()
    store, before = query(request, "store", 40), query(request, "before") or queries.LAST
    names = {row.store: row.name for row in await directory.all_stores(office.shop.stores.reader)}
    found = await queries.newest_sales(reader, store, before, A_PAGE + 1)
    shown = found[:A_PAGE]
    return office.show(
        request,
        colleague,
        "store_sales.html",
        journals=[SimpleNamespace(row=row, **last_heard(office, row, now_ms)) for row in await queries.node_journals(reader)],
        days=await queries.days_since(reader, days_after(now_ms, -DAYS_SHOWN)),
        found=[SimpleNamespace(row=row, late_ms=late(row.received_ms - row.sold_ms)) for row in shown],
        names=names,
        store=store,
        further=f"store={store}&before={shown[-1].arrived}" if len(found) > A_PAGE else "",
    )


def last_heard(office: BackOffice, row: NodeJournal, now_ms: int) -> dict[str, int]:
    """When the node last asked for anything, or sent something before this process began; and how long ago that is."""
    heard = office.heard.get(row.node)
    at_ms = max(row.heard_ms, heard.at_ms if heard else 0)
    return {"heard_ms": at_ms, "age_ms": max(0, now_ms - at_ms)}


def late(after_ms: int) -> int:
    """How late a sale came, or nought where it came as it should."""
    return after_ms if after_ms > LATE_MS else 0


ROUTES = [store_sales]
