"""What a function returned, as plain values; runs beside the submission, so it trusts no object.

{"frame": {"columns": […], "rows": [[…]]}}, {"series": […], "index": […] or null}, {"list": […]},
{"map": [[key, value], …]}, {"set": […]}, {"float": "inf"}; null, booleans, numbers, texts as they
are. A gap is null, however it is written; dates are texts, a midnight without its time.
"""

import math
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np
import pandas as pd

from adapters.judge.work import Json

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 5_000, 60, 60_000
DEEPEST, LONGEST = 6, 2_000
_MAPS = (dict, defaultdict, Counter, OrderedDict)


class Unfit(Exception):
    """Carries the sentence for the member."""


class Encoder:
    """Counts what it has put out, and stops before that is too much."""

    def __init__(self) -> None:
        self._left = MOST_CELLS

    def encode(self, value: object, depth: int = 0) -> Json:
        self._take(1)
        if depth > DEEPEST:
            raise Unfit("The value you return is nested too deeply.")
        kind = type(value)
        if kind is pd.DataFrame:
            return self._frame(value, depth)
        if kind is pd.Series:
            return self._series(value, depth)
        if kind in _MAPS:
            return {"map": [[self.encode(k, depth + 1), self.encode(v, depth + 1)]
                            for k, v in _all(value)]}  # fmt: skip
        if kind in {set, frozenset}:
            return {"set": [self.encode(entry, depth + 1) for entry in _listed(value)]}
        if kind is list or isinstance(value, tuple):
            return {"list": [self.encode(entry, depth + 1) for entry in _listed(value)]}
        if kind is np.ndarray or isinstance(value, pd.Index | pd.api.extensions.ExtensionArray):
            return {"list": [self.encode(entry, depth + 1) for entry in _array(value)]}
        return self.cell(value)

    def cell(self, value: object) -> Json:
        """One value that holds no others."""
        kind = type(value)
        if value is None or kind is bool:
            return value
        if isinstance(value, np.generic):
            return self._of_numpy(value)
        return self._plain(value) if kind in {int, float, str} else self._moment(value)

    def _plain(self, value: object) -> Json:
        match value:
            case float() if math.isfinite(value):
                return value
            case float():
                return None if math.isnan(value) else {"float": "inf"}
            case int():
                return value if abs(value) < 2**63 else {"float": "inf"}
            case _:
                return _text(str(value))

    def _of_numpy(self, value: np.generic) -> Json:
        if isinstance(value, np.datetime64 | np.timedelta64):
            return self._moment(pd.Timestamp(value) if isinstance(value, np.datetime64)
                                else pd.Timedelta(value))  # fmt: skip
        plain = value.item()
        if type(plain) not in {bool, int, float, str}:
            raise Unfit(f"I cannot compare a value of type {_name(value)}.")
        return self.cell(plain)

    def _moment(self, value: object) -> Json:
        if value is pd.NaT or value is pd.NA:
            return None
        if isinstance(value, timedelta):
            return value.total_seconds()
        if type(value) is Decimal:
            return self._plain(float(value))
        if isinstance(value, datetime):
            return _stamp(value)
        if type(value) is date:
            return value.isoformat()
        raise Unfit(f"I cannot compare a value of type {_name(value)}.")

    def _frame(self, value: object, depth: int) -> Json:
        frame = with_named_index(value)
        if len(frame) > MOST_ROWS or frame.shape[1] > MOST_COLUMNS:
            raise Unfit(f"The table you return is larger than {MOST_ROWS:,} rows.")
        names = [str(self.cell(name))[:60] for name in flat_names(frame.columns)]
        columns = [self._column(frame.iloc[:, place], depth) for place in range(len(names))]
        return {"frame": {"columns": names, "rows": [list(r) for r in zip(*columns, strict=True)]}}

    def _series(self, value: object, depth: int) -> Json:
        series = value
        assert isinstance(series, pd.Series)
        if len(series) > MOST_ROWS:
            raise Unfit(f"The series you return is longer than {MOST_ROWS:,} entries.")
        index = None
        if not isinstance(series.index, pd.RangeIndex):
            index = [self.encode(key, depth + 1) for key in series.index.tolist()]
        return {"series": self._column(series, depth), "index": index}

    def _column(self, series: pd.Series, depth: int) -> list[Json]:
        """A gap is a gap, however pandas writes it."""
        if isinstance(series.dtype, np.dtype) and series.dtype.kind in "bif":
            self._take(len(series))
            return [self._plain(cell) for cell in series.tolist()]
        gaps = series.isna().tolist()
        cells = series.astype("object").tolist()
        return [
            None if gap is True else self.encode(cell, depth + 1)
            for gap, cell in zip(gaps, cells, strict=True)
        ]

    def _take(self, cells: int) -> None:
        self._left -= cells
        if self._left < 0:
            raise Unfit("You return too much. Return only what is asked for.")


def with_named_index(value: object) -> pd.DataFrame:
    """Groups in the index count as columns; a plain numbering does not."""
    assert isinstance(value, pd.DataFrame)
    names = [name for name in value.index.names if name is not None]
    taken = {str(column) for column in value.columns}
    if names and not taken.intersection(map(str, names)):
        return value.reset_index()
    return value


def flat_names(columns: pd.Index) -> list[object]:
    if isinstance(columns, pd.MultiIndex):
        return ["_".join(str(part) for part in parts if part != "") for parts in columns.tolist()]
    return list(columns.tolist())


def _all(value: object) -> Iterable[tuple[object, object]]:
    assert isinstance(value, dict)
    _check_length(len(value))
    return value.items()


def _listed(value: object) -> list[object]:
    assert isinstance(value, list | tuple | set | frozenset)
    _check_length(len(value))
    return list(value)


def _array(value: object) -> list[object]:
    if isinstance(value, np.ndarray) and value.size > MOST_CELLS:
        raise Unfit("The array you return is too large.")
    _check_length(len(value) if np.ndim(value) else 1)  # type: ignore[arg-type]  # arrays and the like
    listed = value.tolist() if isinstance(value, np.ndarray) else list(value)  # type: ignore[call-overload]  # the same
    return listed if isinstance(listed, list) else [listed]


def _check_length(length: int) -> None:
    if length > MOST_ROWS:
        raise Unfit(f"You return more than {MOST_ROWS:,} entries.")


def _text(value: str) -> str:
    if len(value) > LONGEST:
        raise Unfit(f"A text you return is longer than {LONGEST:,} characters.")
    return value.encode(errors="replace").decode()


def _stamp(value: datetime) -> str:
    """With a zone, the instant in UTC."""
    zoned = value.tzinfo is not None
    shown = value.astimezone(UTC).replace(tzinfo=None) if zoned else value
    iso = shown.isoformat(sep=" ")
    return iso.removesuffix(" 00:00:00")


def _name(value: object) -> str:
    return type(value).__name__[:40]
