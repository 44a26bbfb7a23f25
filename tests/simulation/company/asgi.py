"""A site of ours as the simulated network sees it: a request goes into the application, without a socket, and its answer comes out."""

from __future__ import annotations

from typing import Any

from arkwright.kit.world import Answer
from arkwright.simulators.serving import Request


async def answered(app: Any, host: str, request: Request) -> Answer:
    """The whole answer of an ASGI application (asgi.readthedocs.io, HTTP 2.3)."""
    sent: list[dict[str, Any]] = []
    waiting = [{"type": "http.request", "body": request.body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    headers = [(name.encode(), value.encode()) for name, value in {"host": host, **request.headers}.items()]
    if request.body:
        headers.append((b"content-length", str(len(request.body)).encode()))
    scope = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "scheme": "http", "root_path": "",
        "method": request.method, "path": request.path, "raw_path": request.path.encode(), "query_string": request.query.encode(),
        "headers": headers, "client": ("127.0.0.1", 40_000), "server": (host, 80),
    }  # fmt: skip
    await app(scope, receive, send)
    answered_with = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], answered_with, b"".join(message.get("body", b"") for message in sent[1:]))
