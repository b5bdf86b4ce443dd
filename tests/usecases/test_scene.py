"""What a person must be to do something, and what they are told otherwise."""

from datetime import timedelta

import pytest

from bot.domain.cohorts import CohortStatus
from bot.domain.errors import Closed, NotEnrolled, NotFound, NotPermitted
from bot.usecases import enrolment
from tests.usecases.room import Room, at


def test_a_room_without_a_circle_says_how_to_start_one(empty_room: Room) -> None:
    with pytest.raises(NotFound) as caught:
        empty_room.scene().circle()
    assert "/prep start" in caught.value.hint


def test_somebody_who_has_not_joined_is_told_how(room: Room) -> None:
    with pytest.raises(NotEnrolled, match="DS Circle") as caught:
        room.scene("ben").enrolled()
    assert "/prep join" in caught.value.hint


def test_somebody_who_left_is_no_member(room: Room) -> None:
    enrolment.leave(room.scene())
    with pytest.raises(NotEnrolled):
        room.enrolled()


def test_an_archived_circle_practises_no_more(room: Room) -> None:
    room.saves(status=CohortStatus.ARCHIVED)
    with pytest.raises(Closed, match="archived"):
        room.enrolled()


def test_a_circle_that_is_over_can_still_be_practised_with(room: Room) -> None:
    room.saves(status=CohortStatus.CLOSED)
    assert room.enrolled().cohort.status is CohortStatus.CLOSED


def test_the_host_is_named_to_those_who_are_not(room: Room) -> None:
    with pytest.raises(NotPermitted, match="Host"):
        room.scene("ana").hosted()


def test_the_host_may_act_without_being_a_member(room: Room) -> None:
    assert room.scene("host").hosted() == room.circle


def test_before_the_start_the_first_day_is_named(room: Room) -> None:
    room.now = at(1) - timedelta(days=1)
    with pytest.raises(Closed, match="Monday, 08 March"):
        _ = room.enrolled().day


def test_the_day_goes_on_counting_behind_the_end_and_the_last_day_stays(room: Room) -> None:
    room.now = at(40)
    enrolled = room.enrolled()
    assert (enrolled.day, enrolled.last_day) == (29, 28)


def test_a_code_has_six_letters_that_cannot_be_confused(room: Room) -> None:
    codes = "".join(room.scene().code() for _ in range(200))
    assert len(codes) == 1200
    assert not set(codes) & set("ILO01")
