"""What happens to slots that fell due while the bot was away."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.cohorts import CohortStatus
from bot.domain.timeline import SlotKind
from bot.usecases import personal
from bot.usecases.broadcasts import CATCH_UP_FOR, LATE, CatchUp, DayPost, Plan, Planned
from tests.usecases.room import OTHER_ROOM, ROOM, Room, at


def comes_back(room: Room, day: int, hour: int, minute: int = 0) -> Plan:
    room.now = at(day, hour, minute)
    return room.plans()


def told(plan: Plan) -> list[str]:
    return [type(post.content).__name__ for post in plan.posts]


def catch_up(plan: Plan) -> tuple[Planned, CatchUp]:
    (found,) = [(p, p.content) for p in plan.posts if isinstance(p.content, CatchUp)]
    return found


def day_post(plan: Plan) -> tuple[Planned, DayPost]:
    (found,) = [(p, p.content) for p in plan.posts if isinstance(p.content, DayPost)]
    return found


@pytest.mark.parametrize(("minute", "late"), [(15, False), (16, True)])
def test_a_post_says_so_when_it_is_over_a_quarter_of_an_hour_late(
    room: Room, minute: int, late: bool
) -> None:
    post, content = day_post(comes_back(room, 1, 9, minute))
    assert (post.late, content.late) == (late, late)
    assert post.due_at == at(1)


def test_a_post_is_useful_until_its_slot_is_stale(room: Room) -> None:
    post, _ = day_post(comes_back(room, 1, 9))
    assert post.expires_at == at(1, 23)


def test_a_post_made_at_the_last_moment_has_a_quarter_of_an_hour(room: Room) -> None:
    post, _ = day_post(comes_back(room, 1, 22, 59))
    assert post.expires_at == at(1, 22, 59) + LATE


def test_what_is_useful_later_too_is_posted_however_late(room: Room) -> None:
    plan = comes_back(room, 5, 8)
    assert told(plan)[0] == "Kickoff"


def test_a_stale_drill_is_not_posted_but_can_be_caught_up(room: Room) -> None:
    plan = comes_back(room, 2, 8)
    assert "DayPost" not in told(plan)
    assert room.repos.practice.missed_days(room.enrolled().member, 2) == [1]


def test_the_host_can_see_what_was_left_out(room: Room) -> None:
    comes_back(room, 2, 8)
    (shown,) = room.repos.outbox.troubled(room.circle.id)
    assert (shown.title, shown.state, shown.due_at) == ("Day 1 · drill", "skipped", at(1))
    assert shown.reason == "we were away when it was due"


def test_what_was_left_out_is_named_under_its_own_key_in_each_room(room: Room) -> None:
    room.repos.cohorts.add_place(room.circle.id, OTHER_ROOM)
    places = room.repos.cohorts.places(room.circle.id)
    skipped = [s for _, s in comes_back(room, 2, 8).skipped]
    cohort = room.circle.id
    assert [(s.key, s.target, s.cohort) for s in skipped] == [
        (f"c{cohort}/1/drill/p{place.id}", place.channel, cohort) for place in places
    ]


def test_one_card_tells_a_room_all_that_was_missed(room: Room) -> None:
    _, found = catch_up(comes_back(room, 8, 8))
    assert [(slot.day, slot.kind) for slot in found.slots] == [
        (day, SlotKind.DRILL) for day in range(1, 8)
    ]
    track = room.curriculum.track("sony-ds")
    assert found.themes == tuple(track.day(day).theme for day in range(1, 8))


def test_every_room_has_the_card_under_a_key_of_its_own(room: Room) -> None:
    room.repos.cohorts.add_place(room.circle.id, OTHER_ROOM)
    posts = [p for p in comes_back(room, 4, 8).posts if isinstance(p.content, CatchUp)]
    assert [post.target for post in posts] == [ROOM, OTHER_ROOM]
    assert len({post.key for post in posts}) == 2


def test_the_card_is_late_and_useful_for_the_day(room: Room) -> None:
    post, _ = catch_up(comes_back(room, 4, 8))
    assert (post.late, post.due_at) == (True, room.now)
    assert post.expires_at == room.now + CATCH_UP_FOR


def test_the_card_comes_before_the_days_own_posts_are_due_again(room: Room) -> None:
    first, _ = catch_up(comes_back(room, 3, 8))
    second, _ = catch_up(comes_back(room, 6, 8))
    assert first.key != second.key


def test_a_stale_recap_is_told_without_being_a_theme(room: Room) -> None:
    room.lives_to(at(7, 18))
    _, found = catch_up(comes_back(room, 9, 8))
    assert [slot.kind for slot in found.slots] == [SlotKind.RECAP, SlotKind.DRILL]
    assert found.themes == (room.curriculum.track("sony-ds").day(8).theme,)


def test_a_stale_reveal_is_dropped_without_a_word_in_the_room(room: Room) -> None:
    room.lives_to(at(1, 20))
    plan = comes_back(room, 3, 8)
    _, found = catch_up(plan)
    assert [slot.kind for slot in found.slots] == [SlotKind.DRILL]
    assert [slot.kind for slot, _ in plan.skipped] == [SlotKind.REVEAL, SlotKind.DRILL]


def test_a_stale_nudge_is_dropped_without_a_trace(room: Room) -> None:
    personal.set_nudges(room.scene(), on=True)
    room.lives_to(at(1, 17))
    plan = comes_back(room, 1, 21)
    assert (plan.posts, plan.skipped) == ((), ())


def test_a_circle_whose_end_was_slept_through_still_closes(room: Room) -> None:
    room.lives_to(at(26, 20))
    plan = comes_back(room, 33, 8)
    assert told(plan) == ["Closing", "CatchUp"]
    assert plan.cohort.status is CohortStatus.CLOSED


def test_when_nothing_was_missed_no_card_says_so(room: Room) -> None:
    assert "CatchUp" not in told(comes_back(room, 1, 10))


def test_being_away_for_all_of_it_leaves_one_card_and_the_frame(room: Room) -> None:
    plan = comes_back(room, 60, 8)
    assert told(plan) == ["Kickoff", "Closing", "CatchUp"]
    assert plan.cohort == replace(room.circle, next_slot_at=None)
    assert room.now - plan.posts[0].due_at > timedelta(days=50)
