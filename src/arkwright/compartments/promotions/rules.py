"""The rules of promotions: what a command leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from arkwright.compartments.promotions import commands as ask
from arkwright.compartments.promotions import events as did
from arkwright.compartments.promotions import refusals as no
from arkwright.compartments.promotions.state import WITHOUT_CODE, CodeTaken, Ends, Promotion, not_over
from arkwright.kit.messages import Command, Event
from arkwright.kit.promotion import MOST_PERCENT, MOST_TIMES, Terms, plain_code
from arkwright.kit.rows import Key, Rows

MOST_WITHOUT_CODE = 40
MOST_GOODS = 200
MOST_GROUP = 20
LONGEST_ID = 60
LONGEST_NAME = 80
SHORTEST_CODE, LONGEST_CODE = 3, 20
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CODE = re.compile(r"[A-Z0-9-]+")


def keys(command: Command) -> Iterable[Key]:
    """Rows worth loading beforehand."""
    match command:
        case ask.SavePromotion(terms=terms):
            yield (Promotion, terms.promotion)
            yield (CodeTaken, plain_code(terms.code)) if terms.code else (Ends, WITHOUT_CODE)
        case ask.EndPromotion(promotion=promotion):
            yield from ((Promotion, promotion), (Ends, WITHOUT_CODE))


def decide(rows: Rows, command: Command, now_ms: int) -> list[Event]:
    """The events that the command leads to, or a refusal."""
    match command:
        case ask.SavePromotion():
            return save(rows, command, now_ms)
        case ask.EndPromotion():
            return end(rows, command, now_ms)
        case _:
            raise TypeError(f"promotions do not know the command {type(command).__name__}")


def save(rows: Rows, command: ask.SavePromotion, now_ms: int) -> list[Event]:
    """The promotion stands as asked, if it is well formed and takes nothing that is another's."""
    before = rows[Promotion, command.terms.promotion]
    terms = replace(command.terms, revision=before.terms.revision + 1 if before else 1, code=plain_code(command.terms.code))
    check(terms)
    if before and (before.terms.kind, before.terms.code) != (terms.kind, terms.code):
        raise no.KindStays(terms.promotion)
    owner = rows[CodeTaken, terms.code] if terms.code else None
    if owner and owner.promotion != terms.promotion:
        raise no.CodeBelongsToAnother(terms.code, owner.promotion)
    if not terms.code and len(not_over(rows, now_ms).keys() - {terms.promotion}) >= MOST_WITHOUT_CODE:
        raise no.TooManyPromotions(MOST_WITHOUT_CODE)
    if before and replace(before.terms, revision=terms.revision) == terms:
        return []
    return [did.PromotionSaved(terms=terms, by=command.by, changed_ms=now_ms)]


def end(rows: Rows, command: ask.EndPromotion, now_ms: int) -> list[Event]:
    """Now is its end; one that has not begun never begins."""
    row = rows[Promotion, command.promotion]
    if row is None:
        raise no.NoSuchPromotion(command.promotion)
    if row.until_ms <= now_ms:
        raise no.PromotionIsOver(command.promotion)
    terms = replace(row.terms, from_ms=min(row.from_ms, now_ms), until_ms=now_ms, revision=row.terms.revision + 1)
    return [did.PromotionEnded(terms=terms, by=command.by, changed_ms=now_ms)]


def check(terms: Terms) -> None:
    """Refuse what is wrong whatever else stands; the first thing found, from the top of the form down."""
    if not SLUG.fullmatch(terms.promotion) or len(terms.promotion) > LONGEST_ID:
        raise no.NotAPromotionId(LONGEST_ID)
    if not 1 <= len(terms.name.strip()) <= LONGEST_NAME:
        raise no.PromotionNeedsAName(LONGEST_NAME)
    if terms.from_ms >= terms.until_ms:
        raise no.PromotionEndsBeforeItBegins()
    if terms.kind == "code":
        if terms.members_only:
            raise no.CodeIsForEverybody()
        check_code(terms)
    else:
        check_goods(terms)


def check_goods(terms: Terms) -> None:
    """What a promotion of goods must say."""
    if not (terms.skus or terms.products or terms.category):
        raise no.PromotionNeedsGoods()
    if len(terms.skus) + len(terms.products) > MOST_GOODS:
        raise no.TooManyGoods(MOST_GOODS)
    if terms.kind == "percent":
        check_percent(terms)
        return
    if not 2 <= terms.buy <= MOST_GROUP:
        raise no.GroupIsWrong(MOST_GROUP)
    if terms.kind == "pay-for" and not 1 <= terms.pay_for < terms.buy:
        raise no.PaidForIsWrong(terms.buy - 1)
    if terms.kind == "bundle" and terms.price_pence < 1:
        raise no.GroupPriceIsWrong()


def check_code(terms: Terms) -> None:
    """What a code must say."""
    if not SHORTEST_CODE <= len(terms.code) <= LONGEST_CODE or not CODE.fullmatch(terms.code):
        raise no.NotACode(SHORTEST_CODE, LONGEST_CODE)
    if bool(terms.percent) == bool(terms.amount_pence) or terms.amount_pence < 0:
        raise no.CodeTakesNothingOff()
    if terms.percent:
        check_percent(terms)
    if not 1 <= terms.times <= MOST_TIMES or (terms.times > 1 and (not terms.amount_pence or terms.least_pence < 1)):
        raise no.TimesNeedAMinimum(MOST_TIMES)


def check_percent(terms: Terms) -> None:
    """A percentage that leaves something to pay."""
    if not 1 <= terms.percent <= MOST_PERCENT:
        raise no.PercentIsWrong(MOST_PERCENT)
