"""A circle lives its 28 days: Ana is there daily, Ben joins late and misses some."""

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.cards import Card, Code
from bot.clock import SetClock
from bot.curriculum.catalog import Curriculum
from bot.domain.cohorts import CohortStatus
from bot.domain.ids import ActorRef
from bot.domain.scoring import Purpose
from bot.ports import Typed
from bot.storage.migrations import upgrade
from bot.storage.store import SqlStore
from bot.tokens import token
from tests.builders import a_channel, an_actor
from tests.commands.stage import ANA, BEN, HOST, Stage, at, buttons, said, selects
from tests.commands.taps import answers, gives

ANA_ABROAD = an_actor("ana.b", "guild", "elsewhere")
ABROAD = a_channel("lounge", "guild", "elsewhere")
BENS_FIRST_DAY, BEN_AWAY = 9, (11, 12, 15, 16)


@dataclass
class Story:
    """What was seen on the way, for the tests to look at."""

    posts: list[Any] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    boards: list[str] = field(default_factory=list)
    export: dict[str, Any] = field(default_factory=dict)
    caught_up: Counter[int] = field(default_factory=Counter)
    purposes: Counter[str] = field(default_factory=Counter)
    crashes: int = 0
    status: str = ""


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, curriculum: Curriculum) -> Story:
    """Played once; each test looks at one side of it."""
    path = tmp_path_factory.mktemp("circle") / "circle.db"
    return asyncio.run(_played(path.as_posix(), curriculum))


async def _played(path: str, curriculum: Curriculum) -> Story:
    store = SqlStore(f"sqlite:///{path}")
    store.migrate(upgrade)
    numbers = iter(range(1, 100_000))
    stage = Stage(store, curriculum, SetClock(at(-1, 12)), lambda: f"i{next(numbers)}")
    story = Story()
    await _begins(stage)
    for day in range(1, 29):
        await stage.lives_to(at(day))
        await _a_day(stage, story, day)
    await _ends(stage, story)
    story.crashes = len(stage.watch.crashes)
    store.close()
    return story


async def _begins(stage: Stage) -> None:
    draft = await stage.types(HOST, "start sony-ds 2027-03-08 Europe/Berlin 09:00 28")
    await stage.presses(HOST, buttons(draft)["Start and invite"])
    (invitation,) = await stage.posts()
    await stage.presses(ANA, buttons(invitation.card)["Join"])


async def _a_day(stage: Stage, story: Story, day: int) -> None:
    if day == BENS_FIRST_DAY:
        story.said["ben joins"] = said(await stage.types(BEN, "join"))
    stage.passes(minutes=6)
    await _ana(stage, story)
    if day >= BENS_FIRST_DAY and day not in BEN_AWAY:
        await _ben(stage, story, day)
    if day == 5:
        await _ticks(stage, story)
    story.boards.append(said(await stage.types(ANA, "board all")))


async def _ana(stage: Stage, story: Story) -> None:
    """The day as the today card leads through it: drill or quiz, then a review if one is due."""
    links = buttons(await stage.types(ANA, "today"))
    first = next(links[name] for name in ("Today's drill", "Quiz") if name in links)
    await _does(stage, story, ANA, await stage.presses(ANA, first))
    if "Review" in links:
        await _does(stage, story, ANA, await stage.presses(ANA, links["Review"]))


async def _ben(stage: Stage, story: Story, day: int) -> None:
    """Wrong on the day's drill with a hint; what he missed he catches up, as far as he may."""
    links = buttons(await stage.types(BEN, "today"))
    if "Today's drill" in links:
        shown = await stage.presses(BEN, links["Today's drill"])
        hinted = await stage.presses(BEN, buttons(shown)["Hint"])
        await _does(stage, story, BEN, hinted, right=False)
    while (card := await stage.types(BEN, "catchup")).accent != "notice":
        await _does(stage, story, BEN, card)
        story.caught_up[day] += 1


async def _does(
    stage: Stage, story: Story, who: ActorRef, card: Card, *, right: bool = True
) -> None:
    serving = await stage.serving(card)
    stage.passes(seconds=40)
    verdict = await answers(stage, who, serving, right=right)
    story.purposes[serving.purpose] += 1
    while selects(verdict):
        menu = next(menu for menu in selects(verdict).values() if not menu.chosen)
        verdict = await stage.presses(who, menu.options[3][1])
    assert not right or verdict.accent == "good" or "Together" in said(verdict)


async def _ticks(stage: Stage, story: Story) -> None:
    await stage.types(ANA, "checklist CK0-1")
    await stage.types(ANA, "checklist CK0-4 https://example.org/mine")
    await stage.types(ANA, "settings name Ana P.")
    story.said["checklist"] = said(await stage.types(ANA, "checklist"))


async def _ends(stage: Stage, story: Story) -> None:
    await stage.lives_to(at(30))
    story.said["me"] = said(await stage.types(ANA, "me"))
    link = await stage.types(ANA, "settings link")
    code = next(b.text for b in link.blocks if isinstance(b, Code)).split()[-1]
    await stage.types(ANA_ABROAD, f"settings link {code}", ABROAD)
    reply = await stage.reply(ANA, Typed("settings export"))
    assert reply.file is not None
    story.export = json.loads(reply.file.text)
    story.posts = await stage.posts()
    await stage.presses(ANA, token("settings erase"))
    story.said["forgotten"] = said(await stage.types(BEN, "board all"))
    rows = await stage.dump()
    del rows["outbox"]  # what was posted stands in the room for all to see
    story.said["rows"] = str(rows)
    story.status = (await stage.circle()).status


def test_every_slot_of_the_timeline_is_posted_once(story: Story, curriculum: Curriculum) -> None:
    titles = Counter(post.title for post in story.posts)
    themes = [f"Day {d.day} · {d.theme}" for d in curriculum.track("sony-ds").file.days]
    reveals = [f"Day {day} · Answer" for day in range(1, 28)]
    once = [*themes, *reveals, "Day 1 · We start", "Day 28 · That was it"]
    assert {title: titles[title] for title in once} == dict.fromkeys(once, 1)
    assert sum("The week in short" in title for title in titles) == 3


def test_whoever_comes_daily_keeps_every_day(story: Story) -> None:
    assert "Days kept: 28 of 28" in story.said["me"]
    assert "Streak: 28" in story.said["me"]


def test_points_are_those_of_the_rules(story: Story) -> None:
    """28 days at 10, two checklist items at 5, each review at 4."""
    reviews = story.purposes[Purpose.REVIEW]
    assert f"Effort: {28 * 10 + 2 * 5 + reviews * 4} points" in story.said["me"]


def test_reviews_came_due_on_the_way(story: Story) -> None:
    assert story.purposes[Purpose.REVIEW] >= 5


def test_the_quiz_was_taken_on_each_review_day(story: Story) -> None:
    quizzes = [a for a in story.export["circles"][0]["answers"] if a["purpose"] == "quiz"]
    assert [answer["day"] for answer in quizzes] == [7, 14, 21]


def test_who_joins_on_day_nine_starts_there(story: Story) -> None:
    assert "You start on day 9." in story.said["ben joins"]


def test_nobody_catches_up_more_than_two_days_a_day(story: Story) -> None:
    assert max(story.caught_up.values()) == 2
    assert story.caught_up.total() > 4


def test_the_checklist_counts_what_was_ticked(story: Story) -> None:
    assert "Done: 2 of 7" in story.said["checklist"]


def test_the_board_moves_day_by_day(story: Story) -> None:
    assert len(set(story.boards)) == 28


def test_the_board_takes_the_new_name(story: Story) -> None:
    assert "Ana P." not in story.boards[3]
    assert "Ana P." in story.boards[4]


def test_the_export_covers_both_accounts_and_all_days(story: Story) -> None:
    assert [account["user"] for account in story.export["accounts"]] == ["ana", "ana.b"]
    assert story.export["circles"][0]["days_kept"] == list(range(1, 29))


def test_nothing_of_who_was_forgotten_is_left(story: Story) -> None:
    assert "Ana" not in story.said["forgotten"]
    assert "Ana P." not in story.said["rows"]
    assert "ana.b" not in story.said["rows"]
    assert "https://example.org/mine" not in story.said["rows"]


def test_the_circle_closes_by_itself(story: Story) -> None:
    assert story.status == CohortStatus.CLOSED


def test_nothing_broke_on_the_way(story: Story) -> None:
    assert story.crashes == 0


async def test_a_post_answered_from_the_room_is_answered_in_private(stage: Stage) -> None:
    await stage.opens(ANA, day=13)
    stage.passes(minutes=5)
    daily = await stage.daily(13)
    post = next(post for post in await stage.posts() if post.title.startswith("Day 13 ·"))
    key = next(o.key for o in getattr(daily.drill.body, "options", ()) if o.right)
    card = await gives(stage, ANA, post.card, daily, key)
    assert card.title.startswith("Right")
