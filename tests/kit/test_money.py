"""Pence and VAT: what a price contains, rounded half up, and how an amount is read."""

from __future__ import annotations

import pytest

from arkwright.kit.money import VatRate, pounds, vat_included_pence


@pytest.mark.parametrize(
    ("gross_pence", "rate", "vat_pence"),
    [
        (1_20, "standard", 20),
        (12_00, "standard", 2_00),
        (1, "standard", 0),
        (3, "standard", 1),
        (9_99, "standard", 1_67),
        (1_05, "reduced", 5),
        (10, "reduced", 0),
        (11, "reduced", 1),
        (1_00, "zero", 0),
        (0, "standard", 0),
    ],
)
def test_the_vat_in_a_price(gross_pence: int, rate: VatRate, vat_pence: int) -> None:
    assert vat_included_pence(gross_pence, rate) == vat_pence


@pytest.mark.parametrize(
    ("pence", "text"), [(0, "£0.00"), (5, "£0.05"), (1_00, "£1.00"), (1_234_56, "£1,234.56"), (-5_00, "-£5.00"), (-1, "-£0.01")]
)
def test_an_amount_as_people_read_it(pence: int, text: str) -> None:
    assert pounds(pence) == text
