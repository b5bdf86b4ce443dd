"""The connection: named when refused, taken up again when cut, and never asked for too often."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from adapters.discord.api import LONGEST_BACKOFF, Identifies
from adapters.discord.app import Discord as Surface
from adapters.discord.app import DiscordConfig
from adapters.discord.validate import violations
from bot.cards import Card
from bot.clock import SetClock
from bot.domain.ids import ChannelRef
from bot.ports import GiveUp, Unavailable
from bot.storage.store import SqlStore
from tests.adapters.discord.club import Club, Manner, Waits, a_bot
from tests.adapters.slack.club import Diary, Slow, database, running
from tests.conftest import MONDAY
from tests.discord.routes import SYNC_GUILD
from tests.discord.server import Discord, a_discord
from tests.discord.trouble import Broken, Fail

ME = "GET /users/@me"


@pytest.fixture
async def discord(clock: SetClock) -> AsyncIterator[Discord]:
    async with a_discord(clock, violations) as made:
        yield made


async def helped(club: Club, user: str = "ben") -> bool:
    await club.types(user, "/prep help")
    return club.told(user).startswith("## What you can do here")


def identified(club: Club, times: int) -> bool:
    return len(club.discord.gateway.identifies) == times


def a_surface(discord: Discord, store: SqlStore, clock: SetClock, token: str) -> Surface:
    return Surface(DiscordConfig(token, discord.api_url), store, clock, Diary([]), Waits().sleep)


async def test_a_wrong_token_is_named_and_tried_no_more(
    discord: Discord, store: SqlStore, clock: SetClock
) -> None:
    surface = a_surface(discord, store, clock, "of.no.body")
    for _ in range(2):
        with pytest.raises(GiveUp, match="PREPCIRCLE_DISCORD_TOKEN") as refused:
            await surface.services()[0].serve()
        assert "of.no.body" not in str(refused.value)
        assert "\n" not in str(refused.value)
    assert (discord.state.counts[ME], discord.gateway.identifies) == (1, [])
    await surface.close()


async def test_posts_do_not_try_a_wrong_token_either(
    discord: Discord, store: SqlStore, clock: SetClock
) -> None:
    surface = a_surface(discord, store, clock, "of.no.body")
    room = ChannelRef(surface.messenger.platform, "1", discord.channel("study").id)
    for key in "ab":
        with pytest.raises(Unavailable, match="PREPCIRCLE_DISCORD_TOKEN"):
            await surface.messenger.post(room, Card("A", ()), key=key)
    assert discord.state.counts[ME] == 1
    await surface.close()


async def test_a_discord_out_of_reach_at_the_start_is_tried_again(
    discord: Discord, store: SqlStore, clock: SetClock
) -> None:
    discord.trouble.next(ME, Broken())
    surface = a_surface(discord, store, clock, discord.token)
    room = ChannelRef(surface.messenger.platform, "1", discord.channel("study").id)
    with pytest.raises(Unavailable):
        await surface.messenger.post(room, Card("A", ()), key="a")
    await surface.messenger.post(room, Card("A", ()), key="a")
    assert len(discord.channel("study").messages) == 1
    await surface.close()


async def test_a_discord_out_of_reach_is_told_as_such_by_the_gateway(
    discord: Discord, store: SqlStore, clock: SetClock
) -> None:
    discord.trouble.next(ME, Broken())
    surface = a_surface(discord, store, clock, discord.token)
    with pytest.raises(Unavailable, match="Discord cannot be reached"):
        await surface.services()[0].serve()
    await surface.close()


async def test_a_cut_connection_is_taken_up_where_it_was(club: Club) -> None:
    club.discord.gateway.cut()
    await club.discord.state.until(lambda: club.discord.gateway.resumes)
    assert await helped(club)
    assert len(club.discord.gateway.identifies) == 1


async def test_what_was_pressed_meanwhile_is_answered(club: Club) -> None:
    club.discord.gateway.cut()
    assert await helped(club)
    assert len(club.discord.gateway.identifies) == 1


async def test_a_session_that_is_over_begins_anew_after_half_a_minute(club: Club) -> None:
    await club.discord.gateway.invalidate()
    await club.discord.state.until(lambda: len(club.discord.gateway.identifies) == 2)
    await club.discord.gateway.connected()
    assert await helped(club)
    assert club.waits.seconds == [30.0]


async def test_a_discord_that_drops_every_session_is_asked_ever_more_seldom(club: Club) -> None:
    for _ in range(3):
        known = len(club.discord.gateway.identifies)
        await club.discord.gateway.invalidate()
        await club.discord.state.until(partial(identified, club, known + 1))
        await club.discord.gateway.connected()
    assert club.waits.seconds == [30.0, 60.0, 120.0]


async def test_after_a_long_session_the_wait_is_short_again(clock: SetClock) -> None:
    waits = Waits()
    identifies = Identifies(clock, waits.sleep)
    for _ in range(9):
        await identifies.turn(0, initial=True)
    clock.move_to(clock.now() + 2 * LONGEST_BACKOFF)
    await identifies.turn(0, initial=True)
    await identifies.turn(0, initial=True)
    assert waits.seconds == [30, 60, 120, 240, 480, 600, 600, 600, 30]


async def test_shards_of_one_process_begin_five_seconds_apart(clock: SetClock) -> None:
    waits = Waits()
    identifies = Identifies(clock, waits.sleep)
    for shard in range(3):
        await identifies.turn(shard, initial=shard == 0)
    assert waits.seconds == [5, 5]


async def test_a_token_that_was_reset_ends_after_one_more_look(club: Club) -> None:
    service = club.surface.services()[0]
    club.discord.resets_token()
    await club.discord.state.until(lambda: club.waits.seconds)
    await asyncio.sleep(0)
    with pytest.raises(GiveUp, match="PREPCIRCLE_DISCORD_TOKEN"):
        await service.serve()
    assert club.waits.seconds[0] == 30.0
    assert club.discord.state.counts[ME] == 2


async def test_after_a_crash_of_the_connection_the_next_one_works(club: Club) -> None:
    await club.discord.gateway.close(4013)
    await club.discord.state.until(lambda: club.waits.seconds)
    async with running(club.surface.services()[0]):
        await club.discord.state.until(lambda: len(club.discord.gateway.identifies) == 2)
        await club.discord.gateway.connected()
        assert await helped(club)


async def test_while_the_connection_is_down_posts_wait_and_are_not_unsure(club: Club) -> None:
    await club.discord.gateway.close(4013)
    await club.discord.state.until(lambda: club.waits.seconds)
    room = ChannelRef(club.surface.messenger.platform, "1", club.discord.channel("study").id)
    with pytest.raises(Unavailable):
        await club.surface.messenger.post(room, Card("A", ()), key="a")


async def test_when_two_processes_hear_the_same_the_slower_answer_is_shown(
    tmp_path: Path, discord: Discord
) -> None:
    early, late, url = Slow(), Slow(), database(tmp_path)
    early.hold()
    late.hold()
    async with (
        a_bot(discord, SetClock(MONDAY), url, Manner(early.before, patience=0.05)) as first,
        a_bot(discord, SetClock(MONDAY), url, Manner(late.before)) as second,
    ):
        await discord.gateway.connected(2)
        await discord.user("ana").types("/prep note", "study", text="NULL never equals NULL")
        for desk, club in ((late, second), (early, first)):
            desk.release()
            await club.settled()
        assert first.told("ana").startswith("## Your note")
        assert len(discord.user("ana").sees("study")) == 1


async def test_two_processes_share_the_servers(tmp_path: Path, discord: Discord) -> None:
    discord.gateway.shards, url, clock = 2, database(tmp_path), SetClock(MONDAY)
    async with (
        a_bot(discord, clock, url, Manner(shards=(range(1), 2))) as first,
        a_bot(discord, clock, url, Manner(shards=(range(1, 2), 2))) as second,
    ):
        await discord.gateway.connected(2)
        await discord.user("ana").types("/prep help", "study")
        await discord.user("dee").types("/prep help", "lobby")
        assert {(shard, of) for shard, of, _ in discord.gateway.identifies} == {(0, 2), (1, 2)}
        assert (first.log.lines, second.log.lines) == ([], [])


async def test_one_process_serves_several_shards(tmp_path: Path, discord: Discord) -> None:
    discord.gateway.shards = 2
    manner = Manner(shards=(range(2), 2))
    async with a_bot(discord, SetClock(MONDAY), database(tmp_path), manner) as club:
        await discord.gateway.connected(2)
        await discord.user("ana").types("/prep help", "study")
        await discord.user("dee").types("/prep help", "lobby")
        assert club.waits.seconds == [5.0]


async def test_by_default_there_are_as_many_shards_as_discord_advises(
    tmp_path: Path, discord: Discord
) -> None:
    discord.gateway.shards = 2
    async with a_bot(discord, SetClock(MONDAY), database(tmp_path)):
        await discord.gateway.connected(2)
        assert {(shard, of) for shard, of, _ in discord.gateway.identifies} == {(0, 2), (1, 2)}


@pytest.mark.parametrize("status", [403, 404])
async def test_a_server_that_the_bot_is_not_on_is_named_and_tried_no_more(
    discord: Discord, store: SqlStore, clock: SetClock, status: int
) -> None:
    config = DiscordConfig(discord.token, discord.api_url, guild="404")
    discord.trouble.next(SYNC_GUILD, Fail(status, 50001))
    surface = Surface(config, store, clock, Diary([]), Waits().sleep)
    with pytest.raises(GiveUp, match="PREPCIRCLE_DISCORD_GUILD"):
        await surface.services()[0].serve()
    assert (discord.state.counts[SYNC_GUILD], discord.gateway.identifies) == (1, [])
    room = ChannelRef(surface.messenger.platform, "1", discord.channel("study").id)
    await surface.messenger.post(room, Card("A", ()), key="a")
    await surface.close()


async def test_other_languages_words_are_sent_along(
    discord: Discord, store: SqlStore, clock: SetClock
) -> None:
    words = {
        "The circle's goal and effort board": {"de": "Ziel und Tafel"},
        "board": {"de": "tafel"},
    }
    config = DiscordConfig(
        discord.token, discord.api_url, translated=lambda text: words.get(text, {})
    )
    surface = Surface(config, store, clock, Diary([]), Waits().sleep)
    async with running(surface.services()[0]):
        await discord.gateway.connected()
        (prep,) = [one for one in discord.commands if one["name"] == "prep"]
        (board,) = [one for one in prep["options"] if one["name"] == "board"]
    assert board["name_localizations"] == {"de": "tafel"}
    assert board["description_localizations"] == {"de": "Ziel und Tafel"}
    await surface.close()
