"""The day's shared drill: named by the track, or the best of the bank."""

import pytest

from bot.curriculum.catalog import AnyFamily, Curriculum
from bot.domain.drills import Drill
from bot.domain.scoring import Purpose
from bot.usecases.daily import daily_serving
from tests.builders import a_calendar
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
