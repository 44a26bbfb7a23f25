"""Numbers that people read out: order numbers and short codes in Crockford's base 32 with a check character that finds slips."""

from __future__ import annotations

# Crockford's base 32 (crockford.com/base32.html): no I, L, O or U; what people write in their place is read as meant.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "AW"
ORDER_BITS = 40
BITS_A_CHARACTER = 5

_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
_VALUES |= {symbol.lower(): value for symbol, value in _VALUES.items()}
_VALUES |= {"O": 0, "o": 0, "I": 1, "i": 1, "L": 1, "l": 1}
_PASSED_OVER = str.maketrans("", "", " \t\u00a0-\u2010\u2011\u2012\u2013\u2014")
_CODE_LENGTH = ORDER_BITS // BITS_A_CHARACTER + 1
_FIELD_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1, primitive over GF(2)


def make(bits: int) -> str:
    """The order number `AW-XXXXX-XXXC` of 40 bits; equal bits give equal numbers. ValueError unless 0 <= bits < 2**40."""
    symbols = code(bits, _CODE_LENGTH)
    return f"{PREFIX}-{symbols[:5]}-{symbols[5:]}"


def normalise(text: str) -> str | None:
    """An order number as a person wrote it, in the form that `make` gives, or None if it is none.

    Forgives lower case, spaces, dashes, a missing prefix, O for 0, I or L for 1. Any one wrong character and any two
    swapped ones give None.
    """
    bare = text.translate(_PASSED_OVER)
    if len(bare) == _CODE_LENGTH + len(PREFIX) and bare[: len(PREFIX)].upper() == PREFIX:
        bare = bare[len(PREFIX) :]
    symbols = read_code(bare, _CODE_LENGTH)
    return None if symbols is None else f"{PREFIX}-{symbols[:5]}-{symbols[5:]}"


def code(bits: int, length: int) -> str:
    """A code of `length` characters (2 to 31), the last one the check: it holds 5 bits for each of the others.

    ValueError when the bits do not fit: whoever calls this draws the bits, so that is a bug, not an input.
    """
    if not 2 <= length <= 31:
        raise ValueError("a code has 2 to 31 characters")
    if not 0 <= bits < 1 << BITS_A_CHARACTER * (length - 1):
        raise ValueError(f"a code of {length} characters holds {BITS_A_CHARACTER * (length - 1)} bits")
    values = [bits >> BITS_A_CHARACTER * place & 31 for place in reversed(range(length - 1))]
    return "".join(ALPHABET[value] for value in [*values, _check(values)])


def read_code(text: str, length: int) -> str | None:
    """A code of `length` characters as a person wrote it, in the form that `code` gives, or None if it is none."""
    bare = text.translate(_PASSED_OVER)
    if len(bare) != length or any(symbol not in _VALUES for symbol in bare):
        return None
    values = [_VALUES[symbol] for symbol in bare]
    return "".join(ALPHABET[value] for value in values) if _remainder(values) == 0 else None


def _check(values: list[int]) -> int:
    """The last value, which makes the remainder nought."""
    return _remainder([*values, 0])


def _remainder(values: list[int]) -> int:
    """The values as a polynomial at the primitive element of GF(32).

    A value at place p weighs a^p, and a^0 .. a^30 are all different and none is nought. So one changed character, or any
    two swapped, near or far, always leaves a remainder. ISO/IEC 7064 MOD 37,36 promises less, and its check character may
    fall outside this alphabet.
    """
    remainder = 0
    for value in values:
        remainder = _times_two(remainder) ^ value
    return remainder


def _times_two(value: int) -> int:
    doubled = value << 1
    return doubled ^ _FIELD_POLYNOMIAL if doubled & 0b100000 else doubled
