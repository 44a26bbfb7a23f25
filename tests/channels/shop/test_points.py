"""Points in the account: joining, what orders and stores' receipts earn, and what came late."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from arkwright.channels.line.members import MemberSource
from arkwright.compartments.loyalty import queries as loyalty
from arkwright.compartments.loyalty.events import OverspendRecorded
from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.sales_audit import queries as sales_audit
from arkwright.compartments.tills import events as tills
from arkwright.compartments.tills.facts import RefundedUnits, Tender
from arkwright.journeys.refund import refund
from arkwright.kit.membership import number_of, valid
from arkwright.kit.replica import MemberLine
from tests.channels.shop.counter import Counter, Shopper
from tests.channels.shop.test_account import NOT_ME, sign_in, told
from tests.line.tillwork import START_MS, batch, entries, sale
from tests.roles.offices import SHOP_URL
from tests.roles.test_office import sent


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
    found = await loyalty.member(office.loyalty.reader, member)
    assert found is not None
    assert found.balance == 0
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
