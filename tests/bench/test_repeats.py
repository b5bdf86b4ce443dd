"""The shares that the repeat simulation reports."""

from datetime import timedelta

from tests.bench.repeats import Met


def test_every_gap_is_a_serving_of_an_item_met_before() -> None:
    assert Met(200, (timedelta(days=9), timedelta(days=1))).again == 1


def test_only_a_gap_below_seven_days_counts_as_soon() -> None:
    assert Met(200, (timedelta(days=7), timedelta(days=6, hours=23))).soon == 0.5
