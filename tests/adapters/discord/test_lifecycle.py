"""The bot is taken out of a server or a room: it stops there, and goes on everywhere else."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from adapters.discord.invite import PERMISSIONS
from adapters.discord.validate import violations
from bot.clock import SetClock
from bot.domain.ids import ChannelRef
from bot.ports import Finding
from tests.adapters.discord.club import STUDY, Club, a_bot, a_club
from tests.adapters.slack.club import database
from tests.conftest import MONDAY
from tests.discord.routes import SEND
from tests.discord.server import Discord, a_discord
from tests.discord.wire import guild_created

DAY = timedelta(days=1)


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    async with a_club(tmp_path) as made:
        await made.starts(1)
        yield made
        assert made.log.lines == []


@pytest.fixture
async def ready(club: Club) -> Club:
    """It knows every server it is in, so that one more is a new one."""
    await club.surface.client.wait_until_ready()
    return club


async def hears(club: Club, event: str, happens: Callable[[str], None], to: str = "first") -> None:
    """The bot has heard of it and has done about it what it does."""
    heard = club.surface.client.wait_for(event, timeout=5)
    happens(to)
    await heard
    await done()


async def done() -> None:
    """What discord.py has called came to an end."""
    begins = "discord.py: on_guild_"
    handlers = [task for task in asyncio.all_tasks() if task.get_name().startswith(begins)]
    await asyncio.gather(*handlers)


async def goes_on(club: Club, room: str = STUDY) -> bool:
    """Whether the next day is posted there."""
    before = len(club.words(room))
    await club.until(club.clock.now() + DAY)
    return len(club.words(room)) > before


async def status(club: Club) -> str:
    await club.types("ana", "/prep circle status")
    return club.told("ana")


async def test_a_server_that_removes_the_bot_is_left_alone(club: Club) -> None:
    await hears(club, "guild_remove", club.discord.happens.kicked)
    sent = club.discord.state.counts[SEND]
    assert not await goes_on(club)
    assert club.discord.state.counts[SEND] == sent


async def test_a_server_that_takes_the_bot_back_goes_on(ready: Club) -> None:
    await hears(ready, "guild_remove", ready.discord.happens.kicked)
    assert not await goes_on(ready)
    await hears(ready, "guild_join", partial(joins, ready.discord))
    assert await goes_on(ready)


def joins(discord: Discord, guild: str) -> None:
    """As a server tells of itself that is new to the bot, and no outage is over."""
    there = discord.guild(guild)
    there.bot_in = True
    discord.state.tell("GUILD_CREATE", guild_created(discord.state, there, fresh=True), there.id)


async def test_a_server_that_invites_the_bot_again_while_it_is_down_goes_on(
    tmp_path: Path,
) -> None:
    clock = SetClock(MONDAY)
    async with a_discord(clock, violations) as discord:
        async with a_bot(discord, clock, database(tmp_path)) as club:
            await club.starts(1)
            await hears(club, "guild_remove", discord.happens.kicked)
        discord.guild("first").bot_in = True
        async with a_bot(discord, clock, database(tmp_path)) as club:
            await club.surface.client.wait_until_ready()
            await done()
            assert await goes_on(club)


async def test_an_outage_of_a_server_is_no_leaving(club: Club) -> None:
    club.discord.happens.outage("first")
    assert await goes_on(club)
    club.discord.happens.outage_over("first")
    assert "switched off" not in await status(club)


async def test_a_deleted_channel_is_switched_off_and_the_host_told_once(club: Club) -> None:
    club.discord.happens.deleted(STUDY)
    await club.until(club.clock.now() + 2 * DAY)
    (told,) = club.discord.user("ana").dm.messages
    assert "The channel was deleted." in told.words


async def test_the_host_hears_of_it_before_the_next_post_is_due(club: Club) -> None:
    await hears(club, "guild_channel_delete", club.discord.happens.deleted, STUDY)
    await club.post()
    (told,) = club.discord.user("ana").dm.messages
    assert "The channel was deleted." in told.words


async def test_the_second_room_of_a_circle_goes_on(club: Club) -> None:
    await club.types("ana", "/prep circle place")
    code = club.told("ana").split("/prep circle here ")[1].split()[0].strip("`*")
    await club.types("ana", "/prep circle here", "general", code=code)
    club.discord.happens.deleted(STUDY)
    assert await goes_on(club, "general")


async def test_a_channel_without_a_circle_may_be_deleted(club: Club) -> None:
    club.discord.happens.deleted("general")
    assert await goes_on(club)
    assert club.discord.user("ana").dm.messages == []


async def test_other_people_may_leave(club: Club) -> None:
    club.discord.happens.leaves("ben", "first")
    assert await goes_on(club)


# What the doctor finds


def room(club: Club) -> ChannelRef:
    found = club.discord.room(STUDY)
    return ChannelRef(club.surface.messenger.platform, found.guild, found.id)


async def bad(club: Club, where: ChannelRef) -> list[Finding]:
    return [finding for finding in await club.surface.doctor.examine(where) if not finding.good]


async def test_in_good_health_the_doctor_finds_nothing(ready: Club) -> None:
    assert await bad(ready, room(ready)) == []
    await ready.types("ana", "/prep doctor")
    assert "Every permission is there." in ready.told("ana")


@pytest.mark.parametrize("name", sorted(set(PERMISSIONS) - {"view_channel"}))
async def test_a_missing_permission_is_named_with_its_fix(club: Club, name: str) -> None:
    club.discord.happens.forbidden(STUDY, name)
    await club.types("ana", "/prep doctor")
    assert f"Missing here: {PERMISSIONS[name]}." in club.told("ana")
    assert f"and allow {PERMISSIONS[name]}." in club.told("ana")


async def test_a_room_the_bot_cannot_see_is_named(club: Club) -> None:
    elsewhere = ChannelRef(club.surface.messenger.platform, room(club).workspace, "404")
    assert "The bot cannot see this channel." in [one.what for one in await bad(club, elsewhere)]


async def test_of_a_direct_conversation_only_the_connection_is_looked_at(club: Club) -> None:
    ben = club.discord.user("ben").id
    direct = ChannelRef(club.surface.messenger.platform, "", ben, direct=True)
    (finding,) = await club.surface.doctor.examine(direct)
    assert "onnected to Discord." in finding.what


async def test_a_connection_that_is_not_there_is_named(club: Club) -> None:
    await club.surface.api.close()
    club.surface.client.clear()
    (finding, _) = await bad(club, room(club))
    assert finding.what == "Not connected to Discord."
