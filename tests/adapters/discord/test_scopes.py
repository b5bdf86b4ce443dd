"""Where the commands are registered: in one place at a time, whatever was set before."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.discord.validate import violations
from bot.clock import SetClock
from tests.adapters.discord.club import Manner, a_bot
from tests.adapters.slack.club import database
from tests.conftest import MONDAY
from tests.discord.routes import SYNC, SYNC_GUILD
from tests.discord.server import Discord, a_discord
from tests.discord.trouble import PASSING, Fail, Limited, Trouble

EVERYWHERE = ""


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    async with a_discord(SetClock(MONDAY), violations) as made:
        yield made
        assert made.rejected == []


async def lives(discord: Discord, folder: Path, *guilds: str) -> None:
    """One life of the program after the other, each with this setting."""
    for guild in guilds:
        async with a_bot(discord, SetClock(MONDAY), database(folder), Manner(guild=guild)):
            pass
        discord.gateway.cut()


def scopes(discord: Discord) -> set[str]:
    """Where any stand."""
    return {guild for guild, commands in discord.state.commands.items() if commands}


async def test_a_server_alone_and_then_all_leaves_that_server_without_its_own(
    discord: Discord, tmp_path: Path
) -> None:
    await lives(discord, tmp_path, discord.guild("first").id, EVERYWHERE)
    assert scopes(discord) == {EVERYWHERE}


async def test_all_and_then_a_server_alone_leaves_it_there_alone(
    discord: Discord, tmp_path: Path
) -> None:
    first = discord.guild("first").id
    await lives(discord, tmp_path, EVERYWHERE, first)
    assert scopes(discord) == {first}


async def test_from_one_server_to_another_they_move(discord: Discord, tmp_path: Path) -> None:
    first, second = discord.guild("first").id, discord.guild("second").id
    await lives(discord, tmp_path, first, second)
    assert scopes(discord) == {second}


async def test_back_again_they_are_registered_anew(discord: Discord, tmp_path: Path) -> None:
    first = discord.guild("first").id
    await lives(discord, tmp_path, first, EVERYWHERE, first)
    assert scopes(discord) == {first}


async def test_what_was_taken_back_once_is_not_taken_back_at_every_start(
    discord: Discord, tmp_path: Path
) -> None:
    await lives(discord, tmp_path, discord.guild("first").id, EVERYWHERE, EVERYWHERE)
    assert (discord.state.counts[SYNC], discord.state.counts[SYNC_GUILD]) == (1, 2)


@pytest.mark.parametrize("status", [403, 404])
async def test_a_server_that_the_bot_left_is_forgotten(
    discord: Discord, tmp_path: Path, status: int
) -> None:
    await lives(discord, tmp_path, discord.guild("first").id)
    discord.trouble.next(SYNC_GUILD, Fail(status, 50001))
    await lives(discord, tmp_path, EVERYWHERE, EVERYWHERE)
    assert discord.state.counts[SYNC_GUILD] == 2


UNWELL: dict[str, Trouble] = {**PASSING, "a limit": Limited(400)}


@pytest.mark.parametrize("name", UNWELL)
async def test_what_could_not_be_taken_back_is_at_the_next_start(
    discord: Discord, tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    await lives(discord, tmp_path, discord.guild("first").id)
    # What may be repeated aiohttp repeats once when the connection dies.
    discord.trouble.next(SYNC_GUILD, UNWELL[name], UNWELL[name])
    await lives(discord, tmp_path, EVERYWHERE)
    assert "old commands stay on discord" in caplog.text
    discord.trouble.stop()
    await lives(discord, tmp_path, EVERYWHERE)
    assert scopes(discord) == {EVERYWHERE}
