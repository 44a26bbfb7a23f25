"""Who may sign on at tills: a name that tills show, a PIN, a badge; what of it is secret is sealed before it stands anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import msgspec

from arkwright.compartments.staff import commands as ask
from arkwright.compartments.staff import queries
from arkwright.compartments.staff.refusals import ColleagueWasErased
from arkwright.compartments.staff.state import TillAccess
from arkwright.journal.lane import Lane
from arkwright.kit import passwords
from arkwright.kit.badges import SECRET_BYTES, badge_digest, make_badge
from arkwright.kit.messages import canonical
from arkwright.kit.refusal import Invalid
from arkwright.kit.vault import Vault
from arkwright.kit.world import World

SHORTEST_PIN, LONGEST_PIN, LONGEST_NAME = 6, 12, 40
RUNS = ("01234567890123456789", "98765432109876543210")


@dataclass
class PinIsWrong(Invalid):
    """Too short, not of digits, or the first that anybody tries."""

    shortest: int = SHORTEST_PIN
    longest: int = LONGEST_PIN
    sentence: ClassVar[str] = "Choose a PIN of {shortest} to {longest} digits that are neither all the same nor a run such as 123456."
    field: ClassVar[str | None] = "pin"


@dataclass
class NameForTillsIsWrong(Invalid):
    """Nothing that a till could show."""

    longest: int = LONGEST_NAME
    sentence: ClassVar[str] = "Enter the name that tills show, in 1 to {longest} characters, such as Bea."
    field: ClassVar[str | None] = "name"


class Secrets(msgspec.Struct, frozen=True, kw_only=True):
    """What is sealed of a colleague: the name, and the argon2 hash of the PIN, if there is one."""

    name: str
    pin: str = ""


class TillDoor:
    """Gives and takes access to tills. PINs are hashed as passwords are; a badge is told once, when it is made."""

    def __init__(self, world: World, lane: Lane, vault: Vault) -> None:
        self.lane = lane
        self._world = world
        self._vault = vault

    async def give(
        self, id: str, *, colleague: str, name: str, pin: str, stores: Sequence[str], manages: bool, new_badge: bool, by: str
    ) -> str | None:
        """Access from now on; an empty PIN keeps the one before. The text of the badge, if one was made.

        Refuses with `PinIsWrong`, `NameForTillsIsWrong`, and as staff does.
        """
        shown = " ".join(name.split())
        if not 1 <= len(shown) <= LONGEST_NAME:
            raise NameForTillsIsWrong()
        before = await queries.till_access_of(self.lane.reader, colleague)
        if before is not None and before.erased:
            raise ColleagueWasErased(colleague)
        held = await self.secrets(before) if before else None
        if not pin and (held is None or not held.pin) and not new_badge and not (before and before.badge):
            raise PinIsWrong()
        hashed = await passwords.hashed(self._world, proper(pin)) if pin else held.pin if held else ""
        badge = make_badge(self._world.random_bytes(SECRET_BYTES)) if new_badge else None
        digest = badge_digest(badge) if badge else before.badge if before else ""
        await self._vault.make(ask.till_holder(colleague))
        sealed = await self._vault.seal(ask.till_holder(colleague), ask.TILL_CONTEXT, canonical(Secrets(name=shown, pin=hashed)))
        await self.lane.submit(
            ask.SetTillAccess(id=id, colleague=colleague, sealed=sealed, badge=digest, stores=tuple(stores), manages=manages, by=by)
        )
        return badge

    async def end(self, id: str, colleague: str, by: str) -> None:
        """No till lets them in any more, once it has heard of it."""
        await self.lane.submit(ask.EndTillAccess(id=id, colleague=colleague, by=by))

    async def erase(self, id: str, colleague: str, by: str) -> None:
        """Forget who it was: the event takes the name off the shelves of stores, then the key goes. Refuses with `NoTillAccess`."""
        await self.lane.submit(ask.EraseTillAccess(id=id, colleague=colleague, by=by))
        await self.forget()

    async def forget(self) -> None:
        """The sweep: whoever's erasure is on record loses the key; all are looked at, so that a restored vault forgets again."""
        gone = [ask.till_holder(row.colleague) for row in await queries.till_access(self.lane.reader) if row.erased]
        if still := await self._vault.not_erased(gone):
            await self._vault.erase(*still)

    async def secrets(self, row: TillAccess) -> Secrets | None:
        """What is sealed of a colleague; None of one who is gone, or whose key was erased."""
        return await unsealed(self._vault, row)


async def unsealed(vault: Vault, row: TillAccess) -> Secrets | None:
    """What is sealed of a colleague; None of one who is gone, or whose key was erased."""
    plain = await vault.unseal(ask.till_holder(row.colleague), ask.TILL_CONTEXT, row.sealed) if row.sealed else None
    return msgspec.json.decode(plain, type=Secrets) if plain is not None else None


def proper(pin: str) -> str:
    """The PIN, or `PinIsWrong`."""
    digits = pin.isascii() and pin.isdigit() and SHORTEST_PIN <= len(pin) <= LONGEST_PIN
    if not digits or len(set(pin)) == 1 or any(pin in run for run in RUNS):
        raise PinIsWrong()
    return pin
