"""Hints, one's own marks for free text, and being sure."""

from datetime import timedelta

import pytest

from bot.domain.errors import Closed, InvalidInput
from bot.domain.records import Serving
from bot.domain.scoring import Purpose
from bot.domain.timeline import SlotKind, ordinal
from bot.usecases import answering
from tests.builders import a_drill, store_serving
from tests.domain.samples import OPEN
from tests.usecases.room import OTHER_ROOM, Room, at

TEXT = "one two three four five"


@pytest.fixture
def essay(room: Room) -> Serving:
    """Free text with a rubric of two lines."""
    room.now = at(1, 9, 1)
    drill = a_drill(body=OPEN, format="written", family="beh.star.essay")
    return store_serving(room.repos, room.circle, drill=drill, created_at=at(1))


def hint(room: Room, made: Serving) -> tuple[int, str]:
    return answering.take_hint(room.enrolled(), made)


def answer(room: Room, made: Serving, text: str = "B") -> answering.Answered:
    return answering.answer(room.enrolled(), made, text)


def test_hints_come_one_by_one_and_the_last_repeats(room: Room, posted: Serving) -> None:
    first, last = posted.drill.hints
    assert [hint(room, posted) for _ in range(3)] == [(1, first), (2, last), (2, last)]


def test_a_hint_halves_the_credit(room: Room, posted: Serving) -> None:
    hint(room, posted)
    result = answer(room, posted)
    assert (result.attempt.share, result.attempt.hints, result.bonus) == (0.5, 1, 0)
    assert (result.grade.right, result.may_try_again, result.may_be_sure) == (True, False, False)


def test_a_hint_costs_no_effort(room: Room, posted: Serving) -> None:
    hint(room, posted)
    assert answer(room, posted).points == 10


def test_another_members_hint_costs_nothing(room: Room, posted: Serving) -> None:
    room.joins("ben")
    answering.take_hint(room.enrolled("ben"), posted)
    assert answer(room, posted).attempt.share == 1


def test_after_an_answer_there_are_no_hints(room: Room, posted: Serving) -> None:
    answer(room, posted, "A")
    with pytest.raises(Closed, match="answered"):
        hint(room, posted)


def test_after_the_reveal_there_are_no_hints(room: Room, posted: Serving) -> None:
    room.saves(settled=ordinal(2, SlotKind.REVEAL))
    with pytest.raises(Closed, match="revealed"):
        hint(room, posted)


def score(room: Room, made: Serving, *marks: int) -> float:
    return answering.self_score(room.enrolled(), made, marks).share


@pytest.mark.parametrize(("marks", "share"), [((4, 4), 1), ((0, 0), 0), ((3, 2), 0.625)])
def test_marks_become_the_credit(
    room: Room, essay: Serving, marks: tuple[int, int], share: float
) -> None:
    answer(room, essay, TEXT)
    assert score(room, essay, *marks) == share
    (kept,) = room.repos.practice.attempts(essay.id, room.enrolled().member.id)
    assert (kept.scores, kept.share) == (marks, share)


@pytest.mark.parametrize(("marks", "days"), [((2, 2), 4), ((2, 1), 1)])
def test_marks_decide_when_it_comes_back(
    room: Room, essay: Serving, marks: tuple[int, int], days: int
) -> None:
    answer(room, essay, TEXT)
    score(room, essay, *marks)
    assert room.due_in(essay) == days


def test_other_marks_replace_the_first_but_not_the_memory(room: Room, essay: Serving) -> None:
    answer(room, essay, TEXT)
    score(room, essay, 0, 0)
    assert (score(room, essay, 4, 4), room.due_in(essay)) == (1, 1)


@pytest.mark.parametrize("marks", [(5, 0), (-1, 4), (400, 4)])
def test_marks_outside_the_scale_are_refused(
    room: Room, essay: Serving, marks: tuple[int, int]
) -> None:
    answer(room, essay, TEXT)
    with pytest.raises(InvalidInput, match="from 0 to 4"):
        score(room, essay, *marks)
    assert not answering.written(room.enrolled(), essay, 2).scores


@pytest.mark.parametrize("marks", [(), (4,), (4, 4, 4)])
def test_every_line_of_the_rubric_wants_a_mark(
    room: Room, essay: Serving, marks: tuple[int, ...]
) -> None:
    answer(room, essay, TEXT)
    with pytest.raises(InvalidInput, match="every line"):
        score(room, essay, *marks)


def test_only_free_text_is_scored_by_its_writer(room: Room, posted: Serving) -> None:
    answer(room, posted)
    with pytest.raises(InvalidInput):
        score(room, posted, 4, 4)


def test_nothing_written_cannot_be_scored(room: Room, essay: Serving) -> None:
    with pytest.raises(Closed, match="no answer"):
        score(room, essay, 4, 4)


def sure(room: Room, made: Serving) -> None:
    answering.was_sure(room.enrolled(), made)


def test_who_was_sure_meets_it_later(room: Room, posted: Serving) -> None:
    answer(room, posted)
    sure(room, posted)
    assert room.due_in(posted) == 7


def test_being_sure_twice_changes_nothing_more(room: Room, posted: Serving) -> None:
    answer(room, posted)
    sure(room, posted)
    member = room.enrolled().member.id
    once = room.repos.memories.get(member, posted.drill.family)
    sure(room, posted)
    assert room.repos.memories.get(member, posted.drill.family) == once


def test_being_sure_comes_too_late_once_it_was_met_again(room: Room, posted: Serving) -> None:
    answer(room, posted)
    room.now += timedelta(days=2)
    again = room.own(Purpose.REVIEW, posted.drill.family)
    answer(room, again)
    with pytest.raises(Closed, match="met this one again"):
        answering.was_sure(room.enrolled(), posted)


def test_an_old_text_scored_late_does_not_move_a_newer_review(room: Room, essay: Serving) -> None:
    answer(room, essay, TEXT)
    room.now += timedelta(days=2)
    again = room.own(Purpose.REVIEW, essay.drill.family)
    answer(room, again)
    due = room.due_in(again)
    answering.self_score(room.enrolled(), essay, (0, 0))
    assert room.due_in(again) == due


def test_a_wrong_answer_was_not_sure(room: Room, posted: Serving) -> None:
    answer(room, posted, "A")
    with pytest.raises(Closed, match="quick right answer"):
        sure(room, posted)


def test_a_hinted_answer_was_not_sure(room: Room, posted: Serving) -> None:
    hint(room, posted)
    answer(room, posted)
    with pytest.raises(Closed, match="quick right answer"):
        sure(room, posted)


def test_a_slow_answer_was_not_sure(room: Room, posted: Serving) -> None:
    room.now = posted.created_at + timedelta(seconds=posted.drill.seconds + 1)
    assert not answer(room, posted).may_be_sure
    with pytest.raises(Closed, match="quick right answer"):
        sure(room, posted)


def test_nothing_answered_was_not_sure(room: Room, posted: Serving) -> None:
    with pytest.raises(Closed, match="no answer"):
        sure(room, posted)


def test_a_button_pressed_where_another_circle_meets_counts_for_its_own(
    room: Room, posted: Serving
) -> None:
    room.starts(channel="other")
    enrolled, found = answering.find(room.scene("ana", OTHER_ROOM), posted.id)
    assert (enrolled.cohort, enrolled.member.cohort, found) == (
        room.circle, room.circle.id, posted,
    )  # fmt: skip
