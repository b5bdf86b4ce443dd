"""A circle lives its 28 days on Discord, and the bot is stopped twice on the way.

Ana answers under each day's post, always right; Ben under the card of his own day, always wrong.
"""

import asyncio
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.discord.validate import violations
from bot.clock import SetClock
from bot.curriculum.catalog import Curriculum
from bot.tokens import token
from tests.adapters.discord.club import STUDY, Club, a_bot, title_of
from tests.adapters.discord.taps import answers, taps
from tests.adapters.slack.club import database
from tests.conftest import MONDAY
from tests.discord.server import Discord, a_discord
from tests.discord.shown import Shown
from tests.scenarios import four_weeks
from tests.scenarios.four_weeks import BEN_AWAY, Seen, is_drill, lived, posted_once, way_in

ANA, BEN = "ana", "ben"


class Story(Seen):
    """Played and looked at."""

    async def begins(self, club: Club) -> None:
        """Nothing is open that would have to be closed."""

    async def mornings(self, club: Club, day: int) -> None:
        post = _post_of(club.discord, day)
        if token("quiz") in post.tokens:
            await club.discord.user(ANA).presses(post, token("quiz"))
            await club.settled()
            post = club.discord.user(ANA).sees(STUDY)[-1]
        await self._answers(club, ANA, post)

    async def afternoons(self, club: Club, day: int) -> None:
        if day not in BEN_AWAY:
            await club.types(BEN, "/prep today")
            await taps(club, BEN, way_in(club.discord.user(BEN).sees(STUDY)[-1].tokens))
            await self._answers(club, BEN, club.discord.user(BEN).sees(STUDY)[-1], right=False)
        await club.types(BEN, "/prep board", window="all")
        self.boards.append(club.told(BEN))

    async def ends(self, club: Club) -> None:
        for user in (ANA, BEN):
            await club.types(user, "/prep me")
            self.figures[user] = club.told(user)

    async def _answers(self, club: Club, user: str, place: Shown, *, right: bool = True) -> None:
        club.clock.move_to(club.clock.now() + timedelta(seconds=40))
        told = await answers(club, user, place, right=right)
        self.verdicts.setdefault(user, []).append(told)

    def looks(self, discord: Discord) -> None:
        room = discord.channel(STUDY)
        names = {shown.id: title_of(shown) for shown in room.messages}
        self.titles.update(names.values())
        for thread in room.threads:
            replies = [title_of(shown) for shown in thread.messages]
            self.titles.update(replies)
            self.threads[names[thread.room.id]] = replies


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Played once; each test looks at one side of it."""
    return asyncio.run(_played(tmp_path_factory.mktemp("circle")))


async def _played(folder: Path) -> Story:
    story, clock = Story(), SetClock(MONDAY)
    async with a_discord(clock, violations) as discord:
        logged = await lived(lambda: a_bot(discord, clock, database(folder)), story)
        story.troubles += [*logged, *discord.rejected, *discord.failed, *discord.pings]
        story.looks(discord)
    return story


def _post_of(discord: Discord, day: int) -> Shown:
    posts = discord.channel(STUDY).messages
    return next(post for post in posts if is_drill(day, title_of(post), post.tokens))


def test_every_slot_of_the_timeline_is_posted_once_and_nothing_else(
    story: Story, curriculum: Curriculum
) -> None:
    assert story.titles == Counter(posted_once(curriculum))


def test_each_answer_stands_in_the_thread_of_its_drill(
    story: Story, curriculum: Curriculum
) -> None:
    assert story.threads == four_weeks.threads(curriculum)


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
