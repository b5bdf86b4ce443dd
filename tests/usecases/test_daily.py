"""The day's shared drill: named by the track, or the best of the bank."""

from datetime import date

import pytest

from bot.curriculum.catalog import AnyFamily, Curriculum
from bot.domain.drills import Drill
from bot.domain.scoring import Purpose
from bot.domain.timeline import Break, Calendar
from bot.usecases.daily import answer_at, daily_serving, end_of
from tests.builders import a_calendar, a_cohort
from tests.usecases.room import Room, at, executed, renamed, with_day, with_families

NAMED = "beh.star.conflict-story"


def drill_of(room: Room, day: int) -> Drill:
    return room.daily(day).drill


def test_the_whole_circle_shares_one_serving(room: Room) -> None:
    first = room.daily(1)
    room.now = at(1, 12)
    assert room.daily(1) == first
    assert (first.member, first.purpose, first.day) == (None, Purpose.DAILY, 1)


def test_two_circles_draw_their_own_numbers(room: Room) -> None:
    numbers = drill_of(room, 5)
    room.starts(channel="room")
    assert numbers.family == drill_of(room, 5).family
    assert numbers.item != drill_of(room, 5).item


def test_the_track_can_name_the_family(room: Room) -> None:
    assert drill_of(room, 6).family == NAMED


def test_else_it_has_the_days_skill_and_form(room: Room) -> None:
    found = drill_of(room, 1)
    assert (found.skill, found.format) == ("data.clean", "order")


def test_a_quiz_day_has_no_shared_drill(room: Room) -> None:
    assert daily_serving(room.repos, room.curriculum, room.circle, 7, room.now) is None


def test_a_day_whose_skill_has_no_family_has_no_drill(room: Room) -> None:
    room.curriculum = with_families(room.curriculum)
    assert daily_serving(room.repos, room.curriculum, room.circle, 1, room.now) is None


def test_a_day_that_would_be_executed_takes_the_quickest_form(room: Room) -> None:
    found = drill_of(room, 2)
    assert (found.skill, found.format) == ("sql.window", "mcq")


def test_a_long_form_is_the_last_resort(room: Room) -> None:
    story = renamed(room.curriculum.families[NAMED], "data.clean.story")
    order = room.curriculum.families[drill_of(room, 1).family]
    room.curriculum = with_families(room.curriculum, story, renamed(order, "data.clean.steps"))
    room.starts(channel="room", calendar=a_calendar(plan=(1, 1)))
    assert [drill_of(room, day).format for day in (1, 2)] == ["order", "written"]


def test_a_family_the_circle_has_had_comes_after_the_others(room: Room) -> None:
    days = (11, 25)
    first, second = (drill_of(room, day) for day in days)
    assert {first.skill, second.skill} == {"sql.timeseries"}
    assert first.family != second.family


def test_when_all_were_had_one_comes_again(room: Room) -> None:
    story = room.curriculum.families[NAMED]
    room.curriculum = with_families(room.curriculum, renamed(story, "data.clean.story"))
    room.saves(calendar=a_calendar(plan=(1, 1)))
    assert drill_of(room, 1).family == drill_of(room, 2).family


def _with_executed(curriculum: Curriculum, own_short: str, **drill: str) -> Curriculum:
    runs = executed(curriculum, "sql.window.runs", own_short)
    families: list[AnyFamily] = [*curriculum.families.values(), runs]
    return with_day(with_families(curriculum, *families), family=runs.family, **drill)


def test_an_executed_family_is_met_in_its_short_version(room: Room) -> None:
    room.curriculum = _with_executed(room.curriculum, NAMED)
    assert drill_of(room, 1).family == NAMED


def test_the_tracks_own_short_version_stands_in_when_the_familys_is_gone(room: Room) -> None:
    room.curriculum = _with_executed(room.curriculum, "sql.window.gone", short=NAMED)
    assert drill_of(room, 1).family == NAMED


@pytest.mark.parametrize("short", ["sql.window.gone", "sql.window.runs"])
def test_without_any_short_version_the_bank_stands_in(room: Room, short: str) -> None:
    room.curriculum = _with_executed(room.curriculum, short)
    assert drill_of(room, 1).skill == "data.clean"


def paused(first: int, until: int | None = None) -> Calendar:
    """From a day of March until another one, or for nobody knows how long."""
    end = date(2027, 3, until) if until else None
    return a_calendar(breaks=(Break(date(2027, 3, first), end),))


def test_the_answer_comes_with_the_next_days_reveal(curriculum: Curriculum) -> None:
    assert answer_at(a_cohort(), curriculum.track("sony-ds"), 3) == at(4)


def test_the_last_days_answer_comes_with_the_close(curriculum: Curriculum) -> None:
    assert answer_at(a_cohort(), curriculum.track("sony-ds"), 28) == at(28, 20)


def test_nobody_knows_when_the_answer_comes_to_a_paused_circle(curriculum: Curriculum) -> None:
    cohort = a_cohort(calendar=paused(first=10))
    assert answer_at(cohort, curriculum.track("sony-ds"), 2) is None


@pytest.mark.parametrize("day", [3, 28])
def test_a_day_ends_at_the_circles_midnight(day: int) -> None:
    assert end_of(a_calendar(), day) == at(day + 1, 0)


def test_the_day_before_a_pause_lasts_through_it() -> None:
    assert end_of(paused(first=10, until=12), 2) == at(5, 0)


def test_the_day_before_a_pause_without_an_end_has_none() -> None:
    assert end_of(paused(first=10), 2) is None
