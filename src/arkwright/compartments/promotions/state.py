"""The state of promotions: its rows, and how an event changes them."""

from __future__ import annotations

from arkwright.compartments.promotions import events as did
from arkwright.kit.messages import Event, Row
from arkwright.kit.promotion import Terms
from arkwright.kit.rows import Rows

WITHOUT_CODE = "without-code"


class Promotion(Row, frozen=True):
    """A promotion as it stands; `from_ms` and `until_ms` are those of its terms."""

    promotion: str
    terms: Terms
    from_ms: int
    until_ms: int
    changed_ms: int
    by: str


class CodeTaken(Row, frozen=True):
    """Claims a code for a promotion."""

    code: str
    promotion: str


class Ends(Row, frozen=True):
    """When each promotion without a code ends, of those that were not over at the last change; the one row's key is `WITHOUT_CODE`."""

    name: str
    until_ms: dict[str, int]


def evolve(rows: Rows, event: Event) -> None:
    """The only place where the rows of promotions change."""
    match event:
        case did.PromotionSaved(terms=terms) | did.PromotionEnded(terms=terms):
            rows[Promotion, terms.promotion] = Promotion(
                promotion=terms.promotion,
                terms=terms,
                from_ms=terms.from_ms,
                until_ms=terms.until_ms,
                changed_ms=event.changed_ms,
                by=event.by,
            )
            if terms.code:
                rows[CodeTaken, terms.code] = CodeTaken(code=terms.code, promotion=terms.promotion)
            else:
                ends = {**not_over(rows, event.changed_ms), terms.promotion: terms.until_ms}
                rows[Ends, WITHOUT_CODE] = Ends(name=WITHOUT_CODE, until_ms={key: ends[key] for key in sorted(ends)})
        case _:
            raise TypeError(f"promotions do not know the event {type(event).__name__}")


def not_over(rows: Rows, now_ms: int) -> dict[str, int]:
    """The promotions without a code that are not over, with when they end."""
    row = rows[Ends, WITHOUT_CODE]
    return {promotion: until_ms for promotion, until_ms in row.until_ms.items() if until_ms > now_ms} if row else {}
