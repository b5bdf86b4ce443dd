"""Posts to many channels under Slack's rules, next to slack_sdk at the same pace."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process

from bot.settings import ROOT
from tests.bench.ground import SQLITE, Bench
from tests.bench.poster import TEAMS, channel
from tests.bench.report import Figure
from tests.slack.rates import Rule
from tests.slack.workspace import Slack, a_slack

A_SECOND, BURST = 10.0, 20.0
"""What the loopback Slack lets a workspace post; a channel takes one a second."""


async def measure(bench: Bench) -> list[Figure]:
    """Both at once, each in a workspace of its own."""
    posts, channels = bench.size(2_000, 40), bench.size(500, 10)
    async with a_slack() as slack:
        for team in TEAMS.values():
            for number in range(channels):
                slack.add_channel(channel(team, number), f"room{number}", team)
        slack.rates.switch_on(Rule(1, 3), Rule(A_SECOND, BURST), 0)
        told = await _both(bench, slack, posts, channels)
        shown = {team: _shown(slack, team, channels) for team in TEAMS.values()}
        refused = slack.rates.refused["chat.postMessage"]
    return _figures(posts, channels, told, shown["T1"], refused)


async def _both(
    bench: Bench, slack: Slack, posts: int, channels: int
) -> dict[str, dict[str, float]]:
    url = bench.databases.new(SQLITE)
    work = [str(posts), str(channels)]
    started = {kind: await _started(kind, slack.api_url, url, *work) for kind in TEAMS}
    for process in started.values():
        assert process.stdin is not None
        process.stdin.write(b"go\n")
    told = {kind: json.loads(await _line(process)) for kind, process in started.items()}
    for process in started.values():
        await process.wait()
    return told


async def _started(*arguments: str) -> Process:
    command = (sys.executable, "-m", "tests.bench.poster", *arguments)
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=PIPE, stdout=PIPE)
    assert await _line(process) == b"ready\n"
    return process


async def _line(process: Process) -> bytes:
    assert process.stdout is not None
    return await process.stdout.readline()


def _shown(slack: Slack, team: str, channels: int) -> int:
    return sum(len(slack.channel(channel(team, number)).messages) for number in range(channels))


def _figures(
    posts: int, channels: int, told: dict[str, dict[str, float]], shown: int, refused: int
) -> list[Figure]:
    lawful, seconds = max(1.0, posts - BURST) / A_SECOND, told["ours"]["seconds"]
    what = f"{posts:,} posts to {channels} Slack channels"
    ours, theirs = (told[kind]["cpu"] * 1000 / posts for kind in ("ours", "sdk"))
    return [
        Figure(f"{what}: share of the lawful rate", f"{seconds:.1f} s", f"{lawful:.1f} s",
               lawful / seconds, 0.97, "at least"),
        Figure(f"{what}: refusals per 100", str(refused), "", refused * 100 / posts, 0.5),
        Figure(f"{what}: lost or doubled", str(posts - shown), "", abs(posts - shown), 0),
        Figure("CPU of 1,000 posts, claimed to recorded, SQLite / of slack_sdk at the same pace",
               f"{ours:.2f} s", f"{theirs:.2f} s", ours / theirs, 1.7),
    ]  # fmt: skip
