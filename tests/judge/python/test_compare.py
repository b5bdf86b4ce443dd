"""Whether two returned values say the same; checked against a second, naive implementation."""

import itertools
import math
from collections.abc import Sequence

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.judge.python.compare import apart
from tests.judge.python.material import value

Row = tuple[object, ...]
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([0.5, 1.0, 1.5]),
    st.sampled_from(["a", "b", "1"]),
)
ROWS = st.lists(st.tuples(CELLS, CELLS), max_size=4)


def same(left: object, right: object, *, ordered: bool = False) -> bool:
    return not apart(value(left), value(right), ordered=ordered)


def _equal(left: object, right: object) -> bool:
    """The rule for single values, said once more."""
    if isinstance(left, str) or isinstance(right, str) or left is None or right is None:
        return left == right
    assert isinstance(left, int | float)
    assert isinstance(right, int | float)
    return math.isclose(left, right, rel_tol=1e-6)


def _naive(left: Sequence[Row], right: Sequence[Row], *, ordered: bool) -> bool:
    """Some order of the rows agrees; with `ordered` the given one."""
    orders = [tuple(right)] if ordered else itertools.permutations(right)
    return len(left) == len(right) and any(all(map(_all_equal, left, order)) for order in orders)


def _all_equal(left: Row, right: Row) -> bool:
    return all(map(_equal, left, right))


@given(left=ROWS, right=ROWS, ordered=st.booleans())
def test_rows_agree_exactly_when_some_order_of_them_does(
    left: list[Row], right: list[Row], *, ordered: bool
) -> None:
    frames = [pd.DataFrame(rows, columns=["x", "y"], dtype="object") for rows in (left, right)]
    assert same(*frames, ordered=ordered) == _naive(left, right, ordered=ordered)


@given(rows=ROWS, seed=st.randoms(use_true_random=False))
def test_shuffled_rows_and_columns_are_the_same_table(rows: list[Row], seed: object) -> None:
    other = list(rows)
    getattr(seed, "shuffle")(other)  # noqa: B009  Hypothesis's own generator has no public type
    turned = [row[::-1] for row in other]
    left = pd.DataFrame(rows, columns=["x", "y"], dtype="object")
    assert same(left, pd.DataFrame(turned, columns=["y", "x"], dtype="object"))


@given(st.lists(CELLS, max_size=4), st.lists(CELLS, max_size=4))
def test_lists_are_compared_like_rows(left: list[object], right: list[object]) -> None:
    pairs = [[(cell,) for cell in cells] for cells in (left, right)]
    assert same(left, right) == _naive(pairs[0], pairs[1], ordered=False)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (3, 3.0),
        (1.0, 1.0 + 1e-9),
        ([1, 2], (2, 1)),
        ([1, 2], pd.Series([1, 2])),
        ({"a": 1, "b": 2}, {"b": 2.0, "a": 1}),
        ({1: "x"}, {1.0: "x"}),
        ([{"a": 1, "b": 2}], [{"b": 2, "a": 1}]),
        ({1, 2}, {2, 1}),
        (pd.Timestamp("2026-03-02"), "2026-03-02"),
        (pd.Timestamp("2026-03-02 09:00", tz="UTC"), pd.Timestamp("2026-03-02 09:00")),
        (pd.Timestamp("2026-03-02 09:00"), "2026-03-02T09:00:00Z"),
        (math.nan, None),
        (pd.DataFrame({"x": []}), pd.DataFrame({"y": []})),
        (pd.Series({"a": 1}).iloc[:0], pd.Series([], dtype="int64")),
        ([], pd.Series([], dtype="int64")),
    ],
)
def test_other_ways_to_say_the_same_are_the_same(left: object, right: object) -> None:
    assert same(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (3, "3"),
        (1.0, 1.0 + 1e-4),
        (math.inf, math.inf),
        (0, None),
        ([1, 1, 2], [1, 2, 2]),
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, [1]),
        ({}, []),
        (pd.DataFrame({"x": []}), []),
        (None, []),
        (pd.Series({"a": 1, "b": 2}), pd.Series({"a": 2, "b": 1})),
        (pd.Series({"a": 1, "b": 2}), [2, 1]),
        (pd.DataFrame({"x": [1]}), pd.DataFrame({"x": [1], "y": [1]})),
        (pd.DataFrame({"x": [1]}), pd.DataFrame({"y": [1]})),
        (pd.DataFrame({"x": [1]}), pd.DataFrame({"x": []})),
        (pd.DataFrame({"x": [1], "y": [2]}), pd.DataFrame({"x": [2], "y": [1]})),
    ],
)
def test_what_differs_is_not_the_same(left: object, right: object) -> None:
    assert not same(left, right)


def test_order_counts_when_it_is_asked_for() -> None:
    assert not same([1, 2], [2, 1], ordered=True)


def test_a_reason_holds_no_value() -> None:
    reason = apart(value(["right"]), value(["secret"]), ordered=False)
    assert reason == "Some values differ."


def test_a_missing_column_is_named() -> None:
    left, right = pd.DataFrame({"x": [1]}), pd.DataFrame({"y": [1]})
    assert apart(value(left), value(right), ordered=False) == "The column `x` is missing."


def test_a_wrong_number_of_rows_is_told_with_the_right_one() -> None:
    assert apart(value([1, 2]), value([1]), ordered=False) == "It returns 1 row where 2 should be."
