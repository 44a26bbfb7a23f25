"""The dataset of members: what a till may know of them, capped to what a store may let each of them spend while it is cut off."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from arkwright.compartments.loyalty import queries
from arkwright.compartments.loyalty.events import MemberForgotten
from arkwright.compartments.loyalty.state import Member
from arkwright.journal.lane import Lane
from arkwright.kit.messages import Event
from arkwright.kit.replica import DatasetName, Item, MemberLine

A_PAGE = 1000
LINES_ARE_MADE_SO = 2


class MemberSource:
    """Membership number, member, points that may be spent; no name, no address. A frozen member has none to spend."""

    dataset: DatasetName = "members"

    def __init__(self, lane: Lane) -> None:
        self.lane = lane

    async def version_at(self, now_ms: int) -> int:
        """It changes when other terms begin: then everybody's points are told anew."""
        return LINES_ARE_MADE_SO + (await queries.tender_terms(self.lane.reader, now_ms)).from_ms

    async def whole(self, now_ms: int) -> AsyncIterator[Sequence[Item]]:
        """Everybody, page by page."""
        most = (await queries.tender_terms(self.lane.reader, now_ms)).most_points_a_store
        after = ""
        while page := await queries.members_after(self.lane.reader, after, A_PAGE):
            after = page[-1].member
            yield [item_of(member, most) for member in page]

    async def changed(self, events: Sequence[Event], now_ms: int) -> Sequence[Item]:
        """The members that the events speak of, as they stand now; whoever was forgotten is gone."""
        gone = {event.number: Item(key=event.number) for event in events if isinstance(event, MemberForgotten)}
        named = dict.fromkeys(str(getattr(event, "member", "")) for event in events)
        most = (await queries.tender_terms(self.lane.reader, now_ms)).most_points_a_store
        found = [item_of(member, most) for member in await queries.members_of(self.lane.reader, list(named))]
        return [*(item for number, item in gone.items() if number not in {each.key for each in found}), *found]


def item_of(member: Member, most_points: int) -> Item:
    """A member as tills know them; `most_points` is the worst that a store which is cut off can give too much."""
    points = 0 if member.frozen else min(max(0, member.balance), most_points)
    line = MemberLine(number=member.number, member=member.member, points=points, standing="frozen" if member.frozen else "active")
    return Item(key=member.number, lines=(line,))
