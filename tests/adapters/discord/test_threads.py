"""A thread that begins with its post: whatever happens to it, the post stands, and stands once."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.discord.messenger import DiscordMessenger
from adapters.discord.posts import Posts
from adapters.discord.rooms import Rooms
from bot.cards import Card
from bot.ports import Receipt
from tests.adapters.discord.club import STUDY, Club, a_club
from tests.discord.trouble import PASSING, Fail, Held, Limited, Trouble

THREAD = "POST /channels/{channel_id}/messages/{message_id}/threads"
DRILL = Card("Day 3 · SQL", (), opens=True)


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    """The room has a circle, and its host wants a thread under each drill."""
    async with a_club(tmp_path) as made:
        await made.starts(0)
        await made.types("ana", "/prep circle posts", posts="thread")
        yield made
        assert made.log.lines == []


def drills(club: Club) -> list[str]:
    return [shown.id for shown in club.discord.channel(STUDY).messages if "Day 3" in shown.words]


async def posts(club: Club) -> Receipt:
    return await club.surface.messenger.post(club.place(), DRILL, key="a")


TROUBLES: dict[str, Trouble] = {"a limit": Limited(400), **PASSING}


@pytest.mark.parametrize("name", TROUBLES)
async def test_a_post_whose_thread_fails_has_arrived_and_the_log_says_so(
    club: Club, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    club.discord.trouble.next(THREAD, TROUBLES[name])
    receipt = await posts(club)
    assert [receipt.message] == drills(club)
    assert "no thread under a post on discord" in caplog.text


async def test_without_the_right_to_a_thread_nothing_is_logged(
    club: Club, caplog: pytest.LogCaptureFixture
) -> None:
    club.discord.trouble.next(THREAD, Fail(403, 50013))
    await posts(club)
    assert "no thread" not in caplog.text


async def test_a_thread_that_takes_too_long_is_not_waited_for(club: Club) -> None:
    held = Held()
    club.discord.trouble.next(THREAD, held)
    messenger = hasty(club)
    receipt = await messenger.post(club.place(), DRILL, key="a")
    held.release()
    assert [receipt.message] == drills(club)


def hasty(club: Club) -> DiscordMessenger:
    api, clock = club.surface.api, club.clock
    rooms = Rooms(api, club.core.store, clock)
    patience = Posts(api, clock, after_seconds=0.05)
    return DiscordMessenger(api, patience, rooms, lambda _title, _problems: None)


async def test_a_post_that_was_cancelled_at_its_thread_is_repeated_and_stands_once(
    club: Club,
) -> None:
    held = Held()
    club.discord.trouble.next(THREAD, held)
    sending = asyncio.get_running_loop().create_task(posts(club))
    await held.reached.wait()
    sending.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await sending
    held.release()
    receipt = await posts(club)
    assert sending.cancelled()
    assert [receipt.message] == drills(club)


async def test_where_posts_stand_in_the_room_no_thread_is_asked_for(club: Club) -> None:
    await club.types("ana", "/prep circle posts", posts="room")
    await posts(club)
    assert club.discord.state.counts[THREAD] == 0
