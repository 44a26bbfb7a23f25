"""Order numbers and short codes: every slip of one character and every swap is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arkwright.kit import order_number
from arkwright.kit.order_number import ALPHABET, code, make, normalise, read_code

FORTY_BITS = st.integers(0, 2**40 - 1)


@pytest.mark.parametrize(
    ("bits", "number"),
    [(0, "AW-00000-0000"), (1, "AW-00000-0012"), (31, "AW-00000-00ZV"), (2**40 - 1, "AW-ZZZZZ-ZZZ3"), (0x123456789A, "AW-28T5C-Y4TH")],
)
def test_numbers_in_print_stay_valid_for_ever(bits: int, number: str) -> None:
    assert make(bits) == number
    assert normalise(number) == number


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("aw-28t5c-y4th", "AW-28T5C-Y4TH"),
        (" AW 28T5C Y4TH ", "AW-28T5C-Y4TH"),
        ("28t5cy4th", "AW-28T5C-Y4TH"),
        ("AW–28T5C–Y4TH", "AW-28T5C-Y4TH"),
        ("AW-OOOOO-OOI2", "AW-00000-0012"),
        ("aw-ooooo-ool2", "AW-00000-0012"),
        ("AW-28T5C-Y4TZ", None),
        ("AW-82T5C-Y4TH", None),
        ("AW-28T5C-Y4T", None),
        ("AW-28T5C-Y4THY", None),
        ("XX-28T5C-Y4TH", None),
        ("AW-28T5U-Y4TH", None),
        ("AW-28T5C-Y4T\N{LATIN SMALL LETTER DOTLESS I}", None),
        ("AW_28T5C_Y4TH", None),
        ("AW", None),
        ("", None),
    ],
)
def test_normalise(written: str, read: str | None) -> None:
    assert normalise(written) == read


@given(FORTY_BITS, FORTY_BITS)
def test_different_bits_give_different_numbers(one: int, other: int) -> None:
    assert (make(one) == make(other)) == (one == other)


@pytest.mark.parametrize("place", range(9))
def test_every_single_error_is_found(place: int) -> None:
    symbols = code(0x5A5A5A5A5A, 9)
    for wrong in set(ALPHABET) - {symbols[place]}:
        assert read_code(symbols[:place] + wrong + symbols[place + 1 :], 9) is None


@pytest.mark.parametrize("place", range(8))
def test_every_adjacent_swap_is_found(place: int) -> None:
    for first in range(32):
        for second in set(range(32)) - {first}:
            values = [7] * 8
            values[place : place + 2] = [first, second][: 8 - place]
            symbols = code(sum(value << 5 * (7 - at) for at, value in enumerate(values)), 9)
            swapped = symbols[:place] + symbols[place + 1] + symbols[place] + symbols[place + 2 :]
            assert (read_code(swapped, 9) is None) == (symbols != swapped)


@given(FORTY_BITS, st.integers(0, 8), st.integers(0, 8))
def test_any_swap_is_found(bits: int, one: int, other: int) -> None:
    symbols = list(code(bits, 9))
    swapped = list(symbols)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert (read_code("".join(swapped), 9) is None) == (symbols != swapped)


def test_the_weights_of_all_places_differ() -> None:
    """The proof for every content at once: the code is linear, so these thirty-one weights decide."""
    weights = {order_number._remainder([1] + [0] * place) for place in range(31)}
    assert weights == set(range(1, 32))


@given(st.integers(2, 31).flatmap(lambda length: st.tuples(st.just(length), st.integers(0, 2 ** (5 * (length - 1)) - 1))))
def test_codes_of_each_length_are_read_back(length_and_bits: tuple[int, int]) -> None:
    length, bits = length_and_bits
    symbols = code(bits, length)
    assert len(symbols) == length
    assert read_code(f" {symbols.lower()} ", length) == symbols


@given(st.text())
def test_any_text_is_read_or_is_none(text: str) -> None:
    number = normalise(text)
    assert number is None or normalise(number) == number


@pytest.mark.parametrize(("bits", "length"), [(-1, 9), (2**40, 9), (0, 1), (0, 32), (32, 2)])
def test_bits_that_do_not_fit_are_a_bug(bits: int, length: int) -> None:
    with pytest.raises(ValueError, match="code"):
        code(bits, length)
