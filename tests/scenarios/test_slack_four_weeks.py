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
from bot.tokens import read, token
from tests.adapters.slack.club import STUDY, Club, a_bot, database
from tests.adapters.slack.taps import answers
from tests.conftest import MONDAY
from tests.slack.people import Person
from tests.slack.shown import Shown, ShownView
from tests.slack.workspace import Slack, a_slack

DAY, SOON = timedelta(days=1), timedelta(minutes=6)
ANA, BEN, CEM = "U1", "U2", "U3"
CEMS_FIRST_DAY, BEN_AWAY = 9, {11, 12, 18}
TICKED = {3: "CK0-1", 10: "CK0-5", 11: "CK0-5", 20: "CK0-2"}
"""By Ana at Home; the third item asks for two ticks."""
_ANSWERING = {"quiz", "answer to", "pick", "number", "write", "scope"}
STOPPED_AT_NOON, STOPPED_BEFORE_POSTING = 13, 19


@dataclass
class Story:
    """What was seen, for the tests to look at."""

    posts: list[Shown] = field(default_factory=list)
    verdicts: dict[str, list[str]] = field(default_factory=lambda: {ANA: [], BEN: [], CEM: []})
    boards: list[str] = field(default_factory=list)
    ticked: dict[int, str] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)
    troubles: list[object] = field(default_factory=list)

    @property
    def titles(self) -> Counter[str]:
        """Of everything in the room, replies among the rest."""
        shown = [reply for post in self.posts for reply in (post, *post.replies)]
        return Counter(one.text.splitlines()[0] for one in shown)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Played once; each test looks at one side of it."""
    return asyncio.run(_played(tmp_path_factory.mktemp("circle")))


async def _played(folder: Path) -> Story:
    story, clock = Story(), SetClock(MONDAY)
    async with a_slack(clock, violations) as slack:
        slack.room(STUDY).members.add(CEM)
        async with a_bot(slack, clock, database(folder)) as club:
            await club.starts(0)
            await club.slack.user(ANA).closes(all_of_them=True)
            for day in range(1, STOPPED_AT_NOON):
                await _a_day(club, story, day)
            await _morning(club, story, STOPPED_AT_NOON)
            story.troubles += club.log.lines
        async with a_bot(slack, clock, database(folder)) as club:
            await _afternoon(club, story, STOPPED_AT_NOON)
            for day in range(STOPPED_AT_NOON + 1, STOPPED_BEFORE_POSTING):
                await _a_day(club, story, day)
            await _planned(club, STOPPED_BEFORE_POSTING)
            story.troubles += club.log.lines
        async with a_bot(slack, clock, database(folder)) as club:
            for day in range(STOPPED_BEFORE_POSTING, 29):
                await _a_day(club, story, day)
            await _ends(club, story)
            story.troubles += club.log.lines
        story.troubles += slack.rejected
        story.posts = slack.channel(STUDY).messages
    return story


async def _a_day(club: Club, story: Story, day: int) -> None:
    await _morning(club, story, day)
    await _afternoon(club, story, day)


async def _planned(club: Club, day: int) -> None:
    """Nobody sends what is due: the bot is stopped in between."""
    await club.until(MONDAY + (day - 1) * DAY + DAY - timedelta(minutes=10))
    club.clock.move_to(MONDAY + day * DAY + timedelta(minutes=1))
    await club.core.tick.run()


async def _morning(club: Club, story: Story, day: int) -> None:
    await club.until(MONDAY + day * DAY + SOON)
    post = _post_of(club.slack, day)
    if token("quiz") in post.tokens:
        await club.slack.user(ANA).presses(post, token("quiz"))
        await club.settled()
        post = club.slack.user(ANA).sees(STUDY)[-1]
    await _answers(club, story, ANA, post)
    if day in TICKED:
        story.ticked[day] = await _ticks(club, TICKED[day])


async def _afternoon(club: Club, story: Story, day: int) -> None:
    await club.until(MONDAY + day * DAY + timedelta(hours=5))
    if day not in BEN_AWAY:
        await _ben(club, story)
    if day == CEMS_FIRST_DAY:
        await club.types(CEM, "/prep join")
    if day >= CEMS_FIRST_DAY:
        await _cem(club, story)
    await club.types(BEN, "/prep board all")
    story.boards.append(club.told(BEN))


async def _ben(club: Club, story: Story) -> None:
    await club.types(BEN, "/prep today")
    await club.presses(BEN, _way_in(club.slack.user(BEN).sees(STUDY)[-1]))
    await _answers(club, story, BEN, club.slack.user(BEN).sees(STUDY)[-1], right=False)


async def _cem(club: Club, story: Story) -> None:
    cem = await _at_home(club, CEM)
    await cem.presses(cem.home, _way_in(cem.home))
    await club.settled()
    await _answers(club, story, CEM, cem.modal)


async def _answers(
    club: Club, story: Story, user: str, place: Shown | ShownView, *, right: bool = True
) -> None:
    club.clock.move_to(club.clock.now() + timedelta(seconds=40))
    story.verdicts[user].append(await answers(club, user, place, right=right))
    if club.slack.user(user).modals:
        await club.slack.user(user).closes(all_of_them=True)


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


async def _ends(club: Club, story: Story) -> None:
    await club.until(MONDAY + 30 * DAY)
    for user in (ANA, BEN, CEM):
        await club.types(user, "/prep me")
        story.figures[user] = club.told(user)


def _post_of(slack: Slack, day: int) -> Shown:
    """The day's drill or quiz."""
    posts = slack.channel(STUDY).messages
    return next(
        post
        for post in posts
        if post.text.startswith(f"Day {day} ·") and _commands(post) & _ANSWERING
    )


def _way_in(shown: Shown | ShownView) -> str:
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
    themes = {f"Day {d.day} · {d.theme}": d.day for d in curriculum.track("sony-ds").file.days}
    threads = {
        themes[post.text.splitlines()[0]]: [one.text.splitlines()[0] for one in post.replies]
        for post in story.posts
        if post.text.splitlines()[0] in themes
    }
    assert threads == {day: [f"Day {day} · Answer"] for day in range(1, 28)} | {28: []}


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
