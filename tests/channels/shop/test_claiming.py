"""Claiming a store's receipt by its signed square: genuine, heard of, nobody's, in time; once, for one member, less what comes back."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from arkwright.compartments.loyalty import queries as loyalty
from arkwright.compartments.tills.facts import RefundedUnits
from arkwright.kit.receipt_code import SignedSale, SoldLine, receipt_code
from arkwright.kit.signing import SigningKey
from tests.channels.shop.counter import NODE_KEY, Counter, Shopper
from tests.channels.shop.test_account import sign_in
from tests.channels.shop.test_points import joined
from tests.line.tillwork import START_MS, batch, entries, refund, sale

DAY_S = 24 * 60 * 60


@pytest.fixture(autouse=True)
async def heard_of_the_desk(shop: Counter) -> None:
    await shop.premises.switch(1)
    world = shop.premises.world
    world.pass_s(max(0, (START_MS - world.now_ms()) // 1000) + 60)


def square(key: SigningKey = NODE_KEY, number: int = 1, **more: Any) -> str:
    """Of the first sale: two mugs."""
    fields: dict[str, Any] = {
        "store": "leeds", "till": "till-1", "number": f"leeds-till-1-{number:06}", "sale": f"sale-{number}", "at_ms": START_MS,
        "total_pence": 24_00, "vat": (), "lines": (SoldLine("MUG-1", 1, 12_00), SoldLine("MUG-1", 1, 12_00)),
    }  # fmt: skip
    return receipt_code(SignedSale(node=key.name, **(fields | more)), key)


async def claim(ada: Shopper, code: str) -> None:
    await ada.open("/account/points/receipt")
    await ada.send(ada.form("/account/points/receipt"), code=code)


async def arrives(shop: Counter, *happened: Any) -> None:
    """What a store's till says."""
    command = replace(batch(entries(*happened)), id=f"receive.{len(happened)}")
    await shop.premises.office.shop.sales_audit.submit(command)
    await shop.premises.at_rest()


async def balance(shop: Counter, member: str) -> int:
    found = await loyalty.member(shop.premises.office.shop.loyalty.reader, member)
    return found.balance if found else -1


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_receipt_is_claimed_once_by_one_member_and_a_return_takes_back_its_points(shop: Counter, ada: Shopper, when: str) -> None:
    member = await joined(shop, ada)
    await claim(ada, square())
    assert (ada.status, "has not told us of it yet" in ada.words) == (404, True)
    back = refund(2, RefundedUnits(line="1", quantity=1, sku="MUG-1", name="Blue mug", category="kitchen", pence=12_00))
    await arrives(shop, sale(1, quantity=2), *([back] if when == "before" else []))
    for _ in range(2):
        await claim(ada, square())
        assert "Receipt leeds-till-1-000001" in ada.words
    if when == "after":
        assert await balance(shop, member) == 24
        await arrives(shop, sale(1, quantity=2), back)
    assert await balance(shop, member) == 12
    ada.client.cookies.clear()
    await sign_in(shop, ada, "bob@example.com")
    await ada.send(ada.form("/account/points/join"))
    await claim(ada, square())
    assert (ada.status, "already counts for another member" in ada.words) == (409, True)
    assert await balance(shop, member) == 12


@pytest.mark.parametrize(
    ("code", "days", "status", "says"),
    [
        (square(), 31, 409, "A receipt can be claimed for 30 days."),
        (square(number=2), 0, 409, "A membership number was given at the till"),
        (square(SigningKey("leeds-1", b"x" * 32)), 0, 409, "No store in the list of keys signed this receipt"),
        (square()[:-9] + "AAAAAAAA.", 0, 409, "never signed it like this"),
        (square(refund_of="leeds-till-1-000001"), 0, 409, "the receipt of a refund"),
        ("ARK1:no.", 0, 422, "This is not a whole receipt code of ours."),
        ("", 0, 422, "Enter what the square says"),
    ],
    ids=["old", "a member's", "a stranger's key", "forged", "a refund", "unreadable", "empty"],
)
async def test_what_cannot_be_claimed_says_why(shop: Counter, ada: Shopper, code: str, days: int, status: int, says: str) -> None:
    shop.premises.world.pass_s(days * DAY_S)
    await shop.premises.switch(2)
    member = await joined(shop, ada)
    await arrives(shop, sale(1, quantity=2), sale(2, quantity=2, member="member-of-another", membership="29"))
    await claim(ada, code)
    assert (ada.status, says in ada.words) == (status, True), ada.words
    assert await balance(shop, member) == 0
