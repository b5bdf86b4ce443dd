"""A host moves the hour, pauses, goes on, adds rest days: what is due when."""

from datetime import date, time

import pytest

from bot.domain.cohorts import CohortStatus
from bot.domain.errors import InvalidInput
from bot.domain.timeline import REST, Break, SlotKind, ordinal
from bot.usecases import hosting
from tests.builders import a_calendar
from tests.usecases.room import Room, at


def test_a_new_hour_moves_the_next_slot(room: Room) -> None:
    room.lives_to(at(2, 20))
    moved = hosting.move_hour(room.scene("host"), time(18))
    assert moved == room.circle
    assert (moved.calendar.hour, moved.next_slot_at) == (time(18), at(3, 18))


def test_a_pause_before_todays_drill_begins_today(room: Room) -> None:
    room.lives_to(at(3, 8))
    paused = hosting.pause(room.scene("host"))
    assert paused == room.circle
    assert paused.calendar.breaks == (Break(date(2027, 3, 10)),)


@pytest.mark.parametrize("day", [1, 3])
def test_a_pause_after_todays_drill_begins_tomorrow(room: Room, day: int) -> None:
    room.lives_to(at(day, 10))
    paused = hosting.pause(room.scene("host"))
    assert paused.calendar.breaks == (Break(date(2027, 3, 8 + day)),)


def test_a_pause_after_todays_quiz_begins_tomorrow(room: Room) -> None:
    room.lives_to(at(7, 10))
    assert hosting.pause(room.scene("host")).calendar.breaks == (Break(date(2027, 3, 15)),)


def test_a_pause_on_a_rest_day_begins_tomorrow_once_its_reveal_is_out(room: Room) -> None:
    room.saves(calendar=a_calendar(plan=(1, REST, 2)))
    room.lives_to(at(2, 10))
    assert hosting.pause(room.scene("host")).calendar.breaks == (Break(date(2027, 3, 10)),)


def test_a_pause_before_the_start_moves_the_first_day(room: Room) -> None:
    room.now = at(-2)
    hosting.pause(room.scene("host"))
    room.now = at(4, 8)
    assert hosting.resume(room.scene("host")).next_slot_at == at(4)


def test_a_paused_circle_has_nothing_due_and_says_so(room: Room) -> None:
    room.lives_to(at(3, 20))
    paused = hosting.pause(room.scene("host"))
    assert paused.next_slot_at is None
    assert hosting.status(room.scene("host")).paused


def test_after_a_pause_every_day_still_comes_once(room: Room) -> None:
    posts = room.lives_to(at(3, 20))
    hosting.pause(room.scene("host"))
    posts += room.lives_to(at(9, 8))
    hosting.resume(room.scene("host"))
    posts += room.lives_to(at(60))
    drills = [post.key for post in posts if "/drill/" in post.key]
    assert drills == list(dict.fromkeys(drills))
    assert len(drills) == 28
    assert room.circle.status is CohortStatus.CLOSED


def test_a_resumed_circle_goes_on_with_its_next_day(room: Room) -> None:
    room.lives_to(at(3, 20))
    hosting.pause(room.scene("host"))
    room.now = at(10, 8)
    assert hosting.resume(room.scene("host")).next_slot_at == at(10)


def test_an_extension_puts_rest_days_in(room: Room) -> None:
    room.lives_to(at(3, 20))
    longer = hosting.extend(room.scene("host"), 2)
    assert longer == room.circle
    assert longer.calendar.plan[2:6] == (3, REST, REST, 4)
    assert longer.next_slot_at == at(4)


def test_an_extension_past_the_longest_changes_nothing(room: Room) -> None:
    before = room.circle
    with pytest.raises(InvalidInput):
        hosting.extend(room.scene("host"), 15)
    assert room.circle == before


def test_a_slot_already_settled_does_not_come_again_after_an_extension(room: Room) -> None:
    room.lives_to(at(3, 20))
    hosting.extend(room.scene("host"), 1)
    assert room.circle.settled == ordinal(3, SlotKind.NUDGE)
    kinds = [post.key.split("/")[2] for post in room.lives_to(at(4, 20))]
    assert kinds == ["reveal"]
