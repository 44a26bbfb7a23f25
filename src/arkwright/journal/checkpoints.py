"""Checkpoints: the end of a journal, signed by its node, so that what was cut off or rewritten later is found."""

from __future__ import annotations

from typing import Final

import msgspec

from arkwright.journal import tables
from arkwright.journal.batch import Signer
from arkwright.journal.reading import JournalBroken
from arkwright.kit.database.port import Reader
from arkwright.kit.refusal import Refusal
from arkwright.kit.signing import PublicKey, SigningKey, read_envelope, sign, verify

PAYLOAD: Final = "arkwright/checkpoint/1"


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """Until logs and witnesses are built, this is what a node stands by."""

    node: str
    lane: str
    sequence: int
    chain: str
    at_ms: int


def checkpoint_signer(node: str, key: SigningKey) -> Signer:
    """Signs the ends of this node's journals."""

    def signer(lane: str, sequence: int, chain: bytes, now_ms: int, /) -> str:
        return sign(PAYLOAD, Checkpoint(node=node, lane=lane, sequence=sequence, chain=chain.hex(), at_ms=now_ms), key).text

    return signer


async def check_checkpoints(lane: str, reader: Reader, key: PublicKey) -> int:
    """How many checkpoints there are, all of them this node's and in agreement with the journal. Raises `JournalBroken`."""
    count = 0
    for sequence, text in await reader.all(tables.ALL_CHECKPOINTS):
        number = int(str(sequence))
        try:
            signed = msgspec.json.decode(verify(read_envelope(str(text)), PAYLOAD, key), type=Checkpoint)
        except (Refusal, msgspec.ValidationError) as refusal:
            raise JournalBroken(lane, number, "the checkpoint there is not this node's") from refusal
        found = await reader.all(tables.BETWEEN, {"first": number, "last": number})
        if not found:
            raise JournalBroken(lane, number, "it was cut off before a checkpoint that was signed")
        if (signed.lane, signed.sequence, signed.chain) != (lane, number, bytes(found[0][3]).hex()):  # type: ignore[arg-type]
            raise JournalBroken(lane, number, "it is not what was signed")
        count += 1
    return count


async def last_checkpoint(reader: Reader) -> str | None:
    """The newest checkpoint of a lane, as signed."""
    for _, signed in await reader.all(tables.LAST_CHECKPOINT):
        return str(signed)
    return None
