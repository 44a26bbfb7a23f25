"""What may be asked of the switchboard. None of it carries a capability: no switch may stop the switches."""

from __future__ import annotations

from arkwright.kit.messages import Command
from arkwright.kit.switches import Setting


class Tighten(Command, frozen=True):
    """Limit, pause or seal, or say it in other words; `by` is the account of the one person that this takes."""

    setting: Setting
    reason: str
    by: str


class ProposeRestart(Command, frozen=True):
    """Ask a second person to let more through again: open, or a looser limit, or a pause instead of a seal."""

    proposal: str
    setting: Setting
    reason: str
    by: str


class ApproveRestart(Command, frozen=True):
    """The second person agrees; the switch changes now."""

    proposal: str
    by: str


class WithdrawProposal(Command, frozen=True):
    """It shall not be done after all; anybody who may propose may withdraw."""

    proposal: str
    by: str


class ExpireProposal(Command, frozen=True):
    """A proposal that nobody approved in time is over (a sweep sends this)."""

    proposal: str


class RecordHeld(Command, frozen=True):
    """A node said at `seen_ms` which switches it holds."""

    node: str
    generation: int
    version: int
    seen_ms: int


class BeginGeneration(Command, frozen=True):
    """The desk signs with the key of this generation from now on (sent at each start, and after a change of key)."""

    generation: int


class SkipVersions(Command, frozen=True):
    """Go on above `to`: nodes hold newer switches than a desk that was restored from an older copy."""

    to: int
    by: str
