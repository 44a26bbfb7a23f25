"""The desk of the simulated company: its switches, and the real enrolment of nodes with codes, certificates and their revocation."""

from __future__ import annotations

import msgspec

from arkwright.channels.desk.enrolling import Enrolling
from arkwright.journal.lane import Lane
from arkwright.kit.enrolling import EnrolRequest, RenewalRequest
from arkwright.kit.messages import canonical
from arkwright.kit.node_requests import Asked
from arkwright.kit.refusal import Refusal, to_json
from arkwright.kit.switches import NOTHING_SWITCHED, Gate
from arkwright.kit.world import Answer
from arkwright.roles.databases import Files
from arkwright.roles.lanes import open_lane
from arkwright.simulators.serving import Request
from tests.simulation.company.places import OFFICE_KEY
from tests.simulation.desk import CAPABILITIES, SimulatedDesk
from tests.simulation.network import Network
from tests.simulation.world import SimulatedWorld, Universe

JSON = {"content-type": "application/json"}
ANOTHER_DOCUMENT = "/published/certificates"


class CompanyDesk(SimulatedDesk):
    """Never dies; it may be away, or forged in its place. `revoked`: nodes it stands by no more, and since when head office knows."""

    def __init__(self, universe: Universe, network: Network) -> None:
        super().__init__(universe)
        self._world = SimulatedWorld(universe, "desk", network)
        self._lane: Lane | None = None
        self.enrolling: Enrolling
        self.revoked: dict[str, int] = {}

    async def open(self) -> None:
        """Enrolment begins."""
        files = Files(self._universe.folder / "desk", "desk")
        self._lane = await open_lane(self._world, files, "enrolment", lambda _: Gate(NOTHING_SWITCHED, CAPABILITIES), _must_not_fail)
        self.enrolling = Enrolling(self._world, self._lane, self._key, self.trust, {"office": OFFICE_KEY.public})

    async def close(self) -> None:
        """Enrolment ends."""
        if self._lane is not None:
            await self._lane.stop()

    async def code_for(self, node: str, store: str) -> str:
        """A code by which the node is let in."""
        return await self.enrolling.issue(node, store, "olive")

    async def revoke(self, node: str) -> None:
        """Stand by the node no more."""
        held = await self.enrolling.certificates()
        for certificate in held.standing:
            if certificate.node == node:
                await self.enrolling.revoke(certificate.serial, "stolen from the counter", "olive")
                self.revoked[node] = 0

    async def handle(self, request: Request) -> Answer:
        """What is published and what is asked of enrolment; away is away for all of it."""
        if not request.path.startswith(("/api/enrolment", ANOTHER_DOCUMENT)):
            return await super().handle(request)
        if self._universe.trouble.strikes("desk away", "desk"):
            return Answer(503, {}, b"")
        try:
            return await self._of_nodes(request)
        except Refusal as refusal:
            return Answer(403, JSON, to_json(refusal).encode())

    async def _of_nodes(self, request: Request) -> Answer:
        if request.path == ANOTHER_DOCUMENT:
            asked = dict(pair.split("=") for pair in request.query.split("&"))
            generation, _, version = asked["after"].partition(".")
            newer = await self.enrolling.newer_than(int(generation), int(version), int(asked["wait"]))
            return Answer(200, JSON, canonical(newer))
        if request.path == "/api/enrolment":
            return Answer(201, JSON, canonical(await self.enrolling.enrol(msgspec.json.decode(request.body, type=EnrolRequest))))
        wanted = msgspec.json.decode(request.body, type=RenewalRequest)
        papers = await self.enrolling.renew(Asked("POST", request.path, request.body), request.headers, wanted.serial)
        return Answer(201, JSON, canonical(papers))


def _must_not_fail(error: Exception) -> None:
    raise error
