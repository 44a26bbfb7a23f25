"""The pages of an account: what it holds, what happened to it, and everything that its holder may change, take along or end."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromQuery
from litestar.response import Response

from arkwright.channels.design.pages import Problem
from arkwright.channels.shop import account_words as words
from arkwright.channels.shop.account_door import gone
from arkwright.channels.shop.account_holder import SESSION, SIGN_IN, Front, Holder, Who, holder_of, holders_only
from arkwright.channels.shop.account_passkeys import is_recent
from arkwright.channels.shop.account_points import points_of
from arkwright.channels.shop.front import CHANNEL, Shopfront
from arkwright.channels.shop.orders import WORDS
from arkwright.channels.shop.paying import order_href
from arkwright.channels.web.forms import form
from arkwright.channels.web.pages import see
from arkwright.compartments.accounts import commands as ask
from arkwright.compartments.accounts import queries as accounts
from arkwright.compartments.accounts.state import Passkey
from arkwright.journeys import account_move
from arkwright.journeys import accounts as story
from arkwright.journeys.account_places import places_of
from arkwright.kit.scope import Scope


@get("/account", **holders_only())
async def start(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """What works now, the orders, and the ways to everything else."""
    found = await story.orders_of(front.office, holder.row, holder.key)
    rows = [(order, WORDS[order.status], await order_href(front.office, order)) for order in found]
    says = [front.held.gate.describe(each, Scope(channel=CHANNEL), front.now_ms()) for each in ("orders", "loyalty", "notices")]
    account, details = holder.row, story.details_of(holder.key, holder.row)
    points = await points_of(front, holder)
    return await front.page(
        request,
        "account.html",
        email=holder.email,
        details=details,
        places=places_of(details),
        rows=rows,
        stopped=[each for each in says if each.mode != "open"],
        frozen_ms=account.frozen_ms,
        resting_ms=account.resting_ms,
        passkeys=await passkeys_of(front, holder),
        may_thaw=may_thaw(holder),
        consent=account.consent,
        wording=words.MARKETING,
        points=points,
    )


@get("/account/sign-ins", **holders_only())
async def sign_ins(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """Where the account is signed in, and what happened to it."""
    found = await accounts.sessions_of(front.office.accounts.reader, holder.account, front.now_ms())
    named = {passkey.passkey: name for name, passkey in await passkeys_of(front, holder)}
    return await front.page(
        request,
        "account_sign_ins.html",
        sessions=[(each, words.sentence_case(each.device_words), words.by_passkey(each.passkey, named)) for each in found],
        mine=holder.by,
        history=[(words.WHAT[each.what], words.by_passkey(each.passkey, named), each) for each in reversed(holder.row.history)],
    )


@post("/account/sign-ins/end", **holders_only(while_shut=True))
async def end_session(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """End one of one's own sessions."""
    sent = await form(request)
    ended = ask.EndSession(id=front.office.world.new_id(), channel=CHANNEL, by=holder.by, session=sent.raw("session")[:64])
    await front.office.accounts.submit(ended)
    return see("/account/sign-ins")


@post("/account/consent", **holders_only())
async def set_consent(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """Yes or no to marketing, with the words that stood there."""
    yes = (await form(request)).raw("marketing") == "yes"
    command = ask.SetConsent(id=front.office.world.new_id(), channel=CHANNEL, by=holder.by, marketing=yes, wording=words.MARKETING)
    await front.office.accounts.submit(command)
    return see("/account")


@post("/account/thaw", **holders_only())
async def thaw(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """It is me: after a sign-in by code that is younger than the freeze."""
    await front.office.accounts.submit(ask.ThawValue(id=front.office.world.new_id(), channel=CHANNEL, by=holder.by))
    return see("/account")


@get("/account/not-me", opt={"rate": "secret"})
async def ask_not_me(request: Request[Any, Any, Any], front: Front, key: FromQuery[str] = "") -> Response[Any]:
    """The question; a mail program that looks at links changes nothing."""
    link = await story.named_by(front.office, key) if key else None
    if link is None and await holder_of(front, request) is None:
        return see(SIGN_IN)
    return await front.page(request, "account_not_me.html", key=key, moved=link is not None and link.moved_ms > 0)


@post("/account/not-me", opt={"rate": "secret"})
async def not_me(request: Request[Any, Any, Any], front: Front) -> Response[Any]:
    """Sign out everywhere and keep value from being spent; also while accounts are paused."""
    sent = await form(request)
    key, holder = sent.raw("key"), await holder_of(front, request)
    if not key and holder is None:
        return see(SIGN_IN)
    link = await story.named_by(front.office, key) if key else None
    if link is not None and link.moved_ms:
        await account_move.undo(front.office, link.account, link.moved_ms, CHANNEL)
    else:
        account = link.account if link else holder.account if holder else ""
        await front.office.accounts.submit(ask.ReportNotMe(id=front.office.world.new_id(), channel=CHANNEL, account=account))
    return see("/account/kept-safe", cookies=[gone(request, SESSION)])


@get("/account/kept-safe")
async def kept_safe(request: Request[Any, Any, Any], front: Front) -> Response[Any]:
    """What was done, and how to come back."""
    return await front.page(request, "account_kept_safe.html")


@get("/account/everything.json", **holders_only())
async def export(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """All that we hold about the holder, as a file; for a recent sign-in only."""
    if not is_recent(front, holder):
        return await prove_first(request, front, "everything", "you download everything")
    found = await story.everything(front.office, holder.row, holder.key)
    headers = {"content-disposition": 'attachment; filename="your-account.json"'}
    return Response(msgspec.json.format(msgspec.json.encode(found)), media_type="application/json", headers=headers)


@get("/account/delete", **holders_only(while_shut=True))
async def ask_to_delete(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """What will be lost, and the question; for a recent sign-in only."""
    if not is_recent(front, holder):
        return await prove_first(request, front, "delete", "your account is deleted")
    return await front.page(request, "account_delete.html", problems=[])


@post("/account/delete", **holders_only(while_shut=True))
async def delete(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """Erase the holder for ever; for a recent sign-in only."""
    if not is_recent(front, holder):
        return await prove_first(request, front, "delete", "your account is deleted")
    if (await form(request)).raw("sure") != "yes":
        problem = Problem("sure", "Tick the box to say that everything may be deleted for ever.")
        return await front.page(request, "account_delete.html", status=422, problems=[problem])
    await story.erase(front.office, holder.row, holder.key)
    return see("/account/deleted", cookies=[gone(request, SESSION)])


@get("/account/deleted")
async def deleted(request: Request[Any, Any, Any], front: Front) -> Response[Any]:
    """It is done."""
    return await front.page(request, "account_deleted.html")


async def prove_first(request: Request[Any, Any, Any], front: Shopfront, then: str, before: str) -> Response[Any]:
    """Nothing is done or shown yet: whoever finds a browser signed in long ago has not the mailbox."""
    return await front.page(request, "account_prove.html", status=403, then=then, before=before)


async def passkeys_of(front: Shopfront, holder: Holder) -> list[tuple[str, Passkey]]:
    """Each passkey with the name that its holder gave it."""
    found = await accounts.passkeys_of(front.office.accounts.reader, holder.row)
    return [(story.passkey_name(holder.key, each.name), each) for each in found]


def may_thaw(holder: Holder) -> bool:
    """Whether the holder came in by a code after the freeze; the rules decide."""
    since_ms, session = holder.row.frozen_ms or holder.row.resting_ms, holder.signed_in.session
    return since_ms is not None and session.opened_ms >= since_ms and not session.passkey
