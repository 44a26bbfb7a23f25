"""Points at the checkout: a part or all of an order, what may be typed, and what expires; read as pages."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from arkwright.compartments.loyalty import queries as loyalty
from arkwright.compartments.loyalty.commands import AdjustPoints, RecordSpend, SetExpiry
from arkwright.compartments.loyalty.events import ExpiryAnnounced
from arkwright.compartments.notices.commands import SendMessage
from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.payments import queries as payments
from arkwright.kit.switches import Place
from arkwright.roles import account_letters
from arkwright.roles.points_keeping import PointsKeeping
from tests.channels.shop.counter import Counter, Shopper
from tests.channels.shop.test_points import joined
from tests.channels.shop.test_promotions import promote
from tests.roles.offices import a_switch
from tests.roles.test_office import sent
from tests.simulators.shop import pay


@pytest.fixture(autouse=True)
async def heard_of_the_desk(shop: Counter) -> None:
    """An office that has not heard of the desk for three days signs nobody in."""
    await shop.premises.switch(1)


async def rich(shop: Counter, ada: Shopper, points: int = 1_550) -> str:
    """A member with points, two mugs in the basket (£24 and £3.95 for delivery), at the bill."""
    member = await joined(shop, ada)
    given = AdjustPoints(id="rich", adjustment="rich", member=member, points=points, why="good-will", by="cleo", most_points=points)
    await shop.premises.office.shop.loyalty.submit(given)
    await ada.put_in(quantity="2")
    await ada.to_review()
    return member


async def balance(shop: Counter, member: str) -> int:
    found = await loyalty.member(shop.premises.office.shop.loyalty.reader, member)
    return found.balance if found else 0


async def test_a_part_is_paid_with_points_and_comes_back_when_it_is_cancelled(shop: Counter, ada: Shopper) -> None:
    member = await rich(shop, ada)
    assert "You have 1,550 points, worth £15.50" in ada.words
    await ada.send(ada.form("/checkout", step="points"), points="1000")
    assert "Paid with 1,000 points -£10.00 To pay by card £17.95" in ada.words
    answer = await ada.send(ada.form("/checkout", step="pay"))
    assert await balance(shop, member) == 550
    session = urlsplit(answer.headers["location"]).path.rpartition("/")[2]
    await ada.open((await pay(shop.premises.cards, session)).headers["location"])
    await shop.premises.at_rest()
    assert "To pay by card £17.95" in ada.words
    (intent,) = shop.premises.cards.books.intents.values()
    assert intent.amount == 17_95
    assert any("Paid with 1,000 points: £10.00" in each.get_content() for each in shop.premises.letterbox.sent)
    await ada.send(ada.form(urlsplit(str(ada.answer.url)).path + "/cancel" if ada.answer else ""))
    await shop.premises.at_rest()
    assert "The 1,000 points that you used go back to your account." in ada.words
    assert await balance(shop, member) == 1_550


async def test_points_pay_for_all_of_it_and_no_card_is_asked(shop: Counter, ada: Shopper) -> None:
    member = await rich(shop, ada, 9_000)
    await ada.send(ada.form("/checkout", step="points"), points="2795")
    await ada.send(ada.form("/checkout", step="pay"))
    await shop.premises.at_rest()
    await ada.open("/account/points")
    assert (await balance(shop, member), "Spent, -2,795" in ada.words) == (9_000 - 2_795, True)
    assert shop.premises.cards.books.intents == {}
    (order,) = await orders.newest(shop.premises.office.shop.ordering.reader)
    assert order.status == "confirmed"
    await sent(shop.premises, order.order, 2, "parcel-1")
    ledger = await payments.trial_balance(shop.premises.office.shop.payments.reader)
    assert {each.account: each.debit_pence - each.credit_pence for each in ledger.accounts} == {
        "points-redeemed": 27_95,
        "sales-including-vat": -27_95,
    }
    assert await balance(shop, member) == 9_000 - 2_795 + 24


UP_TO = "Enter a number of points, up to 1,550 (worth £15.50)."


@pytest.mark.parametrize(
    ("points", "typed", "says"),
    [
        (1_550, "1551", UP_TO),
        (1_550, "many", UP_TO),
        (1_550, "-1", UP_TO),
        (1_550, "", "Order and pay £27.95"),
        (1_550, "0", "Order and pay £27.95"),
        (1_550, "1,550", "Order and pay £12.45"),
        (9_000, "2795", "Order and pay with points"),
        (9_000, "2766", "Use points for all of it, or leave at least 30p to pay by card."),
        (2_780, "2766", "Enter a number of points, up to 2,765"),
        (9_000, "2765", "Order and pay £0.30"),
    ],
)
async def test_what_is_typed_at_the_bill(shop: Counter, ada: Shopper, points: int, typed: str, says: str) -> None:
    await rich(shop, ada, points)
    await ada.send(ada.form("/checkout", step="points"), points=typed)
    assert says in ada.words


async def test_points_spent_elsewhere_meanwhile_make_no_order(shop: Counter, ada: Shopper) -> None:
    member = await rich(shop, ada)
    await ada.send(ada.form("/checkout", step="points"), points="1500")
    at_a_till = RecordSpend(id="t", store="leeds", spend="t", member=member, points=1_000, sale="r", at_ms=1)
    await shop.premises.office.shop.loyalty.submit(at_a_till)
    answer = await ada.send(ada.form("/checkout", step="pay"))
    assert answer.status_code in {409, 422}
    assert "Order and pay £27.95" in ada.words
    await shop.premises.at_rest()
    assert await balance(shop, member) == 550


async def test_nobody_uses_points_without_signing_in(shop: Counter, ada: Shopper) -> None:
    await ada.put_in()
    await ada.to_review()
    assert "Your points" not in ada.words
    await ada.send(ada.form("/checkout", step="pay"), points="1000")
    assert "Sign in to your account to use points, or use none." in ada.words
    assert ada.status == 422


async def test_a_price_for_members_is_seen_by_everybody_and_paid_by_members(shop: Counter, ada: Shopper) -> None:
    await promote(shop.premises, "mugs", "percent", percent=25, members_only=True, name="mugs")
    await ada.put_in(quantity="2")
    for words in ("£12.00 each, £24.00 together", "Member price: £9.00 each", "Members pay £6.00 less", "Goods, including VAT £24.00"):
        assert words in ada.words, words
    await ada.to_review()
    assert "Order and pay £27.95" in ada.words
    guest = ada.form("/checkout", step="pay")
    member = await joined(shop, ada)
    await ada.open("/basket")
    for words in ("Member price: £9.00 each", "Goods £24.00 Member price: mugs -£6.00", "including VAT £18.00"):
        assert words in ada.words, words
    assert "Members pay" not in ada.words
    assert (await ada.send(guest)).status_code == 409
    assert "Order and pay £21.95" in ada.words
    session = (await ada.send(ada.form("/checkout", step="pay"))).headers["location"].rpartition("/")[2]
    await ada.open("/basket")
    assert (await ada.send(ada.form("/checkout/resume"))).headers["location"].endswith(session)
    await pay(shop.premises.cards, session)
    await shop.premises.at_rest()
    (order,) = await orders.newest(shop.premises.office.shop.ordering.reader)
    assert (order.total_pence, [each.members_only for each in order.lines[0].savings]) == (21_95, [True])
    assert member


async def test_whoever_is_signed_out_pays_what_everybody_pays(shop: Counter, ada: Shopper) -> None:
    await joined(shop, ada)
    await promote(shop.premises, "mugs", "percent", percent=25, members_only=True, name="mugs")
    await ada.put_in(quantity="2")
    await ada.to_review()
    paying = ada.form("/checkout", step="pay")
    await ada.open("/account")
    await ada.send(ada.form("/account/sign-out"))
    assert (await ada.send(paying)).status_code == 409
    assert "Order and pay £27.95" in ada.words
    await shop.premises.switch(2, a_switch("paused", "accounts", version=2))
    await ada.open("/basket")
    assert "Members pay £6.00 less for these goods. We have paused" in ada.words


async def test_the_account_says_what_expires_a_letter_goes_ahead_and_a_switch_stops_the_clock(shop: Counter, ada: Shopper) -> None:
    member = await rich(shop, ada, 700)
    office, now_ms = shop.premises.office, shop.premises.world.now_ms()
    await ada.open("/account/points")
    assert "Your points do not expire." in ada.words
    announced = ExpiryAnnounced(member=member, points=700, first_ms=now_ms, until_ms=now_ms, told_ms=now_ms)
    (letter,) = await account_letters.of_points(office.shop, announced, "letter-1")
    assert isinstance(letter, SendMessage)
    assert letter.kind == "points-expiring"
    keeping = PointsKeeping(office.shop, lambda: office.gate)
    assert keeping.usable(now_ms)
    await shop.premises.switch(2, a_switch("paused", "loyalty", now_ms=now_ms, place=Place(store="leeds"), say="Points rest."))
    assert not keeping.usable(now_ms)
    await shop.premises.switch(3)
    # From here on the office's own sweep notes the time: this world never rests again.
    await office.shop.loyalty.submit(SetExpiry(id="expiry", months=12, from_ms=shop.premises.world.now_ms(), by="lou"))
    more = AdjustPoints(id="m", adjustment="m", member=member, points=40, why="good-will", by="lou", most_points=500)
    await office.shop.loyalty.submit(more)
    await ada.open("/account/points")
    assert "What expires when" in ada.words
