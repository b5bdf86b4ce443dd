"""Claiming a hundred posts when a million wait, next to the same when a thousand do."""

import time
from collections.abc import Sequence
from functools import partial

from sqlalchemy import text, update

from bot.domain.records import PostState
from bot.repositories.posts import Claim
from bot.repositories.store import Repos
from bot.storage.store import SqlStore
from bot.storage.tables import outbox
from tests.bench.ground import ENGINES, PLATFORM, START, Bench, a_post
from tests.bench.measuring import Run
from tests.bench.report import Figure, ms

FEW, LIMIT = 1_000, 100
MULTIPLY = """
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})
    INSERT INTO outbox (key, platform, workspace, channel, direct, title, card, parent_key, due_at,
        expires_at, late, state, tries, worker, receipt, reason)
    SELECT 'post/' || n, platform, workspace, 'room' || n, direct, title, card, parent_key,
        {due_at}, expires_at, late, state, tries, worker, receipt, reason
    FROM outbox CROSS JOIN numbers WHERE key = 'post/0'
"""
LATER = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f000', due_at, '+' || n || ' seconds')",
    "postgresql": "due_at + n * interval '1 second'",
}


async def measure(bench: Bench) -> list[Figure]:
    return [await _claiming(bench, engine) for engine in ENGINES]


async def _claiming(bench: Bench, engine: str) -> Figure:
    many = bench.size(1_000_000, 5_000)
    urls = {count: bench.databases.new(engine) for count in (FEW, many)}
    stores = {count: SqlStore(url) for count, url in urls.items()}
    contestants: dict[str, Run] = {}
    for count, store in stores.items():
        await store.transact(lambda repos: repos.outbox.add(a_post(0, START)))
        _multiply(store, count)
        contestants[str(count)] = partial(_claims, bench, store)
    rounds = await bench.contest(contestants, 9)
    for count, store in stores.items():
        store.close()
        bench.databases.drop(urls[count])
    return Figure(
        f"A claim of {LIMIT} with {many:,} posts waiting / {FEW:,}, {engine}",
        ms(rounds.median(str(many))), ms(rounds.median(str(FEW))),
        rounds.ratio(str(many), str(FEW)), 1.3,
    )  # fmt: skip


def _multiply(store: SqlStore, count: int) -> None:
    """A second apart, so that two hundred are due and the rest wait."""
    name = store.engine.dialect.name
    with store.engine.connect() as connection, connection.begin():
        connection.execute(text(MULTIPLY.format(count=count - 1, due_at=LATER[name])))
    if name == "postgresql":
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE outbox"))


async def _claims(bench: Bench, store: SqlStore) -> float:
    """The median of a few, each taken back."""
    times = []
    for _ in range(bench.size(5, 2)):
        began = time.perf_counter()
        claimed = await store.transact(_claim)
        times.append(time.perf_counter() - began)
        assert len(claimed) == LIMIT, "a claim must find its hundred"
        _take_back(store)
    return sorted(times)[len(times) // 2]


def _claim(repos: Repos) -> Sequence[Claim]:
    now = START.replace(minute=3, second=20)
    return repos.courier.claim(PLATFORM, now, LIMIT, "bench")


def _take_back(store: SqlStore) -> None:
    mine = outbox.c.state == PostState.SENDING
    with store.engine.connect() as connection, connection.begin():
        connection.execute(update(outbox).where(mine).values(state=PostState.READY))
