"""Birthday treats: whose birthday week it is, or was while nobody could give anything; and the letter to whoever wants letters."""

from __future__ import annotations

from collections.abc import Iterable

from arkwright.compartments.accounts import queries as accounts
from arkwright.compartments.accounts.state import BirthdayGiven
from arkwright.compartments.loyalty import queries as loyalty
from arkwright.compartments.loyalty.commands import GiveTreat
from arkwright.compartments.loyalty.events import TreatGiven
from arkwright.compartments.loyalty.state import Member
from arkwright.compartments.loyalty.treats import Treated, next_week_ms, treat_points
from arkwright.journeys import accounts as story
from arkwright.journeys.letters import Facts, enveloped
from arkwright.journeys.shop import Shop
from arkwright.kit.birthday import week_of
from arkwright.kit.messages import Command, Event
from arkwright.kit.scope import Scope
from arkwright.kit.switches import Gate

MADE_GOOD_FOR_MS = 300 * 24 * 60 * 60 * 1000  # after the week began


async def give_treats(shop: Shop, gate: Gate) -> None:
    """A treat for each member whose week it is and who has none yet, or was late; where loyalty is paused, the next time."""
    if gate.describe("loyalty", Scope(channel="web"), shop.world.now_ms()).mode in ("paused", "sealed"):
        return
    if not await loyalty.treat_rules(shop.loyalty.reader):
        return
    after = ""
    while page := await accounts.birthdays_after(shop.accounts.reader, after):
        after = page[-1].account
        ids = [row.account for row in page]
        members = {member.member: member for member in await loyalty.members_of(shop.loyalty.reader, ids)}
        treated = {row.member: row for row in await loyalty.treated(shop.loyalty.reader, ids)}
        for row in page:
            command = await due(shop, row, members.get(row.account), treated.get(row.account))
            if command is not None:
                await shop.loyalty.submit(command)


async def due(shop: Shop, row: BirthdayGiven, member: Member | None, last: Treated | None) -> GiveTreat | None:
    """The treat that the member has to get now; a birthday, or a membership, of after the week brings none for it."""
    key = await shop.vault.find(row.account) if member else None
    if member is None or key is None:
        return None
    now_ms = shop.world.now_ms()
    week_ms, until_ms = week_of(story.birthday_of(key, row), now_ms)
    due_ms = next_week_ms(last, week_ms)
    if max(row.saved_ms, member.joined_ms) >= until_ms or now_ms < due_ms or now_ms >= week_ms + MADE_GOOD_FOR_MS:
        return None
    if not treat_points(await loyalty.treat_rules(shop.loyalty.reader), week_ms):
        return None
    return GiveTreat(id=f"treat.{row.account}.{due_ms}", member=row.account, week_ms=week_ms, until_ms=until_ms)


async def letters(shop: Shop, event: Event, command: str) -> Iterable[Command]:
    """For a member who said yes to letters about offers, and still does."""
    if not isinstance(event, TreatGiven):
        return ()
    key = await shop.vault.find(event.member)
    account = await accounts.account(shop.accounts.reader, event.member)
    if key is None or account is None or account.consent is None or not account.consent.marketing:
        return ()
    facts = Facts(points=event.points, link=f"{shop.addresses.shop_url}/account")
    return (enveloped(key, command, "birthday-treat", email=story.email_of(key, account.address), facts=facts),)
