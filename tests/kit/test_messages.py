"""Canonical bytes: RFC 8785 for what messages are made of, and digests that follow from them."""

from __future__ import annotations

import hashlib

import pytest

from arkwright.kit.messages import Command, Event, canonical, digest

# From the test data of RFC 8785 (cyberphone/json-canonicalization, Apache-2.0): input value, canonical text. Numbers that are no
# integers are left out, since no message holds one.
VECTORS = [
    ({"peach": "This sorting order", "péché": "is wrong according to French", "pêche": "but canonicalization MUST", "sin": "ignore locale"},
     '{"peach":"This sorting order","péché":"is wrong according to French","pêche":"but canonicalization MUST","sin":"ignore locale"}'),
    ({"1": {"f": {"f": "hi", "F": 5}, "\n": 56}, "10": {}, "": "empty", "a": {}, "111": [{"e": "yes", "E": "no"}], "A": {}},
     '{"":"empty","1":{"\\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{"E":"no","e":"yes"}],"A":{},"a":{}}'),
    ([56, {"d": True, "10": None, "1": []}], '[56,{"1":[],"10":null,"d":true}]'),
    ({"Unnormalized Unicode": "A\u030a"}, '{"Unnormalized Unicode":"A\u030a"}'),
    ("€$\u000f\nA'B\"\\\"/", '"€$\\u000f\\nA\'B\\"\\\\\\"/"'),
]  # fmt: skip


@pytest.mark.parametrize(("value", "text"), VECTORS)
def test_canonical_bytes_are_those_of_rfc_8785(value: object, text: str) -> None:
    assert canonical(value).decode() == text


class Ask(Command, frozen=True):
    """A command."""

    second: int
    first: str


class Happened(Event, frozen=True):
    """An event."""

    what: str


def test_structs_are_objects_with_their_tag_and_sorted_fields() -> None:
    assert canonical(Ask(id="1", second=2, first="b")) == b'{"first":"b","id":"1","second":2,"type":"Ask"}'
    assert canonical(Happened(what="é")).decode() == '{"type":"Happened.1","what":"é"}'


def test_a_digest_is_of_the_canonical_bytes_and_of_nothing_else() -> None:
    assert digest(Ask(id="1", second=2, first="b")) == hashlib.sha256(b'{"first":"b","id":"1","second":2,"type":"Ask"}').digest()
    assert digest(Ask(id="1", second=2, first="b")) != digest(Ask(id="1", second=2, first="c"))
