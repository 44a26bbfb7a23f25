"""Money in pence and UK VAT: integers only, rounding stated."""

from __future__ import annotations

from typing import Literal

VatRate = Literal["standard", "reduced", "zero"]

# VAT Act 1994 s.2(1) and s.29A, Schedules 7A and 8; rates as in force since 4 January 2011.
VAT_PER_MILLE: dict[VatRate, int] = {"standard": 200, "reduced": 50, "zero": 0}


def vat_included_pence(gross_pence: int, rate: VatRate) -> int:
    """The VAT contained in a price that includes it, rounded half up to a penny (VAT Notice 700, 17.5)."""
    per_mille = VAT_PER_MILLE[rate]
    whole = 1000 + per_mille
    return (2 * gross_pence * per_mille + whole) // (2 * whole)


def pounds(pence: int) -> str:
    """'£1,234.56' for a person to read; minus sign first."""
    sign = "-" if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02}"
