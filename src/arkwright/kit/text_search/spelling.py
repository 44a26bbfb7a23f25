"""Typing errors: the words of the range that one or two slips would have turned into what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable

Rank = tuple[int, bool]

FIRST_LETTERS = 8  # what the neighbourhood is made of; slips further back are found by their distance
SHORTEST_TYPED = 4
LONG = 6
TWICE = re.compile(r"(.)\1")


def slips(typed: str) -> int:
    """How many slips are forgiven in a word of this length; none in numbers."""
    if len(typed) < SHORTEST_TYPED or not typed.isalpha():
        return 0
    return 2 if len(typed) >= LONG else 1


def neighbourhood(word: str) -> set[str]:
    """The word, cut to its first letters, and what is left of it when one or two letters are taken out.

    Two words with a common neighbour are probably two slips apart at most, and all that are have one (W. Garbe, SymSpell, 2012).
    """
    start = word[:FIRST_LETTERS]
    once = without_one({start})
    return {start} | once | (without_one(once) if len(word) >= LONG - 1 else set())


def without_one(texts: Iterable[str]) -> set[str]:
    """Each text with each of its letters left out."""
    return {text[:at] + text[at + 1 :] for text in texts for at in range(len(text)) if len(text) > 1}


def nearest(typed: str, known: Iterable[str]) -> list[tuple[Rank, str]]:
    """Those of the known words that may have been meant, the likeliest first: fewest slips, then the same first letter.

    Words of three letters are too near to too many others, unless a letter was typed twice; and two slips with another first letter
    are rather a word that we do not have.
    """
    most, found = slips(typed), []
    for word in set(known):
        long_enough = len(word) >= SHORTEST_TYPED or word == TWICE.sub(r"\1", typed)
        if word.isalpha() and long_enough and abs(len(word) - len(typed)) <= most:
            apart = distance(typed, word)
            if 0 < apart <= most and (apart == 1 or word[0] == typed[0]):
                found.append(((apart, word[0] != typed[0]), word))
    return sorted(found)


def distance(one: str, other: str) -> int:
    """Letters left out, put in, changed, or swapped with a neighbour (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, opposite in enumerate(other, 1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != opposite))
            if row > 1 < column and letter == other[column - 2] and one[row - 2] == opposite:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, last = last, line
    return last[-1]
