"""Where a day's drill stands: in the room, with a thread of its own, or as a post of a forum."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.discord.places import PLATFORM
from adapters.discord.validate import violations
from bot.cards import Card
from bot.clock import SetClock
from bot.domain.ids import ChannelRef
from tests.adapters.discord.club import STUDY, Club, a_bot, a_club, title_of
from tests.adapters.slack.club import database
from tests.conftest import MONDAY
from tests.discord.records import Room
from tests.discord.server import a_discord

DAY = timedelta(days=1)


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    async with a_club(tmp_path) as made:
        await made.starts(1)
        yield made
        assert made.log.lines == []


def threads(club: Club, room: str = STUDY) -> list[Room]:
    return list(club.discord.state.threads_of(club.discord.room(room)))


def words_in(club: Club, thread: Room) -> list[str]:
    return [shown.words for shown in club.discord.channel(thread.id).messages]


# In the room


async def test_a_thread_begins_with_the_post_where_the_host_chose_so(club: Club) -> None:
    await club.types("ana", "/prep circle posts", posts="thread")
    assert club.told("ana").startswith("## How posts stand here")
    before = {thread.id for thread in threads(club)}
    await club.until(club.clock.now() + DAY)
    (begun,) = [one for one in threads(club) if one.id not in before and not words_in(club, one)]
    post = next(shown for shown in club.discord.channel(STUDY).messages if shown.id == begun.id)
    assert begun.name == title_of(post)


async def test_its_answer_comes_into_that_thread(club: Club) -> None:
    await club.types("ana", "/prep circle posts", posts="thread")
    await club.until(club.clock.now() + DAY)
    drill = threads(club)[-1]
    await club.until(club.clock.now() + DAY)
    (answer,) = words_in(club, drill)
    assert "Answer" in answer


async def test_by_default_a_thread_begins_with_the_answer(club: Club) -> None:
    assert all(words_in(club, thread) for thread in threads(club))


async def test_the_host_can_take_it_back(club: Club) -> None:
    await club.types("ana", "/prep circle posts", posts="thread")
    await club.types("ana", "/prep circle posts", posts="room")
    await club.until(club.clock.now() + DAY)
    assert all(words_in(club, thread) for thread in threads(club))


async def test_only_the_host_chooses(club: Club) -> None:
    await club.types("ben", "/prep circle posts", posts="thread")
    assert "Only the host" in club.told("ben")


async def test_where_no_thread_may_begin_the_post_stands_alone(club: Club) -> None:
    await club.types("ana", "/prep circle posts", posts="thread")
    club.discord.happens.forbidden(STUDY, "create_public_threads")
    before = len(club.words())
    await club.until(club.clock.now() + DAY)
    assert len(club.words()) > before


async def test_without_the_right_to_read_back_an_answer_is_no_reply(club: Club) -> None:
    club.discord.happens.forbidden(STUDY, "create_public_threads")
    club.discord.happens.forbidden(STUDY, "read_message_history")
    await club.until(club.clock.now() + DAY)
    assert [title for title in club.titles() if "Answer" in title]


# In a forum


@pytest.fixture
async def forum(tmp_path: Path) -> AsyncIterator[Club]:
    """Ana starts the circle in a post of hers in the forum; a day goes by."""
    async with a_club(tmp_path) as made:
        made.discord.room("drills").needs_tag = True
        made.discord.add_thread("Shall we?", "drills", "ana")
        await made.surface.client.wait_until_ready()
        await made.types("ana", "/prep start", "Shall we?")
        await made.submits("ana", {"track": "sony-ds", "zone": "Europe/Berlin"})
        await made.presses("ana", "Start and invite", "Shall we?")
        await made.presses("ana", "Join it myself", "Shall we?")
        await made.until(made.clock.now() + 2 * DAY)
        yield made
        assert made.log.lines == []


def posts(club: Club) -> list[Room]:
    return [one for one in threads(club, "drills") if one.owner == club.discord.app_id]


async def test_in_a_forum_every_post_is_one_of_its_own(forum: Club) -> None:
    made = {one.name: words_in(forum, one) for one in posts(forum)}
    drill = next(name for name in made if name.startswith("Day 1 · ") and "start" not in name)
    assert "Day 1 · We start" in made
    assert [words.split("\n")[0] for words in made[drill]] == [f"## {drill}", "## Day 1 · Answer"]


async def test_a_forum_that_demands_a_tag_gets_one(forum: Club) -> None:
    assert all(one.applied for one in posts(forum))


async def test_the_answer_stands_under_its_drill_after_a_restart_too(tmp_path: Path) -> None:
    clock = SetClock(MONDAY)
    async with a_discord(clock, violations) as discord:
        room = ChannelRef(PLATFORM, discord.guild("first").id, discord.room("drills").id)
        async with a_bot(discord, clock, database(tmp_path)) as club:
            first = await club.surface.messenger.post(room, Card("Day 1", ()), key="a")
        async with a_bot(discord, clock, database(tmp_path)) as club:
            answer = Card("Day 1 · Answer", ())
            await club.surface.messenger.post(room, answer, key="b", parent=first.message)
            (post,) = posts(club)
            assert [line.split("\n")[0] for line in words_in(club, post)] == [
                "## Day 1", "## Day 1 · Answer",
            ]  # fmt: skip


async def test_a_tag_that_the_title_names_is_put_on(club: Club) -> None:
    await club.surface.messenger.post(club.place("drills"), Card("Day 3 · SQL", ()), key="a")
    assert posts(club)[-1].applied == ["11"]


async def test_a_post_of_a_forum_that_is_sent_again_stands_there_once(club: Club) -> None:
    room, card = club.place("drills"), Card("Day 3 · SQL", ())
    first = await club.surface.messenger.post(room, card, key="a")
    again = await club.surface.messenger.post(room, card, key="a")
    assert (first, len(posts(club))) == (again, 1)


async def test_in_a_forum_the_next_circles_first_day_is_another_post(club: Club) -> None:
    room, card = club.place("drills"), Card("Day 1 · We start", ())
    await club.surface.messenger.post(room, card, key="a")
    club.clock.move_to(club.clock.now() + DAY)
    await club.surface.messenger.post(room, card, key="b")
    assert len(posts(club)) == 2


async def test_buttons_in_a_forum_belong_to_the_circle_of_the_forum(forum: Club) -> None:
    await forum.types("ana", "/prep today", posts(forum)[-1].id)
    assert "There is no circle" not in forum.told("ana", posts(forum)[-1].id)
