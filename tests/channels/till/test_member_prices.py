"""A price for members on a till's pages: told before, there with the card, gone without it."""

from __future__ import annotations

from pathlib import Path

from arkwright.compartments.tills.commands import SetPromotion
from arkwright.kit.promotion import Terms
from tests.channels.till.stage import open_stage
from tests.channels.till.test_pages import words_of


async def test_a_price_for_members_comes_with_the_card_and_goes_with_it(tmp_path: Path) -> None:
    stage = await open_stage(tmp_path)
    till = stage.browser()
    await till.open_till()
    terms = Terms(
        promotion="m",
        name="Kitchen",
        kind="percent",
        percent=25,
        category="kitchen",
        from_ms=0,
        until_ms=2**43,
        revision=1,
        members_only=True,
    )
    await stage.room.tills.submit(SetPromotion(id="m", store=stage.room.store, terms=terms, edition=1))
    text = words_of(await till.scan("MUG-1"))
    assert "Total £8.00" in text
    assert "A member pays £2.00 less: ask for the card." in text
    text = words_of(await till.scan("9826001"))
    assert "Member price: Kitchen -£2.00 To pay £6.00" in text
    text = words_of(await till.send("/till/1/member", off="yes"))
    assert "Total £8.00" in text
    assert "Take the member off" not in text
    await till.scan("9826001")
    await till.look("/till/1/pay")
    assert "Change £4.00" in words_of(await till.send("/till/1/pay/cash", given="10"))
    await stage.stop()
