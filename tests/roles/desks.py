"""A desk for tests: real keys and lanes in a folder, its pages asked without a socket, and a clock that moves when it is told."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher

from arkwright.kit import passwords
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.signing import PublicKey
from arkwright.kit.world import RealWorld
from arkwright.roles.desk import DeskConfig, DeskRoom, open_desk, prepare

DESK_URL = "http://desk.localhost:8082"
COMMANDER, DUTY, OBSERVER, ADMINISTRATOR = "grace", "alan", "olive", "ada.admin"
ACCOUNTS = (
    (COMMANDER, "incident-commander"),
    (DUTY, "duty-manager"),
    (OBSERVER, "observer"),
    (ADMINISTRATOR, "desk-administrator"),
)
TOKEN = re.compile(r'name="form_token" value="([0-9a-f]+)"')
FORM_ID = re.compile(r'name="id" value="([0-9a-z]{26})"')


def password(account: str) -> str:
    return f"seven unlikely words {account[::-1]}"


class MovedWorld(RealWorld):
    """The real world, later by as much as a test says."""

    later_ms = 0

    def now_ms(self) -> int:
        return super().now_ms() + self.later_ms


@dataclass
class Browser:
    """One colleague at one browser."""

    client: httpx.AsyncClient

    async def get(self, path: str) -> httpx.Response:
        return await self.client.get(path)

    async def post(self, path: str, form: dict[str, str | list[str]] | None = None, page: str | None = None) -> httpx.Response:
        """Open a page with a form, and send it with the page's token."""
        opened = await self.client.get(page or path)
        token = TOKEN.findall(opened.text)
        fields: dict[str, str | list[str]] = {"form_token": token[-1] if token else ""} | (form or {})
        return await self.client.post(path, data=fields, headers={"sec-fetch-site": "same-origin"})

    async def sign_in(self, account: str, secret: str | None = None) -> httpx.Response:
        return await self.post("/sign-in", {"account": account, "password": secret or password(account)})


@dataclass
class Place:
    """The desk and where it lies."""

    config: DeskConfig
    room: DeskRoom
    world: MovedWorld
    recovery: Path

    def room_client(self, cookie: str) -> httpx.AsyncClient:
        """A browser that sends exactly this cookie."""
        app: Any = self.room.app
        return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=DESK_URL, headers={"cookie": cookie})

    @asynccontextmanager
    async def browser(self, account: str | None = None) -> AsyncIterator[Browser]:
        """A browser, signed in where an account is named."""
        app: Any = self.room.app
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=DESK_URL) as client:
            browser = Browser(client)
            if account:
                answer = await browser.sign_in(account)
                assert answer.status_code == 303, answer.text
            yield browser


def config_of(folder: Path, port: int = 8082) -> DeskConfig:
    return DeskConfig(folder=folder, shop_name="Wright & Daughters", desk_url=DESK_URL, port=port)


@contextmanager
def cheap_hashes() -> Iterator[None]:
    """Passwords hashed with the least work, for tests that are not about hashing; checking follows the hash."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@asynccontextmanager
async def desk(tmp_path: Path, *, accounts: bool = True, nodes: Sequence[PublicKey] = ()) -> AsyncIterator[Place]:
    """A new desk with one account of each role."""
    world = MovedWorld(AiohttpHttp())
    config = config_of(tmp_path / "desk")
    with cheap_hashes():
        await prepare(world, config, tmp_path / "recovery", [(name, role, password(name)) for name, role in ACCOUNTS if accounts], nodes)
    room = await open_desk(world, config)
    try:
        yield Place(config, room, world, tmp_path / "recovery")
    finally:
        await room.stop()
