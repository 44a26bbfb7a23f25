"""Members: found by their number or address, never listed; their points seen, put right, frozen and thawed, each look recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from litestar import get, post

from arkwright.channels.back_office import words
from arkwright.channels.back_office.entry import Entry
from arkwright.channels.back_office.office import BackOffice, Option, Page, done, sent
from arkwright.channels.back_office.orders import options
from arkwright.channels.back_office.permitted import Here, Part, Who, permitted
from arkwright.channels.staff.door import Colleague
from arkwright.channels.staff.permissions import Permission
from arkwright.channels.web.noes import NoSuchPage
from arkwright.channels.web.pages import see
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.accounts import queries as accounts
from arkwright.compartments.accounts.commands import FreezeForCaller, Proof, ThawForCaller
from arkwright.compartments.loyalty import queries as loyalty
from arkwright.compartments.loyalty.commands import AdjustedBecause, AdjustPoints, RecordLook
from arkwright.compartments.loyalty.state import Member
from arkwright.journeys import accounts as story
from arkwright.journeys import contact as guests
from arkwright.kit import membership
from arkwright.kit.refusal import Refusal

# How many points a colleague may put right in a day, both ways together. What a point pays is dated (tender terms).
LIMITS: Mapping[Permission, int] = {"members.adjust": 500, "members.adjust.more": 20_000}


@get("/members", **permitted("members.view"))
async def members(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """The form that finds one."""
    return office.show(request, colleague, "members.html")


@post("/members", **permitted("members.view"))
async def find_member(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """Their page, whose address bears the number, once the look is recorded. A typed email address stands in no address and no log."""
    entry = await sent(request)
    found = await found_by(office, entry, entry.filled("who", "a membership number or an email address", 254))
    if found is None:
        return office.show(request, colleague, "members.html", entry)
    await record_look(office, colleague, found)
    return see(f"/members/{found.number}")


async def found_by(office: BackOffice, entry: Entry, typed: str) -> Member | None:
    """The member with this number or address; None, and a problem, for nobody."""
    shop, digits = office.shop, typed.replace(" ", "")
    if digits.isdigit():
        found = await loyalty.member_by_number(shop.loyalty.reader, digits)
        if found is None:
            well_formed = "Nobody has this number." if membership.valid(digits) else "This is no membership number."
            entry.wrong("who", f"{well_formed} It has 13 digits and begins with 29; ask for it again, digit by digit.")
        return found
    if entry.problems:
        return None
    try:
        filed = await guests.fingerprint(shop.vault, guests.email_form(typed))
    except Refusal:
        entry.wrong("who", "Enter a membership number of 13 digits, or an email address like name@example.com.")
        return None
    person = await story.person_of(shop, filed)
    found = await loyalty.member(shop.loyalty.reader, person) if person else None
    if found is None:
        entry.wrong("who", "Nobody with this address has a membership. They join in their account.")
    return found


@get("/members/{number:str}", **permitted("members.view"))
async def member(request: AnyRequest, office: Here, colleague: Who, number: Part) -> Page:
    """One member's points."""
    return await member_page(request, office, colleague, await known(office, number), Entry({}))


@post("/members/{number:str}/adjust", **permitted("members.adjust"))
async def adjust(request: AnyRequest, office: Here, colleague: Who, number: Part) -> Page:
    """Points given or taken, within what the colleague may in a day."""
    row, entry, most = await known(office, number), await sent(request), limit_of(colleague)
    points = entry.whole("points", "the points", 1, most)
    taken = entry.choice("way", "whether they are given or taken", ("give", "take")) == "take"
    why = entry.choice("why", "a reason", list(words.POINTS_REASONS))
    name = office.command_id("adjust-points", entry)
    command = AdjustPoints(
        id=name,
        adjustment=name,
        member=row.member,
        points=-points if taken else points,
        why=cast(AdjustedBecause, why),
        by=colleague.account,
        most_points=most,
    )
    if await entry.attempt(lambda: office.shop.loyalty.submit(command)) is None:
        return await member_page(request, office, colleague, row, entry)
    return done(f"/members/{row.number}", "points-adjusted")


@post("/members/{number:str}/freeze", **permitted("members.freeze"))
async def freeze(request: AnyRequest, office: Here, colleague: Who, number: Part) -> Page:
    """A caller says that something was not them: every device is signed out, and nothing can be spent."""
    row, entry = await known(office, number), await sent(request)
    command = FreezeForCaller(id=office.command_id("freeze-member", entry), account=row.member, by=colleague.account)
    if await entry.attempt(lambda: office.shop.accounts.submit(command)) is None:
        return await member_page(request, office, colleague, row, entry)
    return done(f"/members/{row.number}", "member-frozen")


@post("/members/{number:str}/thaw", **permitted("members.thaw"))
async def thaw(request: AnyRequest, office: Here, colleague: Who, number: Part) -> Page:
    """A caller has proved who they are: points can be spent again."""
    row, entry = await known(office, number), await sent(request)
    proof = entry.choice("proof", "how you know who they are", list(words.PROOFS))
    command = ThawForCaller(id=office.command_id("thaw-member", entry), account=row.member, by=colleague.account, proof=cast(Proof, proof))
    if await entry.attempt(lambda: office.shop.accounts.submit(command)) is None:
        return await member_page(request, office, colleague, row, entry)
    return done(f"/members/{row.number}", "member-thawed")


def limit_of(colleague: Colleague) -> int:
    """The most points that they may put right in a day."""
    return max((points for permission, points in LIMITS.items() if colleague.may(permission)), default=0)


async def known(office: BackOffice, number: str) -> Member:
    """The member of this number, or no such page."""
    row = await loyalty.member_by_number(office.shop.loyalty.reader, number)
    if row is None:
        raise NoSuchPage()
    return row


async def member_page(request: AnyRequest, office: BackOffice, colleague: Colleague, row: Member, entry: Entry) -> Page:
    """What made the balance, and who saw it: nobody sees it before that stands in the journal."""
    shop = office.shop
    await record_look(office, colleague, row)
    account = await accounts.account(shop.accounts.reader, row.member)
    return office.show(
        request,
        colleague,
        "member.html",
        entry,
        member=row,
        frozen=row.frozen or (account is not None and account.frozen_ms is not None),
        entries=[(words.ENTRY_KINDS[each.kind], each) for each in await loyalty.entries_of(shop.loyalty.reader, row.member)],
        looks=await loyalty.looks_at(shop.loyalty.reader, row.member),
        limit=limit_of(colleague),
        ways=[Option("", "Choose one"), Option("give", "Give points"), Option("take", "Take points")],
        reasons=options(words.POINTS_REASONS),
        proofs=[Option("", "Choose one"), *(Option(value, label) for value, label in words.PROOFS.items())],
        points_reasons=words.POINTS_REASONS,
    )


async def record_look(office: BackOffice, colleague: Colleague, row: Member) -> None:
    """Somebody sees something of this member: on the books before it is shown."""
    look = office.shop.world.new_id()
    await office.shop.loyalty.submit(RecordLook(id=f"look.{look}", look=look, member=row.member, by=colleague.account))


ROUTES = [members, find_member, member, adjust, freeze, thaw]
