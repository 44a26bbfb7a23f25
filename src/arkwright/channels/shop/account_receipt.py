"""The page on which a member claims a store's receipt by its square."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Response

from arkwright.channels.shop.account_holder import Front, Who, holders_only
from arkwright.channels.shop.account_points import points_of
from arkwright.channels.web.forms import form
from arkwright.channels.web.pages import see
from arkwright.channels.web.refusals import status_of
from arkwright.journeys.claiming import CLAIMED_WITHIN_DAYS, claim
from arkwright.kit.receipt_code import LONGEST_TEXT
from arkwright.kit.refusal import Refusal


@get("/account/points/receipt", **holders_only())
async def show(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """The form."""
    return await front.page(request, "account_receipt.html", problems=[], code="", days=CLAIMED_WITHIN_DAYS)


@post("/account/points/receipt", opt={"rate": "secret"}, **holders_only())
async def claim_receipt(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """The points of the receipt, for a member."""
    points = await points_of(front, holder)
    if points is None or points.member is None:
        return see("/account")
    sent = await form(request)
    code = sent.raw("code")[:LONGEST_TEXT].strip()  # as it is: two spaces of base45 are two
    if not code:
        sent.wrong("code", "Enter what the square says, which begins with ARK1:")
    status = 422
    if sent.valid:
        try:
            await claim(front.office, holder.account, code, front.known_nodes())
            return see("/account/points")
        except Refusal as refusal:
            status, _ = status_of(refusal)
            sent.refused(refusal, "code")
    return await front.page(request, "account_receipt.html", status=status, problems=sent.problems, code=code, days=CLAIMED_WITHIN_DAYS)
