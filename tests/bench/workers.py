"""Two worker processes on one PostgreSQL, next to one."""

import asyncio
import json
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections import Counter
from typing import Any

from bot.repositories.store import Repos
from bot.settings import ROOT
from bot.storage.store import SqlStore
from tests.bench.ground import POSTGRES, START, Bench, a_post
from tests.bench.measuring import Run
from tests.bench.report import Figure


async def measure(bench: Bench) -> list[Figure]:
    teams = _Teams(bench)
    contestants: dict[str, Run] = {"one": lambda: teams.rate(1), "two": lambda: teams.rate(2)}
    rounds = await bench.contest(contestants, 5)
    one, two = (f"{rounds.median(name):.0f} posts/s" for name in contestants)
    name = "Posts recorded, two worker processes"
    return [
        Figure(f"{name} / one, PostgreSQL", two, one, rounds.ratio("two", "one"), 1.6, "at least"),
        Figure(f"{name}: received twice", "", "", teams.doubled, 0),
        Figure(f"{name}: never received", "", "", teams.lost, 0),
    ]


class _Teams:
    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.posts = bench.size(2_000, 100)
        self.doubled = self.lost = 0

    async def rate(self, size: int) -> float:
        url = self.bench.databases.new(POSTGRES)
        store = SqlStore(url)
        await store.transact(self._fill)
        store.close()
        workers = [await _worker(url) for _ in range(size)]
        began = time.monotonic()
        ends = await asyncio.gather(*(_send(worker) for worker in workers))
        self._count([key for end in ends for key in end["keys"]])
        self.bench.databases.drop(url)
        last = max(float(end["ended"]) for end in ends)
        return self.posts / (last - began)

    def _fill(self, repos: Repos) -> None:
        for number in range(self.posts):
            repos.outbox.add(a_post(number, START))

    def _count(self, keys: list[str]) -> None:
        self.doubled += sum(count - 1 for count in Counter(keys).values())
        self.lost += self.posts - len(set(keys))


async def _worker(url: str) -> Process:
    command = (sys.executable, "-m", "tests.bench.worker", url)
    worker = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=PIPE, stdout=PIPE)
    assert worker.stdout is not None
    assert await worker.stdout.readline() == b"ready\n", "the worker did not start"
    return worker


async def _send(worker: Process) -> dict[str, Any]:
    printed, _ = await worker.communicate(b"go\n")
    report: dict[str, Any] = json.loads(printed)
    return report
