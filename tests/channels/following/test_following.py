"""A node that follows the desk: what it takes, what it refuses, and what it goes on with when the desk is gone."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from arkwright.channels.following.following import Following
from arkwright.channels.following.keeping import NoTrustRoot
from arkwright.channels.following.published import HeldReport, Published, PublishedIsUnreadable, read_published
from arkwright.kit.refusal import Busy, Refusal
from arkwright.kit.scope import Scope
from arkwright.kit.signing import sign
from arkwright.kit.switches import SWITCHES, Gate, Place, SwitchTable
from arkwright.kit.world import Answer
from tests.channels.following.node import (
    CAPABILITIES,
    CHANGE,
    DESK,
    EDGE,
    FOLDER,
    NEW_DESK,
    RECOVERY,
    ROOT,
    STRANGER,
    NodeWorld,
    Obeyed,
    answer,
    change,
    node,
    published,
)
from tests.kit.switch_orders import NOW_MS, held, order

WEB = Place(channel="web")
PAUSED = held(order("paused", WEB, 10))
LATER = replace(PAUSED, as_at_ms=NOW_MS + 25_000)
SEALED = held(order("sealed", WEB, 11), version=11)
OPENED_BY_ONE = held(order("open", WEB, 11, approvals=order("paused").approvals), version=11)
OPENED_BY_TWO = held(order("open", WEB, 11), version=11)
A, B, C, *_ = RECOVERY
TWO = replace(SEALED, generation=2, orders=(order("sealed", WEB, 11, generation=2),))


async def holding_paused(*answers: Answer | None) -> tuple[NodeWorld, Following, Obeyed]:
    world = NodeWorld(*answers)
    following, obeyed = node(world), Obeyed(world)
    await following.take(published(PAUSED), obeyed)
    return world, following, obeyed


def outcome(following: Following) -> tuple[str, int, int]:
    table = following.table
    return following.gate.describe("orders", Scope(channel="web"), NOW_MS).mode, table.generation, table.version


@pytest.mark.parametrize(
    ("sent", "mode", "refusal"),
    [
        (published(SEALED), ("sealed", 1, 11), None),
        (published(OPENED_BY_TWO), ("open", 1, 11), None),
        (published(LATER), ("paused", 1, 10), None),
        (published(OPENED_BY_ONE), ("paused", 1, 10), "SwitchIsMalformed"),
        (published(held(version=12)), ("paused", 1, 10), "SwitchVanished"),
        (published(held(version=9)), ("paused", 1, 10), "OldSwitches"),
        (published(replace(PAUSED, as_at_ms=NOW_MS - 1)), ("paused", 1, 10), "OldSwitches"),
        (published(replace(LATER, orders=())), ("paused", 1, 10), "SameVersionOtherSwitches"),
        (published(SEALED, STRANGER), ("paused", 1, 10), "NotSignedBy"),
        (published(SEALED, RECOVERY[0]), ("paused", 1, 10), "NotSignedBy"),
        (published(TWO), ("paused", 1, 10), "SwitchesOfAnotherKey"),
        (published(TWO, NEW_DESK), ("paused", 1, 10), "NotSignedBy"),
        (replace(published(SEALED), switches=published(SEALED).banners["web"]), ("paused", 1, 10), "DocumentIsOfAnotherType"),
        (replace(published(SEALED), switches=replace(published(SEALED).switches, payload=published(OPENED_BY_TWO).switches.payload)),
         ("paused", 1, 10), "SignatureIsWrong"),
        (published(TWO, NEW_DESK, change(A, B, C)), ("sealed", 2, 11), None),
        (published(TWO, NEW_DESK, change(A, B)), ("paused", 1, 10), "NotSignedBy"),
        (published(TWO, NEW_DESK, change(A, B, B)), ("paused", 1, 10), "NotSignedBy"),
        (published(TWO, NEW_DESK, change(DESK)), ("paused", 1, 10), "NotSignedBy"),
        (published(TWO, NEW_DESK, change(A, B, DESK)), ("paused", 1, 10), "NotSignedBy"),
        (published(SEALED, DESK, change(A, B, C)), ("paused", 1, 10), "NotSignedBy"),  # the stolen key, once the change is known
        (published(SEALED, DESK, change(A, B)), ("sealed", 1, 11), None),  # too few signatures hold up nothing else
    ],
)  # fmt: skip
async def test_what_is_taken(sent: Published, mode: tuple[str, int, int], refusal: str | None) -> None:
    world, following, obeyed = await holding_paused()
    refused = None
    try:
        await following.take(sent, obeyed)
    except Refusal as no:
        refused = type(no).__name__
    assert (outcome(following), refused) == (mode, refusal)
    again = Following(world, "http://desk", "edge-1", None, FOLDER, CAPABILITIES)
    assert outcome(again) == mode  # a restart holds the same
    assert obeyed.versions[-1][:2] == mode[1:]


async def test_kept_on_disk_before_it_is_obeyed() -> None:
    world, following, obeyed = await holding_paused()
    await following.take(published(SEALED), obeyed)
    assert obeyed.versions == [(1, 10, True), (1, 11, True)]
    assert all(content == world.files[FOLDER / "switches.json"] for content in obeyed.on_disk[-1:])
    assert world.files[FOLDER / "switches.json"] == world.files[FOLDER / "switches.copy.json"]


async def test_a_sign_of_life_is_no_new_version() -> None:
    world, following, obeyed = await holding_paused()
    before = dict(world.files)
    await following.take(published(LATER), obeyed)
    assert obeyed.versions[-1] == (1, 10, False)
    assert world.files == before  # not written each time
    world.clock_ms = NOW_MS + 30_000
    assert following.age_ms == 5_000


async def test_the_desk_is_gone_and_the_node_was_started_again() -> None:
    world, _, _ = await holding_paused()
    world.line.answers = []
    following = Following(world, "http://desk", "edge-1", EDGE, FOLDER, CAPABILITIES)
    obeyed = Obeyed(world)
    await following.start(obeyed)
    assert outcome(following) == ("paused", 1, 10)
    assert obeyed.versions == [(1, 10, False)]
    assert "We have paused orders." in following.banner("web")
    assert following.banner("app") == ""


class Enough(Exception):
    """Ends a loop that has no end."""


async def test_it_asks_again_ever_more_slowly_and_at_once_when_the_desk_is_back() -> None:
    class Patient(NodeWorld):
        async def sleep(self, seconds: float) -> None:
            await super().sleep(seconds)
            if len(self.slept) == 9:
                raise Enough

    world = Patient(None, Answer(503, {}, b""), None, None, None, None, None, answer(published(PAUSED)), Answer(202, {}, b""), None, None)
    following, obeyed = node(world), Obeyed(world)
    with contextlib.suppress(Enough):
        await following.run(obeyed)
    assert world.slept == [0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 15.0, 0.5, 1.0]
    assert obeyed.versions == [(1, 10, True)]
    first, report = world.line.asked[0], world.line.asked[8]
    assert first[:2] == ("GET", "http://desk.localhost:8082/published?after=0.0&wait=25")
    assert report[:2] == ("POST", "http://desk.localhost:8082/published/held")
    told = msgspec.json.decode(report[2], type=HeldReport)
    assert (told.node, told.generation, told.version, told.as_at_ms) == ("edge-1", 1, 10, NOW_MS)
    assert told.is_of(EDGE.public)
    assert world.line.asked[-1][1].endswith("after=1.10&wait=25")


async def test_a_full_disk_holds_up_the_switches_and_not_the_node() -> None:
    class Full(NodeWorld):
        full = False

        def replace_file(self, path: Path, content: bytes) -> None:
            if self.full:
                raise OSError(28, "No space left on device")
            super().replace_file(path, content)

        async def sleep(self, seconds: float) -> None:
            await super().sleep(seconds)
            self.full = False
            if len(self.slept) == 2:
                raise Enough

    world = Full(answer(published(PAUSED)), answer(published(PAUSED)), Answer(202, {}, b""))
    following, obeyed = node(world), Obeyed(world)
    world.full = True
    with contextlib.suppress(Enough):
        await following.run(obeyed)
    assert obeyed.versions == [(1, 10, True)]
    assert len(world.slept) == 2  # once for the disk, once when the desk fell silent


@pytest.mark.parametrize(
    ("report", "fits"),
    [
        (HeldReport(node="edge-1", generation=1, version=10, as_at_ms=5).signed(EDGE), True),
        (replace(HeldReport(node="edge-1", generation=1, version=10, as_at_ms=5).signed(EDGE), version=11), False),
        (HeldReport(node="edge-2", generation=1, version=10, as_at_ms=5).signed(EDGE), False),
        (HeldReport(node="edge-1", generation=1, version=10, as_at_ms=5).signed(STRANGER), False),
        (HeldReport(node="edge-1", generation=1, version=10, as_at_ms=5, signature="?"), False),
        (HeldReport(node="edge-1", generation=1, version=10, as_at_ms=5), False),
    ],
)
def test_only_the_node_itself_says_what_it_holds(report: HeldReport, fits: bool) -> None:
    assert report.is_of(EDGE.public) is fits


async def test_a_busy_lane_is_asked_again_until_it_obeys() -> None:
    world = NodeWorld()
    following, answers = node(world), [Busy(), Busy(), None]

    async def on_table(document: str, table: SwitchTable, gate: Gate, changed: bool) -> None:
        no = answers.pop(0)
        if no:
            raise no

    await following.take(published(PAUSED), on_table)
    assert (answers, len(world.slept)) == ([], 2)


@pytest.mark.parametrize(
    ("damaged", "content", "mode"),
    [
        (("switches.json",), b"", "sealed"),
        (("switches.copy.json",), b"{}", "sealed"),
        (("switches.json",), None, "sealed"),
        (("switches.json", "switches.copy.json"), b"\xff\x00", "paused"),  # unknown what was stopped: nothing begins
        (("switches.json", "switches.copy.json"), b"forged", "paused"),
    ],
)
async def test_a_damaged_copy(damaged: tuple[str, ...], content: bytes | None, mode: str) -> None:
    world, following, obeyed = await holding_paused()
    await following.take(published(SEALED), obeyed)
    for name in damaged:
        whole = world.files.pop(FOLDER / name)
        if content is not None:
            forged = whole.replace(sign(SWITCHES, SEALED, DESK).payload.encode(), sign(SWITCHES, OPENED_BY_TWO, STRANGER).payload.encode())
            world.files[FOLDER / name] = forged if content == b"forged" else content
    again = Following(world, "http://desk", "edge-1", None, FOLDER, CAPABILITIES)
    assert again.gate.describe("orders", Scope(channel="web"), NOW_MS).mode == mode
    await again.start(obeyed)
    await again.take(published(OPENED_BY_TWO), obeyed) if mode == "paused" else None
    assert again.gate.describe("orders", Scope(channel="web"), NOW_MS).mode == ("open" if mode == "paused" else mode)


async def test_both_copies_of_the_trust_root() -> None:
    world, following, obeyed = await holding_paused()
    await following.take(published(TWO, NEW_DESK, change(A, B, C)), obeyed)
    world.files[FOLDER / "trust.json"] = ROOT.text.encode()  # the former one, put back
    assert Following(world, "http://desk", "e", None, FOLDER, CAPABILITIES).trust.generation == CHANGE.generation
    world.files[FOLDER / "trust.copy.json"] = b"?"
    world.files[FOLDER / "trust.json"] = b"?"
    with pytest.raises(NoTrustRoot, match=r"trust\.json is missing or damaged"):
        Following(world, "http://desk", "e", None, FOLDER, CAPABILITIES)


async def test_the_table_of_a_former_key_still_counts_after_a_restart() -> None:
    world, following, obeyed = await holding_paused()
    with pytest.raises(Refusal):
        await following.take(published(SEALED, DESK, change(A, B, C)), obeyed)
    again = Following(world, "http://desk", "edge-1", None, FOLDER, CAPABILITIES)
    assert (outcome(again), again.trust.generation) == (("paused", 1, 10), 2)
    assert "We have paused orders." in again.banner("web")


async def test_a_banner_that_does_not_fit_is_made_here() -> None:
    for wrong in (published(PAUSED).banners, published(SEALED, STRANGER).banners, {}):
        world = NodeWorld()
        fresh = node(world)
        await fresh.take(replace(published(SEALED), banners=wrong), Obeyed(world))
        assert "We have sealed orders. You can still browse" in fresh.banner("web")


@pytest.mark.parametrize("body", [b"", b"{}", b"<html>", b'{"switches": 1, "banners": {}}', b"\xff"])
def test_what_no_desk_publishes(body: bytes) -> None:
    with pytest.raises(PublishedIsUnreadable):
        read_published(body)
