"""What a holder keeps with us, on its pages: name, telephone, and the addresses that the checkout fills in."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from arkwright.channels.shop.account_holder import Front, Holder, Who, holder_of, holders_only
from arkwright.channels.shop.checkout_form import FEWEST_DIGITS, PHONE
from arkwright.channels.shop.front import CHANNEL, Shopfront
from arkwright.channels.web.forms import Form, form
from arkwright.channels.web.pages import see
from arkwright.channels.web.refusals import status_of
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.accounts import commands as ask
from arkwright.journeys import account_places as places
from arkwright.journeys import accounts as story
from arkwright.journeys.account_places import OWN
from arkwright.journeys.accounts import Details, Place
from arkwright.kit import postcode
from arkwright.kit.postcode import NotAPostcode
from arkwright.kit.refusal import Refusal
from arkwright.kit.scope import Scope

LIST = "/account/addresses"
NEW = "new"


@get("/account/details", **holders_only())
async def show_details(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """Name, telephone and their own address."""
    return await details_page(front, request, kept_by(holder), ())


@post("/account/details", **holders_only())
async def save_details(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """Keep them; a changed address is told by mail."""
    sent = await form(request)
    before = kept_by(holder)
    typed = read(sent, before)
    if not sent.valid:
        return await details_page(front, request, typed, sent.problems, 422)
    await keep(front, holder, typed, told=before.address != ())
    return see("/account")


@get("/account/addresses", **holders_only())
async def show_places(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """Every address, the one that the checkout fills in first."""
    found = places.places_of(kept_by(holder))
    return await front.page(request, "account_addresses.html", places=found, own=OWN, may_add=len(found) <= places.MOST_OTHERS)


@get("/account/addresses/{place:str}", **holders_only())
async def show_place(request: Request[Any, Any, Any], front: Front, holder: Who, place: FromPath[str]) -> Response[Any]:
    """The form for one, or for a new one."""
    shown = Place(place=NEW) if place == NEW else places.place_of(kept_by(holder), place)
    return await place_page(front, request, shown, ())


@post("/account/addresses/{place:str}", **holders_only())
async def save_place(request: Request[Any, Any, Any], front: Front, holder: Who, place: FromPath[str]) -> Response[Any]:
    """Keep it; the holder is told by mail."""
    sent = await form(request)
    before = kept_by(holder)
    if place != NEW:
        places.place_of(before, place)
    typed = read_place(sent, place)
    if sent.valid:
        try:
            new_id = front.office.world.new_id() if place == NEW else place
            await keep(front, holder, places.with_place(before, msgspec.structs.replace(typed, place=new_id)))
        except Refusal as refusal:
            sent.refused(refusal)
            return await place_page(front, request, typed, sent.problems, status_of(refusal)[0])
        return see(LIST)
    return await place_page(front, request, typed, sent.problems, 422)


@post("/account/addresses/{place:str}/remove", **holders_only())
async def remove_place(request: Request[Any, Any, Any], front: Front, holder: Who, place: FromPath[str]) -> Response[Any]:
    """Keep it no longer."""
    await keep(front, holder, places.without_place(kept_by(holder), place))
    return see(LIST)


@post("/account/addresses/{place:str}/choose", **holders_only())
async def choose_place(request: Request[Any, Any, Any], front: Front, holder: Who, place: FromPath[str]) -> Response[Any]:
    """The checkout fills this one in from now on."""
    await keep(front, holder, places.with_chosen(kept_by(holder), place))
    return see(LIST)


def kept_by(holder: Holder) -> Details:
    """What the holder keeps with us."""
    return story.details_of(holder.key, holder.row)


async def keep(front: Shopfront, holder: Holder, details: Details, *, told: bool = True) -> None:
    """Keep these; a change of addresses is told by mail, unless there was none to be changed."""
    before = kept_by(holder)
    moved = told and places.places_of(details) != places.places_of(before)
    await front.office.accounts.submit(
        ask.SaveDetails(
            id=front.office.world.new_id(),
            channel=CHANNEL,
            by=holder.by,
            sealed=story.sealed_details(holder.key, details),
            moved=moved,
        )
    )


def read(sent: Form, before: Details) -> Details:
    """The fields, trimmed; what is wrong is noted in the form. All may be left empty, and other addresses stay."""
    lines = (sent.text("address1", "the first line", required=False), sent.text("address2", "the second line", required=False))
    typed = msgspec.structs.replace(
        before,
        name=sent.text("name", "your full name", required=False),
        phone=sent.text("phone", "your telephone number", most=30, required=False),
        address=tuple(line for line in lines if line),
        town=sent.text("town", "the town or city", most=60, required=False),
        postcode=read_postcode(sent, required=False),
    )
    if typed.phone and (not set(typed.phone) <= PHONE or sum(each.isdigit() for each in typed.phone) < FEWEST_DIGITS):
        sent.wrong("phone", "Enter a telephone number of at least 10 digits, such as 0113 496 0000, or leave it out.")
    return typed


def read_place(sent: Form, place: str) -> Place:
    """An address is whole, except for who lives there."""
    lines = (sent.text("address1", "the first line of the address"), sent.text("address2", "the second line", required=False))
    return Place(
        place=place,
        name=sent.text("name", "who lives there", required=False),
        address=tuple(line for line in lines if line),
        town=sent.text("town", "the town or city", most=60),
        postcode=read_postcode(sent, required=True),
    )


def read_postcode(sent: Form, *, required: bool) -> str:
    """As postcodes are written; what is none is noted."""
    typed = sent.text("postcode", "the postcode", most=12, required=required)
    try:
        return postcode.normalise(typed) if typed else ""
    except NotAPostcode as refusal:
        sent.refused(refusal)
        return typed


async def details_page(front: Shopfront, request: AnyRequest, details: Details, problems: Any, status: int = 200) -> Response[Any]:
    """The form, with what is kept or was typed."""
    return await front.page(request, "account_details.html", status=status, problems=problems, details=details)


async def place_page(front: Shopfront, request: AnyRequest, place: Place, problems: Any, status: int = 200) -> Response[Any]:
    """The form for one address."""
    return await front.page(request, "account_address.html", status=status, problems=problems, place=place, new=place.place == NEW)


async def prefilled(front: Shopfront, request: AnyRequest) -> tuple[Holder, Details] | None:
    """Who is signed in, and what they keep with us, for the checkout; None where accounts are shut: a guest checks out all the same."""
    if front.held.gate.describe("accounts", Scope(channel=CHANNEL), front.now_ms()).mode not in ("open", "limited"):
        return None
    holder = await holder_of(front, request)
    return (holder, kept_by(holder)) if holder else None
