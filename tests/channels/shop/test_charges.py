"""Charges in the account as the bank statement shows them: orders and refunds, receipts of stores, and what a bank declined afterwards."""

from __future__ import annotations

import json
from typing import Any

import pytest

from arkwright.compartments.accounts import queries as accounts
from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.tills.facts import Card, RefundedUnits, RefundPart, Tender
from arkwright.journeys.refund import refund as give_back
from tests.channels.shop.counter import Counter, Shopper
from tests.channels.shop.test_account import sign_in
from tests.channels.shop.test_points import joined
from tests.line.tillwork import START_MS, batch, chain_after, declined_late, entries, refund, sale
from tests.roles.test_office import sent

DAY_S = 24 * 60 * 60


@pytest.fixture(autouse=True)
async def heard_of_the_desk(shop: Counter) -> None:
    """An office that has not heard of the desk for three days signs nobody in."""
    await shop.premises.switch(1)


def by_card(pence: int, tender: str = "t", **more: Any) -> Tender:
    card = Card(terminal="term-1", transaction="x", at_ms=START_MS, entry_mode="contactless", scheme="visa", last_four="4242", **more)
    return Tender(tender=tender, kind="card", amount_pence=pence, card=card)


async def test_orders_are_shown_once_they_are_charged_and_refunds_too(shop: Counter, ada: Shopper) -> None:
    await sign_in(shop, ada)
    await shop.buys()
    await ada.open("/account/charges")
    assert "There is none yet" in ada.words
    office = shop.premises.office.shop
    (order,) = await orders.newest(office.ordering.reader)
    await sent(shop.premises, order.order, 1, "parcel-1")
    await give_back(office, "refund-1", order.order, 2_50, "goodwill", "cleo")
    await shop.premises.at_rest()
    await ada.open("/account/charges")
    text = f"WRIGHT* {order.number}"
    assert ada.words.count(text) == 2
    assert f"{text} £15.95 Visa ending in 4242" in ada.words
    assert f"{text} £2.50 back to you Visa ending in 4242" in ada.words
    ada.client.cookies.clear()
    await sign_in(shop, ada, "mallory@example.com")
    await ada.open("/account/charges")
    assert "There is none yet" in ada.words


async def test_card_receipts_of_stores_are_shown_once_and_a_late_decline_never_was(shop: Counter, ada: Shopper) -> None:
    member = await joined(shop, ada)
    office = shop.premises.office.shop
    shop.premises.world.pass_s(max(0, (START_MS - shop.premises.world.now_ms()) // 1000) + 60)
    back = RefundPart(part="r.1", tender="t", kind="card", amount_pence=12_00, card=by_card(0).card)
    unit = RefundedUnits(line="1", quantity=1, sku="MUG-1", name="Blue mug", category="kitchen", pence=12_00)
    first = entries(
        sale(1, quantity=2, member=member, tenders=(by_card(20_00), Tender(tender="c", kind="cash", amount_pence=4_00, given_pence=5_00))),
        refund(2, unit, member=member, parts=(back,)),
        sale(3, tenders=(by_card(12_00),)),
        sale(4, member=member, tenders=(by_card(12_00, stored=True),)),
    )
    for _ in range(2):
        await office.sales_audit.submit(batch(first))
        await shop.premises.at_rest()
    await ada.open("/account/charges")
    assert "WRIGHT LEEDS £20.00 Visa ending in 4242" in ada.words
    assert "£12.00 back to you" in ada.words
    assert ada.words.count("WRIGHT LEEDS") == 3
    assert "never taken" not in ada.words
    declined = entries(declined_late(), first=5)
    late = batch(declined, 5, chain_after(first))
    await office.sales_audit.submit(late)
    await shop.premises.at_rest()
    await ada.open("/account/charges")
    assert "£20.00, never taken" in ada.words  # the first sale's tender is the one that the bank declined
    await ada.open("/account/everything.json")
    assert len(json.loads(ada.page)["store_charges"]) == 3
    await ada.open("/account/delete")
    await ada.send(ada.form("/account/delete"), sure="yes")
    await shop.premises.at_rest()
    assert await accounts.charges_of(office.accounts.reader, member) == []


async def test_charges_are_kept_for_thirteen_months(shop: Counter, ada: Shopper) -> None:
    member = await joined(shop, ada)
    office = shop.premises.office.shop
    shop.premises.world.pass_s(max(0, (START_MS - shop.premises.world.now_ms()) // 1000) + 60)
    await office.sales_audit.submit(batch(entries(sale(1, member=member, tenders=(by_card(12_00),)))))
    await shop.premises.at_rest()
    assert len(await accounts.charges_of(office.accounts.reader, member)) == 1
    shop.premises.world.pass_s(400 * DAY_S)
    await shop.premises.at_rest()
    assert await accounts.charges_of(office.accounts.reader, member) == []
