"""How values of the sample are set side by side."""

import pandas as pd
import pytest

from adapters.judge.python.showing import near, side_by_side
from tests.judge.python.material import value


def shown(expected: object, got: object) -> str:
    return side_by_side(value(expected), value(got))


def test_rows_that_differ_are_named_and_others_left_out() -> None:
    expected = pd.DataFrame({"who": list("abcdefgh"), "n": range(8)})
    got = expected.assign(n=[*range(7), 9])
    assert shown(expected, got).split() == [
        "who", "n", "missing", "h", "7", "too", "much", "h", "9",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("expected", "got"),
    [(1.5, 2.5), ([1, 2], [1, 3]), ({"a": 1}, {"a": 2}), ({1}, {2}), (pd.Series([1]), [2])],
    ids=str,
)
def test_every_kind_shows_what_is_missing_and_what_is_too_much(
    expected: object, got: object
) -> None:
    lines = shown(expected, got).splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["missing", "too"]


def test_values_of_another_kind_stand_below_each_other() -> None:
    text = shown(pd.DataFrame({"n": [1]}), {"a": 1})
    assert text.splitlines() == ["expected", "n", "1", "", "yours", "key  value", "a    1"]


def test_rows_in_another_order_are_shown_as_they_are() -> None:
    assert shown([1, 2], [2, 1]).splitlines() == [
        "expected", "value", "1", "2", "", "yours", "value", "2", "1",
    ]  # fmt: skip


def test_a_wide_and_long_table_is_cut() -> None:
    wide = pd.DataFrame([[1] * 30] * 50, columns=[f"column_{number}" for number in range(30)])
    text = shown(wide, 3)
    assert max(map(len, text.splitlines())) < 80
    assert "… 44 more" in text


def test_an_empty_table_is_called_so() -> None:
    assert "(nothing)" in shown(pd.DataFrame({"n": [1]}), [])


def test_rounded_numbers_have_a_sentence_of_their_own() -> None:
    assert "rounded" in near(value([0.12345, 0.5]), value([0.12, 0.5]))


@pytest.mark.parametrize("got", [0.4, [0.1], {"a": 1}, pd.DataFrame({"other": [0.12]})], ids=str)
def test_a_value_that_is_not_near_has_none(got: object) -> None:
    assert near(value(0.12345), value(got)) == ""
