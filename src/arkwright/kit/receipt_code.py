"""The signed sale in a receipt's QR code: CBOR (RFC 8949), Ed25519 (RFC 8032), base45 (RFC 9285); read and verified without a network."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, ClassVar

import base45
import cbor2
import msgspec

from arkwright.kit.known_nodes import KnownNode
from arkwright.kit.london import day_words, today
from arkwright.kit.money import VAT_PER_MILLE, VatRate
from arkwright.kit.refusal import Conflict, Invalid
from arkwright.kit.signing import SigningKey

PREFIX, END = "ARK1:", "."  # base45 may end in a space, which people and programs cut off; and a code cut short is told at once
SIGNED_AS = b"arkwright/receipt/1\n"  # nothing else that a node signs begins so
KEY_ID_BYTES, SIGNATURE_BYTES = 4, 64
# 930 alphanumeric characters are a QR code of version 20 at level M (ISO/IEC 18004): 97 modules, 5 cm at half a millimetre a module.
MOST_CHARACTERS = 930
MOST_BODY_BYTES = (MOST_CHARACTERS - len(PREFIX + END)) // 3 * 2 - KEY_ID_BYTES - SIGNATURE_BYTES
LONGEST_TEXT = 4_296  # no QR code holds more of these characters
DIGEST_BYTES = 16
RATE_OF: dict[int, VatRate] = {per_mille: rate for rate, per_mille in VAT_PER_MILLE.items()}

NODE, STORE, TILL, NUMBER, SALE, AT_MS, TOTAL, VAT, LINES, REST, DIGEST, REFUND_OF = range(1, 13)


@dataclass
class ReceiptCodeIsUnreadable(Invalid):
    """Damaged, cut short, or no code of ours."""

    sentence: ClassVar[str] = "This is not a whole receipt code of ours. Scan the square again, or look the receipt up by its number."
    field: ClassVar[str | None] = "code"


@dataclass
class ReceiptSignerIsUnknown(Conflict):
    """No key of the list has this id."""

    key_id: str
    sentence: ClassVar[str] = (
        "No store in the list of keys signed this receipt (key {key_id}). Get the newest list; if it is not in that one either, "
        "do not accept the receipt."
    )
    field: ClassVar[str | None] = "code"


@dataclass
class ReceiptIsForged(Conflict):
    """A known key is named, but it never signed these bytes, or says another node than its own."""

    node: str
    sentence: ClassVar[str] = "This receipt says it is from {node}, but {node} never signed it like this. Do not accept it."
    field: ClassVar[str | None] = "code"


@dataclass
class ReceiptKeyDidNotCount(Conflict):
    """Signed at a time when the key was not yet, or no longer, certified."""

    node: str
    sold: str
    sentence: ClassVar[str] = (
        "The key of {node} was not certified on {sold}, the day on this receipt. Look the sale up at head office before you accept it."
    )
    field: ClassVar[str | None] = "code"


@dataclass
class ReceiptKeyWasRevoked(Conflict):
    """Signed after the key was withdrawn."""

    node: str
    sold: str
    revoked: str
    sentence: ClassVar[str] = (
        "The key of {node} was withdrawn on {revoked}, and this receipt says {sold}, no earlier. Do not accept it; tell the store manager."
    )
    field: ClassVar[str | None] = "code"


@dataclass
class ReceiptKeyRevokedSince(Conflict):
    """Signed, it says, before the key was withdrawn: but whoever holds a stolen key can write any day."""

    node: str
    sold: str
    revoked: str
    sentence: ClassVar[str] = (
        "The key of {node} was withdrawn on {revoked}, after {sold}, the day on this receipt. Whoever has a stolen key can write any day: "
        "look the sale up at head office before you accept it."
    )
    field: ClassVar[str | None] = "code"


class SoldLine(msgspec.Struct, frozen=True):
    """What was sold, how many, and what was paid for them in pence, VAT included."""

    sku: str
    quantity: int
    paid_pence: int


class VatOf(msgspec.Struct, frozen=True):
    """What was paid at one rate, VAT included, and the VAT in it, in pence."""

    rate: VatRate
    gross_pence: int
    vat_pence: int


class NotShown(msgspec.Struct, frozen=True):
    """Lines that the square had no room for: how many, how many units, what was paid."""

    lines: int
    units: int
    paid_pence: int


class SignedSale(msgspec.Struct, frozen=True, kw_only=True):
    """The sale as the code holds it. `lines_digest`, 32 hex digits, is of the whole list of lines, those `not_shown` as well.

    A refund names the receipt of its sale in `refund_of`, and its amounts stand below nought, so that nobody takes it for a sale.
    """

    node: str
    store: str
    till: str
    number: str
    sale: str
    at_ms: int
    total_pence: int
    vat: tuple[VatOf, ...]
    lines: tuple[SoldLine, ...]
    not_shown: NotShown | None = None
    lines_digest: str = ""
    refund_of: str = ""


def receipt_code(sale: SignedSale, key: SigningKey) -> str:
    """The text for the QR code: at most 930 characters, all of QR's alphanumeric alphabet. The sale's node must be the key's.

    Lines that do not fit are summed; the digest of the whole list lets anybody who has the list prove that it is this one.
    """
    if sale.node != key.name:
        raise ValueError(f"{key.name} signs for {sale.node}")
    body = _fitting(sale)
    signed = bytes.fromhex(key.public.id) + key.sign(SIGNED_AS + body) + body
    return f"{PREFIX}{base45.b45encode(signed).decode()}{END}"


def read_receipt_code(text: str, known: Iterable[KnownNode]) -> SignedSale:
    """The sale in the code, if a node of the list signed it while its key counted.

    Refuses with `ReceiptCodeIsUnreadable`, `ReceiptSignerIsUnknown`, `ReceiptIsForged`, `ReceiptKeyDidNotCount`, `ReceiptKeyWasRevoked`
    or `ReceiptKeyRevokedSince`. Nothing of the content is decoded before its signature is right.
    """
    key_id, signature, body = _parts(text)
    named = [node for node in known if node.key.id == key_id]
    if not named:
        raise ReceiptSignerIsUnknown(key_id)
    fitting = [node for node in named if node.key.verifies(signature, SIGNED_AS + body)]
    if not fitting:
        raise ReceiptIsForged(named[0].key.name)
    sale = _decoded(body)
    own = [node for node in fitting if node.key.name == sale.node and node.store in (None, sale.store)]
    if not own:
        raise ReceiptIsForged(sale.node)
    _counted(sale, own)
    return sale


def ended_ms(sale: SignedSale, text: str, known: Iterable[KnownNode]) -> int | None:
    """When the certificate ended under which a genuine code was signed; None where it stands, or another one of that day for its key."""
    key_id, _, _ = _parts(text)
    nodes = [node for node in known if (node.key.id, node.key.name) == (key_id, sale.node) and node.counted(sale.at_ms)]
    return max((node.until_ms or 0 for node in nodes), default=0) if nodes and all(node.ended for node in nodes) else None


def digest_of(lines: Sequence[SoldLine]) -> str:
    """32 hex digits: the first half of SHA-256 over the whole list of lines in CBOR."""
    return hashlib.sha256(_cbor([[line.sku, line.quantity, line.paid_pence] for line in lines])).digest()[:DIGEST_BYTES].hex()


def _fitting(sale: SignedSale) -> bytes:
    """With as many lines as there is room for."""
    body = _body(sale, len(sale.lines))
    shown = len(sale.lines)
    while len(body) > MOST_BODY_BYTES and shown:
        over = len(body) - MOST_BODY_BYTES
        shown = max(0, shown - max(1, over // 64))
        body = _body(sale, shown)
    return body


def _body(sale: SignedSale, shown: int) -> bytes:
    rest = sale.lines[shown:]
    content: dict[int, Any] = {
        NODE: sale.node,
        STORE: sale.store,
        TILL: sale.till,
        NUMBER: sale.number,
        SALE: sale.sale,
        AT_MS: sale.at_ms,
        TOTAL: sale.total_pence,
        VAT: [[VAT_PER_MILLE[each.rate], each.gross_pence, each.vat_pence] for each in sale.vat],
        LINES: [[line.sku, line.quantity, line.paid_pence] for line in sale.lines[:shown]],
        DIGEST: bytes.fromhex(digest_of(sale.lines)),
    }
    if rest:
        content[REST] = [len(rest), sum(line.quantity for line in rest), sum(line.paid_pence for line in rest)]
    if sale.refund_of:
        content[REFUND_OF] = sale.refund_of
    return _cbor(content)


def _parts(text: str) -> tuple[str, bytes, bytes]:
    """Key id, signature and content; nothing of it verified."""
    line = text.strip()
    if not (line.startswith(PREFIX) and line.endswith(END)) or len(line) > LONGEST_TEXT:
        raise ReceiptCodeIsUnreadable()
    try:
        content = base45.b45decode(line.removeprefix(PREFIX).removesuffix(END))
    except ValueError:
        raise ReceiptCodeIsUnreadable() from None
    if len(content) <= KEY_ID_BYTES + SIGNATURE_BYTES:
        raise ReceiptCodeIsUnreadable()
    signature_ends = KEY_ID_BYTES + SIGNATURE_BYTES
    return content[:KEY_ID_BYTES].hex(), content[KEY_ID_BYTES:signature_ends], content[signature_ends:]


def _decoded(body: bytes) -> SignedSale:
    try:
        stream = BytesIO(body)
        found = cbor2.load(stream)
        rest = found.get(REST)
        sale = SignedSale(
            node=found[NODE],
            store=found[STORE],
            till=found[TILL],
            number=found[NUMBER],
            sale=found[SALE],
            at_ms=found[AT_MS],
            total_pence=found[TOTAL],
            vat=tuple(VatOf(RATE_OF[rate], gross, vat) for rate, gross, vat in found[VAT]),
            lines=tuple(SoldLine(*line) for line in found[LINES]),
            not_shown=None if rest is None else NotShown(*rest),
            lines_digest=found[DIGEST].hex(),
            refund_of=found.get(REFUND_OF, ""),
        )
        return msgspec.convert(msgspec.to_builtins(sale), type=SignedSale)
    except (cbor2.CBORDecodeError, msgspec.MsgspecError, KeyError, TypeError, ValueError, AttributeError):
        raise ReceiptCodeIsUnreadable() from None


def _counted(sale: SignedSale, nodes: Sequence[KnownNode]) -> None:
    """Refuses unless the key counted on the day of the sale, and was never withdrawn."""
    sold = long_day(sale.at_ms)
    revoked = next((node.revoked_ms for node in nodes if node.revoked_ms is not None), None)
    if revoked is not None:
        no = ReceiptKeyWasRevoked if sale.at_ms >= revoked else ReceiptKeyRevokedSince
        raise no(sale.node, sold, long_day(revoked))
    if not any(node.counted(sale.at_ms) for node in nodes):
        raise ReceiptKeyDidNotCount(sale.node, sold)


def long_day(at_ms: int) -> str:
    """'Monday 24 November 2025', in London."""
    day = today(at_ms)
    return f"{day_words(day.isoformat())} {day.year}"


def _cbor(content: object) -> bytes:
    return cbor2.dumps(content, canonical=True)
