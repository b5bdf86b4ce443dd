"""What is imported before anybody's text: afterwards no file can be opened, so nothing is late."""

import importlib
import warnings
from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo, available_timezones

import numpy as np
import pandas as pd

STANDARD = (
    "__future__", "abc", "bisect", "calendar", "collections", "collections.abc", "contextlib",
    "copy", "dataclasses", "datetime", "decimal", "enum", "fractions", "functools", "heapq",
    "itertools", "json", "math", "numbers", "operator", "random", "re", "statistics", "string",
    "textwrap", "time", "typing", "unicodedata", "warnings", "zoneinfo",
)  # fmt: skip
"""Modules of the standard library that every exercise may use."""
_ZONES: list[ZoneInfo] = []
"""Kept, because their own caches let all but the last few go."""
LATE = frozenset(
    {"encodings.idna", "encodings.latin_1", "encodings.utf_16", "_strptime", "linecache"}
)
"""What the standard library itself imports when it is used."""


def load() -> None:
    """Also whatever numpy and pandas themselves fetch on first use."""
    for name in (*STANDARD, *LATE):
        importlib.import_module(name)
    _ZONES.extend(kind(zone) for kind in _kinds_of_zone() for zone in available_timezones())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in np.__all__:
            # Its parts come when they are first named; some are deprecated.
            getattr(np, name)
        for work in _first_uses():
            work()


def _kinds_of_zone() -> tuple[type[ZoneInfo], ...]:
    """pandas takes the moments of change from the one that is written in Python."""
    return ZoneInfo, importlib.import_module("zoneinfo._zoneinfo").ZoneInfo


def _first_uses() -> Iterable[Callable[[], object]]:
    """Each of these imports something the first time."""
    frame = pd.DataFrame({"key": ["a", "b", "a"], "value": [1.0, 2.0, None], "count": [1, 2, 3]})
    frame["at"] = pd.to_datetime(["2026-03-02T09:00:00Z", "1772436556", ""], errors="coerce")
    stamps = pd.Series(["2026-03-02T09:00:00+09:00", "02.03.2026 10:00", None])
    return (
        lambda: frame.groupby("key").agg({"value": "mean", "count": "sum"}).reset_index(),
        lambda: frame.groupby("key")["count"].transform("cumsum"),
        lambda: frame.merge(frame, on="key", how="outer", indicator=True).pivot_table(
            index="key", columns="_merge", values="value_x", observed=False
        ),
        lambda: (
            frame.sort_values(["key", "count"]).rolling(2, on="count").sum
            and frame["value"].rolling(2).mean()
        ),
        lambda: frame.set_index("at").resample("D").sum(numeric_only=True),
        lambda: pd.to_datetime(stamps, errors="coerce", utc=True, format="mixed"),
        lambda: stamps.str.extract(r"(\d+)").fillna("0"),
        lambda: stamps.str.normalize("NFKC").str.casefold(),
        lambda: pd.to_datetime(pd.Series([1772436556]), unit="s", utc=True).dt.tz_convert(
            "Asia/Tokyo"
        ),
        lambda: pd.cut(frame["count"], [0, 1, 3]).astype(str),
        lambda: frame["value"].astype("Float64").astype("category"),
        lambda: frame.drop_duplicates().value_counts(),
        lambda: np.linalg.lstsq(np.eye(2), np.ones(2), rcond=None),
        lambda: np.random.default_rng(1).normal(size=2),
        lambda: np.polynomial.Polynomial.fit([0, 1, 2], [0, 1, 4], 2),
        lambda: (str(frame), repr(frame.dtypes), frame.describe()),
        lambda: frame.eval("value + count").to_list(),
        lambda: (frame.to_dict("records"), frame.to_records()),
        lambda: (frame.to_csv(), frame.to_html(), frame.to_json()),
    )
