"""Shards: each is up or down by itself, and whoever looks is told which."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.discord.app import Discord as Surface
from adapters.discord.app import DiscordConfig
from adapters.discord.validate import violations
from bot.cli import app
from bot.clock import SetClock, WallClock
from bot.storage.store import SqlStore
from tests.adapters.discord.club import Club, Manner, a_bot
from tests.adapters.slack.club import Diary, database
from tests.conftest import MONDAY
from tests.discord.server import Discord, a_discord
from tests.runtime.exposition import parse
from tests.runtime.test_application import get, served


@pytest.fixture
async def discord(clock: SetClock) -> AsyncIterator[Discord]:
    async with a_discord(clock, violations) as made:
        made.gateway.shards = 2
        yield made
        assert made.rejected == []


@pytest.fixture
async def club(tmp_path: Path, discord: Discord) -> AsyncIterator[Club]:
    """Ana's server is on shard 0, Dee's on shard 1; one process serves both."""
    async with a_bot(discord, SetClock(MONDAY), database(tmp_path)) as made:
        await up(made.surface)
        yield made


async def up(surface: Surface) -> None:
    """All of its shards have heard from Discord."""
    async with asyncio.timeout(20):
        while True:
            if surface.connections() and all(surface.connections().values()):
                return
            await asyncio.sleep(0.01)


async def loses_the_second(club: Club) -> None:
    """Until somebody lets it in again."""
    gone = club.surface.client.wait_for("shard_disconnect", timeout=5)
    club.discord.gateway.hush()
    club.discord.gateway.cut(1)
    await gone


async def test_every_shard_is_up_when_it_is_connected(club: Club) -> None:
    assert club.surface.connections() == {"shard 0": True, "shard 1": True}


async def test_before_discord_was_asked_no_shard_is_known(
    discord: Discord, store: SqlStore, clock: SetClock
) -> None:
    config = DiscordConfig(discord.token, discord.api_url)
    assert Surface(config, store, clock, Diary([])).connections() == {}


async def test_only_the_shard_that_is_cut_is_down(club: Club) -> None:
    await loses_the_second(club)
    assert club.surface.connections() == {"shard 0": True, "shard 1": False}


async def test_while_one_shard_is_cut_the_other_goes_on(club: Club) -> None:
    await loses_the_second(club)
    await club.types("ana", "/prep help")
    assert club.told("ana").startswith("## What you can do here")


async def test_a_shard_that_is_back_is_up_and_answers_what_it_missed(club: Club) -> None:
    await loses_the_second(club)
    async with asyncio.TaskGroup() as both:
        both.create_task(club.discord.user("dee").types("/prep help", "lobby"))
        both.create_task(club.surface.client.wait_for("shard_resumed", timeout=5))
        club.discord.gateway.hush(silent=False)
    await club.settled()
    assert club.told("dee", "lobby").startswith("## What you can do here")
    assert club.surface.connections() == {"shard 0": True, "shard 1": True}


async def test_the_doctor_names_the_shard_of_the_server_that_asks(club: Club) -> None:
    await loses_the_second(club)
    examine = club.surface.doctor.examine
    told = [(await examine(club.place(room)))[0] for room in ("study", "lobby")]
    assert [finding.what for finding in told] == [
        "Connected to Discord over shard 0.",
        "Not connected to Discord over shard 1.",
    ]


async def test_a_process_tells_of_its_own_shards_alone(tmp_path: Path, discord: Discord) -> None:
    manner = Manner(shards=(range(1, 2), 2))
    async with a_bot(discord, SetClock(MONDAY), database(tmp_path), manner) as second:
        await up(second.surface)
        assert second.surface.connections() == {"shard 1": True}


async def test_a_closed_connection_is_down(tmp_path: Path, discord: Discord) -> None:
    async with a_bot(discord, SetClock(MONDAY), database(tmp_path)) as club:
        await club.surface.close()
        assert not any(club.surface.connections().values())


async def test_a_stop_while_a_shard_is_connected_again_does_not_hang(
    tmp_path: Path, discord: Discord
) -> None:
    async with asyncio.timeout(20):
        async with a_bot(discord, SetClock(MONDAY), database(tmp_path)) as club:
            await up(club.surface)
            await loses_the_second(club)


# For whoever runs it


async def test_readiness_and_metrics_tell_of_each_shard(tmp_path: Path) -> None:
    async with a_discord(WallClock(), violations) as discord:
        settings = {
            "PREPCIRCLE_DISCORD_TOKEN": discord.token,
            "PREPCIRCLE_DISCORD_API_URL": discord.api_url,
        }
        async with served(tmp_path, **settings) as (application, address):
            (chat,) = application.chats
            assert isinstance(chat, Surface)
            await up(chat)
            status, ready = await get(f"{address}/readyz")
            metrics = parse((await get(f"{address}/metrics"))[1])
    assert (status, json.loads(ready)["connections"]) == (200, {"discord shard 0": "up"})
    assert metrics.value("prepcircle_connection_up", connection="discord shard 0") == 1


def test_shards_on_the_command_line_are_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["run", "--shards", "7-3/4"])
    assert (result.exit_code, "shards are counted from 0" in result.stderr) == (2, True)


def test_a_share_of_the_shards_needs_postgresql(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    environment = {"PREPCIRCLE_DISCORD_TOKEN": "MTA5OTk5.of.nobody"}
    result = CliRunner().invoke(app, ["run", "--shards", "0-1/4"], env=environment)
    assert (result.exit_code, "PostgreSQL" in result.stderr) == (1, True)
