"""The gateway as the real discord.py meets it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from discord import ConnectionClosed, Intents, LoginFailure, PrivilegedIntentsRequired

from bot.clock import SetClock
from tests.discord.apps import Heard, connected, running
from tests.discord.cards import PREP
from tests.discord.deliveries import NotAnswered
from tests.discord.routes import SYNC
from tests.discord.server import Discord


async def presses_nothing(discord: Discord, client: Heard) -> None:
    """Something for the app to hear."""
    discord.state.tell("INTERACTION_CREATE", a_body(discord), "")
    await discord.state.until(lambda: client.bodies)


def a_body(discord: Discord) -> dict[str, object]:
    ana = discord.user("ana")
    data: dict[str, object] = {"custom_id": "t1", "component_type": 2, "id": 1}
    said = ana.says("Hello", ana.dm)
    message = discord.state.rooms[ana.dm.id].messages[said.id]
    return discord.payloads.component(ana.account, message, data).extra


async def outcome(
    discord: Discord,
    after: Callable[[], object] | None = None,
    **options: Any,  # noqa: ANN401  discord.py's own
) -> Exception | None:
    """What ends a client; `after` happens once it is connected."""
    async with running(discord, **options) as client:
        if after is not None:
            await discord.gateway.connected()
            after()
        await client.over.wait()
        return client.ended


async def test_a_client_learns_its_guilds_and_their_channels(
    discord: Discord, client: Heard
) -> None:
    guild = client.get_guild(int(discord.guild("first").id))
    assert guild is not None
    assert [room.name for room in guild.channels] == ["general", "study", "drills"]


async def test_a_client_learns_what_the_bot_may_do(discord: Discord) -> None:
    discord.room("study").bot_may -= {"send_messages"}
    async with connected(discord) as client:
        guild = client.get_guild(int(discord.guild("first").id))
        assert guild is not None
        may = {room.name: room.permissions_for(guild.me).send_messages for room in guild.channels}
        assert may == {"general": True, "study": False, "drills": True}


async def test_a_wrong_token_is_refused_at_the_door(discord: Discord) -> None:
    assert isinstance(await outcome(discord, token="another.token"), LoginFailure)
    assert discord.gateway.identifies == []


async def test_a_token_that_was_reset_ends_with_4004(discord: Discord) -> None:
    caught = await outcome(discord, after=discord.resets_token)
    assert isinstance(caught, ConnectionClosed)
    assert caught.code == 4004


async def test_intents_that_were_not_granted_end_with_4014(discord: Discord) -> None:
    intents = Intents(guilds=True, members=True)
    assert isinstance(await outcome(discord, intents=intents), PrivilegedIntentsRequired)


@pytest.mark.usefixtures("client")
async def test_events_come_compressed_as_over_the_real_gateway(discord: Discord) -> None:
    assert [link.compressed for link in discord.gateway.links] == [True]


async def test_heartbeats_are_answered(discord: Discord) -> None:
    discord.gateway.heartbeat = 0.02
    async with connected(discord) as client:
        await discord.state.until(lambda: discord.gateway.links[0].heartbeats > 2)
        assert client.latency < 5


async def test_what_happened_during_a_cut_is_replayed(discord: Discord, client: Heard) -> None:
    discord.gateway.cut()
    await discord.state.until(lambda: not discord.gateway.links)
    discord.state.tell("INTERACTION_CREATE", a_body(discord), "")
    await discord.state.until(lambda: client.bodies)
    assert (discord.gateway.resumes, len(discord.gateway.identifies)) == (1, 1)
    assert client.events[-2:] == ["INTERACTION_CREATE", "RESUMED"]


async def test_a_request_to_reconnect_is_followed_by_a_resume(
    discord: Discord, client: Heard
) -> None:
    await discord.gateway.reconnect()
    await discord.state.until(lambda: discord.gateway.resumes)
    await presses_nothing(discord, client)
    assert len(discord.gateway.identifies) == 1


@pytest.mark.usefixtures("client")
async def test_an_interrupted_session_is_resumed(discord: Discord) -> None:
    await discord.gateway.invalidate(resumable=True)
    await discord.state.until(lambda: discord.gateway.resumes)
    assert len(discord.gateway.identifies) == 1


async def test_an_invalid_session_makes_a_client_identify_again(
    discord: Discord, client: Heard
) -> None:
    await discord.gateway.invalidate()
    await discord.state.until(lambda: len(discord.gateway.identifies) == 2)
    await discord.gateway.connected()
    assert discord.gateway.resumes == 0
    await presses_nothing(discord, client)


@pytest.mark.usefixtures("client")
async def test_more_than_a_session_keeps_cannot_be_resumed(discord: Discord) -> None:
    discord.gateway.cut()
    await discord.state.until(lambda: not discord.gateway.links)
    for number in range(1_001):
        discord.state.tell("SOMETHING_UNKNOWN", {"number": number}, "")
    await discord.state.until(lambda: len(discord.gateway.identifies) == 2)
    assert discord.gateway.resumes == 0


async def test_a_client_that_says_goodbye_has_no_session_left(discord: Discord) -> None:
    async with connected(discord):
        assert len(discord.gateway.sessions) == 1
    await discord.state.until(lambda: not discord.gateway.links)
    assert discord.gateway.sessions == {}


async def test_a_deaf_connection_is_given_up_and_resumed(discord: Discord) -> None:
    discord.gateway.heartbeat = 0.02
    async with connected(discord, heartbeat_timeout=0.2) as client:
        discord.gateway.deafen()
        await discord.state.until(lambda: discord.gateway.resumes)
        await presses_nothing(discord, client)


@pytest.mark.usefixtures("client")
async def test_a_close_with_an_ordinary_code_is_resumed(discord: Discord) -> None:
    await discord.gateway.close(4000)
    await discord.state.until(lambda: discord.gateway.resumes)
    assert len(discord.gateway.identifies) == 1


async def test_guilds_are_spread_over_shards(discord: Discord) -> None:
    discord.gateway.shards = 2
    async with connected(discord) as client:
        spread = {guild.name: guild.shard_id for guild in client.guilds}
        assert sorted(spread.values()) == [0, 1]
        assert [(shard, shards) for shard, shards, _ in discord.gateway.identifies] == [
            (0, 2),
            (1, 2),
        ]


async def test_direct_messages_come_over_shard_0(discord: Discord) -> None:
    discord.gateway.shards = 2
    async with connected(discord):
        told = {session.shard: session.number for session in discord.gateway.sessions.values()}
        discord.state.tell("INTERACTION_CREATE", a_body(discord), "")
        now = {session.shard: session.number for session in discord.gateway.sessions.values()}
        assert now == {0: told[0] + 1, 1: told[1]}


async def test_a_process_can_serve_some_shards_of_many(discord: Discord) -> None:
    async with running(discord, shard_ids=[1, 2], shard_count=4):
        await discord.gateway.connected(2)
        assert [entry[:2] for entry in discord.gateway.identifies] == [(1, 4), (2, 4)]


async def test_too_many_identifies_at_once_are_turned_away(
    timed: tuple[Discord, SetClock],
) -> None:
    discord, clock = timed
    discord.gateway.shards, discord.gateway.strict = 2, True
    async with running(discord):
        await discord.state.until(lambda: len(discord.gateway.identifies) >= 3)
        assert len(discord.gateway.sessions) == 1
        clock.move_to(clock.now() + timedelta(seconds=5))
        await discord.gateway.connected(2)


async def test_concurrency_is_counted_per_rate_key(timed: tuple[Discord, SetClock]) -> None:
    discord, _ = timed
    discord.gateway.shards, discord.gateway.strict = 2, True
    discord.gateway.max_concurrency = 2
    async with connected(discord):
        assert len(discord.gateway.identifies) == 2


async def test_a_refusing_gateway_takes_no_connection(discord: Discord) -> None:
    discord.gateway.refuses = True
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(discord.gateway.url)


async def test_two_processes_hear_the_same(discord: Discord, client: Heard) -> None:
    async with connected(discord) as second:
        await discord.gateway.connected(2)
        discord.state.tell("INTERACTION_CREATE", a_body(discord), "")
        await discord.state.until(lambda: client.bodies and second.bodies)


async def test_without_a_client_an_interaction_fails_at_once(discord: Discord) -> None:
    async with connected(discord) as client:
        await client.call(SYNC, [PREP], application_id=discord.app_id)
    await discord.state.until(lambda: not discord.gateway.sessions)
    with pytest.raises(NotAnswered):
        await discord.user("ana").types("/prep drill", "general")
    assert [one.name for one in discord.failed] == ["prep drill"]


async def test_a_kick_takes_the_guild_away_and_an_invitation_brings_it_back(
    discord: Discord, client: Heard
) -> None:
    discord.happens.kicked("second")
    await discord.state.until(lambda: len(client.guilds) == 1)
    discord.happens.invited("second")
    await discord.state.until(lambda: len(client.guilds) == 2)


async def test_an_outage_keeps_the_guild_and_says_it_is_unavailable(
    discord: Discord, client: Heard
) -> None:
    guild = client.get_guild(int(discord.guild("second").id))
    assert guild is not None
    discord.happens.outage("second")
    await discord.state.until(lambda: guild.unavailable)
    discord.happens.outage_over("second")
    await discord.state.until(lambda: not guild.unavailable)


async def test_a_deleted_channel_is_told(discord: Discord, client: Heard) -> None:
    gone = int(discord.room("study").id)
    discord.happens.deleted("study")
    await discord.state.until(lambda: client.get_channel(gone) is None)


async def test_lost_permissions_are_told(discord: Discord, client: Heard) -> None:
    guild = client.get_guild(int(discord.guild("first").id))
    assert guild is not None
    room = guild.text_channels[0]
    discord.happens.forbidden("general", "send_messages")
    await discord.state.until(lambda: not room.permissions_for(guild.me).send_messages)
