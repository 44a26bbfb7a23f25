"""Errors as answers: the same words as a page and as problem details, and never a word of an exception."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from tests.channels.web.site import ERRORS, OURS, client
from tests.simulators.shop import StillWorld


@pytest.mark.parametrize(
    ("kind", "status", "retry"),
    [
        ("invalid", 422, None),
        ("missing", 404, None),
        ("conflict", 409, None),
        ("forbidden", 403, None),
        ("busy", 503, "1"),
        ("unknown", 503, "1"),
        ("paused", 503, "300"),
        ("provider", 503, "1"),
        ("declined", 409, None),
        ("late", 503, "1"),
        ("bug", 500, None),
    ],
)
async def test_statuses(kind: str, status: int, retry: str | None) -> None:
    async with client(StillWorld()) as visitor:
        page = await visitor.get(f"/fail/{kind}")
        problem = await visitor.get(f"/api/fail/{kind}")
    assert (page.status_code, problem.status_code) == (status, status)
    assert page.headers.get("retry-after") == problem.headers.get("retry-after") == retry
    assert page.headers["content-type"].startswith("text/html")
    assert problem.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "instance"} <= problem.json().keys()
    assert "Ada" not in page.text + problem.text
    assert "4242" not in page.text + problem.text
    if kind not in {"provider", "declined", "bug", "late"}:
        assert str(ERRORS[kind]) in page.text
        assert problem.json()["detail"] == str(ERRORS[kind])


async def test_a_pause_says_everything_that_people_and_programs_need() -> None:
    async with client(StillWorld()) as visitor:
        page = (await visitor.get("/fail/paused")).text
        problem = (await visitor.get("/api/fail/paused")).json()
    assert "Orders are paused." in page
    assert "Our stores are open." in page
    assert problem["capability"] == "orders"
    assert problem["mode"] == "paused"
    assert problem["say"] == "Orders are paused."
    assert problem["fallback"] == "Our stores are open."
    assert problem["since"].endswith("Z")
    assert problem["review"].endswith("Z")


async def test_the_log_tells_where_a_bug_is_and_nothing_that_a_person_typed() -> None:
    async with client(StillWorld()) as visitor:
        with capture_logs() as lines:
            await visitor.get("/fail/bug?email=ada@example.org")
    failed = next(line for line in lines if line["event"] == "failed")
    assert failed["error"] == "RuntimeError"
    assert any("fail" in frame for frame in failed["at"])
    assert "ada" not in str(lines).lower()
    assert next(line for line in lines if line["event"] == "request")["route"] == "/fail/{kind}"


@pytest.mark.parametrize(
    ("body", "status", "field", "says"),
    [
        (b"{", 400, None, "not well-formed JSON"),
        (b'"text"', 422, None, "Expected `object`"),
        (b'{"sku": "MUG-1"}', 422, "quantity", "missing required field `quantity`"),
        (b'{"sku": "MUG-1", "quantity": "two"}', 422, "quantity", "Expected `int`, got `str`."),
        (b'{"sku": 3, "quantity": 1}', 422, "sku", "Expected `str`, got `int`."),
    ],
)
async def test_json_that_is_wrong_is_told_by_field(body: bytes, status: int, field: str | None, says: str) -> None:
    async with client(StillWorld()) as visitor:
        answer = await visitor.post("/api/wanted", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status, answer.text
    assert answer.json().get("field") == field
    assert says in answer.text


async def test_a_form_needs_the_token_of_its_browser() -> None:
    async with client(StillWorld()) as visitor:
        visitor.cookies.set("arkwright-shop", "01j0")
        token = (await visitor.get("/")).text
        cases = [
            ({"name": "Ada"}, 403),
            ({"name": "Ada", "form_token": "0" * 64}, 403),
            ({"name": "Ada", "form_token": "ü"}, 403),
            ({"name": "Ada", "form_token": token}, 200),
        ]
        for fields, status in cases:
            assert (await visitor.post("/form", data=fields, headers=OURS)).status_code == status
        assert (await visitor.post("/form", headers={**OURS, "x-form-token": token})).text == "Enter your name."
        assert (await visitor.post("/form", json={"name": "Ada"}, headers=OURS)).status_code == 422
        visitor.cookies.set("arkwright-shop", "somebody else")
        assert (await visitor.post("/form", data={"form_token": token}, headers=OURS)).status_code == 403


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("  Ada \t Wright ", "Ada Wright"),
        ("", "Enter your name."),
        ("a" * 11, "Enter your name in 10 characters or fewer."),
    ],
)
async def test_text_is_trimmed_and_bounded(name: str, said: str) -> None:
    async with client(StillWorld()) as visitor:
        visitor.cookies.set("arkwright-shop", "01j0")
        token = (await visitor.get("/")).text
        assert (await visitor.post("/form", data={"name": name, "form_token": token}, headers=OURS)).text == said
