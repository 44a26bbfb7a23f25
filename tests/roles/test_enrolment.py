"""A node is let in by a code, renewed, revoked; what the desk publishes of it is followed and kept."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from arkwright.channels.following.certificates import KEPT, KEPT_COPY, CertificateFollowing
from arkwright.channels.following.keeping import load_trust
from arkwright.channels.following.papers import NodePapers, NoPapers, NotLetIn, enrol
from arkwright.compartments.enrolment.commands import IssueCode
from arkwright.kit import certificates
from arkwright.kit.certificates import DAY_MS
from arkwright.kit.enrolling import AnotherDesk, CodeIsNotWellFormed, code_digest
from arkwright.kit.node_requests import Asked, who_asks
from arkwright.kit.refusal import Refusal
from arkwright.kit.signing import SigningKey
from tests.line.near import NearWorld
from tests.roles.desks import ADMINISTRATOR, COMMANDER, DESK_URL, DUTY, OBSERVER, Browser, Place, desk

OFFICE, LEEDS, STRANGER = (SigningKey(name, bytes([number]) * 32) for number, name in enumerate(("office-1", "leeds-1", "leeds-1"), 1))
CODE = re.compile(r'<strong class="code">([0-9a-z-]{29})</strong>')


@dataclass
class Here:
    """A desk, and a node's folder with a line to it."""

    place: Place
    world: NearWorld
    folder: Path

    async def code(self, who: Browser, node: str = "leeds-1") -> str:
        answer = await who.post("/nodes/code", {"node": node, "store": "leeds"}, "/nodes")
        assert answer.status_code == 200, answer.text
        return str(CODE.findall(answer.text)[0])

    def following(self) -> CertificateFollowing:
        return CertificateFollowing(self.world, DESK_URL, self.folder, lambda: load_trust(self.world, self.folder))

    def later(self, milliseconds: int) -> None:
        """Both clocks."""
        self.world.later_ms += milliseconds
        self.place.world.later_ms += milliseconds

    def papers(self) -> NodePapers:
        return NodePapers(self.world, DESK_URL, self.folder, LEEDS)


@asynccontextmanager
async def here(tmp_path: Path) -> AsyncIterator[Here]:
    world = NearWorld()
    async with desk(tmp_path, nodes=[OFFICE.public]) as place:
        world.near.apps["desk.localhost:8082"] = place.room.app
        yield Here(place, world, tmp_path / "node")


async def test_a_code_lets_a_node_in_once(tmp_path: Path) -> None:
    async with here(tmp_path) as at, at.place.browser(DUTY) as alan, at.place.browser(OBSERVER) as olive:
        code = await at.code(alan)
        assert code not in (await alan.get("/nodes")).text
        refused = await olive.post("/nodes/code", {"node": "york-1", "store": "york"}, "/nodes")
        assert refused.status_code == 403
        certificate = await enrol(at.world, DESK_URL, code.upper().replace("-", " "), at.folder, LEEDS)
        assert (certificate.node, certificate.store) == ("leeds-1", "leeds")
        assert await enrol(at.world, DESK_URL, code, at.folder, LEEDS) == certificate, "the same code and key: the answer was lost"
        with pytest.raises(NotLetIn, match="This code lets nobody in"):
            await enrol(at.world, DESK_URL, code, at.folder, STRANGER)
        following = at.following()
        assert following.held.certificate(certificate.serial) == certificate, "kept with the papers, before the desk was asked again"
        await following.look(wait_s=0)
        assert following.held.node_key("office-1") == OFFICE.public
        assert "leeds-1" in (await olive.get("/nodes")).text


async def test_what_lets_nobody_in_leaves_nothing_behind(tmp_path: Path) -> None:
    async with here(tmp_path) as at, at.place.browser(DUTY) as alan:
        code = await at.code(alan)
        head = at.place.room.enrolling.lane.head.sequence
        for wrong in ("short", code[:-1], code.replace(code[0], "u", 1)):
            with pytest.raises(CodeIsNotWellFormed):
                await enrol(at.world, DESK_URL, wrong, at.folder, LEEDS)
        guess = ("0" if code[0] != "0" else "1") + code[1:]
        with pytest.raises(NotLetIn, match="lets nobody in"):
            await enrol(at.world, DESK_URL, guess, at.folder, LEEDS)
        assert at.place.room.enrolling.lane.head.sequence == head
        at.world.near.cut = True
        with pytest.raises(NotLetIn, match="the code is still good"):
            await enrol(at.world, DESK_URL, code, at.folder, LEEDS)
        assert not at.folder.exists()
        at.world.near.cut = False
        await enrol(at.world, DESK_URL, code, at.folder, LEEDS)


async def test_a_node_sees_that_another_desk_answers(tmp_path: Path) -> None:
    async with here(tmp_path) as at, at.place.browser(DUTY) as alan:
        code = await at.code(alan)
        other = code[:-1] + ("0" if code[-1] != "0" else "1")
        enrolling = at.place.room.enrolling
        await enrolling.lane.submit(_code_of(other, "york-1"))
        with pytest.raises(AnotherDesk):
            await enrol(at.world, DESK_URL, other, at.folder, SigningKey("york-1", bytes(32)))
        assert not at.folder.exists()


def _code_of(code: str, node: str) -> IssueCode:
    return IssueCode(id="c", code_digest=code_digest(code), node=node, store="york", by="ada")


async def test_a_certificate_is_renewed_in_its_last_days_and_a_lost_answer_does_no_harm(tmp_path: Path) -> None:
    async with here(tmp_path) as at, at.place.browser(DUTY) as alan:
        first = await enrol(at.world, DESK_URL, await at.code(alan), at.folder, LEEDS)
        papers = at.papers()
        with pytest.raises(NotLetIn, match="more than 30 days"):
            await papers.renew()
        at.later(61 * DAY_MS)
        at.world.near.lose_answers = 1
        with pytest.raises(Exception, match="the answer was lost"):
            await papers.renew()
        await papers.renew()
        assert papers.certificate.until_ms == at.papers().certificate.until_ms > first.until_ms
        following = at.following()
        await following.look(wait_s=0)
        assert [each.serial for each in following.held.standing] == [papers.certificate.serial]
        at.later(31 * DAY_MS)
        asked = Asked("GET", "/line")
        assert who_asks(asked, papers.headers(asked), following.held, following.trust, at.world.now_ms()) == papers.certificate


async def test_another_desk_renews_nothing(tmp_path: Path) -> None:
    async with here(tmp_path) as at, at.place.browser(DUTY) as alan:
        await enrol(at.world, DESK_URL, await at.code(alan), at.folder, LEEDS)
        papers = at.papers()
        kept = (at.folder / "certificate.json").read_bytes()
        at.later(61 * DAY_MS)
        stranger = SigningKey("desk.9", b"9" * 32)
        enrolling = at.place.room.enrolling
        enrolling._key, enrolling._trust = stranger, replace(enrolling._trust, desk=stranger.public.text)
        with pytest.raises(AnotherDesk):
            await papers.renew()
        assert (at.folder / "certificate.json").read_bytes() == kept


async def test_revoking_reaches_whoever_follows_and_outlives_the_desk(tmp_path: Path) -> None:
    browsers = (DUTY, ADMINISTRATOR, COMMANDER)
    async with here(tmp_path) as at, AsyncExitStack() as opened:
        alan, ada, grace = [await opened.enter_async_context(at.place.browser(who)) for who in browsers]
        certificate = await enrol(at.world, DESK_URL, await at.code(alan), at.folder, LEEDS)
        form: dict[str, str | list[str]] = {"reason": "The node was carried off."}
        assert (await ada.post(f"/nodes/{certificate.serial}/revoke", form, "/nodes")).status_code == 403
        unreasoned = await grace.post(f"/nodes/{certificate.serial}/revoke", {"reason": ""}, "/nodes")
        assert (unreasoned.status_code, "Give the reason" in unreasoned.text) == (422, True)
        assert (await grace.post(f"/nodes/{certificate.serial}/revoke", form, "/nodes")).status_code == 303
        assert "The node was carried off." in (await alan.get("/nodes")).text
        await at.following().look(wait_s=0)
        at.world.near.cut = True
        held = at.following().held
        with pytest.raises(certificates.CertificateIsRevoked):
            certificates.check(certificate, held, at.world.now_ms())
        at.world.near.cut = False
        at.later(61 * DAY_MS)
        with pytest.raises(NotLetIn, match="was revoked"):
            await at.papers().renew()
        await alan.sign_in(DUTY)
        with pytest.raises(NotLetIn, match="another certificate already"):
            await enrol(at.world, DESK_URL, await at.code(alan), at.folder, LEEDS)


async def test_a_certificate_that_ended_stays_listed_with_its_end_and_lets_nobody_in(tmp_path: Path) -> None:
    async with here(tmp_path) as at, at.place.browser(DUTY) as alan:
        first = await enrol(at.world, DESK_URL, await at.code(alan), at.folder, LEEDS)
        at.later(91 * DAY_MS)
        following = at.following()
        await following.look(wait_s=0)
        assert (following.held.standing, following.held.ended, following.held.revoked) == ((), (first,), ())
        with pytest.raises(NotLetIn):
            await at.papers().renew()
        at.later(8 * 366 * DAY_MS)
        await following.look(wait_s=0)
        assert following.held.ended == ()


async def test_damaged_copies_are_passed_over(tmp_path: Path) -> None:
    async with here(tmp_path) as at, at.place.browser(DUTY) as alan:
        await enrol(at.world, DESK_URL, await at.code(alan), at.folder, LEEDS)
        held = at.following().held
        (at.folder / KEPT).write_bytes(b"{")
        assert at.following().held == held
        (at.folder / KEPT_COPY).unlink()
        assert at.following().held == certificates.NO_CERTIFICATES
        await at.following().look(wait_s=0)
        assert [each.node for each in at.following().held.standing] == ["leeds-1"]
        (at.folder / "certificate.json").write_bytes(b"{")
        with pytest.raises(NoPapers, match="let the node in again"):
            at.papers()


async def test_an_older_list_is_not_taken_and_news_come_at_once(tmp_path: Path) -> None:
    async with here(tmp_path) as at, at.place.browser(DUTY) as alan:
        old = await at.place.room.enrolling.published()
        certificate = await enrol(at.world, DESK_URL, await at.code(alan), at.folder, LEEDS)
        at.later(1000)
        following = at.following()
        await following.look(wait_s=0)
        with pytest.raises(Refusal):
            following.take(old)
        await at.place.room.enrolling.revoke(certificate.serial, "Lost on a train.", DUTY)
        at.later(1000)
        await following.look()
        assert following.held.certificate(certificate.serial) is None
