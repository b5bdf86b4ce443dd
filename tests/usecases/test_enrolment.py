"""Starting a circle, joining and leaving it, and days off."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from bot.domain.cohorts import CohortStatus
from bot.domain.errors import Closed, InvalidInput, NotFound
from bot.domain.timeline import REST
from bot.usecases import enrolment
from bot.usecases.enrolment import Draft
from bot.usecases.scene import Scene
from tests.builders import a_calendar
from tests.usecases.room import DIRECT, FIRST_DAY, OTHER_ROOM, ROOM, ZONE, Room, at


def drafted(scene: Scene, length: int = 28, track: str = "sony-ds", zone: str = ZONE) -> Draft:
    return enrolment.draft(scene, track, FIRST_DAY, zone, time(9), length)


@pytest.mark.parametrize(("length", "days", "rests"), [(28, 28, 0), (25, 25, 0), (30, 30, 2)])
def test_a_draft_fits_the_track_to_the_length(
    empty_room: Room, length: int, days: int, rests: int
) -> None:
    plan = drafted(empty_room.scene("host"), length).calendar.plan
    assert (len(plan), plan.count(REST)) == (days, rests)


def test_a_sprint_is_the_tracks_last_two_weeks(empty_room: Room) -> None:
    assert drafted(empty_room.scene("host"), 14).calendar.plan == tuple(range(15, 29))


@pytest.mark.parametrize("length", [-1, 0, 13, 15, 24, 31])
def test_another_length_is_refused_with_an_example(empty_room: Room, length: int) -> None:
    with pytest.raises(InvalidInput, match=str(length)) as caught:
        drafted(empty_room.scene("host"), length)
    assert "28" in caught.value.hint


def test_an_unknown_track_is_refused_naming_the_known(empty_room: Room) -> None:
    with pytest.raises(NotFound) as caught:
        drafted(empty_room.scene("host"), track="moon-ds")
    assert "sony-ds" in caught.value.hint


def test_an_unknown_zone_is_refused(empty_room: Room) -> None:
    with pytest.raises(InvalidInput, match="time zone"):
        drafted(empty_room.scene("host"), zone="Mars/Base")


def test_a_start_in_the_past_is_refused(empty_room: Room) -> None:
    empty_room.now = at(2)
    with pytest.raises(InvalidInput, match="start must lie"):
        drafted(empty_room.scene("host"))


def test_a_circle_needs_a_channel(empty_room: Room) -> None:
    with pytest.raises(InvalidInput, match="channel"):
        drafted(empty_room.scene("ana", DIRECT))


def test_a_room_holds_one_running_circle(room: Room) -> None:
    with pytest.raises(Closed, match="already meets here"):
        drafted(room.scene("ben"))


def test_a_room_is_free_again_once_its_circle_is_over(room: Room) -> None:
    room.saves(status=CohortStatus.CLOSED)
    assert drafted(room.scene("ben")).track.id == "sony-ds"


def test_a_started_circle_meets_in_the_room_and_waits_for_its_first_slot(
    empty_room: Room,
) -> None:
    scene = empty_room.scene("host")
    started = enrolment.start(scene, drafted(scene))
    assert empty_room.circle == started
    assert (started.host, started.next_slot_at) == (scene.person.id, at(1))
    assert (started.name, started.created_at) == (
        "Sony data science intern", empty_room.now,
    )  # fmt: skip


def test_a_circle_without_any_slot_has_nothing_to_wait_for(empty_room: Room) -> None:
    scene = empty_room.scene("host")
    empty = replace(drafted(scene), calendar=a_calendar(plan=()))
    assert enrolment.start(scene, empty).next_slot_at is None


def test_several_circles_run_at_once_in_rooms_of_their_own(room: Room) -> None:
    scene = room.scene("host", OTHER_ROOM)
    second = enrolment.start(scene, drafted(scene))
    assert {found.id for found in room.repos.cohorts.of_person(scene.person.id)} == {
        room.circle.id, second.id,
    }  # fmt: skip


@pytest.mark.parametrize(("day", "joined"), [(0, 1), (1, 1), (12, 12)])
def test_joining_counts_from_the_day_it_happens_but_not_before_the_first(
    room: Room, day: int, joined: int
) -> None:
    room.now = at(day, 10)
    _, member = enrolment.join(room.scene("ben"))
    assert (member.joined_day, member.joined_at) == (joined, room.now)
    assert room.enrolled("ben").member == member


def test_nobody_joins_twice(room: Room) -> None:
    with pytest.raises(Closed, match="in already"):
        enrolment.join(room.scene())


def test_whoever_has_joined_since_is_in_already(room: Room) -> None:
    scene = room.scene("ben")
    enrolment.join(scene)
    with pytest.raises(Closed, match="in already"):
        enrolment.join(scene)


def test_a_room_taken_since_the_draft_is_refused(empty_room: Room) -> None:
    scene = empty_room.scene("host")
    planned = drafted(scene)
    empty_room.starts()
    with pytest.raises(Closed, match="already meets here"):
        enrolment.start(scene, planned)


def test_a_circle_that_is_over_cannot_be_joined(room: Room) -> None:
    room.saves(status=CohortStatus.CLOSED)
    with pytest.raises(Closed, match="is over"):
        enrolment.join(room.scene("ben"))


def test_coming_back_keeps_the_old_membership(room: Room) -> None:
    before = room.enrolled().member
    enrolment.leave(room.scene())
    room.now = at(9)
    cohort, back = enrolment.join(room.scene())
    assert (cohort, back) == (room.circle, before)
    assert room.enrolled().member == before


def test_leaving_says_which_circle_it_was(room: Room) -> None:
    assert enrolment.leave(room.scene()) == room.circle
    assert room.repos.members.of(room.circle.id) == []


def test_days_off_begin_today(room: Room) -> None:
    room.now = at(3)
    assert enrolment.take_days_off(room.enrolled(), 3) == [3, 4, 5]
    assert room.enrolled().member.days_off == {3, 4, 5}


def test_days_off_begin_tomorrow_when_today_is_kept(room: Room) -> None:
    room.lives_to(at(3))
    room.now = at(3, 10)
    room.answers(room.daily(3))
    assert enrolment.take_days_off(room.enrolled(), 2) == [4, 5]


def test_days_off_before_the_start_begin_with_the_first_day(room: Room) -> None:
    room.now = at(0)
    assert enrolment.take_days_off(room.enrolled(), 2) == [1, 2]


def test_days_off_end_with_the_circle(room: Room) -> None:
    room.now = at(27)
    assert enrolment.take_days_off(room.enrolled(), 7) == [27, 28]


def test_more_days_off_are_added(room: Room) -> None:
    enrolment.take_days_off(room.enrolled(), 1)
    room.now = at(4)
    enrolment.take_days_off(room.enrolled(), 1)
    assert room.enrolled().member.days_off == {1, 4}


def test_a_day_off_that_is_practised_is_none_any_more(room: Room) -> None:
    room.lives_to(at(3))
    enrolment.take_days_off(room.enrolled(), 3)
    room.answers(room.daily(3))
    assert room.enrolled().member.days_off == {4, 5}


def back_at(room: Room, days: int) -> datetime | None:
    """What the command says of days off from today on."""
    enrolled = room.enrolled()
    return enrolment.back_at(enrolled, enrolment.take_days_off(enrolled, days)[-1])


def test_the_day_after_the_days_off_is_when_it_goes_on(room: Room) -> None:
    room.now = at(5)
    assert back_at(room, 3) == at(8)


def test_fewer_days_off_do_not_end_those_planned_before(room: Room) -> None:
    room.now = at(5)
    enrolment.take_days_off(room.enrolled(), 3)
    assert back_at(room, 1) == at(8)


def test_after_a_rest_day_it_goes_on_with_the_next_drill(room: Room) -> None:
    room.saves(calendar=a_calendar(plan=(1, 2, REST, REST, 3)))
    room.now = at(2)
    assert back_at(room, 1) == at(5)


def test_with_no_drill_to_come_it_does_not_go_on(room: Room) -> None:
    room.saves(calendar=a_calendar(plan=(1, 2, REST)))
    room.now = at(2)
    assert back_at(room, 1) is None


def test_behind_the_last_day_there_is_nothing_to_take_off(room: Room) -> None:
    room.now = at(29)
    with pytest.raises(Closed, match="no days left"):
        enrolment.take_days_off(room.enrolled(), 3)


def test_coming_back_takes_back_what_lies_ahead(room: Room) -> None:
    room.now = at(3)
    enrolment.take_days_off(room.enrolled(), 4)
    room.now = at(5)
    assert enrolment.come_back(room.enrolled()) == 2
    assert room.enrolled().member.days_off == {3, 4}


def test_who_is_not_away_cannot_come_back(room: Room) -> None:
    with pytest.raises(Closed, match="not paused"):
        enrolment.come_back(room.enrolled())


def test_the_room_is_the_one_typed_in(room: Room) -> None:
    assert [place.channel for place in room.repos.cohorts.places(room.circle.id)] == [ROOM]
    assert room.circle.calendar.start == date(2027, 3, 8)
