"""Points at the checkout: what a member who is signed in may pay with them, and the bill with what they chose."""

from __future__ import annotations

import msgspec

from arkwright.channels.shop.account_details import prefilled
from arkwright.channels.shop.account_points import points_of
from arkwright.channels.shop.checkout_form import Bill, Typed
from arkwright.channels.shop.front import CHANNEL, Shopfront
from arkwright.channels.web.forms import Form
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.loyalty import queries as loyalty
from arkwright.compartments.loyalty.points import usable, worth_pence
from arkwright.compartments.ordering.selling import LEAST_CARD_PENCE
from arkwright.kit.money import pounds
from arkwright.kit.scope import Scope


class PointsToUse(msgspec.Struct, frozen=True, kw_only=True):
    """A member's points at this bill: `most` of them can pay for it, in whole steps; `say` is why none can, where none can."""

    member: str
    balance: int
    worth_pence: int
    step: int
    step_pence: int
    most: int
    say: str = ""

    @property
    def steps(self) -> str:
        """In what steps they are used, where that is not one by one."""
        return f" in steps of {self.step:,}" if self.step > 1 else ""

    def worth(self, points: int) -> int:
        """What so many are worth."""
        return worth_pence(points, self.step, self.step_pence)


async def points_to_use(front: Shopfront, request: AnyRequest, due_pence: int) -> PointsToUse | None:
    """For a member who is signed in; None for everybody else, and where accounts are shut or loyalty is sealed: they pay by card."""
    found = await prefilled(front, request)
    points = await points_of(front, found[0]) if found else None
    if points is None or points.member is None:
        return None
    member, terms = points.member, await loyalty.tender_terms(front.office.loyalty.reader, front.now_ms())
    standing = front.held.gate.describe("loyalty", Scope(channel=CHANNEL), front.now_ms())
    shut = standing.mode not in ("open", "limited")
    most = 0 if member.frozen or shut else usable(member.balance, due_pence, terms.points, terms.pence, LEAST_CARD_PENCE)
    return PointsToUse(
        member=member.member,
        balance=member.balance,
        worth_pence=worth_pence(member.balance, terms.points, terms.pence),
        step=terms.points,
        step_pence=terms.pence,
        most=most,
        say=why_none(shut, standing.say, member.frozen, most, terms.points),
    )


def why_none(shut: bool, say: str, frozen: bool, most: int, step: int) -> str:
    """Why no points can be used, or nothing."""
    if shut:
        return say or "Points cannot be used at the moment."
    if frozen:
        return "Your points are kept safe since you told us that something was not you. Confirm in your account that it is you to use them."
    return "" if most else f"Points can be used from {step:,} on, where at least {LEAST_CARD_PENCE}p or nothing is left to pay by card."


def with_points(found: Bill, typed: Typed, mine: PointsToUse | None, sent: Form) -> Bill:
    """The bill with the points that were typed; without any, and the reason noted, where they cannot be used."""
    text = typed.points.strip().replace(",", "")
    if text in ("", "0"):
        return found
    points = int(text) if text.isascii() and text.isdigit() else 0
    if mine is None:
        sent.wrong("points", "Sign in to your account to use points, or use none.")
    elif not mine.most:
        sent.wrong("points", mine.say)
    elif points < 1 or points % mine.step or points > mine.most:
        sent.wrong("points", f"Enter a number of points{mine.steps}, up to {mine.most:,} (worth {pounds(mine.worth(mine.most))}).")
    elif 0 < found.total_pence - mine.worth(points) < LEAST_CARD_PENCE:
        sent.wrong("points", f"Use points for all of it, or leave at least {LEAST_CARD_PENCE}p to pay by card.")
    else:
        return msgspec.structs.replace(found, member=mine.member, points=points, points_pence=mine.worth(points))
    return found
