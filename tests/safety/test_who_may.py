"""Each route of each face, asked by each role: let in or refused as the policy says, dressed safely, and a refusal changes nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx import Response

from tests.safety import policy
from tests.safety.faces import OF_ANOTHER_NODE, STRANGER, Face, House, house

FACES = ("shop", "office", "desk", "line")
LONG_POLLING = "GET /published"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as found:
        yield found


@pytest.mark.parametrize("name", FACES)
async def test_every_route_is_classified_and_every_class_has_its_route(here: House, name: str) -> None:
    face: Face = getattr(here, name)
    assert sorted(face.routes - face.policy.keys()) == [], "a new route: decide who may ask it, in tests/safety/policy.py"
    assert sorted(face.policy.keys() - face.routes) == []


@pytest.mark.parametrize("name", FACES)
async def test_each_role_is_let_in_or_refused_and_a_refusal_changes_nothing(here: House, name: str) -> None:
    face: Face = getattr(here, name)
    wrong: list[str] = []
    asked = 0
    async with face.client() as client:
        for route in sorted(face.policy, key=lambda each: (each in policy.ENDS_THE_SESSION, each)):
            for role in face.roles():
                before = face.heads()
                answer = await face.ask(client, route, role)
                asked += 1
                wrong += [f"{role}, {route}: {fault}" for fault in faults(face, route, role, answer)]
                if not face.may(role, route) and face.heads() != before:
                    wrong.append(f"{role}, {route}: refused, and something was written")
    assert wrong == []
    assert asked == len(face.policy) * len(list(face.roles()))


def faults(face: Face, route: str, role: str, answer: Response) -> list[str]:
    """What is wrong with an answer."""
    found = undressed(face, answer)
    if answer.status_code >= 500:
        found.append(f"{answer.status_code}")
    to_sign_in = answer.status_code == 303 and answer.headers["location"].startswith("/sign-in")
    if face.may(role, route):
        shut = answer.status_code in (401, 403) and face.policy[route] not in ("signed", "anybody")
        own_way = route.split(" ")[1] in ("/sign-in", "/sign-out")
        if shut or (to_sign_in and not own_way):
            found.append(f"not let in: {answer.status_code}")
    elif role in (STRANGER, OF_ANOTHER_NODE):
        if not (answer.status_code == 401 if face.for_machines(route) else to_sign_in):
            found.append(f"let in: {answer.status_code}")
    elif answer.status_code != 403:
        found.append(f"let in: {answer.status_code}")
    return found


def undressed(face: Face, answer: Response) -> list[str]:
    """The headers and cookies' flags that an answer lacks."""
    headers = answer.headers
    wanted = {
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }
    found = [f"{name} is {headers.get(name)}" for name, value in wanted.items() if headers.get(name) != value]
    rules = headers.get("content-security-policy", "")
    found += [
        f"the policy lacks {rule}" for rule in ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'") if rule not in rules
    ]
    found += ["the policy allows something unsafe"] * ("unsafe" in rules)
    found += ["may be kept by caches"] * ("no-store" not in headers.get("cache-control", "") and not public(answer))
    found += ["no charset"] * (headers.get("content-type", "").startswith("text/") and "charset" not in headers["content-type"])
    found += ["another site may read it"] * ("access-control-allow-origin" in headers)
    for cookie in headers.get_list("set-cookie"):
        flags = {flag.strip().lower() for flag in cookie.split(";")[1:]}
        found += [f"cookie without {flag}" for flag in ("httponly", "samesite=lax", "path=/") if flag not in flags]
        found += ["cookie for other hosts"] * any(flag.startswith("domain") for flag in flags)
    return found


async def test_signing_out_leaves_nothing_in_the_browser(here: House) -> None:
    for face in (here.office, here.desk):
        async with face.client() as client:
            answer = await face.ask(client, "POST /sign-out", next(iter(face.tokens)))
        assert answer.headers["clear-site-data"] == '"cache", "storage"'
        assert "max-age=0" in answer.headers["set-cookie"].lower()


def public(answer: Response) -> bool:
    """Whether this is the same for everybody, so that keeping it tells nobody anything; a basket is kept by its owner's app alone."""
    path = answer.request.url.path
    basket = path.startswith("/api/v1/baskets/") and answer.headers["cache-control"] == "private, no-cache"
    return basket or path.startswith(("/design/", "/publication/", "/api/v1/"))


@pytest.mark.parametrize("name", FACES)
async def test_a_change_without_a_form_of_ours_is_refused_on_every_route(here: House, name: str) -> None:
    face: Face = getattr(here, name)
    before, wrong = face.heads(), []
    async with face.client() as client:
        for route in (each for each in sorted(face.policy) if not each.startswith("GET ")):
            role = next((each for each in face.roles() if each not in (STRANGER, OF_ANOTHER_NODE) and face.may(each, route)), STRANGER)
            attempts: list[dict[str, object]] = [
                {"headers": {"sec-fetch-site": "cross-site"}},
                {"headers": {"sec-fetch-site": "same-site", "origin": face.url}},
            ]
            if not face.for_machines(route) and route not in policy.WITHOUT_FORM_TOKEN:
                attempts += [{"fields": {"form_token": ""}}, {"fields": {"form_token": "0" * 64}}]
            for attempt in attempts:
                answer = await face.ask(client, route, role, **attempt)
                if answer.status_code != 403:
                    wrong.append(f"{route} with {attempt}: {answer.status_code}")
    assert wrong == []
    assert face.heads() == before


@pytest.mark.parametrize("name", FACES)
async def test_a_control_character_in_any_form_or_address_is_refused_by_name(here: House, name: str) -> None:
    face: Face = getattr(here, name)
    wrong = []
    async with face.client() as client:
        for route in (each for each in sorted(face.policy) if each != LONG_POLLING):
            role = next((each for each in face.roles() if each not in (STRANGER, OF_ANOTHER_NODE) and face.may(each, route)), STRANGER)
            answers = [await face.ask(client, route, role, params={"odd": "a\0b"})]
            if not route.startswith("GET ") and not face.for_machines(route):
                answers.append(await face.ask(client, route, role, fields={"odd": "a\0b"}))
            wrong += [f"{route}: {answer.status_code}" for answer in answers if answer.status_code != 422 or "odd" not in answer.text]
    assert [each for each in wrong if "/api/v1/" not in each] == []
