"""The pages of an account's email address: the other one is typed, a code goes there, and typing it moves the account."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Response

from arkwright.channels.design.pages import Problem
from arkwright.channels.shop.account_door import ANSWER_AFTER_MS, gone
from arkwright.channels.shop.account_holder import Front, Holder, Who, holders_only
from arkwright.channels.shop.account_passkeys import is_recent
from arkwright.channels.shop.front import CHANNEL, Shopfront
from arkwright.channels.web.forms import form
from arkwright.channels.web.pages import see
from arkwright.channels.web.refusals import status_of
from arkwright.channels.web.site import AnyRequest, site_of
from arkwright.channels.web.tokens import cookie
from arkwright.compartments.accounts.commands import CODE_LASTS_MS
from arkwright.journeys import account_move
from arkwright.kit.refusal import Refusal
from arkwright.kit.scope import Scope

MOVE = "-move"  # how the cookie of an attempt ends
CODE = "/account/email/code"


@get("/account/email", **holders_only())
async def ask(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """The form for the other address."""
    return await page(front, request, holder)


@post("/account/email", opt={"rate": "letter"}, **holders_only())
async def send_code(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """Write there; the answer is the same whether the address has an account or not, and takes as long."""
    sent = await form(request)
    email = sent.email()
    began_ms, attempt, status = front.now_ms(), front.office.world.new_id(), 422
    if sent.valid:
        try:
            await account_move.begin(front.office, attempt, holder.row, holder.key, email, by=holder.by, channel=CHANNEL)
        except Refusal as refusal:
            status, _ = status_of(refusal)
            sent.refused(refusal)
        await front.office.world.sleep(max(0, ANSWER_AFTER_MS - (front.now_ms() - began_ms)) / 1000)
    if not sent.valid:
        return await page(front, request, holder, email=email, problems=sent.problems, status=status)
    return see(CODE, cookies=[cookie(site_of(request), attempt, max_age_s=CODE_LASTS_MS // 1000, suffix=MOVE)])


@get("/account/email/code", **holders_only())
async def ask_code(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """The form for the code."""
    return await code_page(front, request, (), 200)


@post("/account/email/code", opt={"rate": "sign-in"}, **holders_only())
async def enter_code(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """Move the account."""
    sent = await form(request)
    typed = sent.text("code", "the code from our email", most=30)
    attempt = request.cookies.get(site_of(request).cookie + MOVE, "")
    if not sent.valid:
        return await code_page(front, request, sent.problems, 422)
    try:
        await account_move.enter(front.office, attempt[:26], typed, holder.key, by=holder.by, channel=CHANNEL)
    except Refusal as refusal:
        status, _ = status_of(refusal)
        return await code_page(front, request, [Problem(refusal.field, str(refusal))], status)
    return see("/account", cookies=[gone(request, MOVE)])


async def page(
    front: Shopfront, request: AnyRequest, holder: Holder, *, email: str = "", problems: Any = (), status: int = 200
) -> Response[Any]:
    """What the address is, and the form for another where the sign-in is recent."""
    recent = is_recent(front, holder)
    return await front.page(request, "account_email.html", status=status, problems=problems, holder=holder, email=email, recent=recent)


async def code_page(front: Shopfront, request: AnyRequest, problems: Any, status: int) -> Response[Any]:
    """The form for the code, which says when our emails are delayed."""
    mail = front.held.gate.describe("notices", Scope(), front.now_ms())
    return await front.page(request, "account_email_code.html", status=status, problems=problems, mail=mail)
