"""What a function returned, put in plain values beside the function itself."""

import math
from collections import Counter, defaultdict, namedtuple
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from adapters.judge.python.values import MOST_ROWS, Encoder, Unfit
from adapters.judge.work import Json

TOKYO = pd.Timestamp("2026-03-02 09:30", tz="Asia/Tokyo")
Pair = namedtuple("Pair", ["left", "right"])


def encoded(value: object) -> Json:
    return Encoder().encode(value)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (None, None),
        (True, True),
        (7, 7),
        (2.5, 2.5),
        ("cat", "cat"),
        (np.int64(7), 7),
        (np.float32(0.5), 0.5),
        (np.bool_(True), True),
        (np.str_("cat"), "cat"),
        (Decimal("1.5"), 1.5),
        (math.nan, None),
        (pd.NaT, None),
        (pd.NA, None),
        (math.inf, {"float": "inf"}),
        (-math.inf, {"float": "inf"}),
        (10**40, {"float": "inf"}),
        (timedelta(minutes=2), 120.0),
        (np.timedelta64(2, "m"), 120.0),
        (date(2026, 3, 2), "2026-03-02"),
        (datetime.fromisoformat("2026-03-02"), "2026-03-02"),
        (datetime.fromisoformat("2026-03-02 09:30"), "2026-03-02 09:30:00"),
        (np.datetime64("2026-03-02T09:30"), "2026-03-02 09:30:00"),
        (datetime(2026, 3, 2, 9, tzinfo=UTC), "2026-03-02 09:00:00"),
        (TOKYO, "2026-03-02 00:30:00"),
        ("\ud800", "?"),
    ],
)
def test_a_single_value_is_plain(value: object, plain: Json) -> None:
    assert encoded(value) == plain


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ([1, "a"], {"list": [1, "a"]}),
        ((1, 2), {"list": [1, 2]}),
        (Pair(1, 2), {"list": [1, 2]}),
        (np.array([1.0, math.nan]), {"list": [1.0, None]}),
        (pd.Index(["a"]), {"list": ["a"]}),
        (pd.array([1, None], dtype="Int64"), {"list": [1, None]}),
        ({3}, {"set": [3]}),
        ({"a": [1]}, {"map": [["a", {"list": [1]}]]}),
        ({("a", 1): 2}, {"map": [[{"list": ["a", 1]}, 2]]}),
        (Counter("aa"), {"map": [["a", 2]]}),
        (defaultdict(int, a=1), {"map": [["a", 1]]}),
        (pd.Series([1, 2]), {"series": [1, 2], "index": None}),
        (pd.Series({"a": 1}), {"series": [1], "index": ["a"]}),
    ],
)
def test_what_holds_others_says_of_which_kind_it_is(value: object, plain: Json) -> None:
    assert encoded(value) == plain


def test_a_table_has_names_and_rows_with_gaps_however_they_are_written() -> None:
    frame = pd.DataFrame(
        {"text": ["a", None], "number": [1.0, math.nan], "at": [pd.Timestamp("2026-03-02"), pd.NaT]}
    )
    assert encoded(frame) == {
        "frame": {
            "columns": ["text", "number", "at"],
            "rows": [["a", 1.0, "2026-03-02"], [None, None, None]],
        }
    }


def test_a_named_index_counts_as_columns() -> None:
    frame = pd.DataFrame({"who": ["a", "b"], "n": [1, 2]}).set_index("who")
    assert encoded(frame)["frame"]["columns"] == ["who", "n"]


def test_a_bare_numbering_does_not_count_as_a_column() -> None:
    frame = pd.DataFrame({"n": [1, 2, 3]}).iloc[[2, 0]]
    assert encoded(frame)["frame"] == {"columns": ["n"], "rows": [[3], [1]]}


def test_columns_of_two_levels_have_joined_names() -> None:
    frame = pd.DataFrame({("n", "sum"): [1], ("who", ""): ["a"]})
    assert encoded(frame)["frame"]["columns"] == ["n_sum", "who"]


class Endless:
    """Cannot be compared with anything, and its iteration does not end."""

    def __iter__(self) -> Iterator[int]:
        while True:
            yield 1


class Sly(list[int]):
    def __len__(self) -> int:
        return 1


@pytest.mark.parametrize("value", [Endless(), Sly([1]), object(), 1 + 2j, b"x", lambda: 1, int])
def test_types_that_mean_nothing_here_are_named_to_the_member(value: object) -> None:
    with pytest.raises(Unfit, match=type(value).__name__):
        encoded(value)


def _deep(levels: int) -> list[object]:
    value: list[object] = []
    for _ in range(levels):
        value = [value]
    return value


def _shared(levels: int) -> list[object]:
    """Small in memory, endless when it is written out."""
    value: list[object] = [1] * 10
    for _ in range(levels):
        value = [value] * 100
    return value


@pytest.mark.parametrize(
    "value",
    [
        _deep(50),
        _shared(5),
        [0] * (MOST_ROWS + 1),
        dict.fromkeys(range(MOST_ROWS + 1)),
        np.zeros((3_000, 3_000)),
        pd.Series(np.zeros(MOST_ROWS + 1)),
        pd.DataFrame({"n": np.zeros(MOST_ROWS + 1)}),
        pd.DataFrame(np.zeros((1, 100))),
        pd.DataFrame(np.zeros((3_000, 40))),
        "x" * 3_000,
    ],
    ids=["deep", "shared", "list", "map", "array", "series", "rows", "columns", "cells", "text"],
)
def test_what_is_too_much_is_refused_before_it_is_written_out(value: object) -> None:
    with pytest.raises(Unfit):
        encoded(value)


def test_a_list_that_holds_itself_is_refused() -> None:
    value: list[object] = []
    value.append(value)
    with pytest.raises(Unfit, match="deeply"):
        encoded(value)
