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


def save(promotion: str, name: str, kind: Any, **more: Any) -> ask.SavePromotion:
    """A colleague has it stand."""
    terms = Terms(promotion=promotion, name=name, kind=kind, **DATES, **more)
    return ask.SavePromotion(id=promotion, terms=terms, by="bea")


def but(command: ask.SavePromotion, **other: Any) -> ask.SavePromotion:
    """The same with other terms."""
    return replace(command, terms=replace(command.terms, **other))


SAVE = save("three", "3 for 2", "pay-for", category="home", buy=3, pay_for=2)
TEN = save("ten", "3 for £10", "bundle", skus=("a",), buy=3, price_pence=10_00)
HALF = save("half", "Half", "percent", products=("p",), percent=50)
CODE = save("sun", "Sun", "code", code="sun 5", amount_pence=5_00, least_pence=20_00, uses=9)


def terms(command: ask.SavePromotion, **more: Any) -> Terms:
    """What it says once saved first."""
    return replace(command.terms, **{"revision": 1, "code": "SUN5" if command.terms.code else "", **more})


def saved(command: ask.SavePromotion, **more: Any) -> did.PromotionSaved:
    """It stands."""
    return did.PromotionSaved(terms=terms(command, **more), by="bea", changed_ms=NOW_MS)


END = ask.EndPromotion(id="e", promotion="three", by="bea")
ENDED = did.PromotionEnded(terms=terms(SAVE, until_ms=NOW_MS, revision=2), by="bea", changed_ms=NOW_MS)
NEVER_BEGUN = did.PromotionEnded(terms=terms(SAVE, from_ms=NOW_MS, until_ms=NOW_MS, revision=2), by="bea", changed_ms=NOW_MS)
MANY: list[Event] = [saved(but(SAVE, promotion=f"p{number}")) for number in range(40)]
OLD = but(SAVE, from_ms=0, until_ms=NOW_MS)


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        ([], SAVE, [saved(SAVE)]),
        ([], TEN, [saved(TEN)]),
        ([], HALF, [saved(HALF)]),
        ([], CODE, [saved(CODE)]),
        ([saved(SAVE)], SAVE, []),
        ([saved(SAVE)], but(SAVE, name="Three"), [saved(but(SAVE, name="Three"), revision=2)]),
        ([], but(SAVE, promotion="Three"), no.NotAPromotionId(60)),
        ([], but(SAVE, promotion="x" * 61), no.NotAPromotionId(60)),
        ([], but(SAVE, name=" "), no.PromotionNeedsAName(80)),
        ([], but(SAVE, until_ms=SAVE.terms.from_ms), no.PromotionEndsBeforeItBegins()),
        ([], but(SAVE, category=""), no.PromotionNeedsGoods()),
        ([], but(TEN, skus=tuple(map(str, range(201)))), no.TooManyGoods(200)),
        ([], but(SAVE, buy=1), no.GroupIsWrong(20)),
        ([], but(SAVE, buy=21), no.GroupIsWrong(20)),
        ([], but(SAVE, pay_for=3), no.PaidForIsWrong(2)),
        ([], but(SAVE, pay_for=0), no.PaidForIsWrong(2)),
        ([], but(TEN, price_pence=0), no.GroupPriceIsWrong()),
        ([], but(HALF, percent=91), no.PercentIsWrong(90)),
        ([], but(HALF, percent=0), no.PercentIsWrong(90)),
        ([], but(CODE, code="s"), no.NotACode(3, 20)),
        ([], but(CODE, code="sun!"), no.NotACode(3, 20)),
        ([], but(CODE, amount_pence=0), no.CodeTakesNothingOff()),
        ([], but(CODE, percent=10), no.CodeTakesNothingOff()),
        ([], but(CODE, amount_pence=0, percent=91), no.PercentIsWrong(90)),
        ([], but(CODE, times=21), no.TimesNeedAMinimum(20)),
        ([], but(CODE, times=2, least_pence=0), no.TimesNeedAMinimum(20)),
        ([], but(CODE, times=2), [saved(but(CODE, times=2))]),
        # a code is one promotion's, also after its end; kind and code stay
        ([saved(CODE)], but(CODE, promotion="moon", code="SUN5"), no.CodeBelongsToAnother("SUN5", "sun")),
        ([saved(CODE, until_ms=NOW_MS - 1)], but(CODE, promotion="moon"), no.CodeBelongsToAnother("SUN5", "sun")),
        ([saved(CODE)], but(CODE, code="moon5"), no.KindStays("sun")),
        ([saved(SAVE)], but(HALF, promotion="three"), no.KindStays("three")),
        # forty without a code
        (MANY, SAVE, no.TooManyPromotions(40)),
        (MANY, CODE, [saved(CODE)]),
        (MANY, but(SAVE, promotion="p3", name="Other"), [saved(but(SAVE, promotion="p3", name="Other"), revision=2)]),
        ([*MANY[:39], saved(OLD)], but(SAVE, promotion="new"), [saved(but(SAVE, promotion="new"))]),
        # ending
        ([saved(SAVE)], END, [ENDED]),
        ([saved(SAVE), ENDED], END, no.PromotionIsOver("three")),
        ([], END, no.NoSuchPromotion("three")),
        ([saved(but(SAVE, from_ms=NOW_MS + 1))], END, [NEVER_BEGUN]),
        ([saved(SAVE), ENDED], SAVE, [saved(SAVE, revision=3)]),
    ],
)  # fmt: skip
def test_promotions(history: list[Event], command: Any, expected: Any) -> None:
    assert table.ask(rules, state, history, command) == expected


@pytest.mark.parametrize(
    ("now_ms", "expected"),
    [(SAVE.terms.from_ms - 1, False), (SAVE.terms.from_ms, True), (SAVE.terms.until_ms - 1, True), (SAVE.terms.until_ms, False)],
)
def test_a_promotion_holds_from_its_beginning_until_just_before_its_end(now_ms: int, expected: bool) -> None:
    assert terms(SAVE).holds(now_ms) is expected
