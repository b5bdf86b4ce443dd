"""Effort points, streaks and the circle's goal."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.scoring import (
    Effort,
    Purpose,
    active_days,
    goal,
    points_for,
    skill_bonus,
    streak,
    week_of,
)

EXTRA = Effort(
    Purpose.EXTRA, new_family=True, first_today=True, extras_today=0, seconds=30, stem_words=40
)


@pytest.mark.parametrize(
    ("purpose", "points"), [(Purpose.DAILY, 10), (Purpose.QUIZ, 10), (Purpose.REVIEW, 4),
                            (Purpose.EXTRA, 3), (Purpose.CATCH_UP, 3)]
)  # fmt: skip
def test_each_purpose_has_its_points(purpose: Purpose, points: int) -> None:
    assert points_for(replace(EXTRA, purpose=purpose)) == points


@pytest.mark.parametrize(("extras", "points"), [(9, 3), (10, 1), (400, 1)])
def test_after_ten_extras_a_day_each_is_worth_one(extras: int, points: int) -> None:
    assert points_for(replace(EXTRA, extras_today=extras)) == points


@pytest.mark.parametrize("purpose", [Purpose.EXTRA, Purpose.CATCH_UP])
def test_a_family_had_before_is_worth_nothing_outside_review(purpose: Purpose) -> None:
    assert points_for(replace(EXTRA, purpose=purpose, new_family=False)) == 0


@pytest.mark.parametrize("purpose", [Purpose.DAILY, Purpose.REVIEW])
def test_the_daily_and_reviews_count_for_known_families_too(purpose: Purpose) -> None:
    assert points_for(replace(EXTRA, purpose=purpose, new_family=False)) > 0


def test_later_quiz_questions_count_like_extras() -> None:
    assert points_for(replace(EXTRA, purpose=Purpose.QUIZ, first_today=False)) == 3


@pytest.mark.parametrize(
    ("seconds", "words", "points"),
    [(2.9, 40, 0), (3.0, 40, 3), (2.9, 400, 0), (1.4, 20, 0), (1.5, 20, 3)],
)
def test_faster_than_anybody_reads_is_worth_nothing(
    seconds: float, words: int, points: int
) -> None:
    assert points_for(replace(EXTRA, seconds=seconds, stem_words=words)) == points


@pytest.mark.parametrize(("level", "right", "bonus"), [(1, True, 0), (5, True, 4), (5, False, 0)])
def test_the_skill_number_grows_by_difficulty_for_right_answers(
    level: int, right: bool, bonus: int
) -> None:
    assert skill_bonus(level, right=right) == bonus


def test_days_kept_in_a_row_make_the_streak() -> None:
    assert streak(1, 3, {1, 2, 3}, ()).length == 3


def test_today_does_not_break_a_streak_while_it_is_open() -> None:
    found = streak(1, 3, {1, 2}, ())
    assert (found.length, found.marks) == (2, ("kept", "kept", "open"))


def test_a_missed_day_uses_the_rest_day_then_freezes_then_breaks() -> None:
    found = streak(1, 7, {1, 6}, ())
    assert found.marks == ("kept", "rest", "frozen", "frozen", "missed", "kept", "open")
    assert (found.length, found.freezes) == (1, 0)


def test_each_week_brings_a_rest_day_and_a_freeze() -> None:
    found = streak(1, 10, {1, 3, 4, 5, 6, 7, 8, 10}, ())
    assert (found.marks[1], found.marks[8]) == ("rest", "rest")
    assert (found.length, found.freezes) == (8, 3)


def test_weeks_count_from_the_day_somebody_joined() -> None:
    assert streak(5, 11, {5}, range(6, 12)).freezes == 2
    assert streak(5, 12, {5}, range(6, 13)).freezes == 3


def test_days_off_neither_break_a_streak_nor_add_to_it() -> None:
    found = streak(1, 4, {1, 4}, {2, 3})
    assert (found.length, found.freezes, found.marks) == (2, 2, ("kept", "off", "off", "kept"))


def test_a_day_off_that_was_kept_counts() -> None:
    assert streak(1, 2, {1, 2}, {2}).length == 2


@given(
    st.integers(1, 28), st.integers(0, 27), st.sets(st.integers(1, 60)), st.sets(st.integers(1, 60))
)
def test_a_streak_is_marked_from_the_day_joined_to_today(
    joined: int, more: int, kept: set[int], off: set[int]
) -> None:
    found = streak(joined, joined + more, kept, off)
    assert len(found.marks) == more + 1
    assert 0 <= found.length <= found.marks.count("kept")
    assert found.freezes >= 0


@pytest.mark.parametrize(("day", "week"), [(0, range(1, 8)), (7, range(1, 8)), (8, range(8, 15))])
def test_weeks_run_from_day_one(day: int, week: range) -> None:
    assert week_of(day) == week


@pytest.mark.parametrize(
    ("joined", "off", "days"), [(1, (), 7), (10, (), 5), (1, (8, 9, 20), 5), (14, (14,), 1)]
)
def test_active_days_count_from_joining_without_days_off(
    joined: int, off: tuple[int, ...], days: int
) -> None:
    assert active_days(joined, 8, 14, off) == days


def test_the_goal_asks_five_days_a_week_of_each_at_most() -> None:
    assert goal([7, 5, 2]) == 12
