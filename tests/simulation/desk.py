"""The simulated desk: the real rules of the switchboard, real keys and signatures, and now and then an impostor in its place."""

from __future__ import annotations

import asyncio
import random
from urllib.parse import parse_qs

from msgspec.structs import replace

from arkwright.channels.following.published import BANNER, LONGEST_WAIT_S, Published
from arkwright.compartments.switchboard import rules, state
from arkwright.compartments.switchboard.commands import ApproveRestart, ProposeRestart, Tighten
from arkwright.compartments.switchboard.state import Switch, as_table, counter, switch_key
from arkwright.kit.messages import Command, canonical
from arkwright.kit.rows import LoadedRows
from arkwright.kit.signing import SigningKey, sign
from arkwright.kit.switches import SWITCHES, Approval, Setting, SwitchTable, banner, shipped
from arkwright.kit.trust import TrustRoot
from arkwright.kit.world import Answer
from arkwright.simulators.serving import Request
from tests.simulation.clock import START_MS
from tests.simulation.world import Universe

DESK_URL = "http://desk.localhost"
CAPABILITIES = shipped()


def key(name: str, dice: random.Random) -> SigningKey:
    return SigningKey(name, dice.randbytes(32))


class SimulatedDesk:
    """Switch commands in, signed tables out. `genuine` holds every document that the desk ever signed and stood for."""

    def __init__(self, universe: Universe) -> None:
        dice = universe.dice("keys of the desk")
        self._key, self._stranger = key("desk.1", dice), key("desk.1", dice)
        recovery = tuple(key(f"recovery-{number}", dice).public.text for number in range(3))
        self.trust = TrustRoot(generation=1, desk=self._key.public.text, recovery=recovery, needed=2)
        self.genuine: dict[str, SwitchTable] = {}
        self._universe = universe
        self._dice = universe.dice("the desk's line")
        self._rows = LoadedRows(complete=True)
        self._switches: dict[str, None] = {}
        self._published: list[Published] = []
        self._news = asyncio.Event()

    def do(self, *commands: Command) -> None:
        """Decide and evolve; a refusal is raised and changes nothing."""
        for command in commands:
            events = rules.decide(self._rows, command, self._universe.loop.now_ms())
            for event in events:
                state.evolve(self._rows, event)
            self._rows.keep()
            match command:
                case Tighten(setting=setting) | ProposeRestart(setting=setting):
                    self._switches[switch_key(*setting.key)] = None
                case ApproveRestart():
                    pass
        self._news.set()
        self._news = asyncio.Event()

    def standing(self, setting: Setting) -> Switch | None:
        """The switch for the setting's capability and place."""
        return self._rows[Switch, switch_key(*setting.key)]

    @property
    def table(self) -> SwitchTable:
        """The switches as they stand, signed for now."""
        rows = [row for name in self._switches if (row := self._rows[Switch, name])]
        return as_table(counter(self._rows), rows, 1, self._universe.loop.now_ms())

    async def handle(self, request: Request) -> Answer:
        """GET /published, waiting for news as asked; POST of what a node holds is taken."""
        if self._universe.trouble.strikes("desk away", "desk"):
            return Answer(503, {}, b"")
        if request.method == "POST":
            return Answer(204, {}, b"")
        asked = parse_qs(request.query)
        after = int(asked["after"][0].split(".")[1])
        if counter(self._rows).version <= after:
            news = asyncio.create_task(self._news.wait())
            await asyncio.wait({news}, timeout=min(float(asked["wait"][0]), LONGEST_WAIT_S))
            news.cancel()
        return Answer(200, {}, canonical(self._answer(after)))

    def _answer(self, held: int) -> Published:
        if self._published and self._universe.trouble.strikes("desk forged", "desk"):
            return self._false(held)
        published = self._signed(self.table, self._key)
        self.genuine[published.switches.text] = self.table
        self._published.append(published)
        return published

    def _false(self, held: int) -> Published:
        """What somebody in the desk's place could send; who has its key can change words, but not for whom holds this version."""
        table = self.table
        kinds = ["replayed"]
        if any(order.mode != "open" for order in table.orders):
            kinds += ["by a stranger", "opened by one person"]
            kinds += ["same version, other orders"] if held == table.version else []
        kind = self._dice.choice(kinds)
        self._universe.met[f"desk answer {kind}"] += 1
        opened = tuple(replace(order, mode="open", number=table.version + 1, say="", review_ms=None) for order in table.orders)
        alone = tuple(replace(order, approvals=(Approval(account="mallory", at_ms=START_MS),)) for order in opened)
        as_two = tuple(replace(order, approvals=(*order.approvals, Approval(account="trent", at_ms=START_MS))) for order in alone)
        match kind:
            case "replayed":
                return self._dice.choice(self._published)
            case "by a stranger":
                return self._signed(replace(table, version=table.version + 1, orders=as_two, restarts=()), self._stranger)
            case "opened by one person":
                return self._signed(replace(table, version=table.version + 1, orders=alone, restarts=()), self._key)
        return self._signed(replace(table, orders=tuple(replace(order, say="All is well here.") for order in table.orders)), self._key)

    def _signed(self, table: SwitchTable, key: SigningKey) -> Published:
        banners = {channel: sign(BANNER, banner(table, CAPABILITIES, channel), key) for channel in ("web", "app")}
        return Published(switches=sign(SWITCHES, table, key), banners=banners)
