"""What the log says of each request that matters: who, what, where and how it ended; and never what a person typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.channels.web.site import client as shop_client
from tests.safety.faces import house
from tests.simulators.shop import StillWorld


async def test_each_request_of_a_colleague_is_told_with_its_account_and_refusal(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        face = here.office
        rows: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
            ("GET /ledger", "accounts-clerk", {}, {"log_level": "info", "status": 200, "account": "accounts-clerk"}),
            ("GET /ledger", "warehouse", {}, {"log_level": "warning", "status": 403, "account": "warehouse", "refusal": "NotPermitted"}),
            ("GET /ledger", "stranger", {}, {"log_level": "info", "status": 303}),
            (
                "POST /publish",
                "buyer",
                {"fields": {"form_token": "0"}},
                {"log_level": "warning", "status": 403, "refusal": "FormIsStale"},
            ),
            (
                "POST /publish",
                "buyer",
                {"headers": {"sec-fetch-site": "cross-site"}},
                {"log_level": "warning", "status": 403, "refusal": "SentFromElsewhere", "route": "unmatched"},
            ),
            (
                "POST /sign-in",
                "stranger",
                {"fields": {"account": "ada.typed", "password": "her secret"}},
                {"log_level": "warning", "status": 403, "refusal": "SignInRefused"},
            ),
        ]
        async with face.client() as client:
            for route, role, different, told in rows:
                with capture_logs() as lines:
                    await face.ask(client, route, role, **different)
                line = next(each for each in lines if each["event"] == "request")
                expected = {"site": "office", "method": route.split(" ")[0], "route": route.split(" ")[1]} | told
                assert {name: line.get(name) for name in expected} == expected, line
                assert line["request_id"]
                assert line.keys() <= {*expected, "event", "ms", "request_id", "account", "refusal"}
                assert "her secret" not in str(lines)


@pytest.mark.parametrize(
    ("headers", "status", "refusal"),
    [({"host": "elsewhere.example"}, 421, "HostIsNotOurs"), ({"x-long": "a" * 40_000}, 431, "HeadersAreTooLarge")],
)
async def test_what_the_door_refuses_is_told(headers: dict[str, str], status: int, refusal: str) -> None:
    async with shop_client(StillWorld()) as visitor:
        with capture_logs() as lines:
            await visitor.get("/?q=secret", headers=headers)
    line = next(each for each in lines if each["event"] == "request")
    assert (line["status"], line["refusal"], "secret" in str(lines)) == (status, refusal, False)
