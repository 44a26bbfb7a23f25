"""Commands about keys: recovery keys, the desk's key and its replacement, a node's key. docs/keys.md tells the whole story."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import App, Parameter

from arkwright.channels.following.keeping import TRUST, save_trust
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.signing import Envelope, KeyIsWrong, SigningKey, read_envelope
from arkwright.kit.trust import KeyChange, TrustRoot, read_trust
from arkwright.kit.world import RealWorld
from arkwright.roles import desk_keys
from arkwright.roles.desk_keys import FOLLOWING, RECOVERY, Recovery
from arkwright.roles.node import NodeUnusable, signing_key

key_app = App(name="key", help="Make, show and replace keys.")


@key_app.command(name="recovery-make")
def recovery_make(*, out: Path, of: int = 5, needs: int = 3) -> None:
    """Make the recovery keys, some of which together replace a lost or stolen desk key.

    Args:
        out: a folder for the key files; carry each to another person and delete it here.
        of: how many keys there are.
        needs: how many of them must sign a change of the desk's key.
    """
    desk_keys.make_recovery(world(), out, of, needs)
    print(f"{of} recovery keys are in {out}; any {needs} of them replace the desk's key.")
    print(
        f"Give each recovery-N.key to another person, on paper or a stick, and delete it here. {RECOVERY} is public: keep it for the desk."
    )


@key_app.command(name="desk-make")
def desk_make(*, data: Path, recovery: Path) -> None:
    """Make the key of a new desk, and the trust root that its nodes are given.

    Args:
        data: the desk's folder.
        recovery: recovery.json, as 'arkwright key recovery-make' wrote it.
    """
    root = desk_keys.make_desk(world(), data, read_recovery(recovery))
    print(f"The desk's public key: {root.desk}")
    print(f"Copy {data / TRUST} to each node: arkwright key trust {data / TRUST} --data NODE-FOLDER")


@key_app.command(name="node-make")
def node_make(name: str, *, data: Path) -> None:
    """Make a node's own key, if it has none, and print its public half.

    Args:
        name: what the node is called, such as edge-1.
        data: the node's folder.
    """
    try:
        print(desk_keys.make_node_key(world(), data, name).text)
    except ValueError as error:
        raise NodeUnusable(f"NAME: {error}.") from error


@key_app.command
def show(*, data: Path) -> None:
    """Print the public key of a node; the desk's nodes.txt has one such line for each node.

    Args:
        data: the node's folder.
    """
    print(signing_key(data).public.text)


@key_app.command
def trust(root: Path, *, data: Path) -> None:
    """Tell a new node whom to trust. A node that trusts a desk already changes only by 'arkwright key install-change'.

    Args:
        root: trust.json of the desk.
        data: the node's folder.
    """
    place = data / FOLLOWING
    if (place / TRUST).exists():
        raise NodeUnusable(f"{place / TRUST} stands already: this node follows a desk, and only a signed change replaces its key.")
    save_trust(world(), place, read_trust(content(root)))
    print(f"The node in {data} trusts that desk now.")


@key_app.command(name="propose-change")
def propose_change(*, data: Path, reason: str, out: Path, recovery: Path | None = None) -> None:
    """Make the desk's next key, and the change that holders of recovery keys sign.

    Args:
        data: the desk's folder.
        reason: why the key is replaced; everybody who signs reads it.
        out: the file for the change.
        recovery: recovery.json of new recovery keys, if these are replaced too.
    """
    if out.exists():
        raise NodeUnusable(f"--out: {out} stands already; choose another file.")
    envelope = desk_keys.propose_change(world(), data, reason, read_recovery(recovery) if recovery else None)
    write(out, envelope)
    tell(envelope)
    print(f"Carry {out} to the holders of recovery keys; each runs: arkwright key sign-change {out.name} --with RECOVERY-KEY")


@key_app.command(name="sign-change")
def sign_change(change: Path, *, key: Annotated[Path, Parameter(name="--with")]) -> None:
    """Sign a change of the desk's key with a recovery key. Compare the new key with the one read out to you first.

    Args:
        change: the file of the change; the signature is added to it.
        key: the file of a recovery key.
    """
    envelope = read_change(change)
    tell(envelope)
    try:
        signed = desk_keys.sign_change(envelope, SigningKey.from_text(content(key).decode()))
    except (KeyIsWrong, UnicodeDecodeError):
        raise NodeUnusable(f"--with: {key} holds no key. Name the file of a recovery key.") from None
    write(change, signed)
    print(f"Signed. {len(signed.signatures)} have signed it so far.")


@key_app.command(name="install-change")
def install_change(change: Path, *, data: Path) -> None:
    """Trust the desk's new key, once enough recovery keys have signed the change. Nodes do this by themselves when the desk is reachable.

    Args:
        change: the file of the change.
        data: the folder of the desk or of a node; restart the desk afterwards.
    """
    root: TrustRoot = desk_keys.install_change(world(), data, read_change(change))
    print(f"Key generation {root.generation} is in force in {data}. Restart it.")


def tell(envelope: Envelope) -> None:
    """What the change says, for whoever signs it."""
    wanted = understood(envelope)
    print(f"Change of the desk's key to generation {wanted.generation}: {wanted.desk}")
    print(f"Reason: {wanted.reason}")
    if wanted.recovery is not None:
        print(f"It replaces the recovery keys too: {wanted.needed} of {len(wanted.recovery)} new ones.")


def understood(envelope: Envelope) -> KeyChange:
    """The change that the envelope holds."""
    try:
        return msgspec.json.decode(envelope.content, type=KeyChange)
    except msgspec.MsgspecError:
        raise NodeUnusable("CHANGE: this file holds no change of a desk's key. Send the file that 'propose-change' wrote.") from None


def read_change(path: Path) -> Envelope:
    """The change in a file."""
    envelope = read_envelope(content(path))
    understood(envelope)
    return envelope


def read_recovery(path: Path) -> Recovery:
    """The public halves of the recovery keys."""
    try:
        return msgspec.json.decode(content(path), type=Recovery)
    except msgspec.MsgspecError:
        raise NodeUnusable(f"--recovery: {path} is no {RECOVERY}. Name the file that 'arkwright key recovery-make' wrote.") from None


def content(path: Path) -> bytes:
    """The file, or one line that says why not."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise NodeUnusable(f"{path} cannot be read: {error.strerror}.") from error


def write(path: Path, envelope: Envelope) -> None:
    """The change, whole or as it was."""
    world().replace_file(path, envelope.text.encode() + b"\n")


def world() -> RealWorld:
    """For files, clock and dice."""
    return RealWorld(AiohttpHttp())
