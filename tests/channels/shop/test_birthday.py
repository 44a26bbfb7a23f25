"""A birthday in the account: given, kept sealed, taken away; its treat comes once, whatever is done again, paused or changed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from arkwright.compartments.accounts import queries as accounts
from arkwright.compartments.loyalty import queries as loyalty
from arkwright.compartments.loyalty.commands import SetTreat
from arkwright.kit.birthday import midnight_ms
from arkwright.kit.london import today
from arkwright.kit.switches import SwitchOrder
from arkwright.roles.treats import give_treats
from tests.channels.shop.counter import Counter, Shopper
from tests.channels.shop.test_account import sign_in
from tests.channels.shop.test_points import joined
from tests.roles.offices import a_switch

DAY_S = 24 * 60 * 60


@pytest.fixture(autouse=True)
async def a_treat(shop: Counter) -> None:
    """500 points for every birthday week that begins from now on."""
    await shop.premises.switch(1)
    now_ms = shop.premises.world.now_ms()
    rule = SetTreat(id="treat", points=500, from_ms=now_ms, until_ms=now_ms + 900 * DAY_S * 1000, by="lou")
    await shop.premises.office.shop.loyalty.submit(rule)


async def give(shop: Counter, ada: Shopper, day: date) -> None:
    """Say that it is this day."""
    await ada.open("/account/birthday")
    await ada.send(ada.form("/account/birthday"), day=str(day.day), month=str(day.month))


async def pass_to(shop: Counter, ada: Shopper, day: date, *switches: SwitchOrder) -> None:
    """Noon of that day; signed in anew, since sessions end."""
    world = shop.premises.world
    world.pass_s((midnight_ms(day) - world.now_ms()) // 1000 + DAY_S // 2)
    await shop.premises.switch(world.now_ms() // 1000, *switches)
    ada.client.cookies.clear()
    await sign_in(shop, ada)


def next_monday(shop: Counter) -> date:
    now = today(shop.premises.world.now_ms())
    return now + timedelta(days=7 - now.weekday())


async def balance(shop: Counter, member: str) -> int:
    await shop.premises.at_rest()
    await give_treats(shop.premises.office.shop, shop.premises.office.gate)
    found = await loyalty.member(shop.premises.office.shop.loyalty.reader, member)
    return found.balance if found else -1


async def test_a_treat_comes_in_the_week_once_a_year_with_a_letter_for_who_wants_letters(shop: Counter, ada: Shopper) -> None:
    member, monday = await joined(shop, ada), next_monday(shop)
    assert "500 points in the week of your birthday" in ada.words
    await give(shop, ada, monday + timedelta(days=4))
    await ada.open("/account")
    await ada.send(ada.form("/account/consent"), marketing="yes")
    assert await balance(shop, member) == 0
    await pass_to(shop, ada, monday)
    assert [await balance(shop, member) for _ in range(2)] == [500, 500]
    (letter,) = [each for each in shop.premises.letterbox.sent if each["Subject"] == "A treat for your birthday"]
    assert "500 points" in letter.get_content()
    await ada.open("/account/points")
    assert "Birthday treat, +500" in ada.words
    assert "made good" not in ada.words
    await give(shop, ada, monday + timedelta(days=9))
    await pass_to(shop, ada, monday + timedelta(days=9))
    assert await balance(shop, member) == 500
    await pass_to(shop, ada, monday + timedelta(days=374))
    assert await balance(shop, member) == 1_000


async def test_what_a_pause_held_up_is_made_good_and_says_so(shop: Counter, ada: Shopper) -> None:
    member, monday = await joined(shop, ada), next_monday(shop)
    await give(shop, ada, monday)
    await pass_to(shop, ada, monday, a_switch("paused", "loyalty"))
    assert await balance(shop, member) == 0
    await pass_to(shop, ada, monday + timedelta(days=30))
    assert await balance(shop, member) == 500
    await ada.open("/account/points")
    assert "Birthday treat, +500 (late, made good)" in ada.words
    assert [each["Subject"] for each in shop.premises.letterbox.sent].count("A treat for your birthday") == 0


async def test_a_birthday_that_is_over_brings_nothing_before_the_next(shop: Counter, ada: Shopper) -> None:
    member, monday = await joined(shop, ada), next_monday(shop)
    await pass_to(shop, ada, monday + timedelta(days=7))
    await give(shop, ada, monday + timedelta(days=6))
    assert await balance(shop, member) == 0


async def test_it_is_sealed_taken_along_taken_away_and_erased(shop: Counter, ada: Shopper) -> None:
    member = await joined(shop, ada)
    office = shop.premises.office.shop
    await ada.open("/account/birthday")
    await ada.send(ada.form("/account/birthday"), day="30", month="2")
    assert (ada.status, "Enter a day from 1 to 31 that the month has" in ada.words) == (422, True)
    await give(shop, ada, date(2000, 2, 29))
    assert "You told us 29 February ." in ada.words
    assert '"birthday": {\n    "month": 2,\n    "day": 29\n  }' in (await ada.client.get("/account/everything.json")).text
    await ada.open("/account/birthday")
    await ada.send(ada.form("/account/birthday", remove="yes"))
    assert "You told us" not in ada.words
    assert await accounts.birthday(office.accounts.reader, member) is None
    await give(shop, ada, date(2000, 2, 29))
    await ada.open("/account/delete")
    await ada.send(ada.form("/account/delete"), sure="yes")
    await shop.premises.at_rest()
    assert await accounts.birthday(office.accounts.reader, member) is None
