"""When two results say the same: each rule by example, all against a naive second opinion."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.judge.sql.compare import fitting, same
from adapters.judge.sql.results import Cell, Result, Row, cell


def result(*rows: tuple[Cell, ...], names: str = "") -> Result:
    width = len(rows[0]) if rows else len(names.split())
    return Result(tuple(names.split()) or tuple(f"c{n}" for n in range(width)), rows)


def agree(expected: Result, got: Result, *keys: int) -> bool:
    return fitting([expected], [got], keys) is not None


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (1.0, 1),
        (0.1 + 0.2, 0.3),
        (1_000_000.4, 1_000_000.5),
        (None, None),
        (True, 1),
        ("2026-03-01", "2026-03-01"),
        (("list", 1, 2.0), ("list", 1.0000000001, 2)),
    ],
)
def test_cells_that_are_the_same(left: Cell, right: Cell) -> None:
    assert same(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("3", 3),
        (None, 0),
        (None, ""),
        (1.0, 1.00001),
        (1_772_323_200, 1_772_323_201),
        (math.nan, math.nan),
        (math.inf, math.inf),
        ("a", "A"),
        (("list", 1), 1),
        (("list", 1, 2), ("list", 2, 1)),
        (("span", 86_400.0), 86_400.0),
    ],
)
def test_cells_that_are_not(left: Cell, right: Cell) -> None:
    assert not same(left, right)


@pytest.mark.parametrize(
    "text",
    ["2026-03-01", "2026-03-01T00:00:00", "2026-03-01 00:00", "2026-03-01 00:00:00.000+00"],
)
def test_a_date_its_midnight_and_its_text_are_the_same(text: str) -> None:
    assert same(cell({"time": "2026-03-01"}), cell(text))


def test_another_time_of_the_day_is_another_value() -> None:
    assert not same(cell({"time": "2026-03-01"}), cell({"time": "2026-03-01 00:00:01"}))


def test_rows_are_a_multiset() -> None:
    assert agree(result((1, "a"), (2, "b")), result((2, "b"), (1, "a")))
    assert not agree(result((1, "a"), (1, "a"), (2, "b")), result((1, "a"), (2, "b"), (2, "b")))


def test_columns_may_come_in_any_order_under_any_name() -> None:
    assert agree(result((1, "a"), names="n kind"), result(("a", 1), names="x y"))


def test_values_may_not_move_between_rows() -> None:
    assert not agree(result((1, "a"), (2, "b")), result(("a", 2), ("b", 1)))


def test_a_column_more_is_wrong() -> None:
    assert not agree(result((1,)), result((1, 1)))


def test_an_empty_result_has_its_columns_all_the_same() -> None:
    assert not agree(result(names="a b"), result(names="a"))
    assert agree(result(names="a b"), result(names="x y"))


def test_one_order_of_columns_serves_every_database() -> None:
    expected = [result((1, 2)), result((1, 2))]
    assert fitting(expected, [result((2, 1)), result((2, 1))]) == (1, 0)
    assert fitting(expected, [result((1, 2)), result((2, 1))]) is None


def test_order_counts_when_the_question_sorts() -> None:
    expected = result((1, "a"), (2, "b"))
    assert agree(expected, result((1, "a"), (2, "b")), 0)
    assert not agree(expected, result((2, "b"), (1, "a")), 0)


def test_rows_that_tie_may_come_in_any_order() -> None:
    expected = result((1, "a"), (1, "b"), (2, "c"))
    assert agree(expected, result((1, "b"), (1, "a"), (2, "c")), 0)
    assert not agree(expected, result((1, "b"), (2, "c"), (1, "a")), 0)


def test_noise_in_one_number_does_not_mix_up_the_next() -> None:
    noisy = [(0.3, 1), (0.1 + 0.2, 2), (0.3, 3)]
    assert agree(result(*noisy), result((0.3, 3), (0.3, 2), (0.1 + 0.2, 1)))


def test_numbers_that_only_a_search_pairs_are_paired() -> None:
    near = 1 + 5e-7
    assert agree(result((1.0, 2.5), (near, 1.5)), result((near, 2.5), (1.0, 1.5)))


def test_many_equal_columns_end_in_good_time() -> None:
    width, rows = 12, 40
    expected = result(*(tuple((r * (c + 1)) % 7 for c in range(width)) for r in range(rows)))
    got = result(*(tuple((r * (c + 2)) % 7 for c in range(width)) for r in range(rows)))
    assert isinstance(agree(expected, got), bool)


CELLS = st.sampled_from(
    [None, 0, 1, 1.0, 1 + 1e-9, 1.5, 2, "1", "a", "2026-03-01", True, math.nan, math.inf]
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[Result], list[Result], tuple[int, ...]]:
    """Pairs that are often nearly the same: shuffled columns and rows, now and then a change."""
    width = draw(st.integers(1, 3))
    order = draw(st.permutations(range(width)))
    changed = draw(st.integers(0, 5))
    expected, got = [], []
    for _ in range(draw(st.integers(1, 2))):
        rows = draw(st.lists(st.tuples(*[CELLS] * width), max_size=4))
        moved = [tuple(row[place] for place in order) for row in draw(st.permutations(rows))]
        moved = [(draw(CELLS), *row[1:]) if n == changed else row for n, row in enumerate(moved)]
        expected.append(Result(("c",) * width, tuple(rows)))
        got.append(Result(("c",) * width, tuple(moved)))
    keys = draw(st.sampled_from([(), (0,), (width - 1,)]))
    return expected, got, keys


@given(tables())
def test_a_naive_second_implementation_agrees(
    drawn: tuple[list[Result], list[Result], tuple[int, ...]],
) -> None:
    expected, got, keys = drawn
    assert (fitting(expected, got, keys) is not None) is naive(expected, got, keys)


def naive(expected: list[Result], got: list[Result], keys: tuple[int, ...]) -> bool:
    """Every order of columns with every pairing of rows."""
    width = len(expected[0].columns)
    return any(
        all(
            naive_rows(e.rows, [tuple(row[p] for p in order) for row in g.rows], keys)
            for e, g in zip(expected, got, strict=True)
        )
        for order in itertools.permutations(range(width))
    )


def naive_rows(expected: tuple[Row, ...], got: list[Row], keys: tuple[int, ...]) -> bool:
    if len(expected) != len(got):
        return False
    in_order = all(naive_cell(e[k], g[k]) for e, g in zip(expected, got, strict=True) for k in keys)
    return in_order and any(
        all(all(map(naive_cell, e, g)) for e, g in zip(expected, turn, strict=True))
        for turn in itertools.permutations(got)
    )


def naive_cell(left: Cell, right: Cell) -> bool:
    if isinstance(left, int | float) and isinstance(right, int | float):
        return math.isfinite(left) and math.isfinite(right) and abs(left - right) < 1e-6
    return type(left) is type(right) and left == right
