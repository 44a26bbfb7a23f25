"""The desk's key on disk: made with the recovery keys that may replace it, replaced by them, and found again at each start."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import msgspec

from arkwright.channels.following.keeping import TRUST, NoTrustRoot, load_trust, save_trust
from arkwright.kit.messages import canonical
from arkwright.kit.refusal import Conflict, Invalid
from arkwright.kit.signing import Envelope, KeyIsWrong, PublicKey, SigningKey, add_signature, sign
from arkwright.kit.trust import KEYS, KeyChange, KeyChangeIsOld, TrustRoot, change_key, sound
from arkwright.kit.world import World
from arkwright.roles.databases import LOGINS
from arkwright.roles.node import NodeUnusable, keep_secret, secret

SIGNING, NEXT, VAULT = "signing.key", "next.key", "vault.key"
KEY_CHANGES = "key_changes.json"
RECOVERY = "recovery.json"
FOLLOWING = "desk"  # where a node that follows the desk keeps what it knows of it, in its own folder
MOST_RECOVERY_KEYS = 20


@dataclass
class RecoveryCountsAreWrong(Invalid):
    """No m of n."""

    most: int = MOST_RECOVERY_KEYS
    sentence: ClassVar[str] = "Make 2 to {most} recovery keys, and need at least 2 of them and not more than there are."
    field: ClassVar[str | None] = "--needs"


@dataclass
class FileStands(Conflict):
    """Nothing is written over a key."""

    path: str
    sentence: ClassVar[str] = "{path} stands already, and no key is ever written over. Choose another folder."


@dataclass
class NextKeyIsElsewhere(Conflict):
    """The change is for another desk's next key."""

    folder: str
    sentence: ClassVar[str] = "The new desk key of this change is not in {folder}. Install it on the desk where the change was proposed."
    field: ClassVar[str | None] = "--data"


class Recovery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The public halves of the recovery keys, and how many of them are needed."""

    keys: tuple[str, ...]
    needed: int


class DeskKeys(msgspec.Struct, frozen=True, kw_only=True):
    """What the desk signs with, and what it publishes about it."""

    key: SigningKey
    trust: TrustRoot
    changes: tuple[Envelope, ...]


def make_recovery(world: World, out: Path, of: int, needs: int) -> Recovery:
    """`of` key files and `recovery.json` in `out`. Carry each key file to another person and delete it here."""
    if not 2 <= needs <= of <= MOST_RECOVERY_KEYS:
        raise RecoveryCountsAreWrong()
    if (out / RECOVERY).exists():
        raise FileStands(str(out / RECOVERY))
    keys = [SigningKey(f"recovery-{number}", world.random_bytes(32)) for number in range(1, of + 1)]
    for key in keys:
        write_key(out / f"{key.name}.key", key)
    recovery = Recovery(keys=tuple(key.public.text for key in keys), needed=needs)
    world.replace_file(out / RECOVERY, canonical(recovery) + b"\n")
    return recovery


def make_desk(world: World, folder: Path, recovery: Recovery) -> TrustRoot:
    """The first key of a desk and the trust root that its nodes are given. Refuses a folder that has one."""
    for path in (folder / TRUST, folder / "secrets" / SIGNING):
        if path.exists():
            raise FileStands(str(path))
    key = SigningKey("desk.1", world.random_bytes(32))
    root = sound(TrustRoot(generation=1, desk=key.public.text, recovery=recovery.keys, needed=recovery.needed))
    keep_secret(folder, SIGNING, key.secret_text.encode())
    save_trust(world, folder, root)
    return root


def propose_change(world: World, folder: Path, reason: str, recovery: Recovery | None) -> Envelope:
    """An unsigned change to a new desk key, which is made here as the next one and used once the change is installed."""
    root = load_trust(world, folder)
    generation = root.generation + 1
    keep_secret(folder, NEXT, SigningKey(f"desk.{generation}", world.random_bytes(32)).secret_text.encode())
    change = KeyChange(
        generation=generation,
        desk=read_secret_key(folder, NEXT).public.text,
        reason=reason,
        recovery=recovery.keys if recovery else None,
        needed=recovery.needed if recovery else None,
    )
    return sign(KEYS, change)


def sign_change(envelope: Envelope, key: SigningKey) -> Envelope:
    """The change with one more signature; the same key twice counts once."""
    if any(signature.key_id == key.public.id for signature in envelope.signatures):
        return envelope
    return add_signature(envelope, key)


def install_change(world: World, folder: Path, envelope: Envelope) -> TrustRoot:
    """Trust the new key from now on: on a node, or on the desk, which signs with it from its next start.

    Refuses what `change_key` refuses. Safe to repeat after a crash: each step is whole, and the key itself moves last.
    """
    place = folder if (folder / TRUST).exists() or not (folder / FOLLOWING / TRUST).exists() else folder / FOLLOWING
    root = load_trust(world, place)
    is_desk = place == folder and ((folder / "secrets" / SIGNING).exists() or (folder / "secrets" / NEXT).exists())
    try:
        root = change_key(root, envelope)
    except KeyChangeIsOld as refusal:
        if not is_desk or read_secret_key(folder, SIGNING).public.text == root.desk or refusal.generation != root.generation:
            raise
    if is_desk:
        if not (folder / "secrets" / NEXT).exists() or read_secret_key(folder, NEXT).public.text != root.desk:
            raise NextKeyIsElsewhere(str(folder))
        changes = [each for each in read_changes(world, folder) if each != envelope]
        world.replace_file(folder / KEY_CHANGES, canonical([*changes, envelope]))
    save_trust(world, place, root)
    if is_desk:
        os.replace(folder / "secrets" / NEXT, folder / "secrets" / SIGNING)
    return root


def open_keys(world: World, folder: Path) -> DeskKeys:
    """What the desk in this folder signs with; `NodeUnusable` says what is missing or does not fit."""
    try:
        trust = load_trust(world, folder)
    except NoTrustRoot:
        raise NodeUnusable(f"{folder / TRUST} is missing or damaged. A new desk is made with: arkwright key desk-make") from None
    key = read_secret_key(folder, SIGNING)
    if key.public.text != trust.desk:
        raise NodeUnusable(
            f"{folder / 'secrets' / SIGNING} is not the key that {folder / TRUST} names: finish 'arkwright key install-change'."
        )
    return DeskKeys(key=key, trust=trust, changes=tuple(read_changes(world, folder)))


def read_changes(world: World, folder: Path) -> list[Envelope]:
    """Every change of the desk's key so far."""
    path = folder / KEY_CHANGES
    try:
        return msgspec.json.decode(world.read_file(path), type=list[Envelope])
    except FileNotFoundError:
        return []
    except msgspec.MsgspecError as error:
        raise NodeUnusable(f"{path} is damaged ({error}): restore it from a backup.") from error


def read_secret_key(folder: Path, name: str) -> SigningKey:
    """A signing key of the node."""
    try:
        return SigningKey.from_text(secret(folder, name).decode())
    except (KeyIsWrong, UnicodeDecodeError):
        raise NodeUnusable(f"{folder / 'secrets' / name} holds no key: put it back from where the node's secrets are kept.") from None


def vault_key(world: World, folder: Path) -> bytes:
    """The 32 bytes that wrap the keys in the node's vault; made at the first start, and never again once there is a vault."""
    if not (folder / "vault.db").exists() and not (folder / "secrets" / LOGINS).exists():
        keep_secret(folder, VAULT, world.random_bytes(32).hex().encode())
    try:
        return bytes.fromhex(secret(folder, VAULT).decode())
    except ValueError:
        raise NodeUnusable(f"{folder / 'secrets' / VAULT} holds no key: put it back from where the node's secrets are kept.") from None


def write_key(path: Path, key: SigningKey) -> None:
    """A key file that only its owner may read; refuses one that stands."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise FileStands(str(path)) from None
    with os.fdopen(file, "w") as open_file:
        open_file.write(key.secret_text + "\n")


def make_node_key(world: World, folder: Path, name: str) -> PublicKey:
    """The node's own key, made once; its public half belongs into the desk's nodes file."""
    keep_secret(folder, SIGNING, SigningKey(name, world.random_bytes(32)).secret_text.encode())
    return read_secret_key(folder, SIGNING).public
