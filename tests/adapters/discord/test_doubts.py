"""Discord keeps a post and its answer is lost: the post stands there once, whatever comes then."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.discord.validate import violations
from bot.cards import Card
from bot.clock import SetClock
from bot.ports import Ambiguous
from tests.adapters.discord.club import STUDY, Club, a_bot, a_club
from tests.adapters.slack.club import database
from tests.conftest import MONDAY
from tests.discord.routes import SEND
from tests.discord.server import a_discord
from tests.discord.trouble import Banned, Broken, Dropped, Fail, Fine, Limited, Trouble

KICKOFF = "Day 1 · We start"
FORUM, FORUM_POST = "drills", "POST /channels/{channel_id}/threads"
ACTIVE = "GET /guilds/{guild_id}/threads/active"
KEPT, AWAY = Dropped(kept=True), Dropped(kept=False)


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    """A moment before the first day."""
    async with a_club(tmp_path) as made:
        await made.starts(0)
        await nearly_a_day(made)
        yield made
        assert made.log.lines == []


async def nearly_a_day(club: Club) -> None:
    await club.until(club.clock.now() + timedelta(days=1) - timedelta(minutes=1))


async def status(club: Club, channel: str = STUDY) -> str:
    await club.types("ana", "/prep circle status", channel)
    return club.told("ana", channel)


async def lost_for_good(club: Club) -> None:
    club.discord.trouble.always(SEND, KEPT)
    await club.waits_for(10)


async def lost_and_then_away(club: Club) -> None:
    club.discord.trouble.next(SEND, KEPT)
    club.discord.trouble.always(SEND, AWAY)
    await club.waits_for(7)


async def lost_and_then_limited(club: Club) -> None:
    club.discord.trouble.next(SEND, KEPT, Limited(400))
    await club.waits_for(3)


@pytest.mark.parametrize(
    "trouble",
    [
        lost_for_good,
        lost_and_then_away,
        lost_and_then_limited,
    ],
    ids=lambda trouble: trouble.__name__,
)
async def test_a_post_whose_answer_was_lost_stands_there_once(
    club: Club, trouble: Callable[[Club], Awaitable[None]]
) -> None:
    await trouble(club)
    club.discord.trouble.stop()
    await club.waits_for(20)
    assert club.titles().count(KICKOFF) == 1
    assert f"{KICKOFF}: unclear." in await status(club)


@pytest.mark.parametrize("then", [Limited(400), Banned()], ids=["limited", "banned"])
async def test_a_post_that_the_library_repeats_into_a_limit_stands_there_once(
    club: Club, then: Trouble
) -> None:
    club.discord.trouble.next(SEND, Broken(502, kept=True), then)
    await club.waits_for(20)
    assert club.titles().count(KICKOFF) == 1


@pytest.mark.parametrize("code", [10003, 50013, 50035], ids=["gone", "not allowed", "refused"])
async def test_a_post_that_the_library_repeats_into_a_refusal_is_in_doubt(
    club: Club, code: int
) -> None:
    club.discord.trouble.next(SEND, Broken(502, kept=True), Fail(403, code))
    with pytest.raises(Ambiguous):
        await club.surface.messenger.post(club.place(), Card("A", ()), key="a")


async def test_an_answer_that_may_stand_in_its_thread_is_not_said_in_the_room(club: Club) -> None:
    above = await club.surface.messenger.post(club.place(), Card("A", ()), key="a")
    club.discord.trouble.next(SEND, Broken(502, kept=True), Fail(403, 50013))
    with pytest.raises(Ambiguous):
        await club.surface.messenger.post(
            club.place(), Card("B", ()), key="b", parent=above.message
        )
    assert "B" not in club.titles()


async def test_a_post_whose_answer_was_lost_before_a_long_stop_stands_there_once(
    tmp_path: Path,
) -> None:
    clock = SetClock(MONDAY)
    async with a_discord(clock, violations) as discord:
        async with a_bot(discord, clock, database(tmp_path)) as club:
            await club.starts(0)
            await nearly_a_day(club)
            discord.trouble.next(SEND, KEPT)
            clock.move_to(clock.now() + timedelta(minutes=1))
            await club.core.tick.run()
            await club.core.couriers[0].step()
        clock.move_to(clock.now() + timedelta(minutes=6))
        async with a_bot(discord, clock, database(tmp_path)) as club:
            await club.waits_for(3)
            assert club.titles().count(KICKOFF) == 1
            assert f"{KICKOFF}: unclear." in await status(club)


async def test_a_forum_post_whose_answer_was_lost_stands_there_once(tmp_path: Path) -> None:
    async with a_club(tmp_path) as club:
        await starts_in_a_forum(club)
        club.discord.trouble.next(ACTIVE, Fine())
        club.discord.trouble.next(FORUM_POST, KEPT)
        club.discord.trouble.always(ACTIVE, AWAY)
        await club.waits_for(7)
        club.discord.trouble.stop()
        await club.waits_for(20)
        made = club.discord.state.threads_of(club.discord.room(FORUM))
        assert [one.name for one in made].count(KICKOFF) == 1
        assert f"{KICKOFF}: unclear." in await status(club, "Shall we?")


@pytest.mark.parametrize("code", [500, 503])
async def test_a_forum_post_that_met_a_server_error_is_looked_for_and_stands_once(
    tmp_path: Path, code: int
) -> None:
    async with a_club(tmp_path) as club:
        await starts_in_a_forum(club)
        club.discord.trouble.next(FORUM_POST, Broken(code, kept=True))
        await club.waits_for(7)
        made = club.discord.state.threads_of(club.discord.room(FORUM))
        assert [one.name for one in made].count(KICKOFF) == 1
        assert "unclear" not in await status(club, "Shall we?")


async def starts_in_a_forum(club: Club) -> None:
    """In a post of Ana's; a moment before the first day."""
    post = club.discord.add_thread("Shall we?", FORUM, "ana").name
    await club.surface.client.wait_until_ready()
    await club.types("ana", "/prep start", post)
    await club.submits("ana", {"track": "sony-ds", "zone": "Europe/Berlin"})
    await club.presses("ana", "Start and invite", post)
    await club.presses("ana", "Join it myself", post)
    await nearly_a_day(club)
