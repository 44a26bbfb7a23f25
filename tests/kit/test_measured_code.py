"""Labels with a price or a weight in their bar code: a table of codes, and what is no pattern."""

from __future__ import annotations

import pytest

from arkwright.kit import gtin
from arkwright.kit.measured_code import Label, LabelIsMisread, MeasuredCode, price_of, read_label, verifier

PRICE, WEIGHT = MeasuredCode(pattern="20IIIIIVPPPPC"), MeasuredCode(pattern="21IIIIIWWWWWC")
LATER = MeasuredCode(pattern="20IIIIIPPPPPC", from_ms=1_000)


def ean(body: str) -> str:
    return body + gtin.check_digit(body)


CHEESE, HAM = ean("200012300000"), ean("210045600000")
CASES: list[tuple[str, int, Label | type[Exception] | None]] = [
    (ean("200012392875"), 0, Label(goods=CHEESE, pence=28_75)),
    (ean("200012302875"), 0, LabelIsMisread),
    (ean("200012392875")[:-1] + "0", 0, LabelIsMisread),
    (CHEESE, 0, Label(goods=CHEESE)),
    (ean("200012302875"), 1_000, Label(goods=CHEESE, pence=28_75)),
    (ean("210045600412"), 0, Label(goods=HAM, grams=412)),
    (ean("220045600412"), 0, None),
    ("5012345678900", 0, None),
    ("2000123", 0, None),
    ("20001239287X5", 0, None),
]


@pytest.mark.parametrize(("code", "now_ms", "found"), CASES)
def test_what_a_label_says(code: str, now_ms: int, found: Label | type[Exception] | None) -> None:
    if isinstance(found, type):
        with pytest.raises(found):
            read_label(code, (PRICE, WEIGHT, LATER), now_ms)
    else:
        assert read_label(code, (PRICE, WEIGHT, LATER), now_ms) == found


@pytest.mark.parametrize(("value", "digit"), [("2875", "9"), ("14685", "6"), ("0000", "0")])
def test_the_check_digit_of_a_price(value: str, digit: str) -> None:
    assert verifier(value) == digit


@pytest.mark.parametrize(
    ("label", "price_pence", "pence"), [(Label(goods=HAM, grams=412), 9_50, 3_91), (Label(goods=HAM, pence=2_10), 9_50, 2_10)]
)
def test_what_it_comes_to(label: Label, price_pence: int, pence: int) -> None:
    assert price_of(label, price_pence) == pence


@pytest.mark.parametrize(
    "pattern", ["", "19IIIIIVPPPPC", "20IIIIIVPPPP", "20PPPPIIIIIVC", "20IIIIVPPPPPPC", "20IIIVPPPPPPC", "20IIIPPPWWWWC", "20VPPPPPPPPPC"]
)
def test_what_is_no_pattern(pattern: str) -> None:
    with pytest.raises(ValueError, match="no pattern of a label"):
        MeasuredCode(pattern=pattern)
