"""Whom a node trusts: the desk's key, and the recovery keys that alone can replace it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import msgspec

from arkwright.kit.messages import canonical
from arkwright.kit.refusal import Conflict, Forbidden, Invalid
from arkwright.kit.signing import Envelope, KeyIsWrong, PayloadIsWrong, PayloadType, PublicKey, signers

KEYS: PayloadType = "arkwright/keys/1"
FEWEST_NEEDED = 2


@dataclass
class TrustIsWrong(Invalid):
    """The trust root cannot be used."""

    field_name: str
    allowed: str
    sentence: ClassVar[str] = "The trust root is wrong at {field_name}: {allowed}."
    field: ClassVar[str | None] = "trust"


@dataclass
class NotEnoughRecoveryKeys(Forbidden):
    """Fewer different recovery keys signed than are needed."""

    signed: int
    needed: int
    sentence: ClassVar[str] = "{signed} of the recovery keys signed this key change, and {needed} different ones are needed."
    field: ClassVar[str | None] = "signatures"


@dataclass
class DeskCannotChangeItsKey(Forbidden):
    """Signed by the desk, whose key may be the stolen one."""

    needed: int
    sentence: ClassVar[str] = "The desk cannot change its own key: {needed} different recovery keys must sign the change."
    field: ClassVar[str | None] = "signatures"


@dataclass
class KeyChangeIsOld(Conflict):
    """This change, or a later one, is already in force."""

    generation: int
    held: int
    sentence: ClassVar[str] = "This key change is generation {generation}, and generation {held} is in force here. Only a newer one counts."
    field: ClassVar[str | None] = "generation"


@dataclass
class DeskKeyIsTheSame(Conflict):
    """The key that is to go would stay."""

    sentence: ClassVar[str] = "This key change keeps the desk key that it should replace. Make a new key."
    field: ClassVar[str | None] = "desk"


class TrustRoot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What each node keeps on disk: the desk's public key and its generation, and m of n recovery keys that may replace it.

    Keys stand as text (`PublicKey.text`). `needed` is m; it is never below 2, so that no single key moves a node's trust.
    """

    generation: int
    desk: str
    recovery: tuple[str, ...]
    needed: int

    @property
    def desk_key(self) -> PublicKey:
        """The key that switch tables and banners are signed with."""
        return PublicKey.from_text(self.desk)

    @property
    def recovery_keys(self) -> tuple[PublicKey, ...]:
        """The keys that sign a change of the desk's key."""
        return tuple(PublicKey.from_text(text) for text in self.recovery)

    @property
    def text(self) -> str:
        """JSON text that `read_trust` reads."""
        return canonical(self).decode()


class KeyChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the holders of recovery keys sign: a new desk key, and with it, if they wish, new recovery keys.

    `recovery` and `needed` come together or not at all.
    """

    generation: int
    desk: str
    reason: str
    recovery: tuple[str, ...] | None = None
    needed: int | None = None


def read_trust(text: str | bytes) -> TrustRoot:
    """The trust root in this JSON text; `TrustIsWrong` names what is wrong with it."""
    try:
        return sound(msgspec.json.decode(text, type=TrustRoot))
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise TrustIsWrong("the file", f"it must be JSON with generation, desk, recovery and needed ({error})") from error


def sound(root: TrustRoot) -> TrustRoot:
    """The root, if it can be trusted to be replaced; otherwise `TrustIsWrong`."""
    if root.generation < 1:
        raise TrustIsWrong("generation", "it is 1 or more")
    try:
        desk, recovery = root.desk_key, root.recovery_keys
    except KeyIsWrong as error:
        raise TrustIsWrong("desk or recovery", "each is a public key as one line of text") from error
    different = {key.raw for key in recovery}
    if len(different) != len(recovery):
        raise TrustIsWrong("recovery", "the recovery keys are all different")
    if desk.raw in different:
        raise TrustIsWrong("recovery", "the desk's key is not a recovery key")
    if not FEWEST_NEEDED <= root.needed <= len(recovery):
        raise TrustIsWrong("needed", f"it lies between {FEWEST_NEEDED} and the number of recovery keys ({len(recovery)})")
    return root


def change_key(root: TrustRoot, envelope: Envelope) -> TrustRoot:
    """The new trust root, if enough different recovery keys of the held one signed this newer change.

    Refuses a wrong or foreign document (kit/signing.py), `DeskCannotChangeItsKey`, `NotEnoughRecoveryKeys`, `KeyChangeIsOld`,
    `DeskKeyIsTheSame`, and a change that leaves no sound root (`TrustIsWrong`). The caller writes it to disk before it counts.
    """
    signed = len({key.raw for key in signers(envelope, KEYS, root.recovery_keys)})
    if signed < root.needed:
        if not signed and signers(envelope, KEYS, (root.desk_key,)):
            raise DeskCannotChangeItsKey(root.needed)
        raise NotEnoughRecoveryKeys(signed, root.needed)
    change = _read_change(envelope)
    if change.generation <= root.generation:
        raise KeyChangeIsOld(change.generation, root.generation)
    new = sound(
        TrustRoot(
            generation=change.generation,
            desk=change.desk,
            recovery=root.recovery if change.recovery is None else change.recovery,
            needed=root.needed if change.needed is None else change.needed,
        )
    )
    if new.desk_key.raw == root.desk_key.raw:
        raise DeskKeyIsTheSame()
    return new


def _read_change(envelope: Envelope) -> KeyChange:
    try:
        change = msgspec.json.decode(envelope.content, type=KeyChange)
    except msgspec.MsgspecError as error:
        raise PayloadIsWrong(f"a key change has generation, desk, reason, and perhaps recovery and needed ({error})") from error
    if (change.recovery is None) != (change.needed is None):
        raise PayloadIsWrong("recovery and needed come together or not at all")
    return change
