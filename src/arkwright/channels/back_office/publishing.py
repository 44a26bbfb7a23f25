"""Publish: what stands published, and a button that publishes the range now."""

from __future__ import annotations

from litestar import get, post

from arkwright.channels.back_office.entry import Entry
from arkwright.channels.back_office.jobs import JobIsRunning
from arkwright.channels.back_office.office import BackOffice, Page, done
from arkwright.channels.back_office.permitted import Here, Who, permitted
from arkwright.channels.staff.door import Colleague
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.catalogue import queries as catalogue

JOB = "publish"


@get("/publish", **permitted("range.publish"))
async def publishing(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """What stands, and how far a publication under way is."""
    return await publish_page(request, office, colleague, Entry({}))


@post("/publish", **permitted("range.publish"))
async def publish_now(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """Start publishing; where it is under way already, nothing is started."""
    try:
        office.jobs.start(JOB, "Publishing the range", colleague.account, office.publisher.publish)
    except JobIsRunning:
        return done("/publish", "publishing")
    return done("/publish", "publishing")


async def publish_page(request: AnyRequest, office: BackOffice, colleague: Colleague, entry: Entry) -> Page:
    """The page."""
    live = sum(each.live for each in await catalogue.categories(office.shop.catalogue.reader))
    return office.show(
        request, colleague, "publish.html", entry, standing=office.publisher.standing(), job=office.jobs.latest(JOB), live=live
    )


ROUTES = [publishing, publish_now]
