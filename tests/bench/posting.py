"""Posts to many channels under a platform's rules, next to its SDK at the same pace."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass

from bot.settings import ROOT
from tests.bench.ground import SQLITE, Bench
from tests.bench.poster import TEAMS, channel
from tests.bench.report import Figure
from tests.discord.rates import Rule
from tests.discord.server import a_discord
from tests.slack.rates import Rule as SlackRule
from tests.slack.workspace import a_slack

A_SECOND, BURST = 10.0, 20.0
"""What the loopback Slack lets a workspace post; a channel takes one a second."""
DISCORD = Rule(50, 1.0)
"""What the loopback Discord lets a bot send in all; a channel takes five in five seconds."""


@dataclass(frozen=True)
class Result:
    """`told` is what each contestant said of itself; `lost` counts doubled posts as well."""

    what: str
    told: dict[str, dict[str, float]]
    posts: int
    lost: int
    refused: int
    lawful: float
    """Seconds that the rules demand."""


async def measure(bench: Bench) -> list[Figure]:
    posts, channels = bench.size(2_000, 40), bench.size(500, 10)
    slack = await _slack(bench, posts, channels)
    discord = await _discord(bench, posts, channels)
    return [*_figures(slack, "slack_sdk", 0.97), *_figures(discord, "discord.py", 0.93)]


async def _slack(bench: Bench, posts: int, channels: int) -> Result:
    """Both at once, each in a workspace of its own."""
    async with a_slack() as slack:
        for team in TEAMS.values():
            for number in range(channels):
                slack.add_channel(channel(team, number), f"room{number}", team)
        slack.rates.switch_on(SlackRule(1, 3), SlackRule(A_SECOND, BURST), 0)
        url = bench.databases.new(SQLITE)
        work = (slack.api_url, url, str(posts), str(channels))
        told = await _together({kind: ("tests.bench.poster", kind, *work) for kind in TEAMS})
        shown = sum(len(slack.channel(channel("T1", n)).messages) for n in range(channels))
        refused = slack.rates.refused["chat.postMessage"]
    lawful = max(1.0, posts - BURST) / A_SECOND
    what = f"{posts:,} posts to {channels} Slack channels"
    return Result(what, told, posts, abs(posts - shown), refused, lawful)


async def _discord(bench: Bench, posts: int, channels: int) -> Result:
    """One after the other: the rules are for all that one bot sends."""
    told: dict[str, dict[str, float]] = {}
    for kind in ("sdk", "ours"):
        async with a_discord() as discord:
            names = [f"post{number}" for number in range(channels)]
            rooms = [discord.add_channel(name, "first").id for name in names]
            discord.rates.switch_on(everything=DISCORD)
            work = (discord.api_url, discord.token, bench.databases.new(SQLITE))
            where = (discord.guild("first").id, str(posts), *rooms)
            told |= await _together({kind: ("tests.bench.discord_poster", kind, *work, *where)})
            shown = sum(len(discord.channel(name).messages) for name in names)
            refused = sum(discord.rates.refused.values())
    lawful = max(DISCORD.number, posts - DISCORD.number) / DISCORD.number * DISCORD.seconds
    what = f"{posts:,} posts to {channels} Discord channels"
    return Result(what, told, posts, abs(posts - shown), refused, lawful)


async def _together(commands: dict[str, tuple[str, ...]]) -> dict[str, dict[str, float]]:
    started = {kind: await _started(*command) for kind, command in commands.items()}
    for process in started.values():
        assert process.stdin is not None
        process.stdin.write(b"go\n")
    told = {kind: json.loads(await _line(process)) for kind, process in started.items()}
    for process in started.values():
        await process.wait()
    return told


async def _started(module: str, *arguments: str) -> Process:
    command = (sys.executable, "-m", module, *arguments)
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=PIPE, stdout=PIPE)
    assert await _line(process) == b"ready\n"
    return process


async def _line(process: Process) -> bytes:
    assert process.stdout is not None
    return await process.stdout.readline()


def _figures(result: Result, sdk: str, least: float) -> list[Figure]:
    what, seconds = result.what, result.told["ours"]["seconds"]
    ours, theirs = (result.told[kind]["cpu"] * 1000 / result.posts for kind in ("ours", "sdk"))
    return [
        Figure(f"{what}: share of the lawful rate", f"{seconds:.1f} s", f"{result.lawful:.1f} s",
               result.lawful / seconds, least, "at least"),
        Figure(f"{what}: refusals per 100", str(result.refused), "",
               result.refused * 100 / result.posts, 0.5),
        Figure(f"{what}: lost or doubled", str(result.lost), "", result.lost, 0),
        Figure(f"{what}: CPU of 1,000, claimed to recorded, SQLite / of {sdk} at the same pace",
               f"{ours:.2f} s", f"{theirs:.2f} s", ours / theirs, 1.7),
    ]  # fmt: skip
