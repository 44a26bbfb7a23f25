"""Head office with its line open to the stores, as its role has it."""

from __future__ import annotations

import asyncio

from arkwright.channels.following.certificates import CertificateFollowing
from arkwright.channels.web.site import always_ready
from arkwright.kit.world import Answer, NetworkError
from arkwright.roles.databases import Files
from arkwright.roles.line import open_line, sources_of
from arkwright.simulators.serving import Request
from tests.simulation.company.asgi import answered
from tests.simulation.company.places import HOUSE, OFFICE_KEY
from tests.simulation.desk import DESK_URL, SimulatedDesk
from tests.simulation.node import Node
from tests.simulation.office import RunningOffice, start
from tests.simulation.world import Life, SimulatedWorld, Universe

ANSWERS_WITHIN_S = 40.0


class RunningHeadOffice(RunningOffice):
    """One life of the office's process, with the line."""

    certificates: CertificateFollowing
    app: object


async def start_head_office(universe: Universe, desk: SimulatedDesk, world: SimulatedWorld, life: Life) -> RunningHeadOffice:
    """What the process does when it begins: the office, then the line."""
    running = await start(universe, desk, world, life, publishes=False)
    office, folder = running.office, universe.folder / "office"
    certificates = CertificateFollowing(world, DESK_URL, folder / "desk", lambda: running.following.trust)
    line = await open_line(
        world, office.shop, sources_of(office.shop, office.staff, HOUSE), Files(folder, "office"), certificates, OFFICE_KEY
    )
    whole = RunningHeadOffice(office, running.following)
    whole.ears, whole.certificates = running.ears, certificates
    whole.app = line.app(world, ["line.localhost"], bytes(32), always_ready)
    whole.ears += [asyncio.get_running_loop().create_task(each) for each in line.work()]
    return whole


async def on_the_line(node: Node[RunningHeadOffice], request: Request) -> Answer:
    """What a store's node hears of head office; nothing while that is away."""

    async def heard(running: RunningHeadOffice) -> Answer:
        return await answered(running.app, "line.localhost", request)

    try:
        return await node.ask(heard, ANSWERS_WITHIN_S)
    except NetworkError:
        return Answer(503, {}, b"")
