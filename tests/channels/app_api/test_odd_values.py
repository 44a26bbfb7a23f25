"""Odd values in every place of every request: each is answered as the document says, none of them breaks anything."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from arkwright.channels.app_api.api import OPERATIONS
from arkwright.channels.app_api.limits import Policy
from arkwright.compartments.ordering import queries as orders
from tests.channels.app_api.line import Line, new_order, on_the_line

MANY = 1_000_000
ODD: tuple[Any, ...] = (
    None, True, -1, 10**19, 1.5, "", "\x00", "x" * 5_000, "🎁'; --", [], {}, {"a": 1},
)  # fmt: skip
IN_ADDRESSES = ("", "\x00", "x" * 3_000, "🎁'; --", "%2500", "..", "a/b", "-1", "\n")


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value, itself included."""
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inside:
        yield from places(each, (*path, name))


def with_odd(value: Any, path: tuple[Any, ...], odd: Any) -> Any:
    """The value with something else at one place."""
    if not path:
        return odd
    changed = copy.deepcopy(value)
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = odd
    return changed


async def test_odd_values_in_bodies_break_nothing(tmp_path: Path) -> None:
    async with on_the_line(tmp_path, writing=Policy(name="writing", quota=MANY, window_s=60)) as line:
        basket = await line.basket(quantity=1)
        number = 1000
        for path, body in (
            (f"/baskets/{basket}/lines", {"sku": "MUG-1", "quantity": 1}),
            ("/waiting-list", {"capability": "orders", "email": "ada@example.com"}),
            ("/orders", new_order(basket)),
        ):
            for place in places(body):
                for odd in ODD:
                    number += 1
                    answer = await line.post(path, with_odd(body, place, odd), number)
                    assert answer.status_code < 500, (path, place, odd, answer.text)
        assert await taken(line) <= 1
        assert (await line.get(f"/baskets/{basket}")).status_code == 200


async def taken(line: Line) -> int:
    """Orders that stand: of a basket there can be one."""
    return sum((await orders.counts(line.place.office.shop.ordering.reader)).values())


async def test_odd_values_in_addresses_break_nothing(tmp_path: Path) -> None:
    async with on_the_line(tmp_path, reading=Policy(name="reading", quota=MANY, window_s=60)) as line:
        for operation in OPERATIONS:
            if operation.method != "GET":
                continue
            good = {parameter.name: parameter.example for parameter in operation.parameters}
            for parameter in operation.parameters:
                for odd in IN_ADDRESSES:
                    if parameter.place == "header" and (not odd.isascii() or not odd.isprintable()):
                        continue
                    status = await answered(line, operation.path, {**good, parameter.name: odd}, [p.name for p in operation.of("query")])
                    assert status < 500, (operation.name, parameter.name, odd)


async def answered(line: Line, template: str, values: dict[str, str], query: list[str]) -> int:
    """The status of a reading request with these values."""
    path = template
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    asked = "&".join(f"{name}={quote(values[name], safe='')}" for name in query)
    headers = {"order-key": values["Order-Key"]} if "Order-Key" in values else {}
    answer = await line.client.get(f"/api/v1{path}?{asked}" if asked else f"/api/v1{path}", headers=headers)
    return int(answer.status_code)
