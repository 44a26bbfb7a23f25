"""The door: who may come in, from where, how often, with how much; and what every answer carries."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.channels.web.site import BASE, HOST, OURS, app, client
from tests.simulators.shop import StillWorld


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/", {}, 200),
        ("GET", "/", {"host": HOST.upper()}, 200),
        ("GET", "/", {"host": "elsewhere.example"}, 421),
        ("GET", "/healthz", {"host": "10.0.0.1:9000"}, 200),
        ("GET", "/readyz", {}, 200),
        ("HEAD", "/", {}, 200),
        ("HEAD", "/nowhere", {}, 404),
        ("GET", "/nowhere", {}, 404),
        ("DELETE", "/open", OURS, 405),
        ("POST", "/open", OURS, 303),
        ("POST", "/open", {"sec-fetch-site": "none"}, 303),
        ("POST", "/open", {"origin": BASE}, 303),
        ("POST", "/open", {"origin": BASE.upper()}, 303),
        ("POST", "/open", {}, 403),
        ("POST", "/open", {"origin": "null"}, 403),
        ("POST", "/open", {"origin": "https://shop.localhost:8080"}, 403),
        ("POST", "/open", {"origin": "http://elsewhere.example"}, 403),
        ("POST", "/open", {"sec-fetch-site": "same-site", "origin": BASE}, 403),
        ("POST", "/open", {"sec-fetch-site": "cross-site"}, 403),
        ("POST", "/api/wanted", {}, 200),
        ("POST", "/api/wanted", {"cookie": "arkwright-shop=a"}, 403),
        ("POST", "/api/wanted", {"origin": "http://elsewhere.example"}, 403),
        ("POST", "/api/wanted", {"origin": BASE, "cookie": "arkwright-shop=a"}, 200),
    ],
)
async def test_who_comes_in(method: str, path: str, headers: dict[str, str], status: int) -> None:
    async with client(StillWorld()) as visitor:
        body = b'{"sku": "MUG-1", "quantity": 1}' if path.startswith("/api") else b""
        answer = await visitor.request(method, path, headers=headers, content=body, follow_redirects=False)
        assert answer.status_code == status, answer.text
        assert method != "HEAD" or not answer.content


@pytest.mark.parametrize("path", ["/", "/nowhere", "/fail/bug", "/fail/paused", "/api/fail/busy"])
async def test_every_answer_is_dressed(path: str) -> None:
    async with client(StillWorld(), form_action_origins=("https://pay.example",)) as visitor:
        headers = (await visitor.get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self' https://pay.example;" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "same-origin"
    assert "strict-transport-security" not in headers
    assert headers["x-request-id"]


async def test_https_is_remembered() -> None:
    async with client(StillWorld(), https=True) as visitor:
        answer = await visitor.get("/nowhere")
    assert answer.headers["strict-transport-security"] == "max-age=63072000; includeSubDomains"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-arkwright-shop-form=")
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= {flag.strip().lower() for flag in cookie.split(";")}
    assert "domain" not in cookie.lower()


async def test_what_the_edge_says_of_a_client_is_believed_only_where_it_stands_in_front() -> None:
    said = {"host": "127.0.0.1:9000", "x-forwarded-host": HOST, "x-forwarded-for": "192.0.2.7"}
    async with client(StillWorld(), trusted_proxy=True) as visitor:
        assert (await visitor.get("/", headers=said)).status_code == 200
    async with client(StillWorld()) as visitor:
        assert (await visitor.get("/", headers=said)).status_code == 421


async def test_too_often_is_refused_until_time_has_passed_and_each_client_counts_alone() -> None:
    world = StillWorld()
    async with client(world, trusted_proxy=True) as visitor:

        async def ask(address: str) -> int:
            answer = await visitor.post("/open", headers={**OURS, "x-forwarded-for": address}, follow_redirects=False)
            if answer.status_code == 429:
                assert answer.headers["retry-after"] == "1"
            return answer.status_code

        assert [await ask("192.0.2.1") for _ in range(3)] == [303, 303, 429]
        assert [await ask("2001:db8::1"), await ask("2001:db8::2"), await ask("2001:db8::3")] == [303, 303, 429]
        world.pass_s(1)
        assert [await ask("192.0.2.1") for _ in range(2)] == [303, 429]


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, b"name=" + b"a" * 70_000, 413),
        ({"x-long": "a" * 40_000}, b"", 431),
    ],
)
async def test_too_much_is_refused(headers: dict[str, str], body: bytes, status: int) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    async with client(StillWorld()) as visitor:
        answer = await visitor.post("/form", headers={**OURS, **form, **headers}, content=body)
    assert answer.status_code == status


async def test_what_takes_too_long_is_ended() -> None:
    async with client(StillWorld()) as visitor:
        answer = await visitor.get("/slow")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert "took too long" in answer.text


async def test_a_body_that_never_ends_is_not_waited_for() -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        if sent:
            await asyncio.Event().wait()
        sent.append("begun")
        return {"type": "http.request", "body": b"a=", "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = {"host": HOST, "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"}
    scope = {"type": "http", "method": "POST", "path": "/slow-body", "query_string": b"", "root_path": "", "http_version": "1.1"}
    scope |= {"scheme": "http", "headers": [(name.encode(), value.encode()) for name, value in headers.items()]}
    await app(StillWorld())(scope, receive, send)  # type: ignore[arg-type]
    assert sent[1]["status"] == 503


async def test_requests_are_counted_by_route_and_never_by_path() -> None:
    world = StillWorld()
    async with client(world) as visitor:
        await visitor.get("/fail/busy?name=ada@example.org")
        await visitor.get("/ada@example.org")
        text = visitor.app.state["site"].metrics.text()
    assert 'route="/fail/{kind}",site="shop",status="503"' in text
    assert 'route="unmatched",site="shop",status="404"' in text
    assert "ada" not in text
