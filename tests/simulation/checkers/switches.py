"""Invariants 22 to 24 and 26: what switches stop is stopped, only the desk moves them, and nothing is said that is not so.

What a switch stops is written down here a second time, apart from the gate that is under test.
"""

from __future__ import annotations

from collections.abc import Iterator

from arkwright.journal.entries import SwitchesObeyed
from arkwright.kit.messages import Command
from arkwright.kit.switches import NOTHING_SWITCHED, SwitchOrder, SwitchTable
from tests.simulation.evidence import Evidence


def nothing_passes_a_closed_gate(evidence: Evidence) -> Iterator[str]:
    """22 and 24: from the entry at which a lane obeyed a table, nothing that it stops stands in its journal."""
    asked = {(each.lane, each.command.id): each.command for each in evidence.record.answered}
    for name, lane in evidence.lanes.items():
        table, checked = NOTHING_SWITCHED, set[str]()
        for entry in lane.entries:
            if isinstance(entry.event, SwitchesObeyed):
                table = evidence.desk.genuine.get(entry.event.document, NOTHING_SWITCHED)
            elif entry.command not in checked and (command := asked.get((name, entry.command))) is not None:
                checked.add(entry.command)
                order = stopping(table, command)
                if order is not None:
                    what = f"{type(command).__name__} {command.id}"
                    yield f"22: {what} took effect in {name} at {entry.sequence} while {order.title} is {order.mode}"


def what_was_acknowledged_holds(evidence: Evidence) -> Iterator[str]:
    """22: once the office stood by a table, nothing that it stops comes behind the journals' ends of that moment, crash or no crash."""
    asked = {(each.lane, each.command.id): each.command for each in evidence.record.answered}
    for name, lane in evidence.lanes.items():
        stood_by = sorted((each.heads[name], at) for at, each in enumerate(evidence.watched.acknowledged))
        floor, obeyed, checked = NOTHING_SWITCHED, NOTHING_SWITCHED, set[str]()
        for entry in lane.entries:
            while stood_by and stood_by[0][0] < entry.sequence:
                floor = newer(floor, evidence.watched.acknowledged[stood_by.pop(0)[1]].table)
            if isinstance(entry.event, SwitchesObeyed):
                obeyed = newer(obeyed, evidence.desk.genuine.get(entry.event.document, NOTHING_SWITCHED))
            elif entry.command not in checked and (command := asked.get((name, entry.command))) is not None:
                checked.add(entry.command)
                order = stopping(newer(floor, obeyed), command)
                if order is not None:
                    what = f"{type(command).__name__} {command.id}"
                    yield f"22: {what} came at {entry.sequence} of {name} after {order.title} was said to be {order.mode}"


def newer(one: SwitchTable, other: SwitchTable) -> SwitchTable:
    """The newer of two tables."""
    return max(one, other, key=lambda table: (table.generation, table.version))


def stopping(table: SwitchTable, command: Command) -> SwitchOrder | None:
    """The order that stops this command, if one does."""
    scope = command.scope()
    for order in table.orders:
        place = order.place
        here = (
            order.capability in command.capabilities
            and place.channel in (None, scope.channel)
            and place.store in (None, scope.store)
            and (place.region is None or place.region in (scope.region, scope.postcode_area))
            and (place.category is None or place.category in scope.categories)
            and place.delivery_method in (None, scope.delivery_method)
        )
        if not here:
            continue
        begins, goes_on = command.during_pause == "refuse", command.during_pause == "finish"
        if order.mode == "sealed" or (order.mode == "paused" and (begins or (goes_on and order.in_flight == "hold"))):
            return order
        if order.mode == "limited" and begins and order.limits.broken(order.capability, scope):
            return order
    return None


def only_genuine_newer_tables_count(evidence: Evidence) -> Iterator[str]:
    """23: each table that a lane obeyed was signed by the desk, and is newer than the one before."""
    for name, lane in evidence.lanes.items():
        held = (0, 0)
        for entry in lane.events(SwitchesObeyed):
            assert isinstance(entry.event, SwitchesObeyed)
            table = evidence.desk.genuine.get(entry.event.document)
            if table is None:
                yield f"23: {name} obeyed at {entry.sequence} a table that the desk never stood for"
                continue
            if (table.generation, table.version) <= held:
                yield f"23: {name} went from version {held[1]} to {table.version} at {entry.sequence}"
            held = (table.generation, table.version)


def the_office_never_goes_back(evidence: Evidence) -> Iterator[str]:
    """23: the tables that the office stood by, one after another, through restarts too, are never older than the one before."""
    held = NOTHING_SWITCHED
    for each in evidence.watched.acknowledged:
        if (each.table.generation, each.table.version) < (held.generation, held.version):
            yield f"23: the office stood by version {each.table.version} after it had stood by version {held.version}"
        held = newer(each.table, held)


def the_newest_table_is_held(evidence: Evidence) -> Iterator[str]:
    """23: at rest the node holds what the desk ordered last, whatever impostors sent in between."""
    if evidence.held_version != evidence.desk.table.version:
        yield f"23: the office holds version {evidence.held_version} and the desk ordered {evidence.desk.table.version}"


def banners_say_what_is_answered(evidence: Evidence) -> Iterator[str]:
    """26: where nothing changed meanwhile, what is said of orders agrees with what a shopper was answered."""
    placed: dict[str, int] = {}
    for each in evidence.record.answered:
        if each.answer.startswith("done"):
            placed.setdefault(each.command.id, each.at_ms)
    for looked in evidence.record.looked:
        if looked.before != looked.after:
            continue
        _, mode, banner = looked.before
        if looked.answer == "taken" and placed.get(f"{looked.order}.place", 0) >= looked.since_ms and mode in ("paused", "sealed"):
            yield f"26: orders by {looked.channel} were said to be {mode}, and one was taken at {looked.at_ms}"
        if looked.answer in ("paused", "sealed", "limited") and not banner:
            yield f"26: an order by {looked.channel} was answered {looked.answer} without any banner at {looked.at_ms}"
        if mode in ("paused", "sealed") and "We" not in banner:
            yield f"26: orders by {looked.channel} are {mode}, and the banner does not say it at {looked.at_ms}"
