"""What a node keeps of the desk on disk: whom it trusts and the last switches it verified, each in two copies."""

from __future__ import annotations

from pathlib import Path

import msgspec
import structlog

from arkwright.kit.messages import canonical
from arkwright.kit.refusal import Refusal
from arkwright.kit.signing import Envelope
from arkwright.kit.switches import NOTHING_SWITCHED, SwitchTable, read_table
from arkwright.kit.trust import TrustIsWrong, TrustRoot, read_trust, sound
from arkwright.kit.world import World

log = structlog.get_logger("following")

TRUST, TRUST_COPY = "trust.json", "trust.copy.json"
SWITCHES, SWITCHES_COPY = "switches.json", "switches.copy.json"


class NoTrustRoot(Exception):
    """This node was never told whom to trust, or both copies are damaged; the text is one line that says what to do."""


class Kept(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The last switches that were verified, with the trust root of that day: a later change of the desk's key does not unmake them."""

    signed_under: TrustRoot
    switches: Envelope
    banners: dict[str, Envelope]


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """What stood on disk. `damaged` when no copy of the switches could be read although there was one: then nothing may be let through."""

    kept: Kept | None
    table: SwitchTable
    damaged: bool


def load_trust(world: World, folder: Path) -> TrustRoot:
    """The newest trust root of the two copies; `NoTrustRoot` where neither can be read: a node never guesses whom to trust."""
    found: list[TrustRoot] = []
    for name in (TRUST, TRUST_COPY):
        try:
            found.append(read_trust(world.read_file(folder / name)))
        except FileNotFoundError:
            continue
        except TrustIsWrong as refusal:
            log.warning("a copy of the trust root is damaged", file=name, why=str(refusal))
    if not found:
        raise NoTrustRoot(f"{folder / TRUST} is missing or damaged: copy it from the desk (docs/keys.md), then start again.")
    return max(found, key=lambda root: root.generation)


def save_trust(world: World, folder: Path, root: TrustRoot) -> None:
    """Both copies, synced when it returns."""
    for name in (TRUST_COPY, TRUST):
        world.replace_file(folder / name, (sound(root).text + "\n").encode())


def load_switches(world: World, folder: Path, trust: TrustRoot) -> Loaded:
    """The newest copy that verifies again; a damaged copy is said and passed over, and where none is left, `damaged` is set.

    Both copies are written before a table is obeyed, so that neither is ever older than what this node obeyed last.
    """
    found: list[tuple[SwitchTable, Kept]] = []
    damaged = False
    for name in (SWITCHES, SWITCHES_COPY):
        try:
            found.append(_verified(world.read_file(folder / name), trust))
        except FileNotFoundError:
            continue
        except (Refusal, msgspec.MsgspecError, UnicodeDecodeError) as error:
            damaged = True
            log.warning("a copy of the switches is damaged", file=name, why=str(error))
    if not found:
        return Loaded(kept=None, table=NOTHING_SWITCHED, damaged=damaged)
    table, kept = max(found, key=lambda each: (each[0].generation, each[0].version, each[0].as_at_ms))
    return Loaded(kept=kept, table=table, damaged=False)


def save_switches(world: World, folder: Path, kept: Kept) -> None:
    """Both copies, synced when it returns."""
    for name in (SWITCHES_COPY, SWITCHES):
        world.replace_file(folder / name, canonical(kept))


def _verified(content: bytes, trust: TrustRoot) -> tuple[SwitchTable, Kept]:
    kept = msgspec.json.decode(content, type=Kept)
    if kept.signed_under.generation > trust.generation:
        raise TrustIsWrong(
            "generation", f"the switches are of generation {kept.signed_under.generation}, and {trust.generation} is trusted"
        )
    root = trust if kept.signed_under.generation == trust.generation else sound(kept.signed_under)
    return read_table(kept.switches, root), kept
