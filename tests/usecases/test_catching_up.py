"""A missed day's drill with other numbers, two a day."""

import pytest

from bot.domain.errors import Closed
from bot.domain.records import Serving
from bot.domain.scoring import Purpose
from bot.usecases import hosting, serving
from tests.usecases.room import Room, at, with_families


def catch_up(room: Room) -> Serving:
    return serving.serve_catch_up(room.enrolled()).serving


def test_who_missed_nothing_is_told_so(room: Room) -> None:
    room.lives_to(at(1, 10))
    with pytest.raises(Closed, match="missed nothing"):
        catch_up(room)


def test_the_earliest_missed_day_comes_first(room: Room) -> None:
    room.lives_to(at(6, 10))
    found = catch_up(room)
    assert (found.day, found.purpose) == (1, Purpose.CATCH_UP)
    assert found.drill.family == room.daily(1).drill.family


def test_a_generator_is_caught_up_with_other_numbers(room: Room) -> None:
    room.lives_to(at(5, 10))
    for day in (1, 2, 3, 4):
        room.answers(room.daily(day)) if day == 4 else _answered(room, day)
    room.now = at(6, 10)
    found = catch_up(room)
    assert found.drill.family == room.daily(5).drill.family
    assert found.drill.item != room.daily(5).drill.item


def _answered(room: Room, day: int) -> None:
    """As if the day's drill had been answered in time."""
    missed = room.daily(day)
    room.saves(settled=day * 10 + 5)
    room.answers(missed)


def test_a_late_joiner_catches_up_from_the_first_day(room: Room) -> None:
    room.lives_to(at(3, 10))
    room.joins("ben", joined_day=3)
    assert serving.serve_catch_up(room.enrolled("ben")).serving.day == 1


def test_a_catch_up_asked_for_twice_is_the_same(room: Room) -> None:
    room.lives_to(at(3, 10))
    assert catch_up(room) == catch_up(room)


def test_a_day_caught_up_is_missed_no_more(room: Room) -> None:
    room.lives_to(at(3, 10))
    room.answers(catch_up(room))
    assert catch_up(room).day == 2


def test_two_are_caught_up_a_day_and_the_next_tomorrow(room: Room) -> None:
    room.lives_to(at(5, 10))
    for _ in range(2):
        room.answers(catch_up(room))
    with pytest.raises(Closed, match="two for today"):
        catch_up(room)
    room.now = at(6, 8)
    assert catch_up(room).day == 3


def two_caught_up(room: Room) -> None:
    for _ in range(2):
        room.answers(catch_up(room))
    with pytest.raises(Closed, match="two for today"):
        catch_up(room)


def test_after_the_end_two_are_caught_up_a_day_too(room: Room) -> None:
    room.lives_to(at(30, 12))
    two_caught_up(room)
    room.now = at(31, 0)
    assert catch_up(room).day == 3


def test_in_a_pause_two_are_caught_up_a_day_too(room: Room) -> None:
    room.lives_to(at(5, 10))
    hosting.pause(room.scene("host"))
    room.now = at(7, 12)
    two_caught_up(room)
    room.now = at(7, 23, 59)
    with pytest.raises(Closed, match="two for today"):
        catch_up(room)
    room.now = at(8, 0)
    assert catch_up(room).day == 3


def test_a_day_whose_family_is_gone_is_caught_up_as_it_was(room: Room) -> None:
    room.lives_to(at(3, 10))
    original = room.daily(1).drill
    room.curriculum = with_families(room.curriculum)
    assert catch_up(room).drill == original
