"""The job that looks at the clock: when it looks again, and what wakes it. Real APScheduler."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import TypeVar

import pytest

from bot.clock import PushedClock, WallClock
from bot.curriculum.catalog import Curriculum
from bot.domain.ids import Platform
from bot.ports import Clock
from bot.repositories.store import Repos
from bot.storage.store import SqlStore
from scheduler.runner import TIDY_EVERY, Runner
from scheduler.tick import Tick
from tests.builders import MONDAY
from tests.fakes import RecordingWatch
from tests.scheduler.planning import Planning

T = TypeVar("T")
SOON = timedelta(milliseconds=50)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PATIENCE_SECONDS = 20.0
"""Less than the longest sleep: who misses a wake fails here."""


class Watched:
    """The real store with a window: counts the tick's looks and can hold one back or break it."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self.looks = 0
        self.breaks = False
        self.open = asyncio.Event()
        self.open.set()
        self._news = asyncio.Event()

    async def transact(
        self, step: Callable[[Repos], T], *, read_only: bool = False, atomic: bool = True
    ) -> T:
        if read_only:
            self.looks += 1
            self._news.set()
            await self.open.wait()
            if self.breaks:
                raise ConnectionError("the database went away")
        return await self._store.transact(step, read_only=read_only, atomic=atomic)

    async def looked(self, count: int) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while self.looks < count:
                self._news.clear()
                await self._news.wait()


class Leaping:
    """The wall's time; once, on demand, a later one."""

    def __init__(self) -> None:
        self.leap = timedelta()

    def now(self) -> datetime:
        leap, self.leap = self.leap, timedelta()
        return WallClock().now() + leap


class Bench:
    """A runner over a real tick; the circles' clock starts an hour before Monday at nine."""

    def __init__(self, store: SqlStore, curriculum: Curriculum, wall: Clock | None = None) -> None:
        self.planning = Planning(store, curriculum)
        self.window = Watched(store)
        self.clock = PushedClock(WallClock())
        self.clock.move_to(MONDAY - HOUR)
        self.watch = RecordingWatch()
        tick = Tick(self.window, lambda: curriculum, self.clock, self.watch)
        self.runner = Runner(tick, self.clock, wall or WallClock())

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        serving = asyncio.get_running_loop().create_task(self.runner.serve())
        try:
            yield
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)


@pytest.fixture
def bench(store: SqlStore, curriculum: Curriculum) -> Bench:
    return Bench(store, curriculum)


async def test_it_looks_as_soon_as_it_starts(bench: Bench) -> None:
    async with bench.serving():
        await bench.window.looked(1)


@asynccontextmanager
async def second_look_on_monday(bench: Bench) -> AsyncIterator[None]:
    """A circle, and a first look that ends a moment before its slot however long it takes."""
    await bench.planning.circle()
    bench.window.open.clear()
    async with bench.serving():
        await bench.window.looked(1)
        bench.clock.move_to(MONDAY - SOON)
        bench.window.open.set()
        await bench.window.looked(2)
        yield


async def test_it_looks_again_when_the_next_slot_is_due(bench: Bench) -> None:
    async with second_look_on_monday(bench):
        pass
    assert await bench.planning.keys() == ["c1/1/kickoff/p1", "c1/1/drill/p1"]


async def test_it_does_not_look_before_the_slot_is_due(bench: Bench) -> None:
    async with second_look_on_monday(bench):
        assert bench.clock.now() >= MONDAY


async def test_it_sleeps_while_nothing_is_due(bench: Bench) -> None:
    await bench.planning.circle(next_slot_at=MONDAY + DAY)
    async with bench.serving():
        await bench.window.looked(1)
        await asyncio.sleep(0.1)
    assert bench.window.looks == 1


async def test_a_wake_makes_it_look_at_once(bench: Bench) -> None:
    await bench.planning.circle(next_slot_at=MONDAY + DAY)
    async with bench.serving():
        await bench.window.looked(1)
        await asyncio.sleep(SOON.total_seconds())
        bench.runner.wake()
        await bench.window.looked(2)


async def test_a_wake_during_a_look_is_not_lost(bench: Bench) -> None:
    bench.window.open.clear()
    async with bench.serving():
        await bench.window.looked(1)
        bench.runner.wake()
        bench.window.open.set()
        await bench.window.looked(2)


async def test_many_wakes_during_a_look_cause_one_more(bench: Bench) -> None:
    bench.window.open.clear()
    async with bench.serving():
        await bench.window.looked(1)
        for _ in range(10):
            bench.runner.wake()
        bench.window.open.set()
        await bench.window.looked(2)
        await asyncio.sleep(0.1)
    assert bench.window.looks == 2


async def test_a_wake_before_it_serves_does_no_harm(bench: Bench) -> None:
    bench.runner.wake()
    async with bench.serving():
        await bench.window.looked(1)


async def test_a_failing_look_ends_it_for_its_supervisor(bench: Bench) -> None:
    bench.window.breaks = True
    with pytest.raises(ConnectionError, match="the database went away"):
        await asyncio.wait_for(bench.runner.serve(), PATIENCE_SECONDS)


async def test_it_can_be_started_again_after_a_failure(bench: Bench) -> None:
    bench.window.breaks = True
    with pytest.raises(ConnectionError):
        await asyncio.wait_for(bench.runner.serve(), PATIENCE_SECONDS)
    bench.window.breaks = False
    async with bench.serving():
        await bench.window.looked(2)
        bench.runner.wake()
        await bench.window.looked(3)


async def test_it_can_be_started_again_at_once(bench: Bench) -> None:
    for count in (1, 2, 3):
        async with bench.serving():
            await bench.window.looked(count)


async def test_once_stopped_it_looks_no_more(bench: Bench) -> None:
    async with bench.serving():
        await bench.window.looked(1)
    bench.runner.wake()
    await asyncio.sleep(0.05)
    assert bench.window.looks == 1


async def test_stopped_in_the_middle_of_a_look_it_makes_no_noise(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.window.open.clear()
    async with bench.serving():
        await bench.window.looked(1)
    await asyncio.sleep(0.05)
    assert caplog.records == []


async def remembered(bench: Bench) -> bool:
    """Whether an invocation of the circles' last week is still known; it is known afterwards."""

    def look(repos: Repos) -> bool:
        return not repos.inbox.remember(Platform("playground"), "old", MONDAY - 7 * DAY)

    return bool(await bench.planning.ask(look))


async def test_it_tidies_when_it_starts(bench: Bench) -> None:
    await remembered(bench)
    async with bench.serving():
        await bench.window.looked(1)
        bench.runner.wake()
        await bench.window.looked(2)
    assert not await remembered(bench)


async def test_it_does_not_tidy_at_each_look(bench: Bench) -> None:
    await tidied_again_after(bench, None)
    assert await remembered(bench)


async def test_it_tidies_again_after_an_hour(store: SqlStore, curriculum: Curriculum) -> None:
    wall = Leaping()
    bench = Bench(store, curriculum, wall)
    await tidied_again_after(bench, wall)
    assert not await remembered(bench)


async def tidied_again_after(bench: Bench, wall: Leaping | None) -> None:
    """Something old turns up after the first look; an hour later there is another look."""
    async with bench.serving():
        await bench.window.looked(1)
        bench.window.open.clear()
        bench.runner.wake()
        await bench.window.looked(2)
        await remembered(bench)
        if wall is not None:
            wall.leap = TIDY_EVERY + timedelta(seconds=1)
        bench.runner.wake()
        bench.window.open.set()
        # The third comes after all that the second one did.
        await bench.window.looked(3)
