"""The dashboard: whose it is, and what is on it."""

import pytest

from bot.domain.cohorts import CohortStatus
from bot.domain.ids import ChannelRef
from bot.usecases import enrolment, hosting, progress
from bot.usecases.home import Dashboard, Stranger, Visitor, home
from tests.usecases.room import DIRECT, OTHER_ROOM, ROOM, Room, at


def dashboard(room: Room) -> Dashboard:
    found = home(room.scene())
    assert isinstance(found, Dashboard)
    return found


def visitor(room: Room, who: str) -> Visitor:
    found = home(room.scene(who))
    assert isinstance(found, Visitor)
    return found


@pytest.mark.parametrize(("where", "in_room"), [(ROOM, True), (DIRECT, False)])
def test_without_a_circle_one_is_a_stranger(
    empty_room: Room, where: ChannelRef, in_room: bool
) -> None:
    assert home(empty_room.scene("ana", where)) == Stranger(in_room)


def test_a_room_whose_circle_is_archived_is_free(room: Room) -> None:
    room.saves(status=CohortStatus.ARCHIVED)
    assert home(room.scene()) == Stranger(in_room=True)


def test_who_has_not_joined_looks_from_outside(room: Room) -> None:
    found = visitor(room, "eve")
    assert (found.cohort, found.hosting) == (room.circle, False)


def test_who_has_left_looks_from_outside(room: Room) -> None:
    enrolment.leave(room.scene())
    assert visitor(room, "ana").standings.board.mine is None


def test_a_host_who_has_not_joined_is_known_as_the_host(room: Room) -> None:
    assert visitor(room, "host").hosting


def test_a_member_sees_what_today_the_checklist_and_the_board_say(room: Room) -> None:
    room.lives_to(at(3, 10))
    progress.tick(room.enrolled(), "CK0-1", "")
    found = dashboard(room)
    assert found.today == progress.today(room.enrolled())
    assert found.checks == tuple(progress.checklist(room.enrolled()))
    assert found.standings == progress.standings(room.scene(), "week")
    assert (found.person, found.cohort) == (room.scene().person, room.circle)


def test_before_the_first_day_the_first_post_is_told(room: Room) -> None:
    room.now = at(0)
    found = dashboard(room)
    assert (found.today, found.starts) == (None, at(1))


def test_a_circle_paused_before_its_first_day_has_no_first_post(room: Room) -> None:
    room.now = at(0)
    hosting.pause(room.scene("host"))
    assert dashboard(room).starts is None


def test_a_circle_that_is_over_keeps_its_dashboard(room: Room) -> None:
    room.lives_to(at(30))
    found = dashboard(room)
    assert found.today is not None
    assert (found.today.day, found.starts) == (29, None)


def test_in_person_the_newest_circle_is_shown(room: Room) -> None:
    newest = room.starts(channel="other")
    enrolment.join(room.scene("ana", OTHER_ROOM))
    found = home(room.scene("ana", DIRECT))
    assert isinstance(found, Dashboard)
    assert found.cohort == newest
