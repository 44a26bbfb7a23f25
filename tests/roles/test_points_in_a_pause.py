"""What a pause of loyalty holds back keeps nothing waiting that goes on in it: points come back, as the letter says."""

from __future__ import annotations

from typing import Any
from unittest import mock

from arkwright.compartments.loyalty.commands import ClawBackMoney, GiveBackSpent, ReleaseSpend
from arkwright.compartments.ordering.events import OrderCancelled
from arkwright.compartments.payments.events import PointsRefunded
from arkwright.kit.messages import Event
from arkwright.roles.reactions import pumps

WHAT: dict[str, Any] = {"payment": "o1", "order": "o1", "number": "A1", "channel": "web"}
REFUNDED = PointsRefunded(**WHAT, refund="r1", points=500, points_pence=500, why="goodwill", by="cleo", postings=(), refunded_ms=5)
CANCELLED = mock.Mock(spec=OrderCancelled, order="o1", points=500, cancelled_ms=5, __class__=OrderCancelled)


def office() -> Any:
    """Lanes that have a name and nothing else."""
    lanes: dict[str, Any] = {}
    shop = mock.Mock()
    for name in ("catalogue", "promotions", "stock", "ordering", "dispatch", "payments", "notices", "accounts", "loyalty", "customers"):
        lanes[name] = mock.Mock()
    lanes["sales_audit"] = mock.Mock()
    for name, lane in lanes.items():
        lane.name = name
        setattr(shop, name, lane)
    return shop


async def asked(source: str, event: Event) -> list[set[tuple[str, str, str]]]:
    """Of each pump from there to loyalty that has something to carry: the commands, their ids, and what becomes of them in a pause."""
    found: list[set[tuple[str, str, str]]] = []
    for pump in pumps(office(), "online"):
        if pump.name.startswith(f"{source} to loyalty"):
            commands = await pump._commands(mock.Mock(event=event, sequence=1, leaf=bytes(32)))
            found.append({(type(each).__name__, each.id, each.during_pause) for each in commands})
    return [each for each in found if each]


async def test_points_of_a_refund_do_not_wait_for_those_that_it_takes() -> None:
    name = f"payments.1.{bytes(8).hex()}.loyalty"
    assert await asked("payments", REFUNDED) == [
        {(ClawBackMoney.__name__, f"{name}.money", "refuse")},
        {(GiveBackSpent.__name__, name, "finish")},
    ]


async def test_points_of_an_order_that_ended_do_not_wait_for_those_that_parcels_earn() -> None:
    assert await asked("ordering", CANCELLED) == [{(ReleaseSpend.__name__, f"ordering.1.{bytes(8).hex()}.loyalty", "finish")}]
    assert len([pump for pump in pumps(office(), "online") if pump.name.startswith("ordering to loyalty")]) == 2


def test_each_reaction_keeps_its_own_place() -> None:
    names = [pump.name for pump in pumps(office(), "online")]
    assert sorted(names) == sorted(set(names))
