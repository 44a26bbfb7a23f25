"""GTIN check digits, by published examples and by property."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arkwright.kit import gtin


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("6291041500213", True),  # the example in GS1 General Specifications 7.9.1
        ("96385074", True),  # GTIN-8
        ("036000291452", True),  # GTIN-12
        ("00012345600012", True),  # GTIN-14
        ("6291041500214", False),
        ("6291041500231", False),
        ("629104150021", False),
        ("", False),
        ("629104150021 ", False),
        ("62910415002l3", False),
        ("６２９１０４１５００２１３", False),  # full-width digits
        ("-291041500213", False),
        ("0" * 13, True),
        ("0" * 15, False),
    ],
)
def test_valid(number: str, valid: bool) -> None:
    assert gtin.valid(number) is valid


@given(st.sampled_from([7, 11, 12, 13]).flatmap(lambda length: st.text("0123456789", min_size=length, max_size=length)), st.data())
def test_every_single_wrong_digit_is_found(body: str, data: st.DataObject) -> None:
    number = body + gtin.check_digit(body)
    place = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != number[place]]))
    assert gtin.valid(number)
    assert not gtin.valid(number[:place] + other + number[place + 1 :])


@given(st.text("0123456789", min_size=7, max_size=7))
def test_zeros_in_front_keep_the_check_digit(body: str) -> None:
    assert gtin.valid(gtin.gtin_14(body + gtin.check_digit(body)))


@pytest.mark.parametrize("body", ["", "123", "12345678901234", "12345x7", "１２３４５６７"])
def test_check_digit_refuses_other_bodies(body: str) -> None:
    with pytest.raises(ValueError, match="7, 11, 12 or 13 digits"):
        gtin.check_digit(body)
