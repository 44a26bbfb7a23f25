"""Members in the back office: found and never listed, every look recorded, points put right within limits, frozen and thawed."""

from __future__ import annotations

import pytest

from arkwright.compartments.accounts import queries as accounts
from arkwright.compartments.accounts.events import ValueThawed
from arkwright.compartments.loyalty import queries as loyalty
from arkwright.compartments.loyalty.commands import EarnPoints, JoinLoyalty
from arkwright.compartments.loyalty.state import Member
from arkwright.journeys import accounts as story
from arkwright.journeys.shop import Shop
from arkwright.kit import london
from arkwright.kit.membership import number_of
from tests.channels.back_office.place import Place, Visitor
from tests.compartments.loyalty.test_rules import MUG
from tests.roles.offices import a_switch

EMAIL = "ada@example.com"
NOBODY = number_of("nobody")


@pytest.fixture(autouse=True)
async def number(place: Place) -> str:
    """A member with 24 points."""
    await place.premises.switch(1)
    return await a_member(place.office.shop)


async def a_member(shop: Shop, email: str = EMAIL) -> str:
    """Signed in once and joined; the membership number."""
    await story.begin(shop, "attempt-1", email, "web")
    asked = await accounts.attempt(shop.accounts.reader, "attempt-1")
    assert asked is not None
    code = story.code_of(await shop.vault.key_of(asked.account), "attempt-1")
    await story.enter(shop, "attempt-1", code, story.Browser("token", "device", "a Mac", "web"))
    number = number_of(asked.account)
    await shop.loyalty.submit(JoinLoyalty(id="join", member=asked.account, number=number))
    earned = EarnPoints(
        id="earn", store="leeds", source="r1", part="r1", kind="receipt", member=asked.account, lines=(MUG,), sold_ms=shop.world.now_ms()
    )
    await shop.loyalty.submit(earned)
    return number


async def member(place: Place, number: str) -> Member:
    """As it stands."""
    found = await loyalty.member_by_number(place.office.shop.loyalty.reader, number)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Enter a membership number or an email address"),
        ("ada", "Enter a membership number of 13 digits, or an email address"),
        (NOBODY, "Nobody has this number."),
        ("123", "This is no membership number."),
        ("bob@example.com", "Nobody with this address has a membership."),
    ],
)
async def test_nobody_is_found_and_nobody_listed(visitor: Visitor, typed: str, says: str, number: str) -> None:
    assert number not in (await visitor.look("/members")).text
    page = await visitor.send("/members", {"who": typed})
    assert (page.status_code, says in page.text, number in page.text) == (422, True, False)


async def test_a_member_is_found_by_number_and_address_and_each_look_is_recorded(place: Place, visitor: Visitor, number: str) -> None:
    for typed in (number, f"{number[:4]} {number[4:]}", EMAIL, " ADA@example.com "):
        found = await visitor.send("/members", {"who": typed})
        assert (found.status_code, found.headers["location"]) == (303, f"/members/{number}")
    reader, row = place.office.shop.loyalty.reader, await member(place, number)
    assert [look.by for look in await loyalty.looks_at(reader, row.member)] == ["carol"] * 4
    page = (await visitor.look(f"/members/{number}")).text
    assert "+24" in page
    assert EMAIL not in page
    assert (await visitor.look(f"/members/{NOBODY}")).status_code == 404
    assert [look.by for look in await loyalty.looks_at(reader, row.member)] == ["carol"] * 5


async def test_nobody_looks_while_it_cannot_be_recorded(place: Place, visitor: Visitor, number: str) -> None:
    await place.premises.switch(2, a_switch("paused", "loyalty", version=2))
    assert (await visitor.look(f"/members/{number}")).status_code == 200
    await place.office.shop.loyalty.stop()
    assert (await visitor.look(f"/members/{number}")).status_code >= 500
    assert (await visitor.send("/members", {"who": EMAIL})).status_code >= 500


async def test_points_are_put_right_within_the_limit_of_a_day(place: Place, number: str) -> None:
    cleo = Visitor(place, await place.colleague("cleo", "customer-service"))
    send = f"/members/{number}/adjust"
    page = await cleo.send(send, {"points": "501", "way": "give", "why": "good-will"}, "f1")
    assert "from 1 to 500" in page.text
    for _ in range(2):
        assert (await cleo.send(send, {"points": "400", "way": "give", "why": "good-will"}, "f2")).status_code == 303
    page = await cleo.send(send, {"points": "101", "way": "take", "why": "wrong-points"}, "f3")
    assert "You may put right 100 more points today." in page.text
    assert (await cleo.send(send, {"points": "100", "way": "take", "why": "wrong-points"}, "f4")).status_code == 303
    lou = Visitor(place, await place.colleague("lou", "loyalty-manager"))
    assert (await lou.send(send, {"points": "20000", "way": "give", "why": "missing-receipt"})).status_code == 303
    assert (await member(place, number)).balance == 24 + 400 - 100 + 20_000
    wes = Visitor(place, await place.colleague("wes", "warehouse"))
    assert [(await wes.send(send, {})).status_code, (await wes.look(f"/members/{number}")).status_code] == [403, 403]
    dora = Visitor(place, await place.colleague("dora", "data-protection"))
    assert [(await dora.send(send, {})).status_code, (await dora.look(f"/members/{number}")).status_code] == [403, 200]


async def test_a_caller_has_points_frozen_and_thawed_once_they_proved_who_they_are(place: Place, visitor: Visitor, number: str) -> None:
    assert (await visitor.send(f"/members/{number}/freeze", {})).status_code == 303
    await place.premises.at_rest()
    assert (await member(place, number)).frozen
    assert "A colleague of ours was told" in place.premises.letterbox.sent[-1].get_content().replace("\n", " ")
    assert "Freeze the points" not in (await visitor.look(f"/members/{number}")).text
    page = await visitor.send(f"/members/{number}/thaw", {}, "form-2")
    assert "Choose how you know who they are from the list." in page.text
    assert (await visitor.send(f"/members/{number}/thaw", {"proof": "called-back"}, "form-3")).status_code == 303
    await place.premises.at_rest()
    assert not (await member(place, number)).frozen
    happened = [each.event for each in await place.office.shop.accounts.after(0, 100)]
    assert [(each.by, each.proof) for each in happened if isinstance(each, ValueThawed)] == [("carol", "called-back")]


async def test_rules_for_points_are_set_for_days_to_come_and_ended(place: Place, visitor: Visitor) -> None:
    now_ms = place.premises.world.now_ms()
    await place.premises.stock()
    today, tomorrow, later = (london.days_after(now_ms, days) for days in (0, 1, 8))
    fields: dict[str, str | list[str]] = {"category": "kitchen", "points_a_pound": "3", "first": today, "until": later}
    assert "A rule for points begins now or later" in (await visitor.send("/points", fields, "f1")).text
    page = await visitor.send("/points", fields | {"first": "soon", "category": "moon", "points_a_pound": "0"}, "f2")
    for says in ("Enter a day", "Choose a category", "from 1 to 100"):
        assert says in page.text
    assert (await visitor.send("/points", fields | {"first": tomorrow}, "f3")).status_code == 303
    treat: dict[str, str | list[str]] = {"treat_points": "500", "treat_first": today, "treat_until": later}
    assert "A rule for points begins now or later" in (await visitor.send("/points/treat", treat, "f4")).text
    assert (await visitor.send("/points/treat", treat | {"treat_first": tomorrow}, "f5")).status_code == 303
    assert '<td class="number">500</td>' in (await visitor.look("/points")).text
    page = await visitor.look("/points")
    assert "Rules to come" in page.text
    (rule,) = await loyalty.points_rules(place.office.shop.loyalty.reader)
    place.premises.world.pass_s(36 * 3600)
    await place.premises.switch(2)
    lou = Visitor(place, await place.colleague("lou", "loyalty-manager"))
    assert "Rules that hold" in (await lou.look("/points")).text
    assert (await lou.send(f"/points/{rule.rule}/end", {})).status_code == 303
    assert "Rules that are over" in (await lou.look("/points")).text
