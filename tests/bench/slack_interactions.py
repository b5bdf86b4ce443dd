"""A whole interaction over signed HTTP, next to bolt with an empty handler."""

import asyncio
import hashlib
import hmac
import itertools
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

import aiohttp

from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.places import PLATFORM
from bot.domain.ids import ActorRef, ChannelRef
from bot.settings import ROOT
from tests.bench.ground import ENGINES, POSTGRES, SQLITE, Bench
from tests.bench.measuring import Rounds, Run, percentile
from tests.bench.report import Figure, ms
from tests.slack.workspace import SIGNING_SECRET, Slack, a_slack

TARGETS = {SQLITE: 6.0, POSTGRES: 9.0}
CIRCLES, MEMBERS = 10, 40
WARM = 30
"""Commands before the watch starts: statements are compiled."""


async def measure(bench: Bench) -> list[Figure]:
    async with a_slack() as slack:
        for number in range(CIRCLES * MEMBERS):
            slack.add_user(f"U{1000 + number}", "T1", f"member{number}")
        contest = _Contest(bench, slack)
        rounds = await bench.contest(await contest.contestants(), 5)
    return [*(_cpu(rounds, engine) for engine in ENGINES), _latency(contest)]


def _cpu(rounds: Rounds, engine: str) -> Figure:
    return Figure(
        f"CPU of `/prep drill` over signed HTTP / of bolt with an empty handler, {engine}",
        ms(rounds.median(engine)), ms(rounds.median("bolt")),
        rounds.ratio(engine, "bolt"), TARGETS[engine],
    )  # fmt: skip


def _latency(contest: "_Contest") -> Figure:
    ours, theirs = contest.waits[SQLITE], contest.waits["bolt-default"]
    middle, default = percentile(ours, 0.5), percentile(theirs, 0.5)
    return Figure(
        "Answer to `/prep drill`, SQLite / bolt's default path with an empty handler: p50",
        f"p50 {ms(middle)}, p99 {ms(percentile(ours, 0.99))}",
        f"p50 {ms(default)}, p99 {ms(percentile(theirs, 0.99))}",
        middle / default, 0.2,
    )  # fmt: skip


class _Contest:
    def __init__(self, bench: Bench, slack: Slack) -> None:
        self.bench, self.slack = bench, slack
        self.commands = bench.size(300, 10)
        self.waits: dict[str, list[float]] = {}
        self._numbers = itertools.count(1)
        self._templates: dict[str, str] = {}

    async def contestants(self) -> dict[str, Run]:
        for engine in ENGINES:
            self._templates[engine] = await _populated(self.bench, engine)
        names = (*ENGINES, "bolt", "bolt-default")
        return {name: self._run(name) for name in names}

    def _run(self, name: str) -> Run:
        async def run() -> float:
            template = self._templates.get(name)
            url = self.bench.databases.copy(template) if template else ""
            kind = "ours" if template else name
            async with _server(kind, self.slack.api_url, url) as (process, address):
                used = await self._timed(name, process, address)
            if url:
                self.bench.databases.drop(url)
            return used

        return run

    async def _timed(self, name: str, process: Process, address: str) -> float:
        waits = self.waits.setdefault(name, [])
        async with aiohttp.ClientSession() as session:
            for _ in range(WARM):
                await self._command(session, address)
            began = await _cpu_of(process)
            for _ in range(self.commands):
                waits.append(await self._command(session, address))
            return (await _cpu_of(process) - began) / self.commands

    async def _command(self, session: aiohttp.ClientSession, address: str) -> float:
        """One `/prep drill`; returns how long its answer took."""
        number = next(self._numbers)
        body, headers = _signed(number)
        began = time.perf_counter()
        async with session.post(address, data=body, headers=headers) as answer:
            text = await answer.text()
            assert answer.status == 200, text
        return time.perf_counter() - began


def _signed(number: int) -> tuple[bytes, dict[str, str]]:
    member = number % (CIRCLES * MEMBERS)
    fields: dict[str, Any] = {
        "command": "/prep", "text": "drill", "team_id": "T1", "api_app_id": "A1",
        "channel_id": f"C{member % CIRCLES}", "user_id": f"U{1000 + member}",
        "trigger_id": f"{number}.1", "response_url": "http://127.0.0.1:9/nowhere",
    }  # fmt: skip
    body = urlencode(fields).encode()
    stamp = str(int(time.time()))
    digest = hmac.new(SIGNING_SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256)
    return body, {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest.hexdigest()}",
    }


@asynccontextmanager
async def _server(kind: str, api_url: str, database: str) -> AsyncIterator[tuple[Process, str]]:
    command = (sys.executable, "-m", "tests.bench.slack_server", kind, api_url, database)
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=PIPE, stdout=PIPE)
    assert process.stdout is not None
    assert process.stdin is not None
    port = int(await process.stdout.readline())
    yield process, f"http://127.0.0.1:{port}{EVENTS_PATH}"
    process.stdin.close()
    await process.wait()


async def _cpu_of(process: Process) -> float:
    assert process.stdout is not None
    assert process.stdin is not None
    process.stdin.write(b"cpu\n")
    return float(await process.stdout.readline())


async def _populated(bench: Bench, engine: str) -> str:
    rooms = [ChannelRef(PLATFORM, "T1", f"C{number}") for number in range(CIRCLES)]
    actors = [ActorRef(PLATFORM, "T1", f"U{1000 + n}") for n in range(CIRCLES * MEMBERS)]
    return await bench.populated(engine, rooms, actors)
