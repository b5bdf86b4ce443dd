"""What a host can do with a circle."""

import json
from datetime import date, time

import pytest

from bot.domain.cohorts import CohortStatus
from bot.domain.errors import Closed, InvalidInput, NotFound, NotPermitted
from bot.domain.ids import MemberId
from bot.domain.timeline import REST, Break
from bot.usecases import enrolment, hosting
from bot.usecases.hosting import PlannedDay, Status
from tests.builders import a_calendar
from tests.usecases.room import DIRECT, OTHER_ROOM, ROOM, Room, at


def status(room: Room) -> Status:
    return hosting.status(room.scene("host"))


def test_the_status_shows_where_the_circle_stands(room: Room) -> None:
    room.lives_to(at(3, 10))
    room.answers(room.daily(3))
    found = status(room)
    assert (found.cohort, found.day, found.paused) == (room.circle, 3, False)
    assert (found.kept, found.goal, found.troubled) == (1, 5, ())
    assert [place.channel for place in found.places] == [ROOM]
    assert [(c.name, c.days_kept, c.last_day) for c in found.colleagues] == [("Ana", 1, 3)]


def test_the_status_counts_the_days_of_this_week(room: Room) -> None:
    for day in (6, 8, 9):
        room.lives_to(at(day, 10))
        room.answers(room.daily(day))
    assert status(room).kept == 2


def test_an_answer_after_the_last_day_is_no_day_kept(room: Room) -> None:
    room.lives_to(at(29))
    room.answers(room.own())
    assert [(c.days_kept, c.last_day) for c in status(room).colleagues] == [(0, 0)]
    (member,) = hosting.export(room.scene("host"))["members"]
    assert (member["days_kept"], member["last_day_kept"]) == (0, 0)


def test_the_status_tells_when_the_room_hears_from_the_bot_next(room: Room) -> None:
    """A nudge in the evening is no post."""
    room.lives_to(at(3, 10))
    assert status(room).next_post == at(4, 9)


@pytest.mark.parametrize(("day", "shown"), [(-5, 0), (1, 1), (40, 28)])
def test_the_status_stays_within_the_circle(room: Room, day: int, shown: int) -> None:
    room.now = at(day)
    assert status(room).day == shown


@pytest.mark.parametrize("ended", [CohortStatus.CLOSED, CohortStatus.ARCHIVED])
def test_a_circle_that_is_over_has_no_next_post(room: Room, ended: CohortStatus) -> None:
    room.saves(status=ended)
    assert status(room).next_post is None


def test_the_plan_has_every_day_with_its_date(room: Room) -> None:
    plan = hosting.preview(room.scene(), room.circle)
    assert len(plan) == 28
    assert plan[0] == PlannedDay(1, date(2027, 3, 8), "Look before you model", "order", "CK0-7")
    assert plan[6].form == "quiz"
    assert plan[27].on == date(2027, 4, 4)


def test_a_rest_day_is_in_the_plan(room: Room) -> None:
    room.saves(calendar=a_calendar(plan=(1, REST, 2)))
    plan = hosting.preview(room.scene(), room.circle)
    assert plan[1] == PlannedDay(2, date(2027, 3, 9), "Rest day", "", "")
    assert (plan[2].day, plan[2].theme) == (3, "Windows over play logs")


def test_days_behind_an_open_pause_have_no_date(room: Room) -> None:
    room.saves(calendar=a_calendar(breaks=(Break(date(2027, 3, 10)),)))
    assert [day.on for day in hosting.preview(room.scene(), room.circle)[1:4]] == [
        date(2027, 3, 9), None, None,
    ]  # fmt: skip


def acts(room: Room, action: str, who: str = "host") -> object:
    scene = room.scene(who)
    match action:
        case "hour":
            return hosting.move_hour(scene, time(18))
        case "extend":
            return hosting.extend(scene, 1)
        case "remove":
            return hosting.remove(scene, room.repos.members.of(room.circle.id)[0].id)
        case _:
            return getattr(hosting, action)(scene)


RUNNING = ["hour", "extend", "pause", "resume", "place_code"]


@pytest.mark.parametrize("action", [*RUNNING, "status", "archive", "export", "remove"])
def test_only_the_host_may_do_this(room: Room, action: str) -> None:
    before = room.circle
    with pytest.raises(NotPermitted, match="Only the host"):
        acts(room, action, "ana")
    assert room.circle == before


@pytest.mark.parametrize("action", RUNNING)
def test_a_circle_that_is_over_is_not_changed(room: Room, action: str) -> None:
    room.saves(status=CohortStatus.CLOSED)
    with pytest.raises(Closed, match="is over"):
        acts(room, action)


@pytest.mark.parametrize("before", [CohortStatus.RUNNING, CohortStatus.CLOSED])
def test_an_archived_circle_has_nothing_due(room: Room, before: CohortStatus) -> None:
    room.saves(status=before)
    archived = hosting.archive(room.scene("host"))
    assert archived == room.circle
    assert (archived.status, archived.next_slot_at) == (CohortStatus.ARCHIVED, None)


def test_a_circle_is_archived_once(room: Room) -> None:
    hosting.archive(room.scene("host"))
    with pytest.raises(Closed, match="archived already"):
        hosting.archive(room.scene("host"))


def test_a_member_can_be_taken_out(room: Room) -> None:
    member = room.enrolled().member
    assert hosting.remove(room.scene("host"), member.id) == "Ana"
    assert room.repos.members.of(room.circle.id) == []


def test_who_was_taken_out_comes_back_only_when_the_host_lets_them(room: Room) -> None:
    member = room.enrolled().member
    hosting.remove(room.scene("host"), member.id)
    with pytest.raises(NotPermitted, match="taken you out"):
        enrolment.join(room.scene())

    assert hosting.admit(room.scene("host"), member.id) == "Ana"
    enrolment.join(room.scene())
    assert room.repos.members.of(room.circle.id) == [member]


def test_nobody_is_let_in_who_is_in_already(room: Room) -> None:
    with pytest.raises(NotFound, match="not in this circle"):
        hosting.admit(room.scene("host"), room.enrolled().member.id)


def test_the_host_sees_whom_a_number_means(room: Room) -> None:
    assert hosting.colleague(room.scene("host"), room.enrolled().member.id) == "Ana"


def test_who_left_cannot_be_taken_out(room: Room) -> None:
    member = room.enrolled().member
    enrolment.leave(room.scene())
    with pytest.raises(NotFound, match="not in this circle"):
        hosting.remove(room.scene("host"), member.id)


def test_a_member_of_another_circle_cannot_be_taken_out(room: Room) -> None:
    member = room.enrolled().member
    room.starts(channel="other")
    with pytest.raises(NotFound, match="not in this circle"):
        hosting.remove(room.scene("host", OTHER_ROOM), member.id)
    assert room.enrolled().member == member


def test_an_unknown_member_cannot_be_taken_out(room: Room) -> None:
    with pytest.raises(NotFound):
        hosting.remove(room.scene("host"), MemberId(987654321))


def code(room: Room) -> str:
    return hosting.place_code(room.scene("host"))


def test_the_code_for_another_room_stays(room: Room) -> None:
    first = code(room)
    assert (len(first), code(room)) == (6, first)


def test_a_circle_meets_in_a_second_room(room: Room) -> None:
    cohort, place = hosting.add_place(room.scene("ben", OTHER_ROOM), f" {code(room).lower()} ")
    assert (cohort, place.channel) == (room.circle, OTHER_ROOM)
    assert [p.channel for p in room.repos.cohorts.places(cohort.id)] == [ROOM, OTHER_ROOM]


def test_a_room_that_was_switched_off_is_on_again(room: Room) -> None:
    (place,) = room.repos.cohorts.places(room.circle.id)
    room.repos.cohorts.switch_off(place.id, "gone")
    hosting.add_place(room.scene("ben"), code(room))
    assert room.repos.cohorts.places(room.circle.id)[0].off_reason == ""


@pytest.mark.parametrize("typed", ["", "ABCDEF", "🎲", "x" * 3000])
def test_an_unknown_code_is_refused(room: Room, typed: str) -> None:
    with pytest.raises(NotFound, match="No circle"):
        hosting.add_place(room.scene("ben", OTHER_ROOM), typed)


def test_a_circle_does_not_meet_in_a_direct_conversation(room: Room) -> None:
    with pytest.raises(InvalidInput, match="channel"):
        hosting.add_place(room.scene("ana", DIRECT), code(room))


def test_a_room_with_another_circle_is_taken(room: Room) -> None:
    known = code(room)
    room.starts(channel="other", name="The others")
    with pytest.raises(Closed, match="The others already meets here"):
        hosting.add_place(room.scene("ben", OTHER_ROOM), known)


def test_the_export_holds_effort_and_no_answers(room: Room) -> None:
    room.lives_to(at(3, 10))
    room.answers(room.daily(3))
    found = hosting.export(room.scene("host"))
    assert json.loads(json.dumps(found)) == found
    assert (found["format"], found["version"]) == ("prepcircle-circle", 1)
    assert found["exported_at"] == room.now.isoformat()
    assert found["circle"] == {
        "name": "DS Circle", "track": "sony-ds", "start": "2027-03-08", "zone": "Europe/Berlin",
        "hour": "09:00", "days": 28, "status": "running",
    }  # fmt: skip
    assert found["places"] == [{"platform": "playground", "workspace": "w1", "channel": "room"}]
    assert found["members"] == [
        {"name": "Ana", "joined_day": 1, "days_kept": 1, "last_day_kept": 3, "effort_points": 10}
    ]
    assert found["troubled_posts"] == []
