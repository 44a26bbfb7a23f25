"""The replica: the same lines give the same bytes, and what was changed on its way is refused."""

from __future__ import annotations

import gzip

import pytest

from arkwright.kit import replica
from arkwright.kit.refusal import Refusal
from arkwright.kit.replica import ColleagueLine, Index, Manifest, MemberLine, RangeLine, Standing
from arkwright.kit.signing import SigningKey

OFFICE, EDGE = SigningKey("office-1", b"\x01" * 32), SigningKey("edge-1", b"\x02" * 32)
MUG = RangeLine(sku="MUG-1", product="mug", name="Mug", price_pence=12_00, vat_rate="standard", category="kitchen", gtin="5012345678900")
TEA = RangeLine(sku="TEA-1", product="tea", name="Tea", price_pence=3_00, vat_rate="zero", category="food")


def test_chunks_do_not_depend_on_the_order_of_lines_and_come_back_whole() -> None:
    packed = replica.pack([TEA, MUG])
    assert packed == replica.pack([MUG, TEA])
    assert replica.compress(packed) == replica.compress(packed)
    assert replica.unpack("range", replica.expand(replica.compress(packed), replica.digest_of(packed))) == [MUG, TEA]
    assert (replica.pack([]), replica.digest_of(b"")) == (b"", "")


@pytest.mark.parametrize("sent", [b"", b"no gzip", gzip.compress(b"other", mtime=0), replica.compress(replica.pack([MUG]))[:-20]])
def test_a_chunk_that_does_not_fit_its_hash_is_refused(sent: bytes) -> None:
    with pytest.raises(replica.ChunkIsDamaged):
        replica.expand(sent, replica.digest_of(replica.pack([MUG])))


def test_a_chunk_that_swells_beyond_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replica, "LARGEST_CHUNK_BYTES", 100)
    content = b"a" * 101
    with pytest.raises(replica.ChunkIsDamaged):
        replica.expand(replica.compress(content), replica.digest_of(content))


def test_fields_of_a_newer_release_are_passed_over_and_rubbish_is_refused() -> None:
    newer = replica.pack([MUG]).replace(b'{"category"', b'{"allergens":["none"],"category"')
    assert newer != replica.pack([MUG])
    assert replica.unpack("range", newer) == [MUG]
    with pytest.raises(replica.ChunkIsDamaged):
        replica.unpack("range", b"{}\n")


@pytest.mark.parametrize(
    ("line", "also"),
    [
        (MUG, "05012345678900"),
        (TEA, ""),
        (ColleagueLine(colleague="c1", name="Bea", badge="ab"), "ab"),
        (MemberLine(number="6331", member="m1", points=3), "m1"),
    ],
)
def test_what_lines_are_looked_up_by(line: replica.Line, also: str) -> None:
    assert replica.also_known_as(line) == also


INDEX = Index(store="leeds", as_at_ms=5, datasets=(Standing(dataset="range", edition=2, changed_ms=4, manifest="ab"),))


@pytest.mark.parametrize(
    ("signer", "store", "came"), [(OFFICE, "leeds", "taken"), (EDGE, "leeds", "NotSignedBy"), (OFFICE, "york", "PayloadIsWrong")]
)
def test_an_index_counts_for_its_store_under_the_key_of_the_office(signer: SigningKey, store: str, came: str) -> None:
    try:
        found = replica.read_index(replica.sign_index(INDEX, signer), OFFICE.public, store)
        assert (found, found.of("range"), found.of("members")) == (INDEX, INDEX.datasets[0], None)
        outcome = "taken"
    except Refusal as refusal:
        outcome = type(refusal).__name__
    assert outcome == came


@pytest.mark.parametrize(
    ("held", "wanted", "lacked"),
    [((), ("a", "b"), [0, 1]), (("a", "b"), ("a", "b"), []), (("a", "b"), ("a", "c"), [1]), (("a", "b"), ("a", "b", "c"), [0, 1, 2])],
)
def test_only_what_differs_is_fetched(held: tuple[str, ...], wanted: tuple[str, ...], lacked: list[int]) -> None:
    assert replica.lacking(held, Manifest(dataset="range", chunks=wanted)) == lacked


def test_every_key_has_its_bucket_and_they_fill_evenly() -> None:
    counts = [0] * 16
    for number in range(1600):
        counts[replica.bucket_of(f"key-{number}", 16)] += 1
    assert min(counts) > 60
    assert max(counts) < 150
