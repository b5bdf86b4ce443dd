"""Rooms and workspaces the bot was taken out of."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.cohorts import CohortStatus
from bot.domain.errors import Closed
from bot.domain.ids import PersonId
from bot.usecases import workspaces
from bot.usecases.workspaces import ANOTHER_ROOM, REMOVED, USEFUL_FOR
from tests.builders import PLAYGROUND, a_channel, an_actor
from tests.usecases.room import OTHER_ROOM, ROOM, Room

ABROAD = a_channel("room", "w2")


def reasons(room: Room) -> list[str]:
    return [place.off_reason for place in room.repos.cohorts.places(room.circle.id)]


def test_leaving_a_workspace_switches_off_its_rooms(room: Room) -> None:
    room.repos.cohorts.add_place(room.circle.id, ABROAD)
    assert workspaces.left(room.repos, PLAYGROUND, "w1") == 1
    assert reasons(room) == [REMOVED, ""]


def test_coming_back_switches_them_on(room: Room) -> None:
    workspaces.left(room.repos, PLAYGROUND, "w1")
    assert workspaces.back(room.repos, PLAYGROUND, "w1") == 1
    assert reasons(room) == [""]


def test_coming_back_mends_nothing_else(room: Room) -> None:
    workspaces.room_left(room.repos, ROOM, "archived", room.now)
    workspaces.left(room.repos, PLAYGROUND, "w1")
    assert workspaces.back(room.repos, PLAYGROUND, "w1") == 0
    assert reasons(room) == ["archived"]


def test_a_workspace_that_stays_away_has_its_circles_archived(room: Room) -> None:
    workspaces.left(room.repos, PLAYGROUND, "w1")
    assert workspaces.forgotten(room.repos, PLAYGROUND, "w1") == 1
    assert (room.circle.status, room.circle.next_slot_at) == (CohortStatus.ARCHIVED, None)


def test_a_circle_that_meets_elsewhere_too_goes_on(room: Room) -> None:
    room.repos.cohorts.add_place(room.circle.id, ABROAD)
    workspaces.left(room.repos, PLAYGROUND, "w1")
    assert workspaces.forgotten(room.repos, PLAYGROUND, "w1") == 0
    assert room.circle.status is CohortStatus.RUNNING


def test_the_host_is_told_of_a_room_that_is_lost(room: Room) -> None:
    off = workspaces.room_left(room.repos, ROOM, "archived", room.now)
    assert off is not None
    assert (off.cohort, off.place.channel) == (room.circle, ROOM)
    assert (off.reason, off.fix) == ("archived", ANOTHER_ROOM)
    assert off.target == a_channel("host", direct=True)
    assert (off.due_at, off.expires_at) == (room.now, room.now + USEFUL_FOR)
    assert reasons(room) == ["archived"]


def test_other_rooms_of_the_circle_go_on(room: Room) -> None:
    room.repos.cohorts.add_place(room.circle.id, OTHER_ROOM)
    off = workspaces.room_left(room.repos, OTHER_ROOM, "archived", room.now)
    assert off is not None
    assert off.others
    assert reasons(room) == ["", "archived"]


def test_the_last_room_leaves_no_other(room: Room) -> None:
    room.repos.cohorts.add_place(room.circle.id, OTHER_ROOM)
    workspaces.room_left(room.repos, OTHER_ROOM, "archived", room.now)
    off = workspaces.room_left(room.repos, ROOM, "archived", room.now)
    assert off is not None
    assert not off.others


def test_a_room_that_is_taken_away_loses_no_post(room: Room) -> None:
    off = workspaces.room_left(room.repos, ROOM, "archived", room.now)
    assert off is not None
    assert not off.failed


def test_a_room_that_refuses_a_post_has_lost_it(room: Room) -> None:
    off = workspaces.switch_off(room.repos, room.circle, ROOM, "not allowed", room.now)
    assert off is not None
    assert off.failed


def test_a_room_that_is_back_is_switched_on(room: Room) -> None:
    room.repos.cohorts.add_place(room.circle.id, OTHER_ROOM)
    for channel in (ROOM, OTHER_ROOM):
        workspaces.room_left(room.repos, channel, "archived", room.now)
    workspaces.room_back(room.repos, OTHER_ROOM)
    assert reasons(room) == ["archived", ""]


def test_a_room_without_a_circle_may_come_back(room: Room) -> None:
    workspaces.room_left(room.repos, ROOM, "archived", room.now)
    workspaces.room_back(room.repos, OTHER_ROOM)
    assert reasons(room) == ["archived"]


def test_a_room_that_is_lost_twice_is_told_once(room: Room) -> None:
    assert workspaces.room_left(room.repos, ROOM, "archived", room.now) is not None
    assert workspaces.room_left(room.repos, ROOM, "gone", room.now) is None
    assert reasons(room) == ["archived"]


def test_a_room_that_is_lost_again_after_a_minute_is_told_again(room: Room) -> None:
    keys = set()
    for minutes in (0, 1):
        now = room.now + timedelta(minutes=minutes)
        off = workspaces.room_left(room.repos, ROOM, "archived", now)
        assert off is not None
        room.repos.cohorts.switch_on(off.place.id)
        keys.add(off.key)
    assert len(keys) == 2


def test_a_room_where_nobody_meets_concerns_nobody(room: Room) -> None:
    assert workspaces.room_left(room.repos, OTHER_ROOM, "archived", room.now) is None


def test_a_room_whose_circle_is_over_concerns_nobody(room: Room) -> None:
    room.saves(status=CohortStatus.CLOSED)
    assert workspaces.room_left(room.repos, ROOM, "archived", room.now) is None


def switch_on(room: Room) -> None:
    (place,) = room.repos.cohorts.places(room.circle.id)
    workspaces.switch_on(room.scene("host"), place.id)


def test_the_host_switches_a_room_on_again(room: Room) -> None:
    workspaces.room_left(room.repos, ROOM, "archived", room.now)
    switch_on(room)
    assert reasons(room) == [""]


def test_a_circle_that_is_over_gets_no_posts_anywhere(room: Room) -> None:
    workspaces.room_left(room.repos, ROOM, "archived", room.now)
    room.saves(status=CohortStatus.CLOSED)
    with pytest.raises(Closed, match="is over"):
        switch_on(room)
    assert reasons(room) == ["archived"]


def test_a_circle_that_never_met_there_loses_nothing(room: Room) -> None:
    circle = room.circle
    assert workspaces.switch_off(room.repos, circle, OTHER_ROOM, "gone", room.now) is None
    assert reasons(room) == [""]


def test_a_host_without_an_account_cannot_be_told(room: Room) -> None:
    host = room.repos.people.find(an_actor("host"))
    assert host is not None
    room.repos.people.erase(host.id)
    assert workspaces.room_left(room.repos, ROOM, "archived", room.now) is None
    assert reasons(room) == ["archived"]


def test_a_lack_is_told_to_the_host_of_the_room(room: Room) -> None:
    found = workspaces.lacking(room.repos, ROOM, "No role.", "Allow it.", room.now)
    assert found is not None
    assert (found.cohort.id, found.target.direct) == (room.circle.id, True)
    assert workspaces.lacking(room.repos, OTHER_ROOM, "No role.", "Allow it.", room.now) is None


def test_silence_is_told_to_a_host_who_can_be_told(room: Room) -> None:
    told = workspaces.silent(room.repos, room.circle, ROOM, "Off.", "Switch it on.", room.now)
    assert told is not None
    assert "Nudges do not arrive" in told.what
    nobody = replace(room.circle, host=PersonId(999))
    assert workspaces.silent(room.repos, nobody, ROOM, "Off.", "Switch it on.", room.now) is None
