"""What becomes of posts when the bot was away: late ones say so, stale ones are owned up to."""

from datetime import timedelta

import pytest

from bot.domain.cohorts import CohortStatus
from tests.builders import MONDAY, a_calendar, a_channel
from tests.scheduler.planning import DAY, HOUR, Planning

MINUTE = timedelta(minutes=1)
BACK = MONDAY + 4 * DAY + HOUR
"""Friday at ten: away since Monday noon, Tuesday to Thursday were missed."""


@pytest.fixture
async def away(planning: Planning) -> Planning:
    """A circle that lived its first day and then heard nothing until Friday morning."""
    await planning.circle()
    await planning.run_at(MONDAY)
    await planning.run_at(BACK)
    return planning


async def test_a_post_an_hour_late_says_so(planning: Planning) -> None:
    await planning.circle()
    await planning.run_at(MONDAY + HOUR)
    assert "This comes late" in await planning.text("c1/1/drill/p1")


async def test_a_late_post_is_marked_for_the_host(planning: Planning) -> None:
    await planning.circle()
    await planning.run_at(MONDAY + HOUR)
    assert (await planning.posts())["c1/1/drill/p1"].late


@pytest.mark.parametrize("delay", [timedelta(), 15 * MINUTE])
async def test_a_few_minutes_are_not_late(planning: Planning, delay: timedelta) -> None:
    await planning.circle()
    await planning.run_at(MONDAY + delay)
    row = (await planning.posts())["c1/1/drill/p1"]
    assert (row.late, "late" in await planning.text(row.key)) == (False, False)


async def test_a_late_post_is_still_worth_sending_for_a_while(planning: Planning) -> None:
    await planning.circle()
    await planning.run_at(MONDAY + 14 * HOUR)
    assert (await planning.posts())["c1/1/drill/p1"].expires_at > MONDAY + 14 * HOUR


async def test_stale_drills_are_left_out_and_recorded(away: Planning) -> None:
    assert [key for key in await away.keys("skipped") if "drill" in key] == [
        "c1/2/drill/p1",
        "c1/3/drill/p1",
        "c1/4/drill/p1",
    ]


async def test_what_was_left_out_says_why(away: Planning) -> None:
    row = (await away.posts())["c1/2/drill/p1"]
    assert (row.reason, row.title) == ("we were away when it was due", "Day 2 · drill")


async def test_everything_missed_is_told_in_one_card(away: Planning) -> None:
    told = [key for key in await away.keys("ready") if "catch-up" in key]
    assert len(told) == 1
    assert "We were away and left out 3 posts of days 2–4." in await away.text(told[0])


async def test_the_catch_up_card_names_each_missed_theme(away: Planning) -> None:
    (told,) = [key for key in await away.keys() if "catch-up" in key]
    track = away.curriculum.track("sony-ds")
    text = await away.text(told)
    assert all(track.day(day).theme in text for day in (2, 3, 4))


async def test_todays_drill_comes_although_days_were_missed(away: Planning) -> None:
    row = (await away.posts())["c1/5/drill/p1"]
    assert (row.state, row.late) == ("ready", True)


async def test_answers_to_drills_that_were_never_posted_are_left_out(away: Planning) -> None:
    assert [key for key in await away.keys("ready") if "reveal" in key] == []


async def test_a_missed_drill_can_still_be_caught_up(away: Planning) -> None:
    missed = await away.ask(lambda repos: repos.practice.by_key("daily/1/2"))
    assert missed is not None


async def test_looking_again_does_not_tell_it_twice(away: Planning) -> None:
    before = await away.keys()
    await away.tick.run()
    await away.run_at(BACK + MINUTE)
    assert await away.keys() == before


async def test_the_watch_hears_how_many_were_left_out(away: Planning) -> None:
    rows = await away.posts()
    skipped = sum(row.state == "skipped" for row in rows.values())
    assert sum(count for _, count in away.watch.plans) == skipped


async def test_each_room_of_the_circle_is_told(planning: Planning) -> None:
    circle = await planning.circle()
    await planning.ask(lambda repos: repos.cohorts.add_place(circle.id, a_channel("second")))
    await planning.run_at(MONDAY)
    await planning.run_at(BACK)
    rows = await planning.posts()
    told = [row.channel for key, row in rows.items() if "catch-up" in key]
    assert told == ["room", "second"]


async def test_a_circle_missed_as_a_whole_still_gets_its_close(planning: Planning) -> None:
    circle = await planning.circle(calendar=a_calendar(plan=(1, 2, 3), reviews=frozenset()))
    await planning.run_at(MONDAY + 4 * DAY)
    assert [key for key in await planning.keys("ready") if "close" in key] == ["c1/3/close/p1"]
    assert (await planning.cohort(circle)).status is CohortStatus.CLOSED
