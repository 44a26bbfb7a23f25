"""Switch tables: which new ones a node takes over, what the capabilities' list must hold, and what banners say."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from arkwright.kit import signing
from arkwright.kit.messages import DuringPause
from arkwright.kit.refusal import NotTaken, Refusal
from arkwright.kit.scope import NOWHERE, Scope
from arkwright.kit.signing import SigningKey
from arkwright.kit.switches import (
    CAPABILITY_IDS,
    NOTHING_SWITCHED,
    Gate,
    Limits,
    Place,
    SwitchOrder,
    SwitchTable,
    accept,
    banner,
    read_table,
    shipped,
)
from arkwright.kit.switches import banners as said
from arkwright.kit.switches import capability as listing
from arkwright.kit.switches import table as no
from arkwright.kit.trust import TrustRoot
from tests.kit.switch_orders import NOW_MS, held, order, people

WEB = Place(channel="web")
ENGLAND, BRITAIN = Limits(regions=("England",)), Limits(regions=("England", "Scotland", "Wales"))
DESK, OTHER = SigningKey("desk", bytes(32)), SigningKey("desk", bytes([1]) * 32)
TRUST = TrustRoot(generation=1, desk=DESK.public.text, recovery=(), needed=2)


def newer(*orders: SwitchOrder, **more: Any) -> SwitchTable:
    fields: dict[str, Any] = {"version": 20, "as_at_ms": NOW_MS + 1}
    return held(*orders, **(fields | more))


P5 = order("paused", number=5)
CANCEL: dict[str, Any] = {"in_flight": "cancel", "cancel_from_ms": 100}


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        # how one order may follow another: one person may tighten, two may loosen
        (order("open"), order("limited", number=11, limits=ENGLAND), None),
        (order("open"), order("sealed", number=11), None),
        (order("limited", limits=BRITAIN), order("limited", number=11, limits=ENGLAND), None),
        (order("limited", limits=BRITAIN), order("limited", number=11, limits=replace(BRITAIN, max_total_pence=1)), None),
        (order("limited", limits=ENGLAND), order("paused", number=11), None),
        (P5, order("paused", number=11, say="We have paused orders until Monday."), None),
        (P5, order("paused", number=11, **CANCEL), None),
        (P5, order("paused", number=11, in_flight="hold"), None),
        (order("paused", **CANCEL), order("paused", number=11, in_flight="cancel", cancel_from_ms=99), None),
        (P5, order("sealed", number=11), None),
        (P5, order("open", number=11), None),
        (P5, order("limited", number=11, limits=ENGLAND, approved=2), None),
        (order("sealed"), order("paused", number=11, approved=2), None),
        (P5, order("limited", number=11, limits=ENGLAND), no.NeedsTwoPeople),
        (P5, order("limited", number=11, limits=ENGLAND, approvals=people(1) * 2), no.NeedsTwoPeople),
        (order("sealed"), order("paused", number=11), no.NeedsTwoPeople),
        (order("sealed"), order("paused", number=11, in_flight="hold"), no.NeedsTwoPeople),
        (order("paused", in_flight="hold"), order("paused", number=11), no.NeedsTwoPeople),
        (order("paused", in_flight="hold"), order("paused", number=11, **CANCEL), no.NeedsTwoPeople),
        (order("paused", **CANCEL), order("paused", number=11), no.NeedsTwoPeople),
        (order("paused", **CANCEL), order("paused", number=11, in_flight="cancel", cancel_from_ms=101), no.NeedsTwoPeople),
        (order("limited", limits=ENGLAND), order("limited", number=11, limits=BRITAIN), no.NeedsTwoPeople),
        (order("limited", limits=ENGLAND), order("limited", number=11, limits=Limits(categories=("toys",))), no.NeedsTwoPeople),
        (
            order("limited", limits=Limits(share_per_mille=10)),
            order("limited", number=11, limits=Limits(share_per_mille=11)),
            no.NeedsTwoPeople,
        ),
        (
            order("limited", limits=Limits(max_total_pence=10)),
            order("limited", number=11, limits=Limits(max_total_pence=11)),
            no.NeedsTwoPeople,
        ),
        # nothing goes back, is rewritten or vanishes
        (P5, replace(P5), None),
        (P5, replace(P5, number=4), no.SwitchWentBack),
        (P5, replace(P5, say="Another sentence."), no.SwitchWentBack),
        (P5, order("open", number=5), no.SwitchWentBack),
        (P5, order("paused", WEB, number=11), no.SwitchVanished),
        (P5, order("open", number=11, approvals=people(1)), no.SwitchIsMalformed),
        (P5, order("sealed", number=11, approved=0), no.SwitchIsMalformed),
        (P5, order("sealed", number=21), no.SwitchIsMalformed),
        (P5, order("sealed", number=11, generation=2), no.SwitchIsMalformed),
        (P5, order("limited", number=11, approved=2), no.SwitchIsMalformed),
    ],
)
def test_how_an_order_may_follow(before: SwitchOrder, after: SwitchOrder, outcome: type[Refusal] | None) -> None:
    old, new = held(before), newer(after)
    if outcome is None:
        assert accept(old, new) == new
        return
    with pytest.raises(outcome) as caught:
        accept(old, new)
    assert str(caught.value)


SEALED_8 = order("sealed", number=8)
OPEN_12 = order("open", number=12)
PAUSED_15 = order("paused", number=15)


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        (NOTHING_SWITCHED, newer(P5, order("open", WEB)), None),
        (held(P5), held(P5), None),
        (held(P5), held(P5, as_at_ms=NOW_MS + 1), None),
        (held(P5, order("open", WEB)), held(order("open", WEB), P5, as_at_ms=NOW_MS + 1), None),
        (held(P5), newer(P5, order("paused", WEB, number=11)), None),
        (held(P5), newer(P5, as_at_ms=NOW_MS - 1), None),  # the desk's clock was put right
        (held(P5), held(P5, as_at_ms=NOW_MS - 1), no.OldSwitches),
        (held(P5), held(P5, version=9, as_at_ms=NOW_MS + 1), no.OldSwitches),
        (held(P5, generation=2), held(P5, version=99, as_at_ms=NOW_MS + 1), no.OldSwitches),
        (held(P5), held(SEALED_8, as_at_ms=NOW_MS + 1), no.SameVersionOtherSwitches),
        (held(P5), held(as_at_ms=NOW_MS + 1), no.SameVersionOtherSwitches),
        (held(P5), newer(), no.SwitchVanished),
        (held(P5), newer(P5, P5), no.SwitchIsMalformed),
        # a version was missed: two people opened (12), one paused again (15), and the node still holds the seal (8)
        (held(SEALED_8), newer(PAUSED_15, restarts=(OPEN_12,)), None),
        (held(SEALED_8), newer(PAUSED_15), no.NeedsTwoPeople),
        (held(SEALED_8), newer(PAUSED_15, restarts=(replace(OPEN_12, number=7),)), no.NeedsTwoPeople),
        (held(SEALED_8), newer(PAUSED_15, restarts=(replace(OPEN_12, capability="delivery"),)), no.NeedsTwoPeople),
        (
            held(SEALED_8),
            newer(PAUSED_15, restarts=(order("paused", number=12, in_flight="hold", approved=2),)),
            no.NeedsTwoPeople,
        ),
        (held(SEALED_8), newer(PAUSED_15, restarts=(replace(OPEN_12, approvals=people(1)),)), no.SwitchIsMalformed),
        (held(SEALED_8), newer(PAUSED_15, restarts=(order("limited", number=12, limits=ENGLAND),)), no.SwitchIsMalformed),
        # a new desk key may count from one again, but forgets nothing and reopens nothing by itself
        (held(SEALED_8), newer(SEALED_8, generation=2, version=1), None),
        (held(SEALED_8), newer(order("open", generation=2, number=1), generation=2, version=1), None),
        (held(SEALED_8), newer(order("paused", generation=2, number=1), generation=2, version=1), no.NeedsTwoPeople),
        (held(SEALED_8), newer(order("open", number=7), generation=2, version=1), no.SwitchWentBack),
        (held(SEALED_8), newer(generation=2, version=1), no.SwitchVanished),
    ],
)
def test_which_tables_are_taken_over(before: SwitchTable, after: SwitchTable, outcome: type[Refusal] | None) -> None:
    if outcome is None:
        assert accept(before, after) == after
        return
    with pytest.raises(outcome) as caught:
        accept(before, after)
    assert str(caught.value)


@pytest.mark.parametrize(
    ("envelope", "outcome"),
    [
        (signing.sign("arkwright/switches/1", held(P5), DESK), None),
        (signing.sign("arkwright/switches/1", held(P5), OTHER), signing.NotSignedBy),
        (signing.sign("arkwright/banner/1", held(P5), DESK), signing.DocumentIsOfAnotherType),
        (signing.sign("arkwright/switches/1", P5, DESK), signing.PayloadIsWrong),
        (signing.sign("arkwright/switches/1", held(P5, generation=2), DESK), no.SwitchesOfAnotherKey),
        (signing.sign("arkwright/switches/1", held(P5, P5), DESK), no.SwitchIsMalformed),
    ],
)
def test_read_table(envelope: signing.Envelope, outcome: type[Refusal] | None) -> None:
    if outcome is None:
        assert read_table(signing.read_envelope(envelope.text), TRUST) == held(P5)
        return
    with pytest.raises(outcome):
        read_table(envelope, TRUST)


REGIONS = st.sampled_from([None, "England", "Scotland"])
SETS = st.none() | st.lists(st.sampled_from(["England", "Scotland"]), unique=True).map(tuple)
LIMITS = st.builds(
    Limits, regions=SETS, max_total_pence=st.none() | st.integers(0, 3), share_per_mille=st.none() | st.sampled_from([0, 500, 1000])
)
PLACES = st.builds(Place, channel=st.sampled_from([None, "web", "app"]), region=REGIONS)
ORDERS = st.builds(
    order,
    mode=st.sampled_from(["open", "limited", "paused", "sealed"]),
    place=PLACES,
    number=st.integers(1, 20),
    limits=LIMITS,
    in_flight=st.sampled_from(["finish", "hold", "cancel"]),
    cancel_from_ms=st.none() | st.integers(0, 2),
)
TABLES = st.lists(ORDERS, max_size=4, unique_by=lambda each: each.key).map(tuple)
SCOPES = st.builds(
    Scope,
    channel=st.sampled_from([None, "web", "app", "phone"]),
    region=REGIONS,
    total_pence=st.none() | st.integers(0, 4),
    shopper=st.none() | st.sampled_from(["s1", "s2", "s3"]),
)


def passes(switches: SwitchTable, scope: Scope, during: DuringPause) -> bool:
    try:
        Gate(switches, {}).check(("orders",), scope, during, NOW_MS)
    except NotTaken:
        return False
    return True


@given(TABLES, TABLES, st.booleans(), st.lists(st.tuples(SCOPES, st.sampled_from(["refuse", "finish", "allow"])), min_size=5))
def test_the_gate_never_lets_more_through_without_two_people(
    before: tuple[SwitchOrder, ...], after: tuple[SwitchOrder, ...], kept: bool, questions: list[tuple[Scope, DuringPause]]
) -> None:
    old = held(*before, version=20)
    changed = tuple(replace(each, number=each.number + 20) for each in after if each.mode != "open")
    if kept:
        changed += tuple(each for each in before if each.key not in {other.key for other in changed})
    new = newer(*changed, version=40)
    try:
        taken = accept(old, new)
    except Refusal:
        assume(False)
        return
    for scope, during in questions:
        assert passes(old, scope, during) or not passes(taken, scope, during)


@given(ORDERS, ORDERS, SCOPES, st.sampled_from(["refuse", "finish", "allow"]))
def test_what_is_no_looser_lets_no_more_through(one: SwitchOrder, other: SwitchOrder, scope: Scope, during: DuringPause) -> None:
    one = replace(one, place=other.place)
    if one.no_looser_than(other):
        assert passes(held(other), scope, during) or not passes(held(one), scope, during)
    assert one.no_looser_than(one)


def test_the_capabilities_that_are_shipped() -> None:
    assert tuple(shipped()) == CAPABILITY_IDS


GOOD = files("arkwright.kit.switches").joinpath("capabilities.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", "lacks"),
        ("[browse", "read"),
        (GOOD.replace("[cash]", "[coins]"), "lacks cash"),
        (GOOD + GOOD[GOOD.index("[notices]") :].replace("[notices]", "[more]"), "more is no capability"),
        (GOOD.replace('["kiosk-returns"]', '["kiosks"]'), "kiosks is no capability"),
        (GOOD.replace("stale_hours = 24", "stale_hours = 0"), "stale_hours"),
        (GOOD.replace('when_stale = "keep"', 'when_stale = "open"'), "when_stale"),
    ],
)
def test_a_wrong_list_of_capabilities_is_refused(text: str, names: str) -> None:
    with pytest.raises(listing.CapabilitiesAreWrong, match=names):
        listing.read(text)


GIFT = order("paused", capability="gift-cards", say="Gift cards are paused.")


@pytest.mark.parametrize(
    ("orders", "channel", "level", "sentences"),
    [
        ((), "web", "none", ()),
        ((order("open"),), "web", "none", ()),
        ((order("paused", WEB),), "app", "none", ()),
        ((order("paused", Place(store="leeds")),), "web", "none", ()),
        ((order("limited", limits=ENGLAND),), "web", "limited", ("We have limited orders.",)),
        ((order("paused", WEB),), "web", "paused", ("We have paused orders.", said.BROWSING_GOES_ON)),
        ((order("paused", Place(region="Wales"), say="Not in Wales."),), "web", "paused", ("Not in Wales.", said.BROWSING_GOES_ON)),
        ((order("paused"), order("paused", WEB)), "web", "paused", ("We have paused orders.", said.BROWSING_GOES_ON)),
        ((GIFT, order("limited", limits=ENGLAND)), "web", "paused", (GIFT.say, "We have limited orders.", said.BROWSING_GOES_ON)),
        ((GIFT, order("paused")), "web", "paused", ("We have paused orders.", GIFT.say, said.BROWSING_GOES_ON)),
        ((order("sealed", capability="browse", say="The range is away."),), "web", "paused", ("The range is away.",)),
        (
            tuple(order("paused", capability=each, say=f"{each} is paused.") for each in CAPABILITY_IDS[1:]),
            "web",
            "paused",
            ("orders is paused.", "delivery is paused.", "collection-orders is paused.", said.MORE, said.BROWSING_GOES_ON),
        ),
    ],
)
def test_banner(orders: tuple[SwitchOrder, ...], channel: str, level: str, sentences: tuple[str, ...]) -> None:
    shown = banner(held(*orders), shipped(), channel)
    assert (shown.level, shown.sentences) == (level, sentences)
    assert (shown.version, shown.channel) == (10, channel)


def test_a_place_in_words() -> None:
    assert Place().words() == "everywhere"
    assert order("paused", Place(channel="web", delivery_method="next-day")).title == "orders (channel web, delivery method next-day)"
    assert Scope() == NOWHERE
