"""Points in the account: joining, what orders and stores' receipts earn, and what came late."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from msgspec.structs import replace

from arkwright.channels.line.members import MemberSource
from arkwright.compartments.loyalty import queries as loyalty
from arkwright.compartments.loyalty.commands import AdjustPoints, RecordSpend
from arkwright.compartments.loyalty.events import OverspendRecorded
from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.payments import queries as payments
from arkwright.compartments.sales_audit import queries as sales_audit
from arkwright.compartments.tills import events as tills
from arkwright.compartments.tills.facts import RefundedUnits, Tender
from arkwright.journeys.refund import refund
from arkwright.kit.membership import number_of, valid
from arkwright.kit.replica import MemberLine
from tests.channels.shop.counter import Counter, Shopper
from tests.channels.shop.test_account import NOT_ME, sign_in, told
from tests.channels.shop.test_promotions import promote
from tests.line.tillwork import START_MS, batch, entries, sale
from tests.roles.offices import SHOP_URL, a_switch
from tests.roles.test_office import sent
from tests.simulators.shop import pay


@pytest.fixture(autouse=True)
async def heard_of_the_desk(shop: Counter) -> None:
    """An office that has not heard of the desk for three days signs nobody in."""
    await shop.premises.switch(1)


async def joined(shop: Counter, ada: Shopper) -> str:
    """Sign in and join; the member."""
    await sign_in(shop, ada)
    await ada.send(ada.form("/account/points/join"))
    assert "0 points" in ada.words
    (member,) = await loyalty.members_after(shop.premises.office.shop.loyalty.reader)
    assert valid(member.number)
    assert member.number in ada.words
    return member.member


def came_back(number: int, member: str) -> tills.RefundCompleted:
    """One of the mugs of the first sale comes back."""
    unit = RefundedUnits(line="1", quantity=1, sku="MUG-1", name="Blue mug", category="kitchen", pence=12_00)
    return tills.RefundCompleted(
        store="leeds", at_ms=START_MS, till="till-1", by="c1", session="s1", sale="sale-1", refund="refund-1", number=number,
        receipt=f"leeds-till-1-{number:06}", business_day="2026-09-21", receipt_of_sale="leeds-till-1-000001", units=(unit,), parts=(),
        total_pence=12_00, vat=(), reason="changed-mind", member=member,
    )  # fmt: skip


async def test_orders_earn_when_they_leave(shop: Counter, ada: Shopper) -> None:
    await joined(shop, ada)
    await shop.buys()
    (order,) = await orders.newest(shop.premises.office.shop.ordering.reader)
    await sent(shop.premises, order.order, 1, "parcel-1")
    await ada.open("/account/points")
    assert "12 points" in ada.words
    assert "1 × Blue mug, £12.00" in ada.words
    assert (await ada.client.get("/account/points/bar-code.svg")).text.count("<rect") > 20


async def test_money_given_back_takes_its_points_once(shop: Counter, ada: Shopper) -> None:
    member = await joined(shop, ada)
    await shop.buys()
    office = shop.premises.office.shop
    (order,) = await orders.newest(office.ordering.reader)
    await sent(shop.premises, order.order, 1, "parcel-1")
    for name, pence in (("refund-1", 2_50), ("refund-1", 2_50), ("refund-2", 1_00), ("refund-3", 12_45)):
        await refund(office, name, order.order, pence, "goodwill", "cleo")
        await shop.premises.at_rest()
    assert await balance(shop, member) == 0
    entries_of = await loyalty.entries_of(office.loyalty.reader, member)
    assert [each.points for each in entries_of] == [-8, -1, -3, 12]


async def test_receipts_of_stores_earn_once_and_late_ones_say_so(shop: Counter, ada: Shopper) -> None:
    member = await joined(shop, ada)
    office = shop.premises.office.shop
    points = Tender(tender="t2", kind="points", amount_pence=5_00, points=500)
    sold = [
        sale(1, quantity=2, member=member, membership=number_of(member)),
        came_back(2, member),
        replace(sale(3, member=member), tenders=(points,)),
    ]
    command = batch(entries(*sold))
    shop.premises.world.pass_s(max(0, (START_MS - shop.premises.world.now_ms()) // 1000) + 7200)
    for _ in range(2):
        await office.sales_audit.submit(command)
        await shop.premises.at_rest()
    found = await loyalty.member(office.loyalty.reader, member)
    assert found is not None
    assert found.balance == 24 - 12 + 12 - 500
    await ada.open("/account/points")
    assert "Arrived late:" in ada.words
    assert "2 × Blue mug" in ada.words
    assert "Taken back for goods that came back, -12" in ada.words
    happened = [each.event for each in await office.loyalty.after(0, 100)]
    (over,) = [each for each in happened if isinstance(each, OverspendRecorded)]
    assert (over.sale, over.short_points) == ("leeds-till-1-000003", 476)
    (case,) = await sales_audit.case_list(office.sales_audit.reader, ("open",), sales_audit.LAST, 9)
    assert (case.kind, case.owner, case.subject, case.count) == ("points-overspent", "loyalty-manager", over.sale, 1)
    assert case.facts == (f"Receipt leeds-till-1-000003 took 476 points more than there were from the member {number_of(member)}.",)


async def test_tills_know_the_member_and_a_frozen_one_has_nothing_to_spend(shop: Counter, ada: Shopper) -> None:
    member = await joined(shop, ada)
    office = shop.premises.office.shop
    await office.sales_audit.submit(batch(entries(sale(1, quantity=300, member=member))))
    await shop.premises.at_rest()
    source = MemberSource(office.loyalty)
    lines = [line for page in [each async for each in source.whole(0)] for item in page for line in item.lines]
    assert lines == [MemberLine(number=number_of(member), member=member, points=2_000)]
    kept = dict(ada.client.cookies)
    ada.client.cookies.clear()
    await sign_in(shop, ada)
    await shop.premises.at_rest()
    await ada.open(NOT_ME.findall(told(shop)[0])[0].removeprefix(SHOP_URL))
    await ada.send(ada.form("/account/not-me"))
    await shop.premises.at_rest()
    events = [each.event for each in await office.loyalty.after(0, 100)]
    (item,) = await source.changed(events, 0)
    assert item.lines == (MemberLine(number=number_of(member), member=member, points=0, standing="frozen"),)
    assert kept


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
