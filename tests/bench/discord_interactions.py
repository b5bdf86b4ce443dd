"""A whole interaction from the gateway's event to the posted answer, next to bare discord.py, and
what stays in memory after many of them."""

import asyncio
import itertools
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.discord.places import PLATFORM
from bot.domain.ids import ActorRef, ChannelRef
from bot.settings import ROOT
from tests.bench.ground import ENGINES, POSTGRES, SQLITE, Bench
from tests.bench.measuring import Rounds, Run
from tests.bench.report import Figure, ms
from tests.discord.server import Discord, a_discord

TARGETS = {SQLITE: 6.0, POSTGRES: 9.0}
CIRCLES, MEMBERS = 10, 40
WARM = 30
"""Commands before the watch starts: statements are compiled."""
MOST_GROWTH = 1.1
"""Of what it holds after the first tenth: caches are full by then, and nothing else may stay."""


async def measure(bench: Bench) -> list[Figure]:
    async with a_discord() as discord:
        _peopled(discord)
        contest = _Contest(bench, discord)
        rounds = await bench.contest(await contest.contestants(), 5)
        return [*(_cpu(rounds, engine) for engine in ENGINES), await contest.memory()]


def _peopled(discord: Discord) -> None:
    for number in range(CIRCLES):
        discord.add_channel(f"room{number}", "first")
    for number in range(CIRCLES * MEMBERS):
        discord.add_user(f"member{number}", "first")


def _cpu(rounds: Rounds, engine: str) -> Figure:
    return Figure(
        f"CPU of `/prep drill` over the gateway / of discord.py with an empty handler, {engine}",
        ms(rounds.median(engine)), ms(rounds.median("bare")),
        rounds.ratio(engine, "bare"), TARGETS[engine],
    )  # fmt: skip


class _Contest:
    def __init__(self, bench: Bench, discord: Discord) -> None:
        self.bench, self.discord = bench, discord
        self.commands = bench.size(300, 10)
        self._numbers = itertools.count(1)
        self._templates: dict[str, str] = {}

    async def contestants(self) -> dict[str, Run]:
        for engine in ENGINES:
            self._templates[engine] = await _populated(self.bench, self.discord, engine)
        return {name: self._run(name) for name in (*ENGINES, "bare")}

    def _run(self, name: str) -> Run:
        async def run() -> float:
            async with self._process(name) as process:
                for _ in range(WARM):
                    await self._drill()
                began, _ = await _used(process)
                for _ in range(self.commands):
                    await self._drill()
                return ((await _used(process))[0] - began) / self.commands

        return run

    @asynccontextmanager
    async def _process(self, name: str) -> AsyncIterator[Process]:
        template = self._templates.get(name)
        url = self.bench.databases.copy(template) if template else ""
        kind = "ours" if template else "bare"
        async with _client(kind, self.discord, url) as process:
            yield process
        self.discord.forget()
        if url:
            self.bench.databases.drop(url)

    async def _drill(self) -> None:
        """One `/prep drill`, until its answer is there."""
        member = next(self._numbers) % (CIRCLES * MEMBERS)
        person = self.discord.user(f"member{member}")
        await person.types("/prep drill", f"room{member % CIRCLES}")

    async def memory(self) -> Figure:
        """A command, a form opened and sent, and a press on what came back, again and again."""
        rounds = self.bench.size(50_000, 300) // 4
        async with self._process(SQLITE) as process:
            for number in range(rounds // 10):
                await self._visit(number)
            _, before = await _used(process)
            for number in range(rounds // 10, rounds):
                await self._visit(number)
                self.bench.progress(number / rounds)
            _, after = await _used(process)
        return Figure(
            f"Memory after {rounds * 4:,} interactions on Discord / after a tenth of them",
            f"{after:.0f} MB", f"{before:.0f} MB", after / before, MOST_GROWTH,
        )  # fmt: skip

    async def _visit(self, number: int) -> None:
        member = number % (CIRCLES * MEMBERS)
        person, room = self.discord.user(f"member{member}"), f"room{member % CIRCLES}"
        await person.types("/prep help", room)
        await person.types("/prep note", room)
        await person.submits({"text": "NULL never equals NULL"})
        await person.presses(person.sees(room)[-1], "All notes")
        if number % 50 == 0:
            self.discord.forget()


async def _used(process: Process) -> tuple[float, float]:
    """CPU seconds and megabytes."""
    assert process.stdout is not None
    assert process.stdin is not None
    process.stdin.write(b"used\n")
    used, held = (await process.stdout.readline()).split()
    return float(used), float(held)


@asynccontextmanager
async def _client(kind: str, discord: Discord, database: str) -> AsyncIterator[Process]:
    command = (sys.executable, "-m", "tests.bench.discord_client", kind)
    more = (discord.api_url, discord.token, database)
    process = await asyncio.create_subprocess_exec(
        *command, *more, cwd=ROOT, stdin=PIPE, stdout=PIPE
    )
    assert process.stdout is not None
    assert process.stdin is not None
    assert await process.stdout.readline() == b"connected\n"
    yield process
    process.stdin.close()
    await process.wait()


async def _populated(bench: Bench, discord: Discord, engine: str) -> str:
    guild = discord.guild("first").id
    rooms = [discord.room(f"room{number}").id for number in range(CIRCLES)]
    users = [discord.user(f"member{number}").account.id for number in range(CIRCLES * MEMBERS)]
    return await bench.populated(
        engine,
        [ChannelRef(PLATFORM, guild, room) for room in rooms],
        [ActorRef(PLATFORM, "", user) for user in users],
    )
