"""From due to handed to the messenger, through the live runner and courier in real time."""

import asyncio
import itertools
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from procrastinate import App, PsycopgConnector

from bot.clock import WallClock
from bot.domain.ids import ChannelRef
from bot.repositories.store import Repos
from bot.storage.store import SqlStore
from tests.bench.ground import POSTGRES, SQLITE, Bench, Room, a_post, channel
from tests.bench.live import SETTLE_SECONDS, working
from tests.bench.measuring import Run, percentile
from tests.bench.report import Figure, ms

AHEAD = timedelta(milliseconds=40)
CONCURRENCY = 20
TIMEOUT_SECONDS = 6.0
LONGEST_GAP_SECONDS = 0.02

Sample = Callable[[], Awaitable[float]]
"""One post; returns the seconds from due to handed over."""


class Arrivals:
    """When each expected post came."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[float]] = {}

    def expect(self, name: str) -> asyncio.Future[float]:
        self._waiting[name] = asyncio.get_running_loop().create_future()
        return self._waiting[name]

    def arrived(self, name: str) -> None:
        came = self._waiting.pop(name)
        # Nobody waits for a post that came too late.
        if not came.done():
            came.set_result(time.perf_counter())

    def posted(self, target: ChannelRef, _: str) -> None:
        self.arrived(target.channel)


class Batches:
    """Samples in batches; the reading of a batch is its p99."""

    def __init__(self, bench: Bench, sample: Sample) -> None:
        self.delays: list[float] = []
        self._bench, self._sample = bench, sample

    async def run(self) -> float:
        batch: list[float] = []
        for _ in range(self._bench.size(150, 4)):
            # Off the beat of any timer of the loop.
            await asyncio.sleep(self._bench.rng.uniform(0, LONGEST_GAP_SECONDS))
            batch.append(await self._one())
            if batch[-1] >= TIMEOUT_SECONDS:
                break
        self.delays += batch
        return percentile(batch, 0.99)

    async def _one(self) -> float:
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                return await self._sample()
        except TimeoutError:
            # The reading says enough: it misses any target.
            return TIMEOUT_SECONDS

    def words(self) -> str:
        return f"p50 {ms(percentile(self.delays, 0.5))}, p99 {ms(percentile(self.delays, 0.99))}"


async def measure(bench: Bench) -> list[Figure]:
    return [await _slots_on_sqlite(bench), await _posts_on_postgres(bench)]


async def _slots_on_sqlite(bench: Bench) -> Figure:
    """A slot falls due: planned by the runner, claimed and handed over by the courier."""
    arrivals = Arrivals()
    store = SqlStore(bench.databases.new(SQLITE))
    core = bench.core(store, WallClock(), Room(arrivals.posted))
    slots = Batches(bench, _slot_of(bench, store, arrivals))
    timer = Batches(bench, _bare_timer)
    contestants: dict[str, Run] = {"slots": slots.run, "timer": timer.run}
    async with working(core, store):
        rounds = await bench.contest(contestants, 5)
    store.close()
    return Figure(
        "From a slot's due time to its post at the messenger, SQLite: p99",
        slots.words(), f"a timer of the loop alone: {timer.words()}",
        rounds.median("slots") * 1000, 50, unit=" ms",
    )  # fmt: skip


def _slot_of(bench: Bench, store: SqlStore, arrivals: Arrivals) -> Sample:
    numbers = itertools.count()

    async def sample() -> float:
        room = channel(next(numbers))
        arrival = arrivals.expect(room.channel)
        due = time.perf_counter() + AHEAD.total_seconds()
        at = WallClock().now() + AHEAD
        await store.transact(lambda repos: bench.circle(repos, room, at))
        return await arrival - due

    return sample


async def _bare_timer() -> float:
    due = time.perf_counter() + AHEAD.total_seconds()
    await asyncio.sleep(AHEAD.total_seconds())
    return time.perf_counter() - due


async def _posts_on_postgres(bench: Bench) -> Figure:
    """A post that is due at once, written by another store; both sides are woken by NOTIFY."""
    arrivals = Arrivals()
    url = bench.databases.new(POSTGRES)
    store, other = SqlStore(url), SqlStore(url)
    core = bench.core(store, WallClock(), Room(arrivals.posted), alone=False)
    ours = Batches(bench, _post_of(other, arrivals))
    async with working(core, store), _procrastinate(bench, arrivals) as sample:
        theirs = Batches(bench, sample)
        contestants: dict[str, Run] = {"ours": ours.run, "procrastinate": theirs.run}
        rounds = await bench.contest(contestants, 5)
    for used in (store, other):
        used.close()
    return Figure(
        "From written and due to the messenger / procrastinate's, PostgreSQL: p99",
        ours.words(), theirs.words(), rounds.ratio("ours", "procrastinate"), 1.0,
    )  # fmt: skip


def _post_of(other: SqlStore, arrivals: Arrivals) -> Sample:
    numbers = itertools.count()

    async def sample() -> float:
        number = next(numbers)
        arrival = arrivals.expect(channel(number).channel)
        now = WallClock().now()

        def add(repos: Repos) -> None:
            repos.outbox.add(a_post(number, now))

        began = time.perf_counter()
        await other.transact(add)
        return await arrival - began

    return sample


@asynccontextmanager
async def _procrastinate(bench: Bench, arrivals: Arrivals) -> AsyncIterator[Sample]:
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
    url = bench.databases.new(POSTGRES)
    working_app, writing_app = (App(connector=PsycopgConnector(conninfo=url)) for _ in range(2))

    @working_app.task(name="post")
    async def post(name: str) -> None:
        arrivals.arrived(name)

    numbers = itertools.count()

    async def sample() -> float:
        name = f"job{next(numbers)}"
        arrival = arrivals.expect(name)
        began = time.perf_counter()
        await writing_app.configure_task("post").defer_async(name=name)
        return await arrival - began

    async with working_app.open_async(), writing_app.open_async(), _worker(working_app):
        yield sample


@asynccontextmanager
async def _worker(app: App) -> AsyncIterator[None]:
    await app.schema_manager.apply_schema_async()
    serving = app.run_worker_async(
        concurrency=CONCURRENCY, listen_notify=True, install_signal_handlers=False
    )
    task = asyncio.get_running_loop().create_task(serving)
    await asyncio.sleep(SETTLE_SECONDS)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
