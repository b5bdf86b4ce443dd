"""The day's nudge once more, two hours later, if today still has room for it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.domain.cohorts import CohortStatus
from bot.domain.errors import Closed, NotFound
from bot.ports import Outgoing
from bot.usecases import enrolment, hosting, personal, progress
from bot.usecases.nudging import USEFUL_FOR, Nudge, put_off, withdraw
from tests.builders import PLAYGROUND, a_card, a_channel, a_tick
from tests.usecases.room import DIRECT, Room, at

HOUR = timedelta(hours=1)


@pytest.fixture
def nudged(room: Room) -> Room:
    """Six in the evening of the first day: ana's nudge has just been written."""
    personal.set_nudges(room.scene(), on=True)
    evening(room, 1)
    return room


def evening(room: Room, day: int) -> None:
    """Six o'clock, and every post so far has arrived."""
    room.lives_to(at(day, 18))
    while claims := room.repos.courier.claim(PLAYGROUND, room.now, 99, "test"):
        for claim in claims:
            room.repos.courier.sent(claim.id, "m", room.now)


def later(room: Room, who: str = "ana", day: int = 1) -> Nudge:
    return put_off(room.scene(who, replace(DIRECT, channel=who)), room.circle.id, day)


def waits(room: Room) -> bool:
    """Put off the way the command does it."""
    nudge = later(room)
    return room.repos.outbox.add(
        Outgoing(nudge.key, nudge.target, a_card(), nudge.due_at, nudge.expires_at)
    )


def test_it_comes_again_two_hours_later(nudged: Room) -> None:
    found = later(nudged)
    assert (found.due_at, found.expires_at) == (at(1, 20), at(1, 20) + USEFUL_FOR)
    assert found.again


def test_it_is_the_same_nudge(nudged: Room) -> None:
    found = later(nudged)
    member = nudged.enrolled().member.id
    assert (found.key, found.day, found.unanswered, found.idle) == (
        f"nudge/{member}/1/later", 1, True, None,
    )  # fmt: skip
    assert found.cohort == nudged.circle


def test_it_is_written_to_the_account_that_asked(nudged: Room) -> None:
    assert later(nudged).target == a_channel("ana", direct=True)


def test_it_never_comes_in_a_room(nudged: Room) -> None:
    found = put_off(nudged.scene("ana"), nudged.circle.id, 1)
    assert found.target == a_channel("ana", direct=True)


def test_it_may_come_as_late_as_the_quiet_hours_allow(nudged: Room) -> None:
    nudged.now = at(1, 18, 59)
    assert later(nudged).due_at == at(1, 20, 59)


def test_inside_the_quiet_hours_it_would_be_too_late(nudged: Room) -> None:
    nudged.now = at(1, 19)
    with pytest.raises(Closed, match="too late today") as caught:
        later(nudged)
    assert "/prep today" in caught.value.hint


def test_on_another_day_it_would_be_too_late(nudged: Room) -> None:
    nudged.repos.people.save(replace(nudged.scene().person, quiet_from=time(8)))
    nudged.now = at(1, 21, 59)
    assert (later(nudged).due_at, later(nudged).expires_at) == (at(1, 23, 59), at(2, 0))
    nudged.now = at(1, 22)
    with pytest.raises(Closed, match="too late today"):
        later(nudged)


def test_a_pause_does_not_make_the_day_longer(nudged: Room) -> None:
    hosting.pause(nudged.scene("host"))
    nudged.now = at(2, 12)
    assert nudged.circle.day(nudged.now) == 1
    with pytest.raises(Closed, match="too late today"):
        later(nudged)


def test_in_a_circle_that_is_over_it_would_be_too_late(nudged: Room) -> None:
    nudged.saves(status=CohortStatus.CLOSED)
    with pytest.raises(Closed, match="too late today"):
        later(nudged)


def test_after_the_answer_nothing_waits(nudged: Room) -> None:
    nudged.answers(nudged.daily(1))
    with pytest.raises(Closed, match="Nothing waits"):
        later(nudged)


def test_on_a_day_off_nothing_waits(nudged: Room) -> None:
    enrolment.take_days_off(nudged.enrolled(), 1)
    with pytest.raises(Closed, match="Nothing waits"):
        later(nudged)


def test_an_idle_item_waits_although_the_drill_is_answered(nudged: Room) -> None:
    evening(nudged, 6)
    item = nudged.curriculum.track("sony-ds").day(6).checklist
    nudged.answers(nudged.daily(6))
    found = later(nudged, day=6)
    assert found.idle is not None
    assert (found.unanswered, found.idle.id) == (False, item)


def test_an_item_touched_meanwhile_waits_no_more(nudged: Room) -> None:
    evening(nudged, 6)
    nudged.answers(nudged.daily(6))
    item = nudged.curriculum.track("sony-ds").day(6).checklist
    touched = a_tick(item=item, at=nudged.now)
    nudged.repos.checklists.add(nudged.enrolled().member.id, touched)
    with pytest.raises(Closed, match="Nothing waits"):
        later(nudged, day=6)


@pytest.mark.parametrize("day", [2, 28, 42])
def test_a_nudge_that_never_came_cannot_be_put_off(nudged: Room, day: int) -> None:
    with pytest.raises(NotFound, match="not for you"):
        later(nudged, day=day)


@pytest.mark.parametrize("who", ["ben", "eve"])
def test_somebody_elses_nudge_cannot_be_put_off(nudged: Room, who: str) -> None:
    nudged.joins("ben")
    with pytest.raises(NotFound, match="not for you"):
        later(nudged, who)


def test_who_has_left_is_not_nudged_again(nudged: Room) -> None:
    enrolment.leave(nudged.scene())
    with pytest.raises(NotFound, match="not for you"):
        later(nudged)


def _answers(room: Room) -> None:
    room.answers(room.daily(1))


def _wants_none(room: Room) -> None:
    personal.set_nudges(room.scene(), on=False)


def _takes_the_day_off(room: Room) -> None:
    enrolment.take_days_off(room.enrolled(), 1)


def _leaves(room: Room) -> None:
    enrolment.leave(room.scene())


@pytest.mark.parametrize("act", [_answers, _wants_none, _takes_the_day_off, _leaves])
def test_it_is_taken_back_when_it_has_no_point_any_more(
    nudged: Room, act: Callable[[Room], None]
) -> None:
    assert waits(nudged)
    key = later(nudged).key
    assert nudged.repos.outbox.is_posted(key)
    act(nudged)
    assert not nudged.repos.outbox.is_posted(key)


def test_wanting_nudges_takes_nothing_back(nudged: Room) -> None:
    assert waits(nudged)
    key = later(nudged).key
    personal.set_nudges(nudged.scene(), on=True)
    assert nudged.repos.outbox.is_posted(key)


def test_a_tick_takes_nothing_back(nudged: Room) -> None:
    assert waits(nudged)
    progress.tick(nudged.enrolled(), "CK0-1", "")
    assert nudged.repos.outbox.is_posted(later(nudged).key)


def test_taking_back_one_day_leaves_the_others(nudged: Room) -> None:
    assert waits(nudged)
    withdraw(nudged.repos, nudged.enrolled().member, 2, "another day")
    assert nudged.repos.outbox.is_posted(later(nudged).key)


def test_it_can_be_put_off_once(nudged: Room) -> None:
    assert waits(nudged)
    assert not waits(nudged)
