"""The desk as its pages and its JSON see it: the switchboard, the nodes, what is published, and what can be switched."""

from __future__ import annotations

from pathlib import Path

from arkwright.channels.desk.board import Board, age_of, board
from arkwright.channels.desk.nodes import Nodes
from arkwright.channels.desk.publishing import Publisher
from arkwright.channels.desk.wanted import Wanted
from arkwright.compartments.switchboard import commands as ask
from arkwright.compartments.switchboard import queries
from arkwright.journal.lane import Lane
from arkwright.kit.switches import Capabilities
from arkwright.kit.world import World

TEMPLATES = Path(__file__).parent / "templates"


class Desk:
    """One desk. Every change is one command to the switchboard, whose refusals go up; ids are made with the form or by the client."""

    def __init__(self, *, world: World, switchboard: Lane, publisher: Publisher, nodes: Nodes, capabilities: Capabilities) -> None:
        self.world = world
        self.switchboard = switchboard
        self.publisher = publisher
        self.nodes = nodes
        self.capabilities = capabilities

    async def board(self, account: str) -> Board:
        """Everything on the first page, for one colleague."""
        age = await age_of(self.switchboard)
        return await board(self.switchboard, self.capabilities, await self.nodes.views(age), age, account, self.world.now_ms())

    async def tighten(self, id: str, wanted: Wanted, by: str) -> None:
        """Limit, pause or seal, or say it in other words; one person may."""
        await self.switchboard.submit(ask.Tighten(id=f"{id}.tighten", setting=wanted.setting, reason=wanted.reason, by=by))

    async def propose(self, id: str, wanted: Wanted, by: str) -> None:
        """Propose a restart; the proposal's id is `id`."""
        await self.switchboard.submit(
            ask.ProposeRestart(id=f"{id}.propose", proposal=id, setting=wanted.setting, reason=wanted.reason, by=by)
        )

    async def approve(self, proposal: str, by: str) -> None:
        """Approve what somebody else proposed. A no (one's own proposal, for one) is not for ever: each attempt is a command of its own."""
        await self.switchboard.submit(ask.ApproveRestart(id=self.world.new_id(), proposal=proposal, by=by))

    async def withdraw(self, proposal: str, by: str) -> None:
        """Take a proposal back."""
        await self.switchboard.submit(ask.WithdrawProposal(id=self.world.new_id(), proposal=proposal, by=by))

    async def skip(self, to: int, by: str) -> None:
        """Go on above the version that a node holds, after this desk was restored from an older copy."""
        await self.switchboard.submit(ask.SkipVersions(id=self.world.new_id(), to=to, by=by))

    async def sweep(self) -> None:
        """End the proposals whose time is over."""
        for proposal in await queries.lapsed(self.switchboard.reader, self.world.now_ms()):
            await self.switchboard.submit(ask.ExpireProposal(id=f"{proposal.proposal}.expire", proposal=proposal.proposal))
