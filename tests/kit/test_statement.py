"""How charges read on bank statements."""

from __future__ import annotations

import pytest

from arkwright.kit import order_number, statement


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Wright & Sons", "WRIGHT"),
        ("Café Noir", "CAFE"),
        ("No. 9", "NO 9"),
        ("Featherstonehaugh", "FEATHERS"),
        ("A B C D E", "A B C D"),
        ("日本", ""),
    ],
)
def test_a_name_is_shortened_by_words(name: str, short: str) -> None:
    assert statement.short(name) == short


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (statement.online("WRIGHT", "AW-7K3F9-QX2C"), "WRIGHT* AW-7K3F9-QX2C"),
        (statement.in_store("WRIGHT", "Leeds"), "WRIGHT LEEDS"),
        (statement.in_store("WRIGHT", "Stoke-on-Trent, Hanley"), "WRIGHT STOKE ON TRENT"),
        (statement.in_store("WRIGHT", ""), "WRIGHT"),
    ],
)
def test_what_a_statement_shows(text: str, shown: str) -> None:
    assert text == shown


def test_a_whole_order_number_fits_behind_the_longest_name() -> None:
    number = order_number.make(2**40 - 1)
    assert statement.online("X" * statement.LONGEST_NAME, number).endswith(number[:12])
