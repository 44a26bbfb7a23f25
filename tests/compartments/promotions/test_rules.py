"""The rules of promotions: history, command, event or refusal."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from arkwright.compartments.promotions import commands as ask
from arkwright.compartments.promotions import events as did
from arkwright.compartments.promotions import refusals as no
from arkwright.compartments.promotions import rules, state
from arkwright.kit.messages import Event
from arkwright.kit.promotion import Terms
from tests.compartments import table
from tests.compartments.table import NOW_MS

DAY_MS = 24 * 60 * 60 * 1000
DATES: Any = {"from_ms": NOW_MS - DAY_MS, "until_ms": NOW_MS + DAY_MS}
SAVE = ask.SavePromotion(id="s", promotion="three", name="3 for 2", kind="pay-for", category="home", buy=3, pay_for=2, by="bea", **DATES)
TEN = ask.SavePromotion(id="t", promotion="ten", name="3 for £10", kind="bundle", skus=("a",), buy=3, price_pence=10_00, by="bea", **DATES)
HALF = ask.SavePromotion(id="h", promotion="half", name="Half", kind="percent", products=("p",), percent=50, by="bea", **DATES)
CODE = ask.SavePromotion(
    id="c", promotion="sun", name="Sun", kind="code", code="sun 5", amount_pence=5_00, least_pence=20_00, uses=9, by="bea", **DATES
)


def terms(command: ask.SavePromotion, **more: Any) -> Terms:
    """What it says once saved first."""
    fields = {name: getattr(command, name) for name in command.__struct_fields__ if name not in ("id", "by")}
    return Terms(**{**fields, "revision": 1, "code": "SUN5" if command.code else "", **more})


def saved(command: ask.SavePromotion, **more: Any) -> did.PromotionSaved:
    """It stands."""
    return did.PromotionSaved(terms=terms(command, **more), by="bea", changed_ms=NOW_MS)


END = ask.EndPromotion(id="e", promotion="three", by="bea")
ENDED = did.PromotionEnded(terms=terms(SAVE, until_ms=NOW_MS, revision=2), by="bea", changed_ms=NOW_MS)
NEVER_BEGUN = did.PromotionEnded(terms=terms(SAVE, from_ms=NOW_MS, until_ms=NOW_MS, revision=2), by="bea", changed_ms=NOW_MS)
MANY: list[Event] = [saved(replace(SAVE, promotion=f"p{number}")) for number in range(40)]
OLD = replace(SAVE, from_ms=0, until_ms=NOW_MS)


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        ([], SAVE, [saved(SAVE)]),
        ([], TEN, [saved(TEN)]),
        ([], HALF, [saved(HALF)]),
        ([], CODE, [saved(CODE)]),
        ([saved(SAVE)], SAVE, []),
        ([saved(SAVE)], replace(SAVE, name="Three"), [saved(replace(SAVE, name="Three"), revision=2)]),
        ([], replace(SAVE, promotion="Three"), no.NotAPromotionId(60)),
        ([], replace(SAVE, promotion="x" * 61), no.NotAPromotionId(60)),
        ([], replace(SAVE, name=" "), no.PromotionNeedsAName(80)),
        ([], replace(SAVE, until_ms=SAVE.from_ms), no.PromotionEndsBeforeItBegins()),
        ([], replace(SAVE, category=""), no.PromotionNeedsGoods()),
        ([], replace(TEN, skus=tuple(map(str, range(201)))), no.TooManyGoods(200)),
        ([], replace(SAVE, buy=1), no.GroupIsWrong(20)),
        ([], replace(SAVE, buy=21), no.GroupIsWrong(20)),
        ([], replace(SAVE, pay_for=3), no.PaidForIsWrong(2)),
        ([], replace(SAVE, pay_for=0), no.PaidForIsWrong(2)),
        ([], replace(TEN, price_pence=0), no.GroupPriceIsWrong()),
        ([], replace(HALF, percent=91), no.PercentIsWrong(90)),
        ([], replace(HALF, percent=0), no.PercentIsWrong(90)),
        ([], replace(CODE, code="s"), no.NotACode(3, 20)),
        ([], replace(CODE, code="sun!"), no.NotACode(3, 20)),
        ([], replace(CODE, amount_pence=0), no.CodeTakesNothingOff()),
        ([], replace(CODE, percent=10), no.CodeTakesNothingOff()),
        ([], replace(CODE, amount_pence=0, percent=91), no.PercentIsWrong(90)),
        ([], replace(CODE, times=21), no.TimesNeedAMinimum(20)),
        ([], replace(CODE, times=2, least_pence=0), no.TimesNeedAMinimum(20)),
        ([], replace(CODE, times=2), [saved(replace(CODE, times=2))]),
        # a code is one promotion's, also after its end; kind and code stay
        ([saved(CODE)], replace(CODE, promotion="moon", code="SUN5"), no.CodeBelongsToAnother("SUN5", "sun")),
        ([saved(CODE, until_ms=NOW_MS - 1)], replace(CODE, promotion="moon"), no.CodeBelongsToAnother("SUN5", "sun")),
        ([saved(CODE)], replace(CODE, code="moon5"), no.KindStays("sun")),
        ([saved(SAVE)], replace(HALF, promotion="three"), no.KindStays("three")),
        # forty without a code
        (MANY, SAVE, no.TooManyPromotions(40)),
        (MANY, CODE, [saved(CODE)]),
        (MANY, replace(SAVE, promotion="p3", name="Other"), [saved(replace(SAVE, promotion="p3", name="Other"), revision=2)]),
        ([*MANY[:39], saved(OLD)], replace(SAVE, promotion="new"), [saved(replace(SAVE, promotion="new"))]),
        # ending
        ([saved(SAVE)], END, [ENDED]),
        ([saved(SAVE), ENDED], END, no.PromotionIsOver("three")),
        ([], END, no.NoSuchPromotion("three")),
        ([saved(replace(SAVE, from_ms=NOW_MS + 1))], END, [NEVER_BEGUN]),
        ([saved(SAVE), ENDED], SAVE, [saved(SAVE, revision=3)]),
    ],
)  # fmt: skip
def test_promotions(history: list[Event], command: Any, expected: Any) -> None:
    assert table.ask(rules, state, history, command) == expected


@pytest.mark.parametrize(
    ("now_ms", "expected"), [(SAVE.from_ms - 1, False), (SAVE.from_ms, True), (SAVE.until_ms - 1, True), (SAVE.until_ms, False)]
)
def test_a_promotion_holds_from_its_beginning_until_just_before_its_end(now_ms: int, expected: bool) -> None:
    assert terms(SAVE).holds(now_ms) is expected
