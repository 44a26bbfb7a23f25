"""The desk over HTTP: one person pauses, two restart, and every no is a sentence."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from arkwright.channels.desk.wanted import typed_moment
from arkwright.channels.following.published import HeldReport, Published, read_published
from arkwright.kit.refusal import Refusal
from arkwright.kit.signing import SigningKey
from arkwright.kit.switches import read_table
from arkwright.roles.desk_keys import open_keys
from tests.roles.desks import ADMINISTRATOR, COMMANDER, DUTY, FORM_ID, OBSERVER, Browser, Place, desk

HOUR_MS = 60 * 60 * 1000
EDGE = SigningKey("edge-1", b"\x04" * 32)
PROPOSAL = re.compile(r"/proposals/([0-9a-z]{26})/approve")
FORM = "/switch?capability=orders&channel=web"


def pause(place: Place, **more: str) -> dict[str, str | list[str]]:
    fields = {
        "capability": "orders",
        "mode": "paused",
        "channel": "web",
        "reason": "Strangers in the network.",
        "say": "We have paused online orders. Your basket is kept.",
        "in_flight": "finish",
        "review": typed_moment(place.world.now_ms() + 4 * HOUR_MS),
    }
    return {**fields, **more}


def restart(place: Place, **more: str) -> dict[str, str | list[str]]:
    return pause(place, **({"mode": "open", "reason": "The network is clean.", "say": "", "review": ""} | more))


async def version(place: Place) -> int:
    return (await place.room.desk.publisher.table()).version


async def test_one_person_pauses_and_two_restart(tmp_path: Path) -> None:
    async with desk(tmp_path) as place, place.browser(COMMANDER) as grace, place.browser(DUTY) as alan:
        assert (await grace.post("/switch", pause(place), FORM)).headers["location"] == "/"
        board = (await grace.get("/")).text
        assert all(words in board for words in ("1 switch is not fully open", "Strangers in the network.", "Channel web", "by grace"))
        refused = await grace.post("/switch", pause(place, mode="open", say="", review=""), FORM)
        assert refused.status_code == 422
        assert "Propose a restart instead: a second person has to approve it." in refused.text
        assert (await alan.post("/restart", restart(place), FORM)).status_code == 403
        assert (await grace.post("/restart", restart(place), FORM + "&form=propose")).status_code == 303
        assert "You proposed this yourself. A second person has to approve it." in (await grace.get("/")).text
        (proposal,) = set(PROPOSAL.findall((await alan.get("/")).text))
        own = await grace.post(f"/proposals/{proposal}/approve", page="/")
        assert (own.status_code, await version(place)) == (403, 1)
        assert (await alan.post(f"/proposals/{proposal}/approve", page="/")).status_code == 303
        assert "Everything is open." in (await grace.get("/")).text
        history = (await grace.get("/history")).text
        assert "grace and alan" in history
        late = await alan.post(f"/proposals/{proposal}/approve", page="/")
        assert (late.status_code, "This proposal is approved" in late.text) == (409, True)


async def test_who_proposed_may_not_approve_whatever_their_roles(tmp_path: Path) -> None:
    async with desk(tmp_path) as place, place.browser(COMMANDER) as grace:
        await place.room.door.set_roles(COMMANDER, ["incident-commander", "duty-manager"], ADMINISTRATOR)
        await grace.post("/switch", pause(place), FORM)
        await grace.post("/restart", restart(place), FORM)
        (waiting,) = (await place.room.desk.board(COMMANDER)).waiting
        refused = await grace.post(f"/proposals/{waiting.proposal}/approve", page="/")
        assert (refused.status_code, await version(place)) == (409, 1)
        assert "You proposed this restart yourself. Ask a second person to approve it." in refused.text
        assert (await grace.post(f"/proposals/{waiting.proposal}/withdraw", page="/")).status_code == 303
        assert (await place.room.desk.board(COMMANDER)).waiting == ()


async def test_a_form_sent_twice_moves_the_switch_once(tmp_path: Path) -> None:
    async with desk(tmp_path) as place, place.browser(COMMANDER) as grace:
        (form_id,) = FORM_ID.findall((await grace.get(FORM)).text)
        form = pause(place, id=form_id)
        for _ in range(2):
            assert (await grace.post("/switch", form, FORM)).status_code == 303
        assert await version(place) == 1


WRONG: list[tuple[dict[str, str], str, str]] = [
    ({"capability": "lifts"}, "Capability: choose browse, orders,", "capability"),
    ({"mode": "off"}, "Mode: choose open, limited, paused or sealed.", "mode"),
    ({"review": "soon"}, "Look again at: give a date and time in the UK such as 2026-11-24 09:00.", "review"),
    ({"review": ""}, "Choose when to look at this again", "review"),
    ({"say": "Shut."}, "Write one sentence for customers, in 10 to 280 characters", "say"),
    ({"reason": "x"}, "Give the reason, for colleagues only", "reason"),
    ({"region": "Mars"}, "The region is wrong.", "region"),
    ({"channel": "a|b"}, "The channel is wrong.", "channel"),
    ({"mode": "limited"}, "Name at least one: categories", "limit_categories"),
    ({"mode": "limited", "limit_total": "£1,5"}, "Highest order total: give an amount in pounds", "limit_total"),
    ({"mode": "limited", "limit_share": "150"}, "Share of shoppers: give a percentage from 0 to 100", "limit_share"),
    ({"mode": "limited", "limit_regions": "England, Mars"}, "The limit on regions is wrong.", "limit_regions"),
    ({"in_flight": "cancel"}, "Cancel needs the time from which orders are cancelled", "in_flight"),
]


async def test_each_field_at_fault_is_named(tmp_path: Path) -> None:
    async with desk(tmp_path) as place, place.browser(COMMANDER) as grace:
        for changed, sentence, field in WRONG:
            answer = await grace.post("/switch", pause(place, **changed), FORM)
            text = answer.text.replace("&amp;", "&")
            assert (answer.status_code, await version(place)) == (422, 0), changed
            assert sentence in text
            assert f'<li><a href="#{field}">' in text
            assert f'id="{field}"' in text


async def test_who_may_do_what(tmp_path: Path) -> None:
    async with desk(tmp_path) as place, place.browser(OBSERVER) as olive, place.browser(ADMINISTRATOR) as ada, place.browser() as nobody:
        assert (await olive.get("/")).status_code == 200
        refused = await olive.post("/switch", pause(place), FORM)
        assert (refused.status_code, "It is allowed to: duty-manager, incident-commander." in refused.text) == (403, True)
        assert (await ada.get("/")).status_code == 403
        assert (await nobody.get("/history?before=1")).headers["location"] == "/sign-in?next=%2Fhistory%3Fbefore%3D1"
        assert (await nobody.post("/switch", pause(place), "/sign-in")).headers["location"] == "/sign-in"
        assert (await nobody.get("/api/switches")).status_code == 401
        cross = await olive.client.post("/sign-out", headers={"sec-fetch-site": "cross-site"})
        assert cross.status_code == 403
        assert await version(place) == 0


async def read(browser: Browser, after: str = "0.0", wait: str = "0") -> Published:
    answer = await browser.get(f"/published?after={after}&wait={wait}")
    assert answer.status_code == 200, answer.text
    return read_published(answer.content)


async def test_what_is_published(tmp_path: Path) -> None:
    async with desk(tmp_path, nodes=[EDGE.public]) as place, place.browser(COMMANDER) as grace, place.browser() as edge:
        trust = open_keys(place.world, place.config.folder).trust
        await grace.post("/switch", pause(place), FORM)
        table = read_table((await read(edge)).switches, trust)
        assert [order.title for order in table.orders] == ["orders (channel web)"]
        for wrong in ("?after=1", "?after=a.b", "?after=1.1&wait=26", "?after=1.1&wait=-1"):
            answer = await edge.get(f"/published{wrong}")
            assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
        report = HeldReport(node="edge-1", generation=1, version=1, as_at_ms=table.as_at_ms)
        for body, status in ((report.signed(EDGE), 202), (report.signed(SigningKey("edge-1", b"\x05" * 32)), 403), ({"node": 1}, 422)):
            answer = await edge.client.post("/published/held", content=msgspec.json.encode(body))
            assert answer.status_code == status
        board = (await grace.get("/")).text
        assert "1 of 1 hold it." in board
        assert "Version 1, the newest" in board


async def test_a_change_is_published_at_once_to_whoever_waits(tmp_path: Path) -> None:
    import asyncio

    async with desk(tmp_path) as place, place.browser(COMMANDER) as grace, place.browser() as edge:
        waiting = asyncio.ensure_future(read(edge, "1.0", "25"))
        await asyncio.sleep(0)
        await grace.post("/switch", pause(place), FORM)
        trust = open_keys(place.world, place.config.folder).trust
        assert read_table((await asyncio.wait_for(waiting, 10)).switches, trust).version == 1


async def test_a_desk_restored_from_an_older_copy_goes_on_above_its_nodes(tmp_path: Path) -> None:
    async with desk(tmp_path, nodes=[EDGE.public]) as place, place.browser(COMMANDER) as grace, place.browser() as edge:
        report = HeldReport(node="edge-1", generation=1, version=7, as_at_ms=place.world.now_ms()).signed(EDGE)
        await edge.client.post("/published/held", content=msgspec.json.encode(report))
        assert "This desk is older than its nodes" in (await grace.get("/")).text
        assert (await grace.post("/skip", {"version": "7"}, "/")).status_code == 303
        await grace.post("/switch", pause(place), FORM)
        assert await version(place) == 8


async def test_what_time_does(tmp_path: Path) -> None:
    async with desk(tmp_path) as place, place.browser(COMMANDER) as grace, place.browser() as edge:
        trust = open_keys(place.world, place.config.folder).trust
        await grace.post("/switch", pause(place), FORM)
        await grace.post("/restart", restart(place), FORM)
        before = read_table((await read(edge, "1.1")).switches, trust)
        place.world.later_ms = 5 * HOUR_MS
        after = read_table((await read(edge, "1.1")).switches, trust)
        assert (before.version, before.orders) == (after.version, after.orders)
        assert after.as_at_ms - before.as_at_ms >= 5 * HOUR_MS  # a sign of life, although nothing was moved
        assert "Overdue" in (await grace.get("/")).text
        (waiting,) = (await place.room.desk.board(DUTY)).waiting
        place.world.later_ms = 25 * HOUR_MS
        await place.room.desk.sweep()
        with pytest.raises(Refusal, match="This proposal is expired"):
            await place.room.desk.approve(waiting.proposal, DUTY)
        assert (await place.room.desk.board(DUTY)).waiting == ()
        assert (await grace.get("/")).headers["location"] == "/sign-in?next=%2F"
