"""Refusals: stored with the outcome of a command, and given again word for word."""

from __future__ import annotations

import pytest

from arkwright.compartments.ordering.refusals import BasketIsEmpty, SoldOut
from arkwright.kit.refusal import KNOWN, Busy, Refusal, SameIdOtherContent, from_json, to_json


@pytest.mark.parametrize(
    "refusal",
    [SoldOut("MUG-1", 'Blue mug {x} "é"', 2), BasketIsEmpty(), SameIdOtherContent("a.1"), Busy()],
    ids=lambda each: type(each).__name__,
)
def test_a_stored_refusal_is_the_same_refusal(refusal: Refusal) -> None:
    again = from_json(to_json(refusal))
    assert (type(again), str(again)) == (type(refusal), str(refusal))


def test_a_refusal_whose_class_is_gone_is_still_a_no() -> None:
    assert isinstance(from_json('{"refusal":"LongGone","fields":{"a":1}}'), Refusal)


def test_two_refusals_of_one_name_cannot_be() -> None:
    with pytest.raises(TypeError, match="two refusals are named SoldOut"):
        type("SoldOut", (Refusal,), {"__module__": "elsewhere"})
    assert KNOWN["SoldOut"] is SoldOut


def test_every_refusal_is_a_sentence_with_its_own_words() -> None:
    unsaid = [
        name
        for name, kind in KNOWN.items()
        if kind.sentence == Refusal.sentence and kind.__module__ != Refusal.__module__ and not kind.__subclasses__()
    ]
    assert unsaid == []
