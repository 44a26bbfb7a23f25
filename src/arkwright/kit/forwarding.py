"""How a store's journal travels to head office: entries as they stand, batch after batch, and the signed word of what is held there."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

import msgspec

from arkwright.kit.chain import DIGEST_BYTES, GENESIS, chained, leaf_hash
from arkwright.kit.messages import canonical
from arkwright.kit.refusal import Invalid
from arkwright.kit.replica import compress
from arkwright.kit.signing import Envelope, PayloadIsWrong, PublicKey, SigningKey, sign, verify

FORMAT: Final = 1
READ_FORMATS: Final = (1,)  # this release's, and the one's before: docs/operations.md
HELD: Final = "arkwright/held-entries/1"
MOST_ENTRIES: Final = 256
MOST_BYTES: Final = 512 * 1024  # of entries in one batch, unless one alone is larger
LARGEST_ENTRY_BYTES: Final = 960 * 1024  # what a journal that is forwarded takes: alone in a batch it fits a body, however badly it packs
LARGEST_BATCH_BYTES: Final = 4 * 1024 * 1024  # before it is compressed
LARGEST_BODY_BYTES: Final = 1024 * 1024

Taken = Literal["taken", "gap", "fork"]


@dataclass
class BatchIsUnreadable(Invalid):
    """Not a batch, or of a release that is too far from this one."""

    sentence: ClassVar[str] = "This is no batch of journal entries that can be read here. Bring both sides to releases next to each other."
    field: ClassVar[str | None] = "batch"


class BatchHead(msgspec.Struct, frozen=True, kw_only=True):
    """The first line of a batch: whose entries they are, the sequence of the first, and the chain digest before it, in hex.

    Fields that are not known here are passed over.
    """

    format: int
    node: str
    lane: str
    first: int
    before: str
    count: int


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """A batch as it arrived; each entry is the text of its canonical bytes."""

    head: BatchHead
    entries: tuple[str, ...]

    @property
    def last(self) -> int:
        """The sequence of the last entry."""
        return self.head.first + len(self.entries) - 1


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """Head office's word: of this journal it holds everything up to `sequence`, where the chain digest is `chain` (hex).

    What a node deletes, ever, lies below such a word, which it keeps: so each side is the other's witness.
    """

    office: str
    node: str
    lane: str
    sequence: int
    chain: str
    at_ms: int


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """What head office answers: what became of the batch ("gap": send from what is held on; "fork": another entry is held there)."""

    outcome: Taken
    held: Envelope


def pack_batch(node: str, lane: str, first: int, before: bytes, entries: Sequence[bytes]) -> bytes:
    """The bytes that are sent: a head and one entry a line, gzip; always the same for the same entries."""
    head = BatchHead(format=FORMAT, node=node, lane=lane, first=first, before=before.hex(), count=len(entries))
    return compress(b"\n".join([canonical(head), *entries]))


def read_batch(body: bytes) -> Batch:
    """The batch in these bytes, of this release's format or the one's before; otherwise `BatchIsUnreadable`. Entries are not read."""
    expander = zlib.decompressobj(wbits=31)
    try:
        head_line, *lines = expander.decompress(body, LARGEST_BATCH_BYTES).decode().split("\n")
        head = msgspec.json.decode(head_line, type=BatchHead)
        before = bytes.fromhex(head.before)
    except (zlib.error, UnicodeDecodeError, ValueError, msgspec.MsgspecError):
        raise BatchIsUnreadable() from None
    whole = expander.eof and len(lines) == head.count and 1 <= head.count <= 2 * MOST_ENTRIES
    if not whole or head.format not in READ_FORMATS or len(before) != DIGEST_BYTES or head.first < 1:
        raise BatchIsUnreadable()
    if head.first == 1 and before != GENESIS:
        raise BatchIsUnreadable()
    return Batch(head=head, entries=tuple(lines))


def chain_of(before: bytes, entries: Iterable[str]) -> list[bytes]:
    """The chain digest after each entry."""
    found, chain = [], before
    for entry in entries:
        chain = chained(chain, leaf_hash(entry.encode()))
        found.append(chain)
    return found


def sign_held(held: Held, key: SigningKey) -> Envelope:
    """Head office's word, signed."""
    return sign(HELD, held, key)


def read_held(envelope: Envelope, office: PublicKey, node: str, lane: str) -> Held:
    """What head office holds of this node's journal, if it signed that; otherwise a refusal."""
    content = verify(envelope, HELD, office)
    try:
        held = msgspec.json.decode(content, type=Held)
        wrong = (held.node, held.lane) != (node, lane) or len(bytes.fromhex(held.chain)) != DIGEST_BYTES
    except (msgspec.MsgspecError, ValueError) as error:
        raise PayloadIsWrong(f"it is no word of what is held ({error})") from error
    if wrong:
        raise PayloadIsWrong("it is about another journal")
    return held
