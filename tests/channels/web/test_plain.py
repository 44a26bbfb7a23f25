"""What no database and no page can take is refused at the door, by the name of its field, in forms, addresses and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from arkwright.channels.app_api.api import OPERATIONS
from arkwright.channels.app_api.limits import Policy
from arkwright.channels.web.noes import InputIsWrong
from arkwright.channels.web.plain import LONGEST, check_body, wrong_with
from tests.channels.app_api.line import new_order, on_the_line
from tests.channels.web.site import OURS, client
from tests.simulators.shop import StillWorld

URL_ENCODED = {"content-type": "application/x-www-form-urlencoded"}
MULTIPART = {"content-type": "multipart/form-data; boundary=x"}
SAYS = "without control characters"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", None),
        ("Ada Wright", None),
        ("Zoë 🎁 \n\r\t£", None),
        ("a\0b", SAYS),
        ("a\x0bb", SAYS),
        ("\x1b[31m", SAYS),
        ("\x85", SAYS),
        ("\ud800", SAYS),
        ("a\ufffdb", SAYS),
        ("a" * LONGEST, None),
        ("a" * (LONGEST + 1), "longer than 20,000 characters"),
    ],
)
def test_what_is_wrong_with_a_text(text: str, said: str | None) -> None:
    wrong = wrong_with(text)
    assert wrong is None if said is None else said in (wrong or "")


@pytest.mark.parametrize(
    ("headers", "body", "status", "says"),
    [
        (URL_ENCODED, b"name=Ada", 200, "Ada"),
        (URL_ENCODED, b"name=a%00b", 422, f"name: This holds control characters or damaged characters. Type it again {SAYS}."),
        ({"content-type": "Application/X-WWW-Form-URLencoded"}, b"name=a%00b", 422, SAYS),
        (URL_ENCODED, b"name=%ED%A0%80", 422, SAYS),
        (URL_ENCODED, b"other=%0B", 422, "other: "),
        (URL_ENCODED, b"na%00me=1", 422, "na?me: "),
        (URL_ENCODED, b"name=" + b"a" * 20_001, 422, "name: This is longer than 20,000 characters."),
        (MULTIPART, b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\na\0b\r\n--x--\r\n', 422, SAYS),
        (MULTIPART, b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n\xed\xa0\x80\r\n--x--\r\n', 422, "not UTF-8"),
    ],
)
async def test_a_form(headers: dict[str, str], body: bytes, status: int, says: str) -> None:
    async with client(StillWorld()) as visitor:
        visitor.cookies.set("arkwright-shop", "01j0")
        token = (await visitor.get("/")).text
        answer = await visitor.post("/form", headers={**OURS, "x-form-token": token, **headers}, content=body)
    assert (answer.status_code, says in answer.text) == (status, True), answer.text


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/?q=a", 200, ""),
        ("/?q=%ff", 200, ""),
        ("/?q=%00", 422, "q: "),
        ("/?q%01=1", 422, "q?: "),
        ("/fail/%00", 422, "address: "),
        ("/api/fail/%0B", 422, '"field":"address"'),
        ("/healthz?%00", 422, "?: "),
    ],
)
async def test_an_address(path: str, status: int, says: str) -> None:
    async with client(StillWorld()) as visitor:
        answer = await visitor.get(path)
    assert (answer.status_code, says in answer.text) == (status, True), answer.text


class Inner(msgspec.Struct):
    sku: str


class Outer(msgspec.Struct):
    name: str
    lines: tuple[Inner, ...]
    more: dict[str, Any]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (Outer("Ada", (Inner("a"), Inner("b")), {"a": ["b"]}), None),
        (Outer("A\0da", (), {}), "name"),
        (Outer("Ada", (Inner("a"), Inner("\0")), {}), "lines[].sku"),
        (Outer("Ada", (), {"a": ["\0"]}), "more.a[]"),
        (Outer("Ada", (), {"\0": 1}), "more"),
        ("\0", "body"),
    ],
)
def test_a_body_of_json(body: object, field: str | None) -> None:
    if field is None:
        return check_body(body)
    with pytest.raises(InputIsWrong) as refused:
        check_body(body)
    assert refused.value.problems[0][0] == field


def texts(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a text in a JSON value."""
    if isinstance(value, str):
        yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inside:
        yield from texts(each, (*path, name))


def with_text(value: Any, path: tuple[Any, ...], text: str) -> Any:
    """The value with another text at one place."""
    if not path:
        return text
    changed = dict(value) if isinstance(value, dict) else list(value)
    changed[path[0]] = with_text(value[path[0]], path[1:], text)
    return changed


@pytest.mark.parametrize("odd", ["a\0b", "\x1b", "a" * 25_000], ids=["nul", "escape", "endless"])
async def test_every_text_of_the_app_api(tmp_path: Path, odd: str) -> None:
    async with on_the_line(tmp_path, writing=Policy(name="writing", quota=10_000, window_s=60)) as line:
        basket = await line.basket()
        bodies = (
            (f"/baskets/{basket}/lines", {"sku": "MUG-1", "quantity": 1}),
            ("/waiting-list", {"capability": "orders", "email": "ada@example.com"}),
            ("/orders", new_order(basket)),
        )
        for number, (path, body) in enumerate(bodies, 100):
            for place in texts(body):
                answer = await line.post(path, with_text(body, place, odd), number)
                named = answer.json()["field"]
                assert answer.status_code == 422, (path, place, answer.text)
                assert named.replace("[]", "").split(".")[-1] in place, (named, place)


async def test_every_parameter_of_the_app_api(tmp_path: Path) -> None:
    async with on_the_line(tmp_path, reading=Policy(name="reading", quota=10_000, window_s=60)) as line:
        for operation in (each for each in OPERATIONS if each.method == "GET"):
            good = {each.name: each.example for each in operation.parameters if each.place != "header"}
            headers = {each.name: each.example for each in operation.parameters if each.place == "header"}
            for name in good:
                given = {**good, name: "a%00b"}
                path = operation.path.format(**given)
                query = "&".join(f"{each.name}={given[each.name]}" for each in operation.of("query"))
                answer = await line.get(f"{path}?{query}", headers=headers)
                assert (answer.status_code, answer.json()["field"]) == (422, name), answer.text
