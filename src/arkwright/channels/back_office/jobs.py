"""Work that outlives its request: an import, a publication. Kept in memory; what was done stands in the journals."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar, Literal

import structlog

from arkwright.kit.ending import ended
from arkwright.kit.refusal import Conflict, Refusal
from arkwright.kit.world import World

State = Literal["running", "done", "failed"]
Progress = Callable[[int, int], None]
Work = Callable[[Progress], Awaitable[object]]

WENT_WRONG = (
    "Something went wrong on our side. What was saved before stays saved. Start it again; if it fails again, tell the administrator."
)

log = structlog.get_logger("arkwright.back_office")


@dataclass
class JobIsRunning(Conflict):
    """One at a time."""

    what: str
    sentence: ClassVar[str] = "{what} is still running. Wait until it has ended, then start again."


@dataclass
class Job:
    """One piece of work: `done` of `total` steps, `report` once it is done, `why` once it has failed."""

    name: str
    about: str
    by: str
    started_ms: int
    state: State = "running"
    done: int = 0
    total: int = 0
    ended_ms: int | None = None
    report: object = None
    why: str = ""
    about_id: str = ""

    def advance(self, done: int, total: int) -> None:
        """How far it is."""
        self.done, self.total = done, total


class Jobs:
    """The latest job of each name; the role hands one in and stops it at the end."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._latest: dict[str, Job] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def latest(self, name: str) -> Job | None:
        """The job of this name that was started last."""
        return self._latest.get(name)

    def start(self, name: str, about: str, by: str, work: Work) -> Job:
        """Begin the work and come back at once; refuses while another of this name runs. `about` is shown to colleagues."""
        running = self._latest.get(name)
        if running is not None and running.state == "running":
            raise JobIsRunning(running.about)
        job = Job(name=name, about=about, by=by, started_ms=self._world.now_ms())
        self._latest[name] = job
        task = asyncio.get_running_loop().create_task(self._run(job, work), name=f"job {name}")
        task.add_done_callback(lambda ended: self._ended(job, ended))
        self._tasks[name] = task
        return job

    async def wait(self, name: str) -> None:
        """Until the job of this name has ended, well or badly."""
        if name in self._tasks:
            await asyncio.wait({self._tasks[name]})

    async def stop(self) -> None:
        """Break off whatever runs: an import is run again, and takes up where it was."""
        await ended(self._tasks.values())

    async def _run(self, job: Job, work: Work) -> None:
        try:
            job.report = await work(job.advance)
            job.state = "done"
        except Refusal as refusal:
            job.state, job.why = "failed", str(refusal)

    def _ended(self, job: Job, task: asyncio.Task[None]) -> None:
        job.ended_ms = self._world.now_ms()
        if task.cancelled():
            job.state, job.why = "failed", "It was broken off because the office was stopped. Start it again."
        elif (error := task.exception()) is not None:
            job.state, job.why = "failed", WENT_WRONG
            log.error("job failed", job=job.name, exc_info=error)
