"""A circle lives its 28 days on Slack, and the bot is stopped twice on the way.

Ana answers under each day's post and Ben under the card of his own day, always wrong; Cem joins on
day nine and does everything on his Home tab.
"""

import asyncio
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.slack.validate import violations
from bot.clock import SetClock
from bot.curriculum.catalog import Curriculum
from bot.tokens import token
from tests.adapters.slack.club import STUDY, Club, a_bot, database
from tests.adapters.slack.taps import answers
from tests.conftest import MONDAY
from tests.scenarios import four_weeks
from tests.scenarios.four_weeks import BEN_AWAY, Seen, is_drill, lived, posted_once, way_in
from tests.slack.people import Person
from tests.slack.shown import Shown, ShownView
from tests.slack.workspace import Slack, a_slack

ANA, BEN, CEM = "U1", "U2", "U3"
CEMS_FIRST_DAY = 9
TICKED = {3: "CK0-1", 10: "CK0-5", 11: "CK0-5", 20: "CK0-2"}
"""By Ana at Home; the third item asks for two ticks."""


@dataclass
class Story(Seen):
    """Played and looked at."""

    ticked: dict[int, str] = field(default_factory=dict)

    async def begins(self, club: Club) -> None:
        await club.slack.user(ANA).closes(all_of_them=True)

    async def mornings(self, club: Club, day: int) -> None:
        post = _post_of(club.slack, day)
        if token("quiz") in post.tokens:
            await club.slack.user(ANA).presses(post, token("quiz"))
            await club.settled()
            post = club.slack.user(ANA).sees(STUDY)[-1]
        await self._answers(club, ANA, post)
        if day in TICKED:
            self.ticked[day] = await _ticks(club, TICKED[day])

    async def afternoons(self, club: Club, day: int) -> None:
        if day not in BEN_AWAY:
            await club.types(BEN, "/prep today")
            await club.presses(BEN, way_in(club.slack.user(BEN).sees(STUDY)[-1].tokens))
            await self._answers(club, BEN, club.slack.user(BEN).sees(STUDY)[-1], right=False)
        if day == CEMS_FIRST_DAY:
            await club.types(CEM, "/prep join")
        if day >= CEMS_FIRST_DAY:
            await self._cem(club)
        await club.types(BEN, "/prep board all")
        self.boards.append(club.told(BEN))

    async def ends(self, club: Club) -> None:
        for user in (ANA, BEN, CEM):
            await club.types(user, "/prep me")
            self.figures[user] = club.told(user)

    async def _cem(self, club: Club) -> None:
        cem = await _at_home(club, CEM)
        await cem.presses(cem.home, way_in(cem.home.tokens))
        await club.settled()
        await self._answers(club, CEM, cem.modal)

    async def _answers(
        self, club: Club, user: str, place: Shown | ShownView, *, right: bool = True
    ) -> None:
        club.clock.move_to(club.clock.now() + timedelta(seconds=40))
        told = await answers(club, user, place, right=right)
        self.verdicts.setdefault(user, []).append(told)
        if club.slack.user(user).modals:
            await club.slack.user(user).closes(all_of_them=True)

    def looks(self, slack: Slack) -> None:
        for post in slack.channel(STUDY).messages:
            replies = [_title(reply) for reply in post.replies]
            self.titles.update([_title(post), *replies])
            if replies:
                self.threads[_title(post)] = replies


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Played once; each test looks at one side of it."""
    return asyncio.run(_played(tmp_path_factory.mktemp("circle")))


async def _played(folder: Path) -> Story:
    story, clock = Story(), SetClock(MONDAY)
    async with a_slack(clock, violations) as slack:
        slack.room(STUDY).members.add(CEM)
        logged = await lived(lambda: a_bot(slack, clock, database(folder)), story)
        story.troubles += [*logged, *slack.rejected]
        story.looks(slack)
    return story


async def _ticks(club: Club, item: str) -> str:
    """At Home; what stands there afterwards."""
    ana = await _at_home(club, ANA)
    await ana.flips(ana.home, next(made for made in ana.home.tokens if f":{item}:" in made))
    await club.settled()
    return ana.home.words


async def _at_home(club: Club, user: str) -> Person:
    person = club.slack.user(user)
    await person.opens_home()
    await club.settled()
    return person


def _post_of(slack: Slack, day: int) -> Shown:
    posts = slack.channel(STUDY).messages
    return next(post for post in posts if is_drill(day, _title(post), post.tokens))


def _title(shown: Shown) -> str:
    return shown.text.splitlines()[0]


def test_every_slot_of_the_timeline_is_posted_once_and_nothing_else(
    story: Story, curriculum: Curriculum
) -> None:
    assert story.titles == Counter(posted_once(curriculum))


def test_each_answer_stands_in_the_thread_of_its_drill(
    story: Story, curriculum: Curriculum
) -> None:
    assert story.threads == four_weeks.threads(curriculum)


def test_whoever_is_right_is_told_so(story: Story) -> None:
    good = ("Right", "Score yourself")
    assert [told for told in story.verdicts[ANA] if not told.startswith(good)] == []
    assert len(story.verdicts[ANA]) == 28


def test_whoever_is_wrong_is_told_so(story: Story) -> None:
    fair = ("Not this time", "Partly right", "Score yourself")
    assert [told for told in story.verdicts[BEN] if not told.startswith(fair)] == []


def test_the_tab_leads_to_every_drill(story: Story) -> None:
    assert len(story.verdicts[CEM]) == 28 - CEMS_FIRST_DAY + 1


def test_the_checklist_follows_the_flips(story: Story) -> None:
    counts = {day: re.search(r"(\d) of 7", words) for day, words in story.ticked.items()}
    found = {day: count and count[1] for day, count in counts.items()}
    assert found == {3: "1", 10: "1", 11: "2", 20: "3"}


def test_the_board_adds_up(story: Story) -> None:
    """Ten points a day and five for each item that is finished."""
    ana, ben, cem = 28 * 10 + 3 * 5, (28 - len(BEN_AWAY)) * 10, (29 - CEMS_FIRST_DAY) * 10
    for user, effort in {ANA: ana, BEN: ben, CEM: cem}.items():
        assert f"Effort: {effort} points" in story.figures[user]
    rows = re.findall(r"(Ana|Ben|Cem) \| (\d+) \| ([\d.]+)", story.boards[-1])
    assert rows == [
        ("Ana", f"{ana}", f"{ana / 28:.1f}"),
        ("Cem", f"{cem}", "10.0"),
        ("Ben", f"{ben}", f"{ben / 28:.1f}"),
    ]


def test_the_board_moves_day_by_day(story: Story) -> None:
    assert len({*story.boards}) == 28


def test_nothing_is_lost_by_stopping(story: Story) -> None:
    """Of the figures of who answered around both stops."""
    assert "Days kept: 28 of 28" in story.figures[ANA]


def test_nothing_broke_on_the_way(story: Story) -> None:
    assert story.troubles == []
