"""A node that lives, dies and comes back: whatever it runs dies with it, and whoever asked hears nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import Context, copy_context
from typing import Any, Generic, Protocol, TypeVar

import apsw

from arkwright.channels.following.keeping import NoTrustRoot
from arkwright.kit.database.port import DatabaseUnusable, SyncFailed
from arkwright.kit.world import NetworkError
from tests.simulation.world import LIVES, Life, SimulatedWorld, Universe

T = TypeVar("T")
MOST_PATIENCE = 8  # times as long as at first is waited before a start that may be in vain again


class Runs(Protocol):
    """What a node runs, as far as starting and stopping goes."""

    async def stop(self) -> None:
        """A clean stop."""
        ...


N = TypeVar("N", bound=Runs)


class Node(Generic[N]):
    """One process. `start` makes what it runs, in a world of its own for each life."""

    def __init__(
        self, universe: Universe, name: str, world: Callable[[Life], SimulatedWorld], start: Callable[[SimulatedWorld, Life], Awaitable[N]]
    ) -> None:
        self.name = name
        self.lives = 0
        self.running: N | None = None
        self.life: Life | None = None
        self.did_not_start = ""
        self._universe = universe
        self._world = world
        self._start = start
        self._dice = universe.dice(f"{name} comes back")
        self._keeper: asyncio.Task[None] | None = None

    async def up(self) -> None:
        """Start, and from now on come back after each crash."""
        self._keeper = asyncio.get_running_loop().create_task(self._keep(), name=f"keeper of {self.name}", context=Context())
        while self.running is None:
            await asyncio.sleep(0.01)

    async def down(self) -> None:
        """A clean stop, which loses nothing."""
        if self._keeper is not None:
            self._keeper.cancel()
        if self.running is not None and self.life is not None:
            await self._inside(self.life, self.running.stop())
            self.life.kill("clean stop")
        self.running = None

    async def ask(self, action: Callable[[N], Coroutine[Any, Any, T]], timeout_s: float = 30.0) -> T:
        """What the node answers; `NetworkError` when it is away, dies meanwhile or takes too long (and goes on without us)."""
        life, running = self.life, self.running
        if life is None or running is None:
            raise NetworkError(f"{self.name} is away")
        task = self._inside(life, action(running))
        try:
            answer = await asyncio.wait_for(asyncio.shield(task), timeout_s)
        except TimeoutError:
            self._universe.met["answer too late"] += 1
            raise NetworkError(f"{self.name} takes too long") from None
        except BaseException:
            if life.dead:
                raise NetworkError(f"{self.name} died") from None
            raise
        if life.dead:
            raise NetworkError(f"{self.name} died")
        return answer

    async def _keep(self) -> None:
        in_vain = 0
        while True:
            life = Life(f"{self.name} {self.lives}")
            self.lives += 1
            self.life = life
            try:
                self.running = await self._inside(life, self._start(self._world(life), life))
            except asyncio.CancelledError:
                if not life.dead:
                    raise
            except (SyncFailed, DatabaseUnusable, NoTrustRoot, OSError) as error:
                self._did_not_start(life, str(error))
            await life.over.wait()
            in_vain = 0 if self.running else in_vain + 1
            self.running = None
            await asyncio.gather(*life.tasks, return_exceptions=True)
            await asyncio.sleep(self._dice.uniform(0.5, 15.0) * min(1 << in_vain, MOST_PATIENCE))

    def _did_not_start(self, life: Life, why: str) -> None:
        """It said so in one line and ended; whoever looks after it may put right what is wrong before it is started again."""
        self._universe.met[f"{self.name} did not start"] += 1
        self.did_not_start = why
        life.kill(f"did not start: {why}")
        if self._universe.disk.power_fails:
            self._universe.disk.cut_power()

    def _inside(self, life: Life, work: Awaitable[T]) -> asyncio.Task[T]:
        """A task that belongs to the node, and so does whatever it starts."""
        context = copy_context()
        context.run(LIVES.set, life)

        async def working() -> T:
            return await work

        task = asyncio.get_running_loop().create_task(working(), context=context)
        task.add_done_callback(_heard)
        return task


def _heard(task: asyncio.Task[Any]) -> None:
    """Nobody may be left to hear how it ended."""
    if not task.cancelled():
        task.exception()


@contextmanager
def births(loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """While this lasts, each task and each database connection is known to the life that made it."""

    def make(loop: asyncio.AbstractEventLoop, work: Any, context: Context | None = None) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = asyncio.Task(work, loop=loop, context=context)
        life = context.get(LIVES, None) if context is not None else LIVES.get()
        if life is not None:
            life.tasks[task] = None
            task.add_done_callback(lambda done: buried(done, life))
        return task

    def opened(connection: apsw.Connection) -> None:
        life = LIVES.get()
        if life is not None:
            life.connections.append(connection)

    def buried(task: asyncio.Task[Any], life: Life) -> None:
        life.tasks.pop(task, None)
        if life.dead:
            _heard(task)

    apsw.connection_hooks.append(opened)
    loop.set_task_factory(make)
    try:
        yield
    finally:
        apsw.connection_hooks.remove(opened)
