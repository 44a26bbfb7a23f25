"""Passkeys on the pages of an account: signing in by one, adding and removing them; and proving once more who one is."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Response

from arkwright.channels.design.pages import Problem
from arkwright.channels.shop import account_door as door
from arkwright.channels.shop.account_holder import Front, Holder, Who, check_shown, holders_only
from arkwright.channels.shop.account_words import sentence_case
from arkwright.channels.shop.front import CHANNEL, Shopfront
from arkwright.channels.web.forms import form
from arkwright.channels.web.pages import see
from arkwright.channels.web.refusals import status_of
from arkwright.channels.web.site import AnyRequest, site_of
from arkwright.channels.web.tokens import cookie
from arkwright.compartments.accounts import queries as accounts
from arkwright.compartments.accounts.commands import CHALLENGE_LASTS_MS, CODE_LASTS_MS, RECENT_MS, RemovePasskey
from arkwright.journeys import accounts as story
from arkwright.journeys import passkeys
from arkwright.kit.refusal import Refusal

TO_ADD = "-new-passkey"  # the cookie of a question for a new passkey; that of the sign-in page is door.TO_ENTER
MOST_NAME = 60
HERE = "/account/passkeys"


@post("/account/passkey", opt={"rate": "sign-in"})
async def enter(request: Request[Any, Any, Any], front: Front) -> Response[Any]:
    """Sign in by the passkey that answered; any no comes back to the sign-in page, which asks anew."""
    check_shown(front)
    sent = await form(request)
    browser = door.browser_of(front, request)
    kept = request.cookies.get(site_of(request).cookie + door.TO_ENTER, "")
    try:
        await passkeys.enter(front.office, front.party, kept, sent.raw("answer"), browser)
    except Refusal as refusal:
        status, _ = status_of(refusal)
        return await door.show_sign_in(front, request, problems=[Problem(refusal.field, str(refusal))], status=status)
    return see("/account", cookies=[*door.kept_by(request, browser), door.gone(request, door.TO_ENTER)])


@get("/account/passkeys", **holders_only())
async def show(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """Those that there are, and the way to another."""
    return await page(front, request, holder)


@post("/account/passkeys", opt={"rate": "sign-in"}, **holders_only())
async def add(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """Keep the one that the browser made."""
    sent = await form(request)
    name = sent.text("name", "a name for the passkey", most=MOST_NAME)
    if not sent.valid:
        return await page(front, request, holder, problems=sent.problems, status=422)
    kept = request.cookies.get(site_of(request).cookie + TO_ADD, "")
    try:
        await passkeys.add(front.office, front.party, holder.key, kept, sent.raw("answer"), name, by=holder.by, channel=CHANNEL)
    except Refusal as refusal:
        status, _ = status_of(refusal)
        return await page(front, request, holder, problems=[Problem(refusal.field, str(refusal))], status=status)
    return see(HERE, cookies=[door.gone(request, TO_ADD)])


@post("/account/passkeys/remove", **holders_only())
async def remove(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """It opens nothing any more, and what it opened is signed out."""
    passkey = (await form(request)).raw("passkey")[:64]
    await front.office.accounts.submit(RemovePasskey(id=front.office.world.new_id(), channel=CHANNEL, by=holder.by, passkey=passkey))
    return see(HERE)


@post("/account/prove", opt={"rate": "letter"}, **holders_only())
async def prove(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """Email a code to the holder, who then goes on where they were."""
    then = (await form(request)).raw("then")
    attempt = front.office.world.new_id()
    await story.begin(front.office, attempt, holder.email, CHANNEL)
    kept = cookie(site_of(request), attempt, max_age_s=CODE_LASTS_MS // 1000, suffix=door.ATTEMPT)
    return see(f"/account/code?then={then}" if then in door.THEN else "/account/code", cookies=[kept])


def is_recent(front: Shopfront, holder: Holder) -> bool:
    """Whether the session is young enough for changing the ways into the account; the rules decide."""
    return holder.signed_in.session.opened_ms > front.now_ms() - RECENT_MS


async def page(front: Shopfront, request: AnyRequest, holder: Holder, *, problems: Any = (), status: int = 200) -> Response[Any]:
    """The list, and a question for the browser's script where the sign-in is recent."""
    found = await accounts.passkeys_of(front.office.accounts.reader, holder.row)
    asked = await passkeys.ask_to_add(front.office, front.party, holder.row, holder.key, holder.email) if is_recent(front, holder) else None
    kept = [cookie(site_of(request), asked.kept, max_age_s=CHALLENGE_LASTS_MS // 1000, suffix=TO_ADD)] if asked else []
    return await front.page(
        request,
        "account_passkeys.html",
        status=status,
        cookies=kept,
        problems=problems,
        rows=[(story.passkey_name(holder.key, each.name), each) for each in found],
        options=asked.options if asked else None,
        resting_ms=holder.row.resting_ms,
        mine=holder.signed_in.session.passkey,
        device=sentence_case(door.device_words(request).removeprefix("a ").removeprefix("an ")),
    )
