"""Delivery charges by zone, restrictions, and the VAT of an order, as tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arkwright.compartments.ordering import delivery as post
from arkwright.compartments.ordering.events import SoldLine, VatLine
from arkwright.kit.money import VatRate


@pytest.mark.parametrize(
    ("method", "zone", "goods_pence", "expected"),
    [
        ("standard", "mainland", 49_99, 3_95),
        ("standard", "mainland", 50_00, 0),
        ("standard", "highlands-and-islands", 50_00, 5_95),
        ("standard", "northern-ireland", 1, 5_95),
        ("standard", "isle-of-man", 500_00, 7_95),
        ("standard", "channel-islands", 500_00, 9_95),
        ("standard", "bfpo", 500_00, 3_95),
        ("next-day", "mainland", 500_00, 5_95),
        ("next-day", "highlands-and-islands", 1, None),
        ("next-day", "bfpo", 1, None),
        ("standard", "moon", 500_00, None),
        ("carrier-pigeon", "mainland", 500_00, None),
    ],
)
def test_charges(method: str, zone: str, goods_pence: int, expected: int | None) -> None:
    assert post.charge_pence(method, zone, goods_pence) == expected


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("mainland", ("standard", "next-day")),
        ("bfpo", ("standard",)),
        ("moon", ()),
    ],
)
def test_methods(zone: str, expected: tuple[str, ...]) -> None:
    assert post.methods(zone) == expected


@pytest.mark.parametrize(
    ("restriction", "method", "zone", "expected"),
    [
        ("mainland-only", "standard", "mainland", True),
        ("mainland-only", "standard", "bfpo", False),
        ("mainland-only", "standard", "northern-ireland", False),
        ("no-northern-ireland", "standard", "northern-ireland", False),
        ("no-northern-ireland", "standard", "isle-of-man", True),
        ("no-islands", "standard", "mainland", True),
        ("no-islands", "standard", "highlands-and-islands", False),
        ("no-islands", "standard", "isle-of-man", False),
        ("no-islands", "standard", "channel-islands", False),
        ("no-islands", "standard", "northern-ireland", True),
        ("no-next-day", "next-day", "mainland", False),
        ("no-next-day", "standard", "mainland", True),
        ("age-18", "standard", "mainland", True),
    ],
)
def test_restrictions(restriction: str, method: str, zone: str, expected: bool) -> None:
    assert post.allowed((restriction,), method, zone) is expected
    assert post.allowed((restriction, "no-next-day"), method, zone) is (expected and method != "next-day")
    assert post.allowed((), method, zone)


def line(rate: VatRate, price_pence: int, quantity: int = 1) -> SoldLine:
    return SoldLine(sku="a", product="a", name="A", quantity=quantity, price_pence=price_pence, vat_rate=rate, category="c")


def vat(rate: VatRate, goods_pence: int, delivery_pence: int, vat_pence: int) -> VatLine:
    return VatLine(rate=rate, goods_pence=goods_pence, delivery_pence=delivery_pence, vat_pence=vat_pence)


@pytest.mark.parametrize(
    ("lines", "delivery_pence", "expected"),
    [
        ([line("standard", 12_00)], 0, (vat("standard", 12_00, 0, 2_00),)),
        ([line("standard", 12_00, 2)], 3_95, (vat("standard", 24_00, 3_95, 4_66),)),
        ([line("zero", 12_00)], 3_95, (vat("zero", 12_00, 3_95, 0),)),
        ([line("reduced", 21_00)], 0, (vat("reduced", 21_00, 0, 1_00),)),
        ([line("zero", 10_00), line("standard", 10_00)], 4_00, (vat("standard", 10_00, 2_00, 2_00), vat("zero", 10_00, 2_00, 0))),
        ([line("zero", 10_00), line("standard", 10_00)], 3_95, (vat("standard", 10_00, 1_97, 2_00), vat("zero", 10_00, 1_98, 0))),
        (
            [line("zero", 10_00), line("reduced", 10_00), line("standard", 10_00)],
            1_00,
            (vat("reduced", 10_00, 33, 49), vat("standard", 10_00, 33, 1_72), vat("zero", 10_00, 34, 0)),
        ),
        ([line("zero", 0), line("standard", 10_00)], 2_00, (vat("standard", 10_00, 2_00, 2_00), vat("zero", 0, 0, 0))),
        ([line("standard", 0)], 3_95, (vat("standard", 0, 3_95, 66),)),
    ],
)
def test_vat_follows_the_goods(lines: list[SoldLine], delivery_pence: int, expected: tuple[VatLine, ...]) -> None:
    assert post.vat_lines(lines, delivery_pence) == expected


RATES: st.SearchStrategy[VatRate] = st.sampled_from(["standard", "reduced", "zero"])
LINES = st.lists(st.builds(line, RATES, st.integers(0, 1_000_000), st.integers(1, 99)), min_size=1, max_size=12)


@given(LINES, st.integers(0, 10_000))
def test_vat_lines_add_up_to_the_order(lines: list[SoldLine], delivery_pence: int) -> None:
    answer = post.vat_lines(lines, delivery_pence)
    goods_pence = sum(each.price_pence * each.quantity for each in lines)
    assert sum(each.goods_pence for each in answer) == goods_pence
    assert sum(each.delivery_pence for each in answer) == delivery_pence
    for each in answer:
        assert 0 <= each.delivery_pence <= delivery_pence
        assert 0 <= each.vat_pence * 6 <= each.goods_pence + each.delivery_pence + 3
        if goods_pence:
            assert abs(each.delivery_pence * goods_pence - delivery_pence * each.goods_pence) < 3 * goods_pence
