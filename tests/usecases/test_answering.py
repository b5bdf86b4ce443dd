"""Answers: who may give one, what it is worth, and what it changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.cohorts import CohortStatus
from bot.domain.errors import Closed, InvalidInput, NotEnrolled, NotFound, NotPermitted
from bot.domain.ids import MemberId, ServingId
from bot.domain.records import Attempt, Serving
from bot.domain.scoring import Purpose
from bot.domain.timeline import REST, SlotKind, ordinal
from bot.storage.practice import SqlPractice
from bot.storage.repos import SqlRepos
from bot.usecases import answering, enrolment, serving
from bot.usecases.answering import A_MOMENT
from bot.usecases.scene import Enrolled
from tests.builders import (
    a_calendar,
    a_card,
    a_drill,
    an_attempt,
    an_outgoing,
    store_serving,
)
from tests.domain.samples import COUNT, OPEN
from tests.usecases.room import DIRECT, Room, at


def answer(room: Room, made: Serving, text: str = "B", who: str = "ana") -> answering.Answered:
    return answering.answer(room.enrolled(who), made, text)


def total(room: Room) -> int:
    return room.repos.efforts.total(room.enrolled().member.id)


def test_a_serving_is_found_with_its_circle(room: Room, posted: Serving) -> None:
    enrolled, found = answering.find(room.scene(), posted.id)
    assert (enrolled.cohort, enrolled.member, found) == (
        room.circle, room.enrolled().member, posted,
    )  # fmt: skip


def test_it_is_found_from_a_direct_conversation_too(room: Room, posted: Serving) -> None:
    assert answering.find(room.scene("ana", DIRECT), posted.id)[1] == posted


def test_a_drill_that_is_gone_says_where_to_go(room: Room) -> None:
    with pytest.raises(NotFound) as caught:
        answering.find(room.scene(), ServingId(987654321))
    assert "/prep drill" in caught.value.hint


def test_who_is_not_in_the_circle_is_not_shown_its_drill(room: Room, posted: Serving) -> None:
    with pytest.raises(NotEnrolled):
        answering.find(room.scene("eve"), posted.id)


def test_a_drill_of_an_archived_circle_is_closed(room: Room, posted: Serving) -> None:
    room.saves(status=CohortStatus.ARCHIVED)
    with pytest.raises(Closed, match="archived"):
        answering.find(room.scene(), posted.id)


def test_nobody_answers_a_drill_served_to_somebody_else(room: Room) -> None:
    room.joins("ben")
    made = room.own()
    with pytest.raises(NotPermitted, match="somebody else"):
        answering.find(room.scene("ben"), made.id)


def test_a_right_answer_is_kept_with_its_time_and_day(room: Room, posted: Serving) -> None:
    result = answer(room, posted, " b ")
    member = room.enrolled().member.id
    made = Attempt(posted.id, member, 1, "B", 1.0, 0, 60.0, 1, room.now)
    assert result.attempt == made
    assert room.repos.practice.attempts(posted.id, member) == [made]


def test_an_answer_is_told_with_points_streak_and_what_is_left(room: Room, posted: Serving) -> None:
    result = answer(room, posted)
    assert (result.points, result.bonus, result.streak.length) == (10, 1, 1)
    assert (result.may_try_again, result.may_be_sure) == (False, True)


def test_a_wrong_answer_earns_the_same_effort_but_no_skill(room: Room, posted: Serving) -> None:
    result = answer(room, posted, "A")
    assert (result.points, result.bonus, result.attempt.share) == (10, 0, 0)
    assert (result.may_try_again, result.may_be_sure) == (True, False)


def test_nonsense_is_sent_back_and_changes_nothing(room: Room, posted: Serving) -> None:
    with pytest.raises(InvalidInput):
        answer(room, posted, "🎲" * 500)
    assert room.repos.practice.attempts(posted.id, room.enrolled().member.id) == []
    assert total(room) == 0


def test_a_second_try_is_kept_but_does_not_score(room: Room, posted: Serving) -> None:
    answer(room, posted, "A")
    second = answer(room, posted, "B")
    assert (second.attempt.number, second.points, second.bonus) == (2, 0, 0)
    assert (second.may_try_again, second.may_be_sure, total(room)) == (False, False, 10)


@pytest.mark.parametrize("text", ["A", "B"], ids=["wrong", "right"])
def test_a_double_click_is_told_the_same_and_counts_once(
    room: Room, posted: Serving, text: str
) -> None:
    first = answer(room, posted, text)
    room.now += A_MOMENT
    assert answer(room, posted, text) == first
    assert len(room.repos.practice.attempts(posted.id, room.enrolled().member.id)) == 1
    assert total(room) == 10


def test_a_double_click_on_the_second_try_is_told_the_same(room: Room, posted: Serving) -> None:
    answer(room, posted, "A")
    second = answer(room, posted, "C")
    assert answer(room, posted, "C") == second


def test_the_same_answer_after_a_moment_is_another_try(room: Room, posted: Serving) -> None:
    answer(room, posted, "A")
    room.now += A_MOMENT + timedelta(milliseconds=1)
    assert answer(room, posted, "A").attempt.number == 2


def test_there_is_no_third_try(room: Room, posted: Serving) -> None:
    answer(room, posted, "A")
    answer(room, posted, "C")
    with pytest.raises(Closed, match="answered that already"):
        answer(room, posted, "B")


def test_after_a_right_answer_there_is_no_other_try(room: Room, posted: Serving) -> None:
    answer(room, posted)
    with pytest.raises(Closed, match="answered that already"):
        answer(room, posted, "A")


def test_a_shared_drill_closes_with_its_reveal(room: Room, posted: Serving) -> None:
    room.saves(settled=ordinal(2, SlotKind.REVEAL))
    with pytest.raises(Closed, match="Day 1's drill has been revealed") as caught:
        answer(room, posted)
    assert "/prep catchup" in caught.value.hint


def test_until_its_reveal_it_stays_open_even_on_the_next_day(room: Room, posted: Serving) -> None:
    room.saves(settled=ordinal(1, SlotKind.RECAP))
    room.now = at(2, 8)
    assert answer(room, posted).attempt.day == 2


def test_a_second_try_may_come_after_the_reveal(room: Room, posted: Serving) -> None:
    answer(room, posted, "A")
    room.saves(settled=ordinal(2, SlotKind.DRILL))
    assert answer(room, posted).attempt.number == 2


@pytest.mark.parametrize(("settled", "closed"), [(SlotKind.RECAP, False), (SlotKind.CLOSE, True)])
def test_the_last_days_drill_closes_with_the_circle(
    room: Room, settled: SlotKind, closed: bool
) -> None:
    last = store_serving(room.repos, room.circle, day=28, created_at=at(28))
    room.saves(settled=ordinal(28, settled))
    room.now = at(28, 21)
    if not closed:
        assert answer(room, last).points == 10
        return
    with pytest.raises(Closed, match="revealed"):
        answer(room, last)


def test_ones_own_drill_never_closes(room: Room) -> None:
    mine = room.own()
    room.saves(settled=ordinal(28, SlotKind.CLOSE), status=CohortStatus.CLOSED)
    room.now = at(40)
    assert answer(room, mine).grade.right


class Overtaken(SqlPractice):
    """Another process stores the same member's answer right after each look."""

    def attempts(self, serving_id: ServingId, member: MemberId) -> Sequence[Attempt]:
        before = super().attempts(serving_id, member)
        seen = self.serving(serving_id)
        assert seen is not None
        self.record(seen, an_attempt(serving=serving_id, member=member))
        return before


def overtaken(room: Room) -> Enrolled:
    enrolled = room.enrolled()
    repos = SqlRepos(room.repos.cohorts.connection)
    repos.practice = Overtaken(room.repos.cohorts.connection)
    return replace(enrolled, scene=replace(enrolled.scene, repos=repos))


def test_of_two_clicks_at_once_both_are_told_the_verdict(room: Room, posted: Serving) -> None:
    told = answering.answer(overtaken(room), posted, "B")
    assert (told.grade.right, told.attempt.number, total(room)) == (True, 1, 0)


def test_of_two_answers_at_once_the_second_comes_too_late(room: Room, posted: Serving) -> None:
    with pytest.raises(Closed, match="answered that already"):
        answering.answer(overtaken(room), posted, "A")
    assert total(room) == 0


@pytest.mark.parametrize(
    ("purpose", "points"), [(Purpose.REVIEW, 4), (Purpose.EXTRA, 3), (Purpose.CATCH_UP, 3)]
)
def test_each_purpose_earns_its_points(room: Room, purpose: Purpose, points: int) -> None:
    room.now = at(1, 10)
    assert answer(room, room.own(purpose)).points == points
    assert total(room) == points


def test_the_first_question_of_a_quiz_earns_the_daily_points_and_the_rest_extras(
    room: Room,
) -> None:
    room.now = at(7, 10)
    earned = []
    while (served := serving.serve_quiz(room.enrolled())) is not None:
        room.now += timedelta(minutes=1)
        earned.append(room.answers(served.serving).points)
    assert earned == [10, 3, 3, 3, 3, 3, 3, 3]


def test_a_family_met_before_earns_nothing_as_an_extra(room: Room, posted: Serving) -> None:
    answer(room, posted)
    again = room.own(family=posted.drill.family)
    assert (answer(room, again).points, total(room)) == (0, 10)


def test_after_ten_extras_a_day_each_earns_one(room: Room) -> None:
    room.now = at(1, 10)
    earned = [answer(room, room.own(family=f"a.b.{n}")).points for n in range(12)]
    assert earned == [3] * 10 + [1, 1]


def test_the_next_day_extras_are_worth_all_again(room: Room) -> None:
    room.now = at(1, 10)
    for n in range(10):
        answer(room, room.own(family=f"a.b.{n}"))
    room.now = at(2, 10)
    assert answer(room, room.own()).points == 3


def test_an_answer_nobody_could_have_read_for_earns_nothing(room: Room, posted: Serving) -> None:
    room.now = posted.created_at + timedelta(seconds=0.5)
    assert (answer(room, posted).points, total(room)) == (0, 0)


def test_an_answer_cancels_the_nudge_of_the_day(room: Room, posted: Serving) -> None:
    key = f"nudge/{room.enrolled().member.id}/1"
    room.repos.outbox.add(an_outgoing(key=key, card=a_card()), room.circle.id)
    answer(room, posted)
    assert not room.repos.outbox.is_posted(key)


def test_the_streak_counts_rest_days_of_the_plan_as_off(room: Room, posted: Serving) -> None:
    room.saves(calendar=a_calendar(plan=(1, REST, REST, 2)), settled=ordinal(1, SlotKind.DRILL))
    answer(room, posted)
    room.now = at(4, 10)
    assert answering.streak_of(room.enrolled()).marks == ("kept", "off", "off", "open")


def test_the_streak_knows_planned_days_off(room: Room, posted: Serving) -> None:
    answer(room, posted)
    room.now = at(2, 10)
    enrolment.take_days_off(room.enrolled(), 1)
    assert answering.streak_of(room.enrolled()).marks == ("kept", "off")


def test_a_number_is_answered_in_its_unit(room: Room) -> None:
    counted = store_serving(room.repos, room.circle, drill=a_drill(body=COUNT, format="numeric"))
    room.now = at(1, 10)
    assert answer(room, counted, "1.2k players").grade.right


def test_free_text_earns_effort_but_no_credit_before_its_writer_scored_it(room: Room) -> None:
    room.now = at(1, 10)
    text = store_serving(room.repos, room.circle, drill=a_drill(body=OPEN, format="written"))
    result = answer(room, text, "one two three four five")
    assert (result.points, result.attempt.share, result.bonus) == (10, 0, 0)
    assert (result.may_try_again, result.may_be_sure) == (False, False)
    assert room.due_in(text) is None


def test_free_text_is_written_once(room: Room) -> None:
    text = store_serving(room.repos, room.circle, drill=a_drill(body=OPEN, format="written"))
    room.now = at(1, 10)
    answer(room, text, "one two three four five")
    with pytest.raises(Closed, match="answered that already"):
        answer(room, text, "one two three four five six")
