"""A circle lives its 28 days on Discord, and the bot is stopped twice on the way.

Ana answers under each day's post, always right; Ben under the card of his own day, always wrong.
"""

import asyncio
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.discord.validate import violations
from bot.clock import SetClock
from bot.curriculum.catalog import Curriculum
from bot.tokens import read, token
from tests.adapters.discord.club import STUDY, Club, a_bot, title_of
from tests.adapters.discord.taps import answers, taps
from tests.adapters.slack.club import database
from tests.conftest import MONDAY
from tests.discord.server import Discord, a_discord
from tests.discord.shown import Shown

DAY, SOON = timedelta(days=1), timedelta(minutes=6)
ANA, BEN = "ana", "ben"
BEN_AWAY = {11, 12, 18}
STOPPED_AT_NOON, STOPPED_BEFORE_POSTING = 13, 19
_ANSWERING = {"quiz", "answer to", "pick", "number", "write", "scope"}


@dataclass
class Story:
    """What was seen, for the tests to look at."""

    titles: Counter[str] = field(default_factory=Counter)
    threads: dict[str, list[str]] = field(default_factory=dict)
    verdicts: dict[str, list[str]] = field(default_factory=lambda: {ANA: [], BEN: []})
    boards: list[str] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)
    troubles: list[object] = field(default_factory=list)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Played once; each test looks at one side of it."""
    return asyncio.run(_played(tmp_path_factory.mktemp("circle")))


async def _played(folder: Path) -> Story:
    story, clock = Story(), SetClock(MONDAY)
    async with a_discord(clock, violations) as discord:
        async with a_bot(discord, clock, database(folder)) as club:
            await club.starts(0)
            await _days(club, story, 1, STOPPED_AT_NOON)
            await _morning(club, story, STOPPED_AT_NOON)
            story.troubles += club.log.lines
        async with a_bot(discord, clock, database(folder)) as club:
            await _afternoon(club, story, STOPPED_AT_NOON)
            await _days(club, story, STOPPED_AT_NOON + 1, STOPPED_BEFORE_POSTING)
            await _planned(club, STOPPED_BEFORE_POSTING)
            story.troubles += club.log.lines
        async with a_bot(discord, clock, database(folder)) as club:
            await _days(club, story, STOPPED_BEFORE_POSTING, 29)
            await _ends(club, story)
            story.troubles += club.log.lines
        story.troubles += [*discord.rejected, *discord.failed, *discord.pings]
        _looks(discord, story)
    return story


async def _days(club: Club, story: Story, first: int, end: int) -> None:
    for day in range(first, end):
        await _morning(club, story, day)
        await _afternoon(club, story, day)


async def _planned(club: Club, day: int) -> None:
    """Nobody sends what is due: the bot is stopped in between."""
    await club.until(MONDAY + (day - 1) * DAY + DAY - timedelta(minutes=10))
    club.clock.move_to(MONDAY + day * DAY + timedelta(minutes=1))
    await club.core.tick.run()


async def _morning(club: Club, story: Story, day: int) -> None:
    await club.until(MONDAY + day * DAY + SOON)
    post = _post_of(club.discord, day)
    if token("quiz") in post.tokens:
        await club.discord.user(ANA).presses(post, token("quiz"))
        await club.settled()
        post = club.discord.user(ANA).sees(STUDY)[-1]
    await _answers(club, story, ANA, post)


async def _afternoon(club: Club, story: Story, day: int) -> None:
    await club.until(MONDAY + day * DAY + timedelta(hours=5))
    if day not in BEN_AWAY:
        await club.types(BEN, "/prep today")
        await taps(club, BEN, _way_in(club.discord.user(BEN).sees(STUDY)[-1]))
        await _answers(club, story, BEN, club.discord.user(BEN).sees(STUDY)[-1], right=False)
    await club.types(BEN, "/prep board", window="all")
    story.boards.append(club.told(BEN))


async def _answers(
    club: Club, story: Story, user: str, place: Shown, *, right: bool = True
) -> None:
    club.clock.move_to(club.clock.now() + timedelta(seconds=40))
    story.verdicts[user].append(await answers(club, user, place, right=right))


async def _ends(club: Club, story: Story) -> None:
    await club.until(MONDAY + 30 * DAY)
    for user in (ANA, BEN):
        await club.types(user, "/prep me")
        story.figures[user] = club.told(user)


def _looks(discord: Discord, story: Story) -> None:
    """At the room and its threads, as they stand in the end."""
    room = discord.channel(STUDY)
    names = {shown.id: title_of(shown) for shown in room.messages}
    story.threads = {
        names[thread.room.id]: [title_of(shown) for shown in thread.messages]
        for thread in room.threads
    }
    story.titles.update(
        [*names.values(), *(one for told in story.threads.values() for one in told)]
    )


def _post_of(discord: Discord, day: int) -> Shown:
    """The day's drill or quiz."""
    return next(
        post
        for post in discord.channel(STUDY).messages
        if title_of(post).startswith(f"Day {day} ·") and _commands(post) & _ANSWERING
    )


def _way_in(shown: Shown) -> str:
    return next(made for made in shown.tokens if (read(made) or ("",))[0] in {"open", "quiz"})


def _commands(shown: Shown) -> set[str]:
    return {found[0] for found in map(read, shown.tokens) if found}


def test_every_slot_of_the_timeline_is_posted_once(story: Story, curriculum: Curriculum) -> None:
    days = curriculum.track("sony-ds").file.days
    once = [f"Day {day.day} · {day.theme}" for day in days]
    once += [f"Day {day} · Answer" for day in range(1, 28)]
    once += ["Day 1 · We start", "Day 28 · That was it"]
    once += [f"Day {day} · The week in short" for day in (7, 14, 21)]
    assert {title: story.titles[title] for title in once} == dict.fromkeys(once, 1)


def test_nothing_else_is_posted(story: Story) -> None:
    assert story.titles.total() == 28 + 27 + 2 + 3 + 1
    assert story.titles["You are invited · Sony data science intern"] == 1


def test_each_answer_stands_in_the_thread_of_its_drill(
    story: Story, curriculum: Curriculum
) -> None:
    days = curriculum.track("sony-ds").file.days[:-1]
    expected = {f"Day {d.day} · {d.theme}": [f"Day {d.day} · Answer"] for d in days}
    assert story.threads == expected


def test_whoever_is_right_is_told_so(story: Story) -> None:
    good = ("## Right", "## Score yourself")
    assert [told for told in story.verdicts[ANA] if not told.startswith(good)] == []
    assert len(story.verdicts[ANA]) == 28


def test_whoever_is_wrong_is_told_so(story: Story) -> None:
    fair = ("## Not this time", "## Partly right", "## Score yourself")
    assert [told for told in story.verdicts[BEN] if not told.startswith(fair)] == []
    assert len(story.verdicts[BEN]) == 28 - len(BEN_AWAY)


def test_the_board_adds_up(story: Story) -> None:
    """Ten points a day."""
    efforts = {ANA: 28 * 10, BEN: (28 - len(BEN_AWAY)) * 10}
    for user, effort in efforts.items():
        assert re.search(rf"Effort\W+{effort} points", story.figures[user]), story.figures[user]
    rows = re.findall(r"(Ana|Ben)\W+(\d+)\W", story.boards[-1])
    assert dict(rows) == {"Ana": f"{efforts[ANA]}", "Ben": f"{efforts[BEN]}"}


def test_the_board_moves_day_by_day(story: Story) -> None:
    assert len({*story.boards}) == 28


def test_nothing_is_lost_by_stopping(story: Story) -> None:
    """Of the figures of who answered around both stops."""
    assert re.search(r"Days kept\W+28 of 28", story.figures[ANA]), story.figures[ANA]


def test_nothing_broke_on_the_way(story: Story) -> None:
    # One's own long answer beside the model one and the rubric is more than a message holds.
    odd = [one for one in story.troubles if not str(one).startswith("card shortened")]
    assert odd == []
