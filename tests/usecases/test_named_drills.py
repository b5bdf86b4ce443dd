"""Practice on one drill, asked for by its name."""

from datetime import timedelta

import pytest

from bot.curriculum.catalog import AnyFamily
from bot.curriculum.course import course
from bot.domain.errors import Closed
from bot.domain.records import Serving
from bot.usecases import serving
from tests.usecases.room import Room, at


def named(room: Room, name: str) -> Serving:
    return serving.serve_extra(room.enrolled(), name).serving


def families(room: Room) -> tuple[str, ...]:
    """Of each day of the circle."""
    track = room.curriculum.track("sony-ds")
    return course(room.curriculum, track, room.circle.calendar.plan)


def apart(room: Room) -> list[AnyFamily]:
    """Those the whole circle never gets."""
    of_days = families(room)
    return [f for f in room.curriculum.of_track("sony-ds") if f.family not in of_days]


def a_day(room: Room, *, varied: bool) -> int:
    """A day after the first week whose drill is fixed, or a generator."""
    of_days = families(room)
    return next(
        day
        for day in range(9, 29)
        if (name := of_days[day - 1]) and bool(room.curriculum.families[name].params) is varied
    )


def test_one_drill_can_be_asked_for_by_its_name(room: Room) -> None:
    names = [f.family for f in apart(room) if f.skill == "sql.window"]
    assert [named(room, name).drill.family for name in names] == names


def test_one_that_never_varies_comes_once_a_week(room: Room) -> None:
    fixed = next(f.family for f in apart(room) if not f.params and isinstance(f.stem, str))
    named(room, fixed)
    with pytest.raises(Closed, match=f"You have had {fixed} within") as caught:
        named(room, fixed)
    assert "another one" in caught.value.hint


def test_a_generator_that_the_circle_gets_soon_has_other_numbers_then(room: Room) -> None:
    day = a_day(room, varied=True)
    room.now = at(day, 8)
    name = families(room)[day - 1]
    assert named(room, name).drill.family == name


@pytest.mark.parametrize("earlier", [timedelta(), timedelta(days=7)])
def test_a_fixed_one_that_the_circle_gets_soon_is_not_given_away(
    room: Room, earlier: timedelta
) -> None:
    day = a_day(room, varied=False)
    room.now = at(day, 8) - earlier
    with pytest.raises(Closed, match="Your circle gets this one soon"):
        named(room, families(room)[day - 1])


def test_a_fixed_one_that_the_circle_gets_later_can_be_had(room: Room) -> None:
    day = a_day(room, varied=False)
    room.now = at(day - 8)
    name = families(room)[day - 1]
    assert named(room, name).drill.family == name


def test_the_one_that_the_circle_has_got_today_has_been_had(room: Room) -> None:
    day = a_day(room, varied=False)
    room.lives_to(at(day, 10))
    with pytest.raises(Closed, match="You have had"):
        named(room, room.daily(day).drill.family)
