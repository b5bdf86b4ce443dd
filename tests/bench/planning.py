"""What a look at the clock costs, and how long the loop stands still while posts go out."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import insert, select

from bot.clock import SetClock, WallClock
from bot.domain.ids import ChannelRef
from bot.repositories.store import Repos
from bot.storage.store import SqlStore
from bot.storage.tables import cohort
from tests.bench.ground import ENGINES, SQLITE, START, Bench, Room, channel
from tests.bench.live import working
from tests.bench.measuring import Run
from tests.bench.report import Figure, ms

FEW = 100
AHEAD = timedelta(seconds=0.5)
TICKER_SECONDS = 0.001


async def measure(bench: Bench) -> list[Figure]:
    return [*[await _idle_tick(bench, engine) for engine in ENGINES], *await _stall(bench)]


async def _idle_tick(bench: Bench, engine: str) -> Figure:
    many = bench.size(10_000, 1_000)
    contestants: dict[str, Run] = {}
    stores = []
    for count in (FEW, many):
        store = SqlStore(bench.databases.new(engine))
        await store.transact(lambda repos: bench.circle(repos, channel(0), START))
        _multiply(store, count)
        contestants[str(count)] = _ticks(bench, store)
        stores.append(store)
    rounds = await bench.contest(contestants, 9)
    for store in stores:
        store.close()
    return Figure(
        f"A tick with nothing due, {many:,} running circles / {FEW}, {engine}",
        ms(rounds.median(str(many))), ms(rounds.median(str(FEW))),
        rounds.ratio(str(many), str(FEW)), 2.0,
    )  # fmt: skip


def _multiply(store: SqlStore, count: int) -> None:
    """More circles like the first, each due at a minute of its own."""
    with store.engine.connect() as connection, connection.begin():
        first = connection.execute(select(cohort)).one()._asdict()
        del first["id"]
        rows = [
            {**first, "next_slot_at": START + timedelta(minutes=number)}
            for number in range(1, count)
        ]
        connection.execute(insert(cohort), rows)


def _ticks(bench: Bench, store: SqlStore) -> Run:
    tick = bench.core(store, SetClock(START - timedelta(hours=1)), Room()).tick
    times = bench.size(100, 5)

    async def run() -> float:
        began = time.perf_counter()
        for _ in range(times):
            await tick.run()
        return (time.perf_counter() - began) / times

    return run


async def _stall(bench: Bench) -> list[Figure]:
    """Posts due at once; a ticker of 1 ms feels how long the loop serves nobody else."""
    posts = bench.size(1_000, 60)
    numbers = itertools.count()
    contestants: dict[str, Run] = {
        "ours": lambda: _our_stall(bench, posts),
        "job store": lambda: _job_store_stall(bench, posts, next(numbers)),
        "idle": _idle_stall,
    }
    rounds = await bench.contest(contestants, 5)
    ours, peer, idle = (rounds.median(name) for name in contestants)
    name = f"{posts:,} posts due at once, SQLite: longest stall of the loop"
    beside = f"APScheduler's SQLAlchemy job store {ms(peer)}, idle loop {ms(idle)}"
    ratio = rounds.ratio("ours", "job store")
    return [
        Figure(name, ms(ours), beside, ours * 1000, 10, unit=" ms"),
        Figure(f"{name} / the job store's", ms(ours), ms(peer), ratio, 1 / 15),
    ]


class Stalls:
    """`longest` seconds the loop kept a ticker waiting beyond its millisecond."""

    longest = 0.0

    async def tick(self) -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(TICKER_SECONDS)
            now = time.perf_counter()
            self.longest = max(self.longest, now - last - TICKER_SECONDS)
            last = now


@asynccontextmanager
async def _watched() -> AsyncIterator[Stalls]:
    stalls = Stalls()
    task = asyncio.get_running_loop().create_task(stalls.tick())
    await asyncio.sleep(TICKER_SECONDS)
    try:
        yield stalls
        # A stall that goes on to the very end is felt only by the tick after it.
        await asyncio.sleep(2 * TICKER_SECONDS)
    finally:
        task.cancel()


class Countdown:
    """Ends when everything has arrived."""

    def __init__(self, count: int) -> None:
        self._left, self._done = count, asyncio.Event()

    def posted(self, *_: object) -> None:
        self._left -= 1
        if self._left == 0:
            self._done.set()

    async def wait(self) -> None:
        async with asyncio.timeout(60):
            await self._done.wait()


async def _our_stall(bench: Bench, posts: int) -> float:
    """Circles whose first drill is due at the same instant: planned, claimed, sent, recorded."""
    url = bench.databases.new(SQLITE)
    store = SqlStore(url)
    countdown = Countdown(posts)

    def posted(target: ChannelRef, key: str) -> None:
        countdown.posted(target, key)

    core = bench.core(store, WallClock(), Room(posted))
    due = WallClock().now() + AHEAD + timedelta(milliseconds=posts)
    await store.transact(lambda repos: _due_together(bench, repos, posts, due))
    async with working(core, store), _watched() as stalls:
        await countdown.wait()
    store.close()
    bench.databases.drop(url)
    return stalls.longest


def _due_together(bench: Bench, repos: Repos, posts: int, due: datetime) -> None:
    for number in range(posts):
        bench.circle(repos, channel(number), due)


_WAITING: dict[int, Countdown] = {}
"""A job store keeps its jobs pickled: they can only name what they tell."""


async def _job(waiting: int) -> None:
    _WAITING[waiting].posted()


async def _job_store_stall(bench: Bench, posts: int, number: int) -> float:
    path = bench.folder / f"jobs{number}.db"
    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_jobstore(SQLAlchemyJobStore(url=f"sqlite:///{path}"))
    countdown = _WAITING[number] = Countdown(posts)
    scheduler.start(paused=True)
    due = WallClock().now() + AHEAD + timedelta(milliseconds=posts)
    for _ in range(posts):
        scheduler.add_job(_job, "date", run_date=due, args=[number], misfire_grace_time=3600)
    async with _watched() as stalls:
        scheduler.resume()
        await countdown.wait()
    scheduler.shutdown(wait=False)
    path.unlink()
    return stalls.longest


async def _idle_stall() -> float:
    async with _watched() as stalls:
        await asyncio.sleep(1)
    return stalls.longest
