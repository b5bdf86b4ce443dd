"""A large value told by a few numbers."""

import json
from collections.abc import Callable
from datetime import UTC
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from adapters.judge.python.compare import apart
from adapters.judge.python.fingerprint import large
from adapters.judge.python.values import MOST_ROWS
from tests.judge.python.material import read

ROWS = MOST_ROWS + 1
NUMBERS = np.arange(ROWS) / 7
FRAME = pd.DataFrame(
    {
        "text": [f"t{number % 99}" for number in range(ROWS)],
        "number": NUMBERS,
        "at": pd.Timestamp("2026-03-02") + pd.to_timedelta(np.arange(ROWS), unit="s"),
        "gap": [None if number % 3 else number for number in range(ROWS)],
    }
)


def same(left: object, right: object) -> bool:
    values = [read(json.loads(json.dumps(large(one)))).cases[0].value for one in (left, right)]
    assert values[0] is not None
    assert values[1] is not None
    return not apart(values[0], values[1], ordered=False)


@pytest.mark.parametrize(
    "other",
    [
        FRAME.sample(frac=1, random_state=1),
        FRAME[FRAME.columns[::-1]],
        FRAME.assign(number=NUMBERS * (1 + 1e-12)),
        FRAME.assign(at=FRAME["at"].dt.tz_localize("UTC")),
        FRAME.set_index("text"),
        FRAME.astype({"text": "object"}),
        FRAME.astype({"text": "category"}),
    ],
    ids=["order", "columns", "noise", "zone", "index", "object", "category"],
)
def test_the_same_rows_written_otherwise_are_the_same(other: pd.DataFrame) -> None:
    assert same(FRAME, other)


@pytest.mark.parametrize(
    "other",
    [
        FRAME.iloc[:-1],
        FRAME.iloc[:10],
        FRAME.assign(number=-NUMBERS),
        FRAME.assign(number=NUMBERS + 0.01),
        FRAME.assign(text="t1"),
        FRAME.assign(at=FRAME["at"] + pd.Timedelta("1h")),
        FRAME.assign(gap=FRAME["gap"].fillna(0)),
        FRAME.drop(columns="gap"),
        FRAME.rename(columns={"gap": "hole"}),
    ],
    ids=["one", "few", "sign", "more", "text", "hour", "filled", "fewer", "name"],
)
def test_other_rows_are_not(other: pd.DataFrame) -> None:
    assert not same(FRAME, other)


@pytest.mark.parametrize(
    "other", [NUMBERS, pd.Series(NUMBERS), NUMBERS.tolist(), NUMBERS[::-1]], ids=str
)
def test_a_long_column_is_the_same_as_list_array_and_series(other: object) -> None:
    assert same(pd.Series(NUMBERS), other)


def test_a_small_value_is_compared_as_it_is() -> None:
    assert large(pd.DataFrame({"n": [1]})) == {"frame": {"columns": ["n"], "rows": [[1]]}}


DAYS = pd.Series(pd.Timestamp("2026-03-02") + pd.to_timedelta(np.arange(ROWS), unit="D"))
TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    "written",
    [
        lambda days: days.dt.date,
        lambda days: days.astype("object"),
        lambda days: days.dt.strftime("%Y-%m-%d"),
        lambda days: days.dt.strftime("%Y-%m-%d").astype("category"),
        lambda days: days.dt.strftime("%Y-%m-%dT%H:%MZ").astype("object"),
        lambda days: days.dt.tz_localize(UTC).dt.tz_convert(TOKYO).astype("object"),
        lambda days: days.dt.date.where(days.index % 2 == 0, days.astype("object")),
    ],
    ids=["dates", "moments", "texts", "category", "midnights", "zone", "mixed"],
)
def test_days_are_the_same_however_they_are_written(
    written: Callable[[pd.Series], pd.Series],
) -> None:
    assert same(DAYS, written(DAYS))


def test_days_told_as_dates_are_not_those_a_day_later() -> None:
    assert not same(DAYS, (DAYS + pd.Timedelta("1D")).dt.date)


@pytest.mark.parametrize("text", ["soon", "2026-02-30", "2026-03-02 09:00:00+09:00"])
def test_a_column_with_a_text_that_is_no_moment_stays_text(text: str) -> None:
    texts = DAYS.dt.strftime("%Y-%m-%d")
    texts.iloc[-1] = text
    assert large(texts)["frame"]["rows"][1][1] == "text"


def test_a_column_of_gaps_is_the_same_whatever_it_would_hold() -> None:
    assert same(pd.Series([pd.NaT] * ROWS), pd.Series([np.nan] * ROWS))
