"""Today, one's own figures and the checklist."""

from datetime import datetime, timedelta

import pytest

from bot.domain.cohorts import CohortStatus
from bot.domain.errors import Closed, InvalidInput, NotFound
from bot.domain.memory import LONGEST_GAP_DAYS
from bot.domain.records import Serving
from bot.domain.timeline import REST, SlotKind, ordinal
from bot.usecases import enrolment, hosting, progress, serving
from bot.usecases.progress import CheckLine, Mine, Today
from tests.builders import a_calendar, a_memory
from tests.usecases.room import Room, at


def today(room: Room, who: str = "ana") -> Today:
    return progress.today(room.enrolled(who))


def test_before_the_circle_starts_there_is_no_today(room: Room) -> None:
    room.now = at(0)
    with pytest.raises(Closed, match="starts on"):
        today(room)


def test_the_drill_is_not_shown_before_it_is_posted(room: Room) -> None:
    assert (today(room).serving, today(room).answered) == (None, False)


def test_once_posted_the_drill_waits_for_an_answer(room: Room) -> None:
    room.lives_to(at(1, 10))
    found = today(room)
    assert (found.serving, found.answered) == (room.daily(1), False)


def test_an_answer_is_known(room: Room) -> None:
    room.lives_to(at(1, 10))
    room.answers(room.daily(1), right=False)
    assert today(room).answered


def test_the_day_has_its_entry_and_checklist_item(room: Room) -> None:
    room.lives_to(at(3, 10))
    found = today(room)
    assert (found.day, found.entry) == (3, room.curriculum.track("sony-ds").day(3))
    assert found.check == CheckLine(room.curriculum.track("sony-ds").check("CK0-5"), ())


def test_a_rest_day_has_nothing_to_answer(room: Room) -> None:
    room.saves(calendar=a_calendar(plan=(1, REST, 2)))
    room.lives_to(at(2, 10))
    found = today(room)
    assert (found.entry, found.serving, found.check) == (None, None, None)


def test_behind_the_last_day_nothing_is_on(room: Room) -> None:
    room.lives_to(at(30))
    found = today(room)
    assert (found.day, found.entry, found.next_post) == (29, None, None)
    assert len(found.streak.marks) == 28


def test_the_next_post_is_no_private_nudge(room: Room) -> None:
    room.lives_to(at(1, 10))
    assert today(room).next_post == at(2, 9)


def test_a_paused_circle_says_so_and_has_no_next_post(room: Room) -> None:
    room.lives_to(at(2, 20))
    hosting.pause(room.scene("host"))
    found = today(room)
    assert (found.paused, found.next_post) == (True, None)


def test_a_quiz_day_counts_the_questions_answered(room: Room) -> None:
    room.lives_to(at(7, 10))
    assert (today(room).quiz, today(room).serving) == ((0, 8), None)
    served = serving.serve_quiz(room.enrolled())
    assert served is not None
    room.answers(served.serving)
    assert today(room).quiz == (1, 8)


def test_other_days_have_no_quiz(room: Room) -> None:
    assert today(room).quiz is None


def test_missed_days_and_what_may_be_caught_up_are_told(room: Room) -> None:
    room.lives_to(at(4, 10))
    assert (today(room).missed_days, today(room).catch_ups_left) == ((1, 2, 3), 2)
    room.answers(serving.serve_catch_up(room.enrolled()).serving)
    assert (today(room).missed_days, today(room).catch_ups_left) == ((2, 3), 1)


def test_after_the_end_each_date_has_its_own_catch_ups(room: Room) -> None:
    room.lives_to(at(30, 12))
    room.answers(serving.serve_catch_up(room.enrolled()).serving)
    assert today(room).catch_ups_left == 1
    room.now = at(31, 0)
    assert today(room).catch_ups_left == 2


def test_due_reviews_are_counted(room: Room) -> None:
    room.lives_to(at(1, 10))
    room.answers(room.daily(1))
    assert today(room).due_reviews == 0
    room.now = at(5, 12)
    assert today(room).due_reviews == 1


def lines(room: Room) -> dict[str, int]:
    return {line.entry.id: len(line.ticks) for line in progress.checklist(room.enrolled())}


def tick(room: Room, item: str, evidence: str = "") -> CheckLine:
    return progress.tick(room.enrolled(), item, evidence)


def points(room: Room) -> int:
    return room.repos.efforts.total(room.enrolled().member.id)


def test_the_checklist_has_all_seven_items(room: Room) -> None:
    assert lines(room) == {f"CK0-{number}": 0 for number in range(1, 8)}


def test_a_tick_is_kept_with_its_evidence_and_time(room: Room) -> None:
    line = tick(room, "ck0-3", "Told it to Ben.")
    (kept,) = line.ticks
    assert (kept.item, kept.position, kept.evidence, kept.at) == (
        "CK0-3", 1, "Told it to Ben.", room.now,
    )  # fmt: skip
    assert line in progress.checklist(room.enrolled())


def test_an_item_is_done_at_its_goal_and_earns_effort_then(room: Room) -> None:
    earned = []
    for _ in range(3):
        line = tick(room, "CK0-3", "told")
        earned.append((line.done, points(room)))
    assert earned == [(False, 0), (False, 0), (True, 5)]


def test_a_done_item_takes_no_more_ticks(room: Room) -> None:
    tick(room, "CK0-1")
    with pytest.raises(Closed, match="CK0-1 is done") as caught:
        tick(room, "CK0-1")
    assert "undo" in caught.value.hint


def test_taking_back_and_ticking_again_earns_once(room: Room) -> None:
    tick(room, "CK0-1")
    progress.untick(room.enrolled(), "CK0-1")
    tick(room, "CK0-1")
    assert points(room) == 5


def test_a_tick_before_the_start_counts_for_the_first_day(room: Room) -> None:
    room.now = at(-3)
    tick(room, "CK0-1")
    room.now = at(1, 8)
    assert progress.standings(room.scene(), "week").board.rows[0].points == 5


@pytest.mark.parametrize("evidence", ["", "done", "ftp://x", "javascript:alert(1)"])
def test_where_a_link_is_asked_for_nothing_else_will_do(room: Room, evidence: str) -> None:
    with pytest.raises(InvalidInput, match="wants a link") as caught:
        tick(room, "CK0-4", evidence)
    assert "https://" in caught.value.hint
    assert lines(room)["CK0-4"] == 0


@pytest.mark.parametrize("link", ["https://example.org/x", "http://example.org"])
def test_a_link_is_evidence(room: Room, link: str) -> None:
    assert tick(room, "CK0-4", link).done


def test_an_unknown_item_is_refused_naming_the_known(room: Room) -> None:
    with pytest.raises(NotFound) as caught:
        tick(room, "CK9-9")
    assert "CK0-1" in caught.value.hint


def test_the_last_tick_can_be_taken_back(room: Room) -> None:
    tick(room, "CK0-3", "first")
    tick(room, "CK0-3", "second")
    line = progress.untick(room.enrolled(), "ck0-3")
    assert [kept.evidence for kept in line.ticks] == ["first"]
    assert lines(room)["CK0-3"] == 1


def test_without_a_tick_there_is_nothing_to_take_back(room: Room) -> None:
    with pytest.raises(Closed, match="no tick"):
        progress.untick(room.enrolled(), "CK0-3")


def mine(room: Room, who: str = "ana") -> Mine:
    return progress.mine(room.enrolled(who))


def test_a_new_member_has_nothing_yet(room: Room) -> None:
    found = mine(room)
    assert (found.day, found.days_kept, found.points, found.skills) == (1, 0, 0, ())
    assert (found.banked, found.skill_number, found.next_review) == (0, 0, None)
    assert (found.ticked, found.items, found.due_reviews) == (0, 7, 0)


def test_ones_own_figures_follow_from_ones_answers(room: Room, posted: Serving) -> None:
    room.answers(posted)
    room.answers(room.own(level=4), right=False)
    tick(room, "CK0-1")
    found = mine(room)
    assert (found.days_kept, found.points, found.skill_number) == (1, 18, 1)
    assert [(s.skill, s.answered, s.share) for s in found.skills] == [("sql", 2, 0.5)]
    assert (found.ticked, found.streak.length) == (1, 1)


def test_reviews_to_come_are_told(room: Room) -> None:
    first, second, *_ = room.curriculum.families
    remembered(room, first, at(1, 7))
    remembered(room, second, at(3))
    assert (mine(room).due_reviews, mine(room).next_review) == (1, at(1, 7))


def test_the_longest_gap_is_not_too_long_to_be_told(room: Room) -> None:
    latest = room.now + timedelta(days=LONGEST_GAP_DAYS)
    remembered(room, next(iter(room.curriculum.families)), latest)
    assert (mine(room).due_reviews, mine(room).next_review) == (0, latest)


def test_what_cannot_be_asked_any_more_is_no_review(room: Room) -> None:
    remembered(room, "sql.window.gone", at(1, 7))
    room.lives_to(at(1, 10))
    assert (mine(room).due_reviews, mine(room).next_review) == (0, None)
    assert today(room).due_reviews == 0


def remembered(room: Room, family: str, due: datetime) -> None:
    member = room.enrolled().member.id
    room.repos.memories.save(member, a_memory(family=family, due_at=due))


def test_a_family_right_on_three_days_is_banked(room: Room) -> None:
    for day in (1, 2, 3):
        room.now = at(day, 12)
        room.answers(room.own())
    assert mine(room).banked == 1


def test_ones_figures_stop_at_the_last_day(room: Room) -> None:
    room.saves(status=CohortStatus.CLOSED, settled=ordinal(28, SlotKind.CLOSE))
    room.now = at(35)
    assert (mine(room).day, len(mine(room).streak.marks)) == (28, 28)


def test_practice_after_the_last_day_keeps_no_day(room: Room) -> None:
    for day in (28, 30):
        room.now = at(day, 12)
        room.answers(room.own())
    assert mine(room).days_kept == 1


def test_figures_are_ones_own(room: Room, posted: Serving) -> None:
    room.joins("ben")
    room.answers(posted)
    enrolment.take_days_off(room.enrolled(), 1)
    assert (mine(room, "ben").points, mine(room, "ben").days_kept) == (0, 0)


def test_after_the_close_the_last_drill_is_revealed(room: Room) -> None:
    room.lives_to(at(28, 19))
    assert progress.today(room.enrolled()).revealed is False
    room.lives_to(at(28, 21))
    assert progress.today(room.enrolled()).revealed is True
