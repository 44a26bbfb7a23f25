"""Prices for members at a till: they hold while one is known, before the goods or after, until the total."""

from __future__ import annotations

import pytest

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import events as did
from arkwright.compartments.tills import tender_refusals as sale_no
from arkwright.kit.messages import Command
from arkwright.kit.promotion import Terms
from tests.compartments.tills.given import MEMBER, NOW_MS, OPEN, a, add, after, cash

MEMBERS = a(
    ask.SetPromotion,
    terms=Terms(
        promotion="m", name="mugs", kind="percent", from_ms=0, until_ms=NOW_MS + 1, category="kitchen", percent=25, members_only=True
    ),
    edition=4,
)
NOBODY = a(ask.IdentifyMember, membership="", member="", edition=0)


@pytest.mark.parametrize(
    ("history", "total_pence", "member"),
    [
        ([MEMBERS, add()], 12_00, ""),
        ([MEMBERS, MEMBER, add()], 9_00, "m1"),
        ([MEMBERS, add(), MEMBER], 9_00, "m1"),
        ([MEMBERS, add(), MEMBER, NOBODY], 12_00, ""),
        ([MEMBERS, MEMBER, NOBODY, add()], 12_00, ""),
        ([MEMBERS, MEMBER, NOBODY, add(), MEMBER], 9_00, "m1"),
        ([MEMBERS, NOBODY, add(), NOBODY], 12_00, ""),
    ],
)
def test_a_price_for_members_holds_while_one_is_known(history: list[Command], total_pence: int, member: str) -> None:
    (sale,) = [each for each in after([*OPEN, *history, cash(50_00)]).events if isinstance(each, did.SaleCompleted)]
    assert (sale.total_pence, sale.member) == (total_pence, member)
    assert [each.name for line in sale.lines for each in line.savings if each.members_only] == ["Member price: mugs"] * (member != "")


def test_a_member_stays_with_what_was_totalled() -> None:
    assert after([*OPEN, MEMBERS, MEMBER, add(), cash(2_00)]).outcome(NOBODY) == sale_no.SaleIsTotalled()
