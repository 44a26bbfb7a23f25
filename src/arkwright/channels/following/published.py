"""What goes between the desk and its nodes: signed switches one way, signed word of what is held the other way."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import ClassVar

import msgspec

from arkwright.kit.messages import canonical
from arkwright.kit.refusal import Invalid
from arkwright.kit.signing import Envelope, PayloadIsWrong, PayloadType, PublicKey, SigningKey, verify
from arkwright.kit.switches import Banner
from arkwright.kit.trust import TrustRoot

BANNER: PayloadType = "arkwright/banner/1"
CHANNELS = ("web", "app")
LONGEST_WAIT_S = 25
REPORT_SIGNED_AS = b"arkwright/held/1\n"


@dataclass
class PublishedIsUnreadable(Invalid):
    """Not what a desk answers."""

    sentence: ClassVar[str] = "This is not what a desk publishes. Check the address of the desk."
    field: ClassVar[str | None] = "published"


class Published(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the desk publishes: the switch table, a banner a channel, and every change of its key so far."""

    switches: Envelope
    banners: dict[str, Envelope]
    key_changes: tuple[Envelope, ...] = ()


class HeldReport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A node's word of what it holds; `as_at_ms` is that of the table it holds, by the desk's own clock, so that no clocks are compared."""

    node: str
    generation: int
    version: int
    as_at_ms: int
    signature: str = ""

    def signed(self, key: SigningKey) -> HeldReport:
        """The report with the node's signature, in base64."""
        return msgspec.structs.replace(self, signature=base64.b64encode(key.sign(self.signed_bytes)).decode())

    def is_of(self, key: PublicKey) -> bool:
        """Whether this key signed this very report."""
        try:
            signature = base64.b64decode(self.signature, validate=True)
        except (binascii.Error, ValueError):
            return False
        return key.name == self.node and key.verifies(signature, self.signed_bytes)

    @property
    def signed_bytes(self) -> bytes:
        """What is signed: a name of its own in front, so that no signature for anything else fits."""
        return REPORT_SIGNED_AS + canonical(msgspec.structs.replace(self, signature=""))


def read_published(body: bytes) -> Published:
    """What the desk answered, nothing of it verified yet; `PublishedIsUnreadable`."""
    try:
        return msgspec.json.decode(body, type=Published)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise PublishedIsUnreadable() from error


def read_banner(envelope: Envelope, trust: TrustRoot) -> Banner:
    """The banner in an envelope, if the desk that is trusted here signed it; otherwise a refusal."""
    content = verify(envelope, BANNER, trust.desk_key)
    try:
        return msgspec.json.decode(content, type=Banner)
    except msgspec.MsgspecError as error:
        raise PayloadIsWrong(f"it is no banner ({error})") from error
