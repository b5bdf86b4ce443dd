"""How much longer than the reference, from what the kernel has counted."""

import pytest

from adapters.judge.python import buckets
from adapters.judge.python.results import Answer
from adapters.judge.python.speed import Timed, clear, times

RATIO = 10.0
REFERENCE = Timed(Answer(None, seconds=0.02), cpu=0.05)


def timed(seconds: float, cpu: float) -> Timed:
    return Timed(Answer(None, seconds=seconds), cpu)


def test_the_reference_takes_as_long_as_itself() -> None:
    assert times(REFERENCE, REFERENCE) == pytest.approx(1)


def test_what_a_process_does_around_the_call_is_not_counted() -> None:
    assert times(timed(0.04, 0.07), REFERENCE) == pytest.approx(2)


def test_a_forged_time_is_not_believed() -> None:
    forged = timed(0.0, 3.03)
    assert times(forged, REFERENCE) == pytest.approx(150)


def test_a_child_that_says_nothing_of_its_time_gains_nothing() -> None:
    assert times(timed(0.0, 0.23), REFERENCE) == times(timed(0.2, 0.23), REFERENCE)


def test_an_answer_quicker_than_starting_a_process_takes_no_time() -> None:
    assert times(timed(0.0, 0.01), REFERENCE) == 0


@pytest.mark.parametrize(
    ("seconds", "cpu", "sure"),
    [(0.0, 0.16, True), (0.0, 0.19, False), (0.1, 3.0, False), (0.5, 0.53, True)],
    ids=["well within", "near the bound", "says little, took long", "says itself it is slow"],
)
def test_what_is_measured_once_more(seconds: float, cpu: float, sure: bool) -> None:
    assert clear(timed(seconds, cpu), REFERENCE, RATIO) is sure


@pytest.mark.parametrize(
    ("taken", "score"), [(0.1, 4), (7.0, 4), (9.9, 3), (10.1, 1), (39.0, 1), (41.0, 0), (None, 0)]
)
def test_the_score_falls_with_the_time(taken: float | None, score: int) -> None:
    assert buckets.scales(taken, 10, 100_000, ()).score == score


def test_more_than_allowed_is_too_slow() -> None:
    assert buckets.scales(10.1, 10, 100_000, ()).score <= buckets.TOO_SLOW


def test_a_time_out_of_bounds_is_not_spelled_out() -> None:
    """Its digits could hold a hidden value."""
    assert "over 100 times" in buckets.scales(123456789.0, 10, 1_000, ()).reasons[0]


def test_reasons_to_be_slow_are_told_to_those_who_are() -> None:
    assert "a loop" in buckets.scales(20.0, 10, 1_000, ["a loop"]).reasons
    assert "a loop" not in buckets.scales(1.0, 10, 1_000, ["a loop"]).reasons


def test_without_a_large_case_the_reading_decides() -> None:
    assert buckets.scales_by_reading([]).score == 4
    assert buckets.scales_by_reading(["a loop"]).score == 3
    assert buckets.scales_by_reading(["a loop"] * 5).score == 2


def test_all_but_one_right_is_not_full() -> None:
    assert buckets.works(5, 6).score == 3
    assert buckets.works(0, 6).score == 0
    assert buckets.works(6, 6).score == 4


def test_changing_the_table_given_costs_a_point() -> None:
    assert buckets.maintainable([], changed=True).score == 3
    assert buckets.maintainable([], changed=False).score == 4
    assert buckets.maintainable(["a"] * 9, changed=True).score == 0


def test_the_least_of_the_three_counts() -> None:
    found = [buckets.works(1, 1), buckets.maintainable(["a", "b"], changed=False)]
    assert buckets.share(found) == 0.5
