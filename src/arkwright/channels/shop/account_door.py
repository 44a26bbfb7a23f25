"""Signing in to an account by a code sent by email, and signing out."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Response

from arkwright.channels.design.pages import Problem
from arkwright.channels.shop.account_holder import SESSION, SIGN_IN, check_shown, holder_of
from arkwright.channels.shop.front import CHANNEL, Shopfront
from arkwright.channels.web.forms import form, is_id
from arkwright.channels.web.pages import see
from arkwright.channels.web.refusals import status_of
from arkwright.channels.web.site import AnyRequest, site_of
from arkwright.channels.web.tokens import cookie
from arkwright.compartments.accounts.commands import CHALLENGE_LASTS_MS, CODE_LASTS_MS, SESSION_MS, Device, EndSession
from arkwright.journeys import accounts as story
from arkwright.journeys import passkeys
from arkwright.journeys.accounts import Browser
from arkwright.kit.refusal import Refusal
from arkwright.kit.scope import Scope

ANSWER_AFTER_MS = 400  # so that nobody learns from the time whether an address is known
DEVICE_AGE_S = 400 * 24 * 60 * 60
ATTEMPT, DEVICE, TO_ENTER = "-sign-in", "-device", "-passkey"
# Where somebody who proved once more who they are goes on.
THEN = {"passkeys": "/account/passkeys", "email": "/account/email", "everything": "/account", "delete": "/account/delete"}
# Told by their user agents; the first that fits counts.
DEVICES: tuple[tuple[str, Device], ...] = (
    ("iPhone", "an iPhone or iPad"),
    ("iPad", "an iPhone or iPad"),
    ("Android", "an Android phone or tablet"),
    ("Windows", "a computer with Windows"),
    ("Macintosh", "a Mac"),
    ("Linux", "a computer with Linux"),
)


@get("/account/sign-in")
async def sign_in(request: Request[Any, Any, Any], front: NamedDependency[Shopfront]) -> Response[Any]:
    """The form for the address."""
    check_shown(front)
    return await show_sign_in(front, request)


@post("/account/sign-in", opt={"rate": "letter"})
async def send_code(request: Request[Any, Any, Any], front: NamedDependency[Shopfront]) -> Response[Any]:
    """Send a code; the answer is the same whether the address is known or not."""
    check_shown(front)
    sent = await form(request)
    email = sent.email()
    began_ms, attempt = front.now_ms(), front.office.world.new_id()
    status = 422
    if sent.valid:
        try:
            await story.begin(front.office, attempt, email, CHANNEL)
        except Refusal as refusal:
            status, _ = status_of(refusal)
            sent.refused(refusal)
        await front.office.world.sleep(max(0, ANSWER_AFTER_MS - (front.now_ms() - began_ms)) / 1000)
    if not sent.valid:
        return await show_sign_in(front, request, email=email, problems=sent.problems, status=status)
    kept = cookie(site_of(request), attempt, max_age_s=CODE_LASTS_MS // 1000, suffix=ATTEMPT)
    return see("/account/code", cookies=[kept])


@get("/account/code")
async def ask_code(request: Request[Any, Any, Any], front: NamedDependency[Shopfront], then: FromQuery[str] = "") -> Response[Any]:
    """The form for the code."""
    check_shown(front)
    return await show_code(front, request, then, (), 200)


@post("/account/code", opt={"rate": "sign-in"})
async def enter_code(request: Request[Any, Any, Any], front: NamedDependency[Shopfront]) -> Response[Any]:
    """Sign in. The session's token is made now, whatever the browser brought along."""
    check_shown(front)
    sent = await form(request)
    typed = sent.text("code", "the code from our email", most=30)
    then = sent.raw("then")
    attempt = request.cookies.get(site_of(request).cookie + ATTEMPT, "")
    browser = browser_of(front, request)
    if not sent.valid:
        return await show_code(front, request, then, sent.problems, 422)
    try:
        await story.enter(front.office, attempt[:26], typed, browser)
    except Refusal as refusal:
        status, _ = status_of(refusal)
        return await show_code(front, request, then, [Problem(refusal.field, str(refusal))], status)
    return see(THEN.get(then, "/account"), cookies=[*kept_by(request, browser), gone(request, ATTEMPT)])


@post("/account/sign-out")
async def sign_out(request: Request[Any, Any, Any], front: NamedDependency[Shopfront]) -> Response[Any]:
    """End this session."""
    holder = await holder_of(front, request)
    if holder is not None:
        await front.office.accounts.submit(EndSession(id=front.office.world.new_id(), channel=CHANNEL, by=holder.by, session=holder.by))
    return see(SIGN_IN, cookies=[gone(request, SESSION)])


def browser_of(front: Shopfront, request: AnyRequest) -> Browser:
    """Where somebody signs in, with a new token; its lasting id is what its cookie says, or a new one."""
    cookies, name = request.cookies, site_of(request).cookie
    device = cookies.get(name + DEVICE, "")
    return Browser(
        token=story.new_token(front.office),
        device=device if is_id(device) else front.office.world.new_id(),
        words=device_words(request),
        channel=CHANNEL,
        replaced=cookies.get(name + SESSION, "")[: story.LONGEST_TOKEN],
    )


def kept_by(request: AnyRequest, browser: Browser) -> list[Cookie]:
    """What a browser keeps that has signed in."""
    site = site_of(request)
    return [
        cookie(site, browser.token, max_age_s=SESSION_MS // 1000, suffix=SESSION),
        cookie(site, browser.device, max_age_s=DEVICE_AGE_S, suffix=DEVICE),
    ]


def gone(request: AnyRequest, suffix: str) -> Cookie:
    """Takes a cookie away."""
    return cookie(site_of(request), "", max_age_s=0, suffix=suffix)


def device_words(request: AnyRequest) -> Device:
    """What kind of device the browser says it is on; no more is kept of it."""
    agent = request.headers.get("user-agent", "")
    return next((words for mark, words in DEVICES if mark in agent), "a device we do not know")


async def show_sign_in(front: Shopfront, request: AnyRequest, *, email: str = "", problems: Any = (), status: int = 200) -> Response[Any]:
    """The form for the address, and a question for a passkey, which the script shows where the browser has passkeys."""
    asked = await passkeys.ask_to_enter(front.office, front.party)
    kept = cookie(site_of(request), asked.kept, max_age_s=CHALLENGE_LASTS_MS // 1000, suffix=TO_ENTER)
    return await front.page(request, "sign_in.html", status=status, cookies=[kept], problems=problems, email=email, options=asked.options)


async def show_code(front: Shopfront, request: AnyRequest, then: str, problems: Any, status: int) -> Response[Any]:
    """The form for the code, which says when our emails are delayed."""
    mail = front.held.gate.describe("notices", Scope(), front.now_ms())
    return await front.page(request, "sign_in_code.html", status=status, problems=problems, mail=mail, then=then if then in THEN else "")
