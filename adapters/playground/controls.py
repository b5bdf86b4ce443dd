"""What the playground may do to time, and one move at a time."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from adapters.tasks import TaskSet
from bot.ports import Clock


class Controls(Protocol):
    """The clock and the classmates; the composition root implements it."""

    classmates: bool
    """Whether simulated members join in."""
    movable: bool
    """Whether the clock may be pushed: not where other platforms live by it."""

    async def next_due(self) -> datetime | None:
        """When the next scheduled thing is due, if anything is."""
        ...

    async def advance(self, until: datetime, on_step: Callable[[datetime], None]) -> None:
        """Move the clock step by step, running everything that falls due."""
        ...

    async def play(self, on_step: Callable[[float], None]) -> None:
        """Move on to the end of the circle; steps report the share done, 0 to 1."""
        ...

    def stop(self) -> None:
        """End `advance` or `play` after the step it is on."""
        ...

    def day_line(self) -> str:
        """Where the clock stands: "Day 12 of 28 · Wed 19 May, 09:00 Berlin"."""
        ...


class Move(StrEnum):
    NEXT = "next"
    HOUR = "hour"
    DAY = "day"
    PLAY = "play"
    STOP = "stop"


class Outcome(StrEnum):
    MOVED = "moved"
    STARTED = "started"
    BUSY = "busy"
    NOTHING_DUE = "nothing-due"
    FAILED = "failed"
    STOPPING = "stopping"
    REAL_TIME = "real-time"


class Mover:
    """Runs one clock move at a time; a move outlives the request that asked for it.

    `tasks` is told why a move failed.
    """

    def __init__(
        self, controls: Controls, clock: Clock, on_progress: Callable[[], None], tasks: TaskSet
    ) -> None:
        self._controls = controls
        self._clock = clock
        self._on_progress = on_progress
        self._tasks = tasks
        self._running: asyncio.Task[Outcome] | None = None
        self.share: float | None = None
        """How far a long move is; None when there is nothing to show."""
        self.failed = False
        """Whether the last move broke off: nobody waits for the end of a long one to hear it."""

    def is_moving(self) -> bool:
        return self._running is not None

    async def move(self, move: Move) -> Outcome:
        if move is Move.STOP:
            self._controls.stop()
            return Outcome.STOPPING
        if not self._controls.movable:
            return Outcome.REAL_TIME
        if self.is_moving():
            return Outcome.BUSY
        if move is Move.PLAY:
            self._start(self._play())
            return Outcome.STARTED
        task = self._start(self._advance(move))
        await asyncio.wait({task})
        return Outcome.FAILED if task.cancelled() or task.exception() else task.result()

    async def close(self) -> None:
        """End whatever runs, for shutting down."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait({self._running})

    async def _play(self) -> Outcome:
        self._on_share(0.0)
        await self._controls.play(self._on_share)
        return Outcome.MOVED

    async def _advance(self, move: Move) -> Outcome:
        until = await self._target(move)
        if until is None:
            return Outcome.NOTHING_DUE
        await self._controls.advance(until, self._on_step)
        return Outcome.MOVED

    async def _target(self, move: Move) -> datetime | None:
        match move:
            case Move.HOUR:
                return self._clock.now() + timedelta(hours=1)
            case Move.DAY:
                return self._clock.now() + timedelta(days=1)
            case _:
                return await self._controls.next_due()

    def _start(self, work: Coroutine[None, None, Outcome]) -> asyncio.Task[Outcome]:
        # A task, so that a closed browser tab does not stop the clock half way.
        task = self._running = self._tasks.start(work, "clock move")
        self.failed = False
        task.add_done_callback(self._ended)
        self._on_progress()
        return task

    def _ended(self, task: asyncio.Task[Outcome]) -> None:
        self._running = self.share = None
        self.failed = not task.cancelled() and task.exception() is not None
        self._on_progress()

    def _on_share(self, share: float) -> None:
        self.share = min(max(share, 0.0), 1.0)
        self._on_progress()

    def _on_step(self, _now: datetime) -> None:
        self._on_progress()
