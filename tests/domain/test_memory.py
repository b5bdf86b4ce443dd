"""Spaced review under the settings of the content design."""

from datetime import UTC, datetime

import pytest
from fsrs import Rating

from bot.domain.memory import rate, review

START = datetime(2027, 3, 8, 8, tzinfo=UTC)


def gaps(ratings: list[Rating], days_left: int = 60) -> list[int]:
    """Days to the next review after each rating, reviewed when due."""
    now, state, found = START, "", []
    for rating in ratings:
        memory = review("stat.ci.sample", state, rating, now, days_left)
        found.append((memory.due_at - now).days)
        now, state = memory.due_at, memory.state
    return found


def test_right_answers_come_back_after_four_seven_and_seven_days() -> None:
    assert gaps([Rating.Good] * 3) == [4, 7, 7]


def test_after_a_miss_it_comes_back_after_one_four_and_seven_days() -> None:
    assert gaps([Rating.Again, Rating.Good, Rating.Good]) == [1, 4, 7]


@pytest.mark.parametrize(("left", "gap"), [(5, 4), (4, 3), (3, 2), (2, 1), (1, 1), (-3, 1)])
def test_no_gap_reaches_past_the_last_day(left: int, gap: int) -> None:
    assert gaps([Rating.Good], left) == [gap]


def test_the_state_before_a_review_is_kept() -> None:
    first = review("f", "", Rating.Good, START, 28)
    second = review("f", first.state, Rating.Good, first.due_at, 24)
    assert (first.before, second.before) == ("", first.state)


def test_the_same_review_gives_the_same_memory() -> None:
    assert review("f", "", Rating.Good, START, 28) == review("f", "", Rating.Good, START, 28)


@pytest.mark.parametrize(
    ("right", "hinted", "slow", "sure", "rating"),
    [
        (False, False, False, False, Rating.Again),
        (False, True, True, True, Rating.Again),
        (True, True, False, False, Rating.Hard),
        (True, False, True, True, Rating.Hard),
        (True, False, False, False, Rating.Good),
        (True, False, False, True, Rating.Easy),
    ],
)
def test_an_answer_becomes_a_rating(
    right: bool, hinted: bool, slow: bool, sure: bool, rating: Rating
) -> None:
    assert rate(right=right, hinted=hinted, slow=slow, sure=sure) is rating
