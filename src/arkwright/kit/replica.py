"""What head office sends down to its stores: datasets cut into buckets, each known by its hash, under one signed index.

A store asks for the index, then for what it lacks: so a first copy and the smallest change are the same thing, and both go on where they
stopped. Content-addressed as in git: the index (signed) names each dataset's manifest by hash, a manifest names its chunks by hash.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

import msgspec

from arkwright.kit.gtin import gtin_14
from arkwright.kit.measured_code import MeasuredCode
from arkwright.kit.messages import canonical
from arkwright.kit.money import VatRate
from arkwright.kit.promotion import Terms
from arkwright.kit.refusal import Invalid
from arkwright.kit.signing import Envelope, PayloadIsWrong, PublicKey, SigningKey, sign, verify

INDEX: Final = "arkwright/replica/1"
DatasetName = Literal["range", "promotions", "members", "colleagues", "house"]
DATASETS: Final[tuple[DatasetName, ...]] = (
    "house",
    "colleagues",
    "promotions",
    "range",
    "members",
)  # in the order that a new store wants them
BUCKETS: Final[dict[DatasetName, int]] = {"range": 1024, "promotions": 16, "members": 1024, "colleagues": 16, "house": 1}
LARGEST_CHUNK_BYTES: Final = 8 * 1024 * 1024  # before it is compressed


@dataclass
class ChunkIsDamaged(Invalid):
    """Not what its hash says, or far too large."""

    sentence: ClassVar[str] = "A part of the replica is damaged. It is fetched again."
    field: ClassVar[str | None] = "chunk"


class RangeLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A SKU as a till sells it; not `live`: sold no more, but known."""

    sku: str
    product: str
    name: str
    price_pence: int
    vat_rate: VatRate
    category: str
    restrictions: tuple[str, ...] = ()
    gtin: str = ""
    live: bool = True


class PromotionLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A promotion as it stands."""

    terms: Terms


class MemberLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a till may know of a member of the loyalty scheme: no name, no address.

    `points` may be spent. `counted` says for each store up to which movement of the member's points there they are counted in them.
    """

    number: str
    member: str
    points: int
    standing: str = "active"
    counted: dict[str, int] = {}


class ColleagueLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who may sign on at the tills of this store; `badge` is the digest of the badge, `pin` the argon2 hash of the PIN."""

    colleague: str
    name: str
    badge: str = ""
    pin: str = ""
    manages: bool = False


class ContactlessLimit(msgspec.Struct, frozen=True, kw_only=True):
    """From this moment contactless goes up to this amount, until a later one begins."""

    from_ms: int
    limit_pence: int


class StoredSales(msgspec.Struct, frozen=True, kw_only=True):
    """How many card sales a store may approve while the acquirer cannot be asked, and for how long they may wait to be sent."""

    per_sale_pence: int
    total_pence: int
    count: int
    age_hours: int


class PointsWorth(msgspec.Struct, frozen=True, kw_only=True):
    """As a tender each whole `points` are worth `pence`; `most_points` of a member may be spent in a store and not be counted yet."""

    points: int
    pence: int
    most_points: int


class HouseLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the company says of itself and of this store: on receipts, and as limits."""

    store: str
    company: str
    company_address: tuple[str, ...]
    vat_number: str
    store_name: str
    store_address: tuple[str, ...]
    store_phone: str = ""
    receipt_words: tuple[str, ...] = ()
    contactless: tuple[ContactlessLimit, ...] = ()
    stored_sales: StoredSales | None = None
    points: PointsWorth | None = None
    measured_codes: tuple[MeasuredCode, ...] = ()


Line = RangeLine | PromotionLine | MemberLine | ColleagueLine | HouseLine
LINES: Final[dict[DatasetName, type[Line]]] = {
    "range": RangeLine,
    "promotions": PromotionLine,
    "members": MemberLine,
    "colleagues": ColleagueLine,
    "house": HouseLine,
}


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """Lines that come and go together (a product's SKUs), under one key; none of them: it is gone. `store` is empty for every store."""

    key: str
    lines: tuple[Line, ...] = ()
    store: str = ""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The hash of each bucket of a dataset, in order; empty for a bucket without lines."""

    dataset: str
    chunks: tuple[str, ...]


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A dataset in an index: how often it was changed, when that was, and the hash of its manifest."""

    dataset: str
    edition: int
    changed_ms: int
    manifest: str


class Index(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a store is to hold as it stood at `as_at_ms`. Fields that are not known here are passed over (docs/operations.md)."""

    store: str
    as_at_ms: int
    datasets: tuple[Standing, ...]

    def of(self, dataset: str) -> Standing | None:
        """How one dataset stands."""
        return next((each for each in self.datasets if each.dataset == dataset), None)


def bucket_of(key: str, count: int) -> int:
    """Where an item belongs, always the same."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % count


def key_of(line: Line) -> str:
    """What a line is known by within its dataset."""
    match line:
        case RangeLine(sku=sku):
            return sku
        case PromotionLine(terms=terms):
            return terms.promotion
        case MemberLine(number=number):
            return number
        case ColleagueLine(colleague=colleague):
            return colleague
        case HouseLine(store=store):
            return store


def also_known_as(line: Line) -> str:
    """What else a line is looked up by: a barcode in fourteen places, a badge's digest; empty for nothing."""
    match line:
        case RangeLine(gtin=gtin):
            return gtin_14(gtin) if gtin else ""
        case ColleagueLine(badge=badge):
            return badge
        case MemberLine(member=member):
            return member
        case _:
            return ""


def pack(lines: Iterable[Line]) -> bytes:
    """The bytes of a chunk: one line of canonical JSON each, in order of key."""
    return b"".join(canonical(line) + b"\n" for line in sorted(lines, key=key_of))


def unpack(dataset: DatasetName, content: bytes) -> list[Line]:
    """The lines of a chunk. Fields that are not known here are passed over; a line that is none refuses the whole with `ChunkIsDamaged`."""
    decoder = msgspec.json.Decoder(LINES[dataset])
    try:
        return [decoder.decode(line) for line in content.splitlines()]
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ChunkIsDamaged() from error


def digest_of(content: bytes) -> str:
    """By what a chunk or a manifest is known: SHA-256 of its bytes before they are compressed, in hex; empty for none."""
    return hashlib.sha256(content).hexdigest() if content else ""


def compress(content: bytes) -> bytes:
    """gzip, the same bytes each time (RFC 1952, without a time)."""
    return gzip.compress(content, compresslevel=6, mtime=0)


def expand(compressed: bytes, digest: str) -> bytes:
    """The bytes whose hash this is, or `ChunkIsDamaged`; never more than `LARGEST_CHUNK_BYTES`."""
    reader = zlib.decompressobj(wbits=31)
    try:
        content = reader.decompress(compressed, LARGEST_CHUNK_BYTES)
    except zlib.error as error:
        raise ChunkIsDamaged() from error
    if reader.unconsumed_tail or digest_of(content) != digest:
        raise ChunkIsDamaged()
    return content


def read_manifest(content: bytes, dataset: str) -> Manifest:
    """The manifest in bytes whose hash was checked; `PayloadIsWrong` where it is another dataset's or none."""
    try:
        manifest = msgspec.json.decode(content, type=Manifest)
    except msgspec.MsgspecError as error:
        raise PayloadIsWrong(f"it is no manifest ({error})") from error
    if manifest.dataset != dataset or not manifest.chunks:
        raise PayloadIsWrong("it is the manifest of another dataset")
    return manifest


def sign_index(index: Index, key: SigningKey) -> Envelope:
    """The index, signed by the office."""
    return sign(INDEX, index, key)


def read_index(envelope: Envelope, office: PublicKey, store: str) -> Index:
    """The index for this store that the office signed; otherwise a refusal."""
    content = verify(envelope, INDEX, office)
    try:
        index = msgspec.json.decode(content, type=Index)
    except msgspec.MsgspecError as error:
        raise PayloadIsWrong(f"it is no index of a replica ({error})") from error
    if index.store != store:
        raise PayloadIsWrong("it is the index of another store's replica")
    return index


def index_digest(index: Index) -> str:
    """By what a node says which datasets it holds, whenever head office stood by them."""
    return digest_of(canonical(index.datasets))


def lacking(held: Sequence[str], wanted: Manifest) -> list[int]:
    """The buckets that differ, when these hashes are held: all of them where their number changed."""
    if len(held) != len(wanted.chunks):
        return list(range(len(wanted.chunks)))
    return [number for number, (ours, theirs) in enumerate(zip(held, wanted.chunks, strict=True)) if ours != theirs]
