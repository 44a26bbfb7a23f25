"""Receipt codes: what a store signed is read again without a network, and everything else is refused by name."""

from __future__ import annotations

import base45
import cbor2
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from arkwright.kit import receipt_code as code
from arkwright.kit.certificates import CertificateList, NodeCertificate, Revoked
from arkwright.kit.known_nodes import KnownNode, known_from
from arkwright.kit.receipt_code import NotShown, SignedSale, SoldLine, VatOf, read_receipt_code, receipt_code
from arkwright.kit.refusal import Refusal
from arkwright.kit.signing import SigningKey

LEEDS, YORK = SigningKey("leeds", b"l" * 32), SigningKey("york", b"y" * 32)
DAY_MS = 86_400_000
SOLD_MS = 1_764_000_000_000
SALE = SignedSale(
    node="leeds",
    store="leeds",
    till="1",
    number="leeds-1-000123",
    sale="01kavqs8v0abcdefghjkmnpqrs",
    at_ms=SOLD_MS,
    total_pence=38_97,
    vat=(VatOf("standard", 36_00, 6_00), VatOf("zero", 2_97, 0)),
    lines=(SoldLine("MUG-STONE", 2, 36_00), SoldLine("BREAD-800", 3, 2_97)),
)
CODE = receipt_code(SALE, LEEDS)
REFUND = replace(
    SALE,
    number="leeds-1-000124",
    refund_of=SALE.number,
    total_pence=-18_00,
    vat=(VatOf("standard", -18_00, -3_00),),
    lines=(SoldLine("MUG-STONE", 1, -18_00),),
)
KNOWN = KnownNode(key=LEEDS.public, store="leeds", from_ms=SOLD_MS - DAY_MS, until_ms=SOLD_MS + DAY_MS)


def changed(**fields: object) -> KnownNode:
    return KnownNode(**{**vars(KNOWN), **fields})


def resigned(text: str, key: SigningKey) -> str:
    """The same content as whoever has only another key can sign it."""
    _, _, body = code._parts(text)
    signed = bytes.fromhex(key.public.id) + key.sign(code.SIGNED_AS + body) + body
    return f"{code.PREFIX}{base45.b45encode(signed).decode()}{code.END}"


def named_as(text: str, key_id: str) -> str:
    content = base45.b45decode(resigned(text, YORK).removeprefix(code.PREFIX).removesuffix(code.END))
    return f"{code.PREFIX}{base45.b45encode(bytes.fromhex(key_id) + content[4:]).decode()}{code.END}"


def signed_body(content: object) -> str:
    body = cbor2.dumps(content)
    signed = bytes.fromhex(LEEDS.public.id) + LEEDS.sign(code.SIGNED_AS + body) + body
    return f"{code.PREFIX}{base45.b45encode(signed).decode()}{code.END}"


def test_a_refund_is_read_with_the_sale_that_it_belongs_to() -> None:
    assert read_receipt_code(receipt_code(REFUND, LEEDS), [KNOWN]) == replace(REFUND, lines_digest=code.digest_of(REFUND.lines))


def test_a_sale_is_read_as_it_was_signed() -> None:
    assert read_receipt_code(f"  {CODE}\r\n", [changed(key=YORK.public), KNOWN]) == replace(SALE, lines_digest=code.digest_of(SALE.lines))


CASES = [
    ("", [KNOWN], "ReceiptCodeIsUnreadable"),
    ("ARK1:.", [KNOWN], "ReceiptCodeIsUnreadable"),
    (CODE[:-1], [KNOWN], "ReceiptCodeIsUnreadable"),
    (CODE[5:], [KNOWN], "ReceiptCodeIsUnreadable"),
    ("ARK1:" + "é" * 90 + ".", [KNOWN], "ReceiptCodeIsUnreadable"),
    ("ARK1:" + "0" * 9_000 + ".", [KNOWN], "ReceiptCodeIsUnreadable"),
    (signed_body({1: "leeds"}), [KNOWN], "ReceiptCodeIsUnreadable"),
    (signed_body([1, 2]), [KNOWN], "ReceiptCodeIsUnreadable"),
    (CODE, [], "ReceiptSignerIsUnknown"),
    (CODE, [changed(key=YORK.public)], "ReceiptSignerIsUnknown"),
    (resigned(CODE, YORK), [KNOWN, changed(key=YORK.public)], "ReceiptIsForged"),
    (named_as(CODE, LEEDS.public.id), [KNOWN], "ReceiptIsForged"),
    (CODE, [changed(store="york")], "ReceiptIsForged"),
    (CODE, [changed(from_ms=SOLD_MS + 1)], "ReceiptKeyDidNotCount"),
    (CODE, [changed(until_ms=SOLD_MS)], "ReceiptKeyDidNotCount"),
    (CODE, [changed(revoked_ms=SOLD_MS - 1)], "ReceiptKeyWasRevoked"),
    (CODE, [changed(revoked_ms=SOLD_MS)], "ReceiptKeyWasRevoked"),
    (CODE, [changed(revoked_ms=SOLD_MS + 1)], "ReceiptKeyRevokedSince"),
    (CODE, [KNOWN, changed(revoked_ms=SOLD_MS + DAY_MS)], "ReceiptKeyRevokedSince"),
    (CODE, [changed(until_ms=SOLD_MS), KNOWN], "genuine"),
    (CODE, [KnownNode(key=LEEDS.public)], "genuine"),
]


@pytest.mark.parametrize(("text", "known", "outcome"), CASES)
def test_what_becomes_of_a_code(text: str, known: list[KnownNode], outcome: str) -> None:
    try:
        read_receipt_code(text, known)
        came = "genuine"
    except Refusal as refusal:
        came = type(refusal).__name__
        assert "{" not in str(refusal)
    assert came == outcome


@given(st.integers(min_value=5, max_value=len(CODE) - 2), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"))
def test_no_character_can_be_changed(place: int, character: str) -> None:
    harmed = CODE[:place] + character + CODE[place + 1 :]
    if harmed != CODE:
        with pytest.raises(Refusal):
            read_receipt_code(harmed, [KNOWN])


@pytest.mark.parametrize(
    ("count", "version", "not_shown"),
    [(1, 10, 0), (20, 18, 0), (26, 19, 0), (27, 20, 0), (200, 20, 174)],
)
def test_however_many_lines_the_square_can_be_read_by_a_phone(count: int, version: int, not_shown: int) -> None:
    lines = tuple(SoldLine(f"SKU-{each:06}", 1 + each % 3, 19_99 + each) for each in range(count))
    text = receipt_code(replace(SALE, lines=lines), LEEDS)
    square = segno.make(text, error="m", boost_error=False)
    read = read_receipt_code(text, [KNOWN])
    rest = lines[len(read.lines) :]
    assert (square.mode, square.version) == ("alphanumeric", version)
    assert len(rest) == not_shown
    assert read.not_shown == (
        NotShown(len(rest), sum(line.quantity for line in rest), sum(line.paid_pence for line in rest)) if rest else None
    )
    assert read.lines_digest == code.digest_of(lines)


def test_a_node_signs_only_its_own_sales() -> None:
    with pytest.raises(ValueError, match="york signs for leeds"):
        receipt_code(SALE, YORK)


def test_the_desks_list_says_which_keys_count_and_which_no_more() -> None:
    certificate = NodeCertificate(
        serial="1", node="leeds", store="leeds", public_key=LEEDS.public.text, from_ms=SOLD_MS - DAY_MS, until_ms=SOLD_MS + DAY_MS
    )
    york = replace(certificate, serial="2", node="york", store="york", public_key=YORK.public.text)
    held = CertificateList(
        generation=1, version=2, as_at_ms=SOLD_MS, standing=(certificate,), revoked=(Revoked(certificate=york, revoked_ms=SOLD_MS - 5),)
    )
    known = known_from(held)
    assert read_receipt_code(CODE, known).number == SALE.number
    assert code.ended_ms(SALE, CODE, known) is None
    with pytest.raises(code.ReceiptKeyWasRevoked):
        read_receipt_code(receipt_code(replace(SALE, node="york", store="york"), YORK), known)


@pytest.mark.parametrize(
    ("sold_ms", "standing", "ended", "outcome"),
    [
        (SOLD_MS, [], [(SOLD_MS - DAY_MS, SOLD_MS + 5)], SOLD_MS + 5),
        (SOLD_MS, [(SOLD_MS + DAY_MS, SOLD_MS + 2 * DAY_MS)], [(SOLD_MS - DAY_MS, SOLD_MS + 5)], SOLD_MS + 5),
        (SOLD_MS, [(SOLD_MS - 9, SOLD_MS + DAY_MS)], [(SOLD_MS - DAY_MS, SOLD_MS + 5)], None),
        (SOLD_MS + 5, [], [(SOLD_MS - DAY_MS, SOLD_MS + 5)], "ReceiptKeyDidNotCount"),
    ],
)
def test_what_was_signed_while_a_certificate_stood_counts_after_its_end(
    sold_ms: int, standing: list[tuple[int, int]], ended: list[tuple[int, int]], outcome: int | str | None
) -> None:
    def dated(dates: list[tuple[int, int]]) -> tuple[NodeCertificate, ...]:
        of = {"serial": "1", "node": "leeds", "store": "leeds", "public_key": LEEDS.public.text}
        return tuple(NodeCertificate(**of, from_ms=begins, until_ms=ends) for begins, ends in dates)

    held = CertificateList(generation=1, version=2, as_at_ms=0, standing=dated(standing), ended=dated(ended))
    known, sale = known_from(held), replace(SALE, at_ms=sold_ms)
    text = receipt_code(sale, LEEDS)
    try:
        assert code.ended_ms(read_receipt_code(text, known), text, known) == outcome
    except Refusal as refusal:
        assert type(refusal).__name__ == outcome
