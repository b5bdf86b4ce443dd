"""Seconds for whatever waits for its turn."""

import asyncio
import heapq
from collections.abc import Callable, Coroutine
from itertools import count
from typing import Any

import pytest

BEGIN = 1000.0
LITTLE = 1e-6
Work = Coroutine[Any, Any, None]


class Hurried(asyncio.SelectorEventLoop):
    """A loop whose clock can be put forward."""

    ahead = 0.0

    def time(self) -> float:
        return super().time() + self.ahead


class Watch:
    """A clock that moves on to the next one to wake as soon as everybody sleeps."""

    def __init__(self) -> None:
        self.now = BEGIN
        self._asleep: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = count()

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        waking: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._asleep, (self.now + seconds, next(self._numbers), waking))
        await waking

    async def ends(self, *work: Work) -> list[float]:
        """When each piece of work was done, in seconds from now; all begin now."""
        began = self.now
        done = asyncio.gather(*(self._timed(each) for each in work))
        while not done.done():
            for _ in range(3):
                await asyncio.sleep(0)
            if self._asleep:
                self.now, _, waking = heapq.heappop(self._asleep)
                waking.set_result(None)
        return [end - began for end in await done]

    async def _timed(self, work: Work) -> float:
        await work
        return self.now

    async def later(self, seconds: float, act: Callable[[], None]) -> None:
        await self.sleep(seconds)
        act()


def near(*seconds: float) -> object:
    return pytest.approx(list(seconds), abs=LITTLE)
