"""A thread that a person begins: its room's circle answers there, unless one meets in it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.adapters.discord.club import STUDY, Club, a_club, title_of

CHAT = "chat about it"
NONE_HERE = "There is no circle in this room yet"


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    """Nobody has started a circle, and Ben has begun a thread in the study room."""
    async with a_club(tmp_path) as made:
        made.discord.add_thread(CHAT, STUDY, "ben")
        yield made
        assert made.log.lines == []


async def starts_there(club: Club) -> None:
    """Cem starts a circle in the thread and joins it."""
    await club.types("cem", "/prep start", CHAT)
    await club.submits("cem", {"track": "sony-aipm", "zone": "Europe/Berlin"})
    await club.presses("cem", "Start and invite", CHAT)
    await club.presses("cem", "Join it myself", CHAT)
    await club.post()


async def host_in(club: Club, channel: str) -> str:
    """The first words of what somebody reads who asks to do what the host may."""
    await club.types("ben", "/prep circle archive", channel)
    return club.told("ben", channel)


async def test_the_rooms_circle_answers_in_it(club: Club) -> None:
    await club.starts(1)
    await club.types("ben", "/prep today", CHAT)
    assert club.told("ben", CHAT).startswith("## Day 1")


async def test_what_was_started_in_it_posts_there_and_answers_there(club: Club) -> None:
    await starts_there(club)
    await club.until(club.clock.now() + timedelta(days=1))
    post = next(one for one in club.discord.channel(CHAT).messages if "Day 1" in title_of(one))
    assert post.words
    await club.types("cem", "/prep today", CHAT)
    assert club.told("cem", CHAT).startswith("## Day 1")
    assert club.titles() == []


async def test_its_own_circle_comes_before_the_rooms(club: Club) -> None:
    await starts_there(club)
    await club.starts(1)
    assert "that is Cem" in await host_in(club, CHAT)
    assert "that is Ana" in await host_in(club, STUDY)


async def test_the_rooms_circle_comes_before_one_of_its_own_that_is_over(club: Club) -> None:
    await starts_there(club)
    await club.types("cem", "/prep circle archive", CHAT)
    await club.presses("cem", "Archive", CHAT)
    await club.starts(1)
    assert "that is Ana" in await host_in(club, CHAT)


async def test_one_that_is_over_can_still_be_asked_about(club: Club) -> None:
    await starts_there(club)
    await club.types("cem", "/prep circle archive", CHAT)
    await club.presses("cem", "Archive", CHAT)
    await club.types("cem", "/prep board", CHAT)
    assert NONE_HERE not in club.told("cem", CHAT)


async def test_the_rooms_circle_that_is_over_can_be_asked_about_there(club: Club) -> None:
    await club.starts(1)
    await club.types("ana", "/prep circle archive")
    await club.presses("ana", "Archive")
    await club.types("ana", "/prep board", CHAT)
    assert NONE_HERE not in club.told("ana", CHAT)


async def test_where_no_circle_is_anywhere_it_says_so(club: Club) -> None:
    await club.types("ben", "/prep today", CHAT)
    assert NONE_HERE in club.told("ben", CHAT)
