"""A duty among processes that share a PostgreSQL server: a session holds an advisory lock for as long as it lives."""

from __future__ import annotations

from typing import Any

import asyncpg

from arkwright.kit.database.port import CutOff, DatabaseAway
from arkwright.kit.database.postgres_session import CONNECT_S, Address, explained, lock_key, settings
from arkwright.kit.world import World

LOOK_EVERY_S = 1.0


class PostgresDuty:
    """Held while our session lives; when it dies, the server lets the next process have the duty."""

    def __init__(self, world: World, address: Address, name: str) -> None:
        self._world = world
        self._address = address
        self._lock = lock_key(f"{address.namespace} {name}")
        self._session: Any = None

    async def taken(self) -> None:
        """Ask every second until nobody else has it."""
        while not await self._asked("SELECT pg_try_advisory_lock($1)", self._lock):
            await self._world.sleep(LOOK_EVERY_S)

    async def lost(self) -> None:
        """Look every second whether the session still lives."""
        while await self._asked("SELECT true"):
            await self._world.sleep(LOOK_EVERY_S)

    async def given_up(self) -> None:
        """End the session."""
        if self._session is not None:
            self._session.terminate()
            self._session = None

    async def _asked(self, question: str, *values: int) -> bool:
        try:
            with explained(self._address.namespace):
                if self._session is None:
                    self._session = await asyncpg.connect(
                        self._address.url,
                        timeout=CONNECT_S,
                        command_timeout=self._address.answer_s,
                        server_settings=settings(self._address),
                    )
                return bool(await self._session.fetchval(question, *values))
        except (DatabaseAway, CutOff):
            await self.given_up()
            return False
