"""Rules for points: those that hold, that will and that are over; add one from a day to come, end one."""

from __future__ import annotations

from collections.abc import Iterable

from litestar import get, post

from arkwright.channels.back_office.entry import Entry
from arkwright.channels.back_office.office import BackOffice, Option, Page, done, sent
from arkwright.channels.back_office.permitted import Here, Part, Who, permitted
from arkwright.channels.back_office.promotion_form import midnight
from arkwright.channels.staff.door import Colleague
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.catalogue import queries as catalogue
from arkwright.compartments.loyalty import queries as loyalty
from arkwright.compartments.loyalty.commands import EndPointsRule, SetExpiry, SetPointsRule, SetTenderTerms, SetTreat
from arkwright.compartments.loyalty.expiring import MOST_MONTHS
from arkwright.compartments.loyalty.expiry_rows import months_of
from arkwright.compartments.loyalty.points import STANDING_POINTS_A_POUND
from arkwright.compartments.loyalty.state import Rule
from arkwright.compartments.loyalty.tender_terms import MOST_PENCE, MOST_POINTS, MOST_TOLD, at
from arkwright.compartments.loyalty.treats import MOST_POINTS_OF_A_TREAT
from arkwright.kit import london

MOST_OVER = 50
OF_THE_FORM = {"from_ms": "first"}
OF_EXPIRY = {"from_ms": "expiry_first"}
OF_THE_TERMS = {"from_ms": "terms_first"}
OF_A_TREAT = {"from_ms": "treat_first"}


@get("/points", **permitted("points.view"))
async def rules(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """All of them, and the form for one more."""
    return await rules_page(request, office, colleague, Entry({}))


@post("/points", **permitted("points.edit"))
async def add_rule(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """One rule more, for whole days to come in London, the last one included."""
    entry = await sent(request)
    name = office.command_id("points-rule", entry)
    category = entry.text("category")
    if category and category not in await names_of(office):
        entry.wrong("category", "Choose a category from the list.")
    command = SetPointsRule(
        id=name,
        rule=name,
        category=category,
        points_a_pound=entry.whole("points_a_pound", "the points for each whole pound", 1, 100),
        from_ms=midnight(entry, "first", 0),
        until_ms=midnight(entry, "until", 1),
        by=colleague.account,
    )
    if await entry.attempt(lambda: office.shop.loyalty.submit(command), lambda no: OF_THE_FORM.get(no.field or "", no.field)) is None:
        return await rules_page(request, office, colleague, entry)
    return done("/points", "points-rule-set")


@post("/points/terms", **permitted("points.edit"))
async def set_terms(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """What points pay, and how many of a member's a store is told of, from a day to come in London."""
    entry = await sent(request)
    name = office.command_id("points-terms", entry)
    command = SetTenderTerms(
        id=name,
        terms=name,
        points=entry.whole("points", "the points of a step", 1, MOST_POINTS),
        pence=entry.whole("pence", "the pence that a step pays", 1, MOST_PENCE),
        most_points_a_store=entry.whole("most", "the points that a store is told of", 0, MOST_TOLD),
        from_ms=midnight(entry, "terms_first", 0),
        by=colleague.account,
    )
    if await entry.attempt(lambda: office.shop.loyalty.submit(command), lambda no: OF_THE_TERMS.get(no.field or "", no.field)) is None:
        return await rules_page(request, office, colleague, entry)
    return done("/points", "points-terms-set")


@post("/points/expiry", **permitted("points.edit"))
async def set_expiry(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """Whether and when points expire that come from a day on, in London, that is still to come."""
    entry = await sent(request)
    command = SetExpiry(
        id=office.command_id("points-expiry", entry),
        months=entry.whole("months", "the months", 0, MOST_MONTHS),
        from_ms=midnight(entry, "expiry_first", 0),
        by=colleague.account,
    )
    if await entry.attempt(lambda: office.shop.loyalty.submit(command), lambda no: OF_EXPIRY.get(no.field or "", no.field)) is None:
        return await rules_page(request, office, colleague, entry)
    return done("/points", "points-expiry-set")


@post("/points/{rule_id:str}/end", **permitted("points.edit"))
async def end_rule(request: AnyRequest, office: Here, colleague: Who, rule_id: Part) -> Page:
    """It holds no longer from now on."""
    entry = await sent(request)
    command = EndPointsRule(id=office.command_id("end-points-rule", entry), rule=rule_id, by=colleague.account)
    if await entry.attempt(lambda: office.shop.loyalty.submit(command)) is None:
        return await rules_page(request, office, colleague, entry)
    return done("/points", "points-rule-ended")


@post("/points/treat", **permitted("points.edit"))
async def set_treat(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """What a birthday is worth, for weeks that begin on whole days to come."""
    entry = await sent(request)
    command = SetTreat(
        id=office.command_id("treat", entry),
        points=entry.whole("treat_points", "the points of a treat", 0, MOST_POINTS_OF_A_TREAT),
        from_ms=midnight(entry, "treat_first", 0),
        until_ms=midnight(entry, "treat_until", 1),
        by=colleague.account,
    )
    if await entry.attempt(lambda: office.shop.loyalty.submit(command), lambda no: OF_A_TREAT.get(no.field or "", no.field)) is None:
        return await rules_page(request, office, colleague, entry)
    return done("/points", "treat-set")


async def names_of(office: BackOffice) -> dict[str, str]:
    """Categories, by their ids."""
    return {row.category.category: row.category.name for row in await catalogue.categories(office.shop.catalogue.reader)}


async def rules_page(request: AnyRequest, office: BackOffice, colleague: Colleague, entry: Entry) -> Page:
    """What holds first."""
    now_ms, names = office.shop.world.now_ms(), await names_of(office)
    every = await loyalty.points_rules(office.shop.loyalty.reader)
    expiry = await loyalty.expiry_rules(office.shop.loyalty.reader)
    terms = await loyalty.every_tender_terms(office.shop.loyalty.reader)
    over = [each for each in every if each.until_ms <= now_ms or each.until_ms <= each.from_ms]
    return office.show(
        request,
        colleague,
        "points.html",
        entry,
        hold=by_begin(each for each in every if each not in over and each.from_ms <= now_ms),
        to_come=by_begin(each for each in every if each not in over and each.from_ms > now_ms),
        over=over[: -MOST_OVER - 1 : -1],
        names=names,
        treats=[each for each in reversed(await loyalty.treat_rules(office.shop.loyalty.reader)) if each.until_ms > now_ms],
        standing=STANDING_POINTS_A_POUND,
        months=months_of(expiry, now_ms),
        expiry_to_come=sorted((each for each in expiry if each.from_ms > now_ms), key=lambda each: each.from_ms),
        terms=at(terms, now_ms),
        terms_to_come=sorted((each for each in terms if each.from_ms > now_ms), key=lambda each: each.from_ms),
        tomorrow=london.days_after(now_ms, 1),
        categories=[Option("", "Everything"), *(Option(value, label) for value, label in names.items())],
    )


def by_begin(found: Iterable[Rule]) -> list[Rule]:
    """The one that begins first stands first."""
    return sorted(found, key=lambda rule: (rule.from_ms, rule.rule))


ROUTES = [rules, add_rule, set_terms, set_treat, set_expiry, end_rule]
