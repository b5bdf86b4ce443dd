"""What the clock makes a circle post: contents, times, places, and what is left out."""

from collections import Counter
from dataclasses import replace
from typing import TypeVar

import pytest

from bot.domain.cohorts import CohortStatus
from bot.domain.drills import Open
from bot.domain.ids import PlaceId
from bot.domain.records import Tally
from bot.domain.timeline import REST, SlotKind, ordinal
from bot.usecases import personal, serving
from bot.usecases.broadcasts import (
    Closing,
    DayPost,
    Kickoff,
    Planned,
    Recap,
    Reveal,
    plan_due,
)
from bot.usecases.nudging import Nudge
from tests.builders import a_calendar
from tests.usecases.room import OTHER_ROOM, ROOM, Room, at, with_day

T = TypeVar("T")


def of(posts: list[Planned], kind: type[T]) -> list[T]:
    return [post.content for post in posts if isinstance(post.content, kind)]


def last(posts: list[Planned], kind: type[T]) -> T:
    return of(posts, kind)[-1]


def kinds(posts: list[Planned]) -> list[str]:
    return [type(post.content).__name__ for post in posts]


def two_rooms(room: Room) -> list[int]:
    room.repos.cohorts.add_place(room.circle.id, OTHER_ROOM)
    return [place.id for place in room.repos.cohorts.places(room.circle.id)]


def test_nothing_due_changes_nothing(room: Room) -> None:
    before = room.circle
    plan = room.plans()
    assert (plan.cohort, plan.posts, plan.skipped) == (before, (), ())


def test_the_first_day_opens_with_a_kick_off(room: Room) -> None:
    room.joins("ben")
    posts = room.lives_to(at(1))
    assert kinds(posts) == ["Kickoff", "DayPost"]
    assert last(posts, Kickoff) == Kickoff(
        last(posts, Kickoff).cohort, room.curriculum.track("sony-ds"), 2
    )


def test_a_days_post_holds_its_drill_and_checklist_item(room: Room) -> None:
    found = last(room.lives_to(at(3)), DayPost)
    track = room.curriculum.track("sony-ds")
    assert (found.day, found.entry, found.check) == (3, track.day(3), track.check("CK0-5"))
    assert (found.serving, found.late) == (room.daily(3), False)


def test_a_quiz_days_post_has_no_drill(room: Room) -> None:
    found = last(room.lives_to(at(7)), DayPost)
    assert (found.entry.drill.form, found.serving) == ("quiz", None)


def test_a_reveal_tells_how_the_circle_did_under_yesterdays_drill(room: Room) -> None:
    room.joins("ben")
    posts = room.lives_to(at(1, 10))
    room.answers(room.daily(1))
    room.answers(room.daily(1), "ben", right=False)
    posts += room.lives_to(at(2))
    found = last(posts, Reveal)
    assert (found.day, found.theme, found.serving) == (1, "Look before you model", room.daily(1))
    assert (found.tally.answered, found.tally.right) == (2, 1)
    parent = next(post.key for post in posts if isinstance(post.content, DayPost))
    assert [p.parent_key for p in posts if isinstance(p.content, Reveal)] == [parent]


def test_only_reveals_answer_in_a_thread(room: Room) -> None:
    posts = room.lives_to(at(7, 22))
    assert {kind for post, kind in zip(posts, kinds(posts), strict=True) if post.parent_key} == {
        "Reveal"
    }


def test_a_quiz_is_revealed_by_its_tally(room: Room) -> None:
    room.lives_to(at(7, 10))
    served = serving.serve_quiz(room.enrolled())
    assert served is not None
    room.answers(served.serving)
    found = last(room.lives_to(at(8)), Reveal)
    assert (found.day, found.serving, found.tally) == (7, None, Tally(1, 1))


def test_a_room_without_yesterdays_drill_has_no_reveal(room: Room) -> None:
    room.lives_to(at(1, 20))
    two_rooms(room)
    posts = room.lives_to(at(2))
    assert [p.target for p in posts if isinstance(p.content, Reveal)] == [ROOM]
    assert [p.target for p in posts if isinstance(p.content, DayPost)] == [ROOM, OTHER_ROOM]


def patient(room: Room) -> None:
    """The track's drills are still useful two days later."""
    track = room.curriculum.track("sony-ds")
    drill = track.file.slots[SlotKind.DRILL].model_copy(update={"late_after": 48})
    file = track.file.model_copy(update={"slots": {**track.file.slots, SlotKind.DRILL: drill}})
    room.curriculum = replace(room.curriculum, tracks={"sony-ds": replace(track, file=file)})


def test_a_drill_and_its_reveal_may_be_made_up_for_at_once(room: Room) -> None:
    patient(room)
    room.now = at(2, 9, 1)
    posts = list(room.plans().posts)
    assert kinds(posts) == ["Kickoff", "DayPost", "Reveal", "DayPost"]
    assert posts[2].parent_key == posts[1].key


def test_a_review_day_ends_with_a_recap(room: Room) -> None:
    room.joins("ben")
    posts = room.lives_to(at(6, 10))
    room.answers(room.daily(6))
    posts += room.lives_to(at(7, 19))
    found = last(posts, Recap)
    assert (found.day, found.kept, found.goal) == (7, 1, 10)
    assert [row.points for row in found.board.rows] == [10, 0]
    assert found.board.mine is None


def test_a_recap_names_the_drill_that_fewest_got_right(room: Room) -> None:
    room.joins("ben")
    posts: list[Planned] = []
    for day, right in ((3, (True, True)), (4, (False, True)), (6, (True, True))):
        posts += room.lives_to(at(day, 10))
        for who, is_right in zip(("ana", "ben"), right, strict=True):
            room.answers(room.daily(day), who, right=is_right)
    found = last(posts + room.lives_to(at(7, 19)), Recap)
    assert found.hardest is not None
    family, tally = found.hardest
    assert (family, tally.answered, tally.right) == (room.daily(4).drill.family, 2, 1)
    assert found.explanation == room.curriculum.families[family].so_what


def test_free_text_is_never_the_hardest(room: Room) -> None:
    room.curriculum = with_day(room.curriculum, skill="beh.star", form="written")
    posts = room.lives_to(at(1, 10))
    assert isinstance(room.daily(1).drill.body, Open)
    room.answers(room.daily(1))
    assert last(posts + room.lives_to(at(7, 19)), Recap).hardest is None


def test_a_recap_shows_the_first_three_of_this_week(room: Room) -> None:
    for number, day in enumerate((7, 8, 9, 10, 11)):
        room.joins(f"ben{number}")
        member = room.enrolled(f"ben{number}").member
        room.repos.efforts.add(member, day, 10 + number, "extra", "x")
    board = last(room.lives_to(at(14, 19)), Recap).board
    assert [row.points for row in board.rows] == [14, 13, 12]


@pytest.fixture
def rested(room: Room) -> list[Planned]:
    """Rest after the 14th moves the third review to day 22; ana answers on 15, 16 and 17."""
    plan = (*range(1, 15), REST, *range(15, 29))
    room.saves(calendar=a_calendar(plan=plan))
    posts = room.lives_to(at(15, 10))
    for day in (16, 17):
        posts += room.lives_to(at(day, 10))
        room.answers(room.daily(day), right=day == 16)
    room.now = at(15, 12)
    room.answers(room.own())
    return posts + room.lives_to(at(22, 19))


def test_a_recap_that_rest_has_moved_counts_the_seven_days_before_its_evening(
    rested: list[Planned],
) -> None:
    found = last(rested, Recap)
    assert (found.day, found.kept, found.goal) == (22, 2, 5)


def test_a_recap_that_rest_has_moved_ranks_the_same_seven_days(rested: list[Planned]) -> None:
    assert [row.points for row in last(rested, Recap).board.rows] == [20]


def test_a_recap_that_rest_has_moved_knows_their_hardest_drill(
    room: Room, rested: list[Planned]
) -> None:
    hardest = last(rested, Recap).hardest
    assert hardest is not None
    assert hardest[0] == room.daily(17).drill.family


def test_a_recap_before_the_seventh_day_begins_with_the_first(room: Room) -> None:
    room.saves(calendar=a_calendar(plan=(*range(3, 10),)))
    posts = room.lives_to(at(1, 10))
    room.answers(room.daily(1))
    found = last(posts + room.lives_to(at(5, 19)), Recap)
    assert (found.day, found.kept, found.goal) == (5, 1, 5)


def test_a_recap_names_the_themes_of_the_next_seven_days_without_rest(room: Room) -> None:
    plan = (*range(1, 8), REST, *range(8, 29))
    room.saves(calendar=a_calendar(plan=plan))
    themes = last(room.lives_to(at(7, 19)), Recap).next_themes
    assert themes == tuple(room.curriculum.track("sony-ds").day(day).theme for day in range(8, 14))


def test_the_last_recap_has_nothing_to_come(room: Room) -> None:
    assert last(room.lives_to(at(28, 19)), Recap).next_themes == ()


def test_the_circle_closes_with_its_last_drill_revealed(room: Room) -> None:
    posts = room.lives_to(at(28, 10))
    room.answers(room.daily(28))
    found = last(posts + room.lives_to(at(28, 20)), Closing)
    assert (found.day, found.members) == (28, 1)
    assert found.reveal is not None
    assert (found.reveal.day, found.reveal.serving) == (28, room.daily(28))
    assert found.reveal.tally.answered == 1
    assert [row.points for row in found.board.rows] == [10]


def test_a_circle_that_ends_with_rest_has_nothing_left_to_reveal(room: Room) -> None:
    room.saves(calendar=a_calendar(plan=(1, 2, REST)))
    assert last(room.lives_to(at(3, 20)), Closing).reveal is None


def test_after_the_close_the_circle_is_over(room: Room) -> None:
    room.lives_to(at(28, 19))
    assert room.circle.status is CohortStatus.RUNNING
    room.lives_to(at(28, 20))
    assert (room.circle.status, room.circle.next_slot_at) == (CohortStatus.CLOSED, None)
    assert room.circle.settled == ordinal(28, SlotKind.CLOSE)


def test_28_days_hold_each_post_once(room: Room) -> None:
    posts = room.lives_to(at(40))
    counted = Counter(kinds(posts))
    assert counted == {"Kickoff": 1, "DayPost": 28, "Reveal": 27, "Recap": 4, "Closing": 1}
    assert len({post.key for post in posts}) == len(posts)


def test_every_room_of_the_circle_is_told_under_a_key_of_its_own(room: Room) -> None:
    first, second = two_rooms(room)
    posts = room.lives_to(at(1))
    cohort = room.circle.id
    assert [(post.key, post.target) for post in posts] == [
        (f"c{cohort}/1/kickoff/p{first}", ROOM),
        (f"c{cohort}/1/kickoff/p{second}", OTHER_ROOM),
        (f"c{cohort}/1/drill/p{first}", ROOM),
        (f"c{cohort}/1/drill/p{second}", OTHER_ROOM),
    ]


def test_a_room_that_is_switched_off_is_told_nothing(room: Room) -> None:
    off, _ = two_rooms(room)
    room.repos.cohorts.switch_off(PlaceId(off), "gone")
    assert {post.target for post in room.lives_to(at(2))} == {OTHER_ROOM}


def test_a_circle_without_any_room_goes_on_counting(room: Room) -> None:
    (place,) = room.repos.cohorts.places(room.circle.id)
    room.repos.cohorts.switch_off(place.id, "gone")
    assert room.lives_to(at(3, 10)) == []
    assert room.circle.settled == ordinal(3, SlotKind.DRILL)


def test_looking_twice_at_the_same_time_plans_the_same(room: Room) -> None:
    room.now = at(1)
    first = plan_due(room.repos, room.curriculum, room.circle, room.now)
    again = plan_due(room.repos, room.curriculum, room.circle, room.now)
    assert first == again
    assert [post.due_at for post in first.posts] == [at(1), at(1)]


def test_the_next_slot_is_looked_for_when_it_falls(room: Room) -> None:
    room.lives_to(at(1, 10))
    assert room.circle.next_slot_at == at(1, 18)


def test_nudges_go_to_those_who_asked(room: Room) -> None:
    room.joins("ben")
    personal.set_nudges(room.scene("ben"), on=True)
    posts = room.lives_to(at(1, 18))
    ((nudge, content),) = [(p, p.content) for p in posts if isinstance(p.content, Nudge)]
    assert (nudge.key, nudge.target) == (content.key, content.target)
    assert (nudge.due_at, nudge.expires_at) == (at(1, 18), at(1, 21))
    assert (nudge.late, nudge.parent_key) == (False, "")
