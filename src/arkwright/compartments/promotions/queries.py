"""What others may ask of promotions; plain values out."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.promotions.records import PROMOTIONS
from arkwright.compartments.promotions.state import Promotion
from arkwright.kit.database.port import Reader
from arkwright.kit.database.statement import Statement

promotions = PROMOTIONS.table.c

CURRENT = Statement(
    sa.select(*PROMOTIONS.columns)
    .where(promotions.until_ms > sa.bindparam("now_ms"))
    .order_by(promotions.from_ms, promotions.promotion)
    .limit(sa.bindparam("most"))
)
CURRENT_AFTER = Statement(
    sa.select(*PROMOTIONS.columns)
    .where(promotions.until_ms > sa.bindparam("now_ms"), promotions.promotion > sa.bindparam("after"))
    .order_by(promotions.promotion)
    .limit(sa.bindparam("most"))
)
OVER = Statement(
    sa.select(*PROMOTIONS.columns)
    .where(promotions.until_ms <= sa.bindparam("now_ms"))
    .order_by(promotions.until_ms.desc(), promotions.promotion)
    .limit(sa.bindparam("most"))
)


async def promotion(reader: Reader, promotion_id: str) -> Promotion | None:
    """The promotion with this id."""
    return await reader.get(PROMOTIONS, promotion_id)


async def current(reader: Reader, now_ms: int, most: int = 200) -> list[Promotion]:
    """Promotions that are not over, the first to begin first."""
    return await reader.rows(PROMOTIONS, CURRENT, {"now_ms": now_ms, "most": most})


async def current_after(reader: Reader, now_ms: int, after: str = "", most: int = 200) -> list[Promotion]:
    """Promotions that are not over, in steps by their id: whoever goes on after the last of a page leaves none out."""
    return await reader.rows(PROMOTIONS, CURRENT_AFTER, {"now_ms": now_ms, "after": after, "most": most})


async def over(reader: Reader, now_ms: int, most: int = 50) -> list[Promotion]:
    """Promotions that are over, the last to end first."""
    return await reader.rows(PROMOTIONS, OVER, {"now_ms": now_ms, "most": most})
