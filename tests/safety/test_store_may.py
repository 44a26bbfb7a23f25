"""A store's pages: each route is decided upon, and whoever is not signed on is let into none that needs it, and leaves nothing behind."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.channels.till.stage import OURS, TESS, Stage, open_stage
from tests.safety import policy
from tests.safety.faces import mounted


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    opened = await open_stage(tmp_path)
    yield opened
    await opened.stop()


async def test_every_route_is_classified_and_every_class_has_its_route(stage: Stage) -> None:
    assert sorted(set(mounted(stage.app)) ^ policy.STORE.keys()) == []


@pytest.mark.parametrize("who", ["nobody", "at another till"])
async def test_a_till_is_shut_to_whoever_is_not_signed_on_at_it(stage: Stage, who: str) -> None:
    browser = stage.browser()
    if who == "at another till":
        await browser.open_till("2", TESS)
    await browser.look("/till/1")
    before = stage.room.tills.head.sequence
    token = re.findall(r'name="form_token" value="([^"]+)"', browser.page.text if browser.page else "")[0]
    wrong = []
    for route, needs in policy.STORE.items():
        method, path = route.split(" ")
        address = path.replace("{till}", "1").replace("{what}", "void" if "line" in path else "count")
        address = re.sub(r"{\w+}", "x", address)
        answer = await browser.client.request(
            method, address, data={"form_token": token, "sale": "x"} if method == "POST" else None, headers=OURS, follow_redirects=False
        )
        if needs == "seat" and answer.status_code != 403:
            wrong.append(f"{route}: {answer.status_code}")
        if needs == "manager" and "Scan the badge" not in answer.text:
            wrong.append(f"{route}: shown")
        if answer.status_code >= 500 or answer.headers.get("x-frame-options") != "DENY":
            wrong.append(f"{route}: {answer.status_code}, not dressed")
    assert wrong == []
    assert stage.room.tills.head.sequence == before
