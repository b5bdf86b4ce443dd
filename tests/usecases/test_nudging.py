"""The one nudge a day: who asked for it, why, when and where."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from bot.domain.cohorts import Place
from bot.domain.timeline import Slot, SlotKind, slots_of
from bot.usecases import enrolment
from bot.usecases.nudging import LONGEST_WAIT, REFUSED, USEFUL_FOR, Nudge, nudges
from tests.builders import (
    PLAYGROUND,
    a_channel,
    a_place,
    a_tick,
    an_actor,
    an_outgoing,
    store_attempt,
    store_person,
)
from tests.usecases.room import Room, at

ITEM = "CK0-7"
"""The checklist item of the first day."""


@pytest.fixture
def asked(room: Room) -> Room:
    """Ana wants nudges; the first day's drill is out."""
    wants(room, nudges=True)
    room.lives_to(at(1, 10))
    return room


def wants(room: Room, **settings: Any) -> None:  # noqa: ANN401  fields of Person
    person = replace(room.scene().person, **settings)
    room.repos.people.save(person)


def slot(room: Room, day: int) -> Slot:
    track = room.curriculum.track("sony-ds")
    found = slots_of(room.circle.calendar, track.rules, day)
    return next(s for s in found if s.kind is SlotKind.NUDGE)


def nudged(room: Room, day: int = 1, places: tuple[Place, ...] = (a_place(),)) -> list[Nudge]:
    track = room.curriculum.track("sony-ds")
    return list(nudges(room.repos, track, room.circle, places, slot(room, day)))


def one(room: Room, day: int = 1) -> Nudge:
    (found,) = nudged(room, day)
    return found


def keeps(room: Room, day: int) -> None:
    store_attempt(room.repos, room.daily(day), room.enrolled().member)


def test_nobody_is_nudged_unasked(room: Room) -> None:
    assert nudged(room) == []


def test_an_unanswered_drill_is_named_in_the_evening(asked: Room) -> None:
    found = one(asked)
    assert (found.unanswered, found.idle, found.day) == (True, None, 1)
    assert (found.due_at, found.expires_at) == (at(1, 18), at(1, 18) + USEFUL_FOR)


def test_it_is_written_to_the_person_directly(asked: Room) -> None:
    assert one(asked).target == a_channel("ana", direct=True)


def refuses(room: Room, day: int, reason: str = f"{REFUSED}. The tab is off.") -> None:
    """The platform did not let us write the nudge of that day."""
    letter = an_outgoing(key=f"nudge {day}", target=a_channel("ana", direct=True), due_at=room.now)
    assert room.repos.outbox.add(letter, room.circle.id)
    (claim,) = [
        made
        for made in room.repos.courier.claim(PLAYGROUND, room.now, 99, "w1")
        if made.target.direct
    ]
    room.repos.courier.fail(claim.id, reason)


def test_whom_we_may_not_write_to_is_not_nudged_again(asked: Room) -> None:
    refuses(asked, 1)
    asked.lives_to(at(2, 10))
    assert nudged(asked, 2) == []


def test_who_keeps_a_day_after_that_is_nudged_again(asked: Room) -> None:
    refuses(asked, 1)
    asked.lives_to(at(2, 10))
    keeps(asked, 2)
    asked.lives_to(at(3, 10))
    assert one(asked, 3).unanswered


def test_a_nudge_that_failed_for_another_reason_is_followed_by_the_next(asked: Room) -> None:
    refuses(asked, 1, "Slack has trouble")
    asked.lives_to(at(2, 10))
    assert one(asked, 2).unanswered


def test_its_key_names_member_and_day(asked: Room) -> None:
    assert one(asked).key == f"nudge/{asked.enrolled().member.id}/1"


def test_who_has_answered_is_left_alone(asked: Room) -> None:
    keeps(asked, 1)
    assert nudged(asked) == []


def test_a_planned_day_off_is_quiet(asked: Room) -> None:
    enrolment.take_days_off(asked.enrolled(), 1)
    assert nudged(asked) == []


def test_days_before_somebody_joined_are_not_theirs(asked: Room) -> None:
    member = asked.enrolled().member
    asked.repos.members.save(replace(member, joined_day=2))
    assert nudged(asked) == []


def test_who_left_is_not_nudged(asked: Room) -> None:
    enrolment.leave(asked.scene())
    assert nudged(asked) == []


@pytest.mark.parametrize(("hours", "idle"), [(5 * 24, ITEM), (5 * 24 - 1, None)])
def test_an_item_untouched_for_five_days_since_joining_is_named(
    asked: Room, hours: int, idle: str | None
) -> None:
    asked.joins("ben", joined_at=at(1, 18) - timedelta(hours=hours))
    store_person(asked.repos, "ben", nudges=True)
    wants(asked, nudges=False)
    assert _idle(asked, 1) == idle


def test_who_has_answered_is_still_told_of_an_idle_item(asked: Room) -> None:
    day = _day_of(asked, ITEM, after=7)
    keeps(asked, day)
    found = one(asked, day)
    assert (found.unanswered, found.idle is not None) == (False, True)


def test_a_recent_tick_keeps_an_unfinished_item_quiet(asked: Room) -> None:
    """CK0-5 wants two ticks."""
    member, day = asked.enrolled().member.id, _day_of(asked, "CK0-5", after=7)
    assert _idle(asked, day) == "CK0-5"
    recent = a_tick(item="CK0-5", at=slot(asked, day).due_at - timedelta(days=4))
    asked.repos.checklists.add(member, recent)
    assert _idle(asked, day) is None


def test_ticks_of_other_items_do_not_count(asked: Room) -> None:
    member, day = asked.enrolled().member.id, _day_of(asked, ITEM, after=7)
    recent = a_tick(item="CK0-5", at=slot(asked, day).due_at)
    asked.repos.checklists.add(member, recent)
    assert _idle(asked, day) == ITEM


def test_a_finished_item_is_not_named(asked: Room) -> None:
    member = asked.enrolled().member.id
    day = _day_of(asked, ITEM, after=7)
    assert _idle(asked, day) == ITEM
    asked.repos.checklists.add(member, a_tick(item=ITEM, at=at(1)))
    assert _idle(asked, day) is None


def _day_of(room: Room, item: str, after: int) -> int:
    """A later day on which the track names the item."""
    track = room.curriculum.track("sony-ds")
    return next(day for day in range(after + 1, 29) if track.day(day).checklist == item)


def _idle(room: Room, day: int) -> str | None:
    idle = one(room, day).idle
    return idle.id if idle else None


def test_a_nudge_waits_for_the_end_of_quiet_hours(asked: Room) -> None:
    wants(asked, nudges=True, quiet_from=time(17), quiet_until=time(19))
    assert one(asked).due_at == at(1, 19)


@pytest.mark.parametrize(("until", "count"), [(time(17), 1), (time(17, 1), 0)])
def test_a_nudge_that_would_wait_all_day_is_left_out(asked: Room, until: time, count: int) -> None:
    asked.saves(calendar=replace(asked.circle.calendar, hour=time(0)))
    assert slot(asked, 1).due_at == at(1, 9)
    wants(asked, nudges=True, quiet_from=time(7), quiet_until=until)
    assert timedelta(hours=8) == LONGEST_WAIT
    assert len(nudged(asked)) == count


@pytest.mark.parametrize(("until", "count"), [(time(23, 59), 1), (time(0), 0)])
def test_a_nudge_that_would_come_after_its_day_is_left_out(
    asked: Room, until: time, count: int
) -> None:
    wants(asked, nudges=True, quiet_from=time(17), quiet_until=until)
    assert len(nudged(asked)) == count


def test_where_the_morning_is_the_circles_next_day_there_is_no_nudge(asked: Room) -> None:
    wants(asked, nudges=True, zone="Asia/Tokyo")
    assert nudged(asked) == []


def test_it_is_useful_until_its_day_is_over(asked: Room) -> None:
    wants(asked, nudges=True, quiet_from=time(17), quiet_until=time(22))
    assert (one(asked).due_at, one(asked).expires_at) == (at(1, 22), at(2, 0))


def test_quiet_hours_are_in_the_persons_own_zone(asked: Room) -> None:
    wants(asked, nudges=True, zone="Asia/Tokyo", quiet_until=time(4))
    assert one(asked).due_at == at(1, 20)


def test_the_account_where_the_circle_meets_is_written_to(asked: Room) -> None:
    holder = asked.scene().person
    other = asked.repos.people.identify(an_actor("ana2", "w2"), "Ana")
    asked.repos.people.merge(holder.id, other.id)
    there = a_place(channel=a_channel("room", "w2"))
    (found,) = nudged(asked, places=(there,))
    assert found.target == a_channel("ana2", "w2", direct=True)


def test_elsewhere_the_first_account_is_written_to(asked: Room) -> None:
    elsewhere = a_place(channel=a_channel("room", "w9"))
    (found,) = nudged(asked, places=(elsewhere,))
    assert found.target == a_channel("ana", direct=True)


def test_who_has_no_account_any_more_is_not_written_to(asked: Room) -> None:
    holder, other = asked.scene().person, store_person(asked.repos, "ben")
    asked.repos.people.merge(other.id, holder.id)
    asked.repos.people.save(replace(holder, nudges=True))
    asked.repos.members.save(replace(asked.repos.members.of_person(other.id)[0], left=True))
    ghost = replace(asked.repos.members.of_person(other.id)[0], person=holder.id, left=False)
    asked.repos.members.add(ghost)
    assert nudged(asked) == []
