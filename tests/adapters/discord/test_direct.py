"""What somebody does alone with the bot: in direct messages, and where only they have it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.adapters.discord.club import STUDY, Club, a_club
from tests.adapters.discord.taps import drill_on
from tests.adapters.slack.club import first_day
from tests.discord.shown import Channel, Shown


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    """Ben has a review due: his one answer in the room was wrong, days ago."""
    async with a_club(tmp_path) as made:
        day = first_day("mcq")
        await made.starts(day)
        await made.presses("ben", await wrong(made))
        await made.until(made.clock.now() + timedelta(days=4))
        yield made
        assert made.log.lines == []


async def wrong(club: Club) -> str:
    post = next(one for one in reversed(club.discord.channel(STUDY).messages) if one.tokens)
    drill = await drill_on(club, post)
    return next(o.key for o in drill.drill.body.options if not o.right)  # type: ignore[union-attr]


async def types(club: Club, line: str, where: Channel | str) -> Shown:
    """By Ben; what he then sees there."""
    ben = club.discord.user("ben")
    await ben.types(line, where)
    await club.settled()
    return ben.sees(where)[-1]


async def test_a_review_works_in_direct_messages(club: Club) -> None:
    ben = club.discord.user("ben")
    shown = await types(club, "/prep review", ben.dm)
    assert shown.words.startswith("## Review")
    drill = await drill_on(club, shown)
    right = next(o.key for o in drill.drill.body.options if o.right)  # type: ignore[union-attr]
    await ben.presses(shown, right)
    await club.settled()
    assert ben.sees(ben.dm)[-1].words.startswith("## Right")


async def test_nothing_of_it_is_seen_in_the_room(club: Club) -> None:
    before = club.words()
    await types(club, "/prep review", club.discord.user("ben").dm)
    assert club.words() == before


async def test_where_only_he_has_the_app_a_review_is_his_alone(club: Club) -> None:
    club.discord.user("ben").account.installed = True
    club.discord.add_guild("elsewhere", "ben", bot_in=False)
    club.discord.add_channel("lounge", "elsewhere")
    shown = await types(club, "/prep review", "lounge")
    assert shown.words.startswith("## Review")
    assert shown.ephemeral


async def test_who_wants_to_start_a_circle_there_reads_where_to_type_it(club: Club) -> None:
    shown = await types(club, "/prep start", club.discord.user("ben").dm)
    assert "Type `/prep start` in the channel where it is to meet." in shown.words


async def test_a_stranger_is_told_that_there_is_no_circle(club: Club) -> None:
    dee = club.discord.user("dee")
    await dee.types("/prep review", dee.dm)
    await club.settled()
    assert "There is no circle" in dee.sees(dee.dm)[-1].words
