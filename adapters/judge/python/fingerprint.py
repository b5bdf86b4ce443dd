"""A large value told by a few numbers for each column, whatever the order of its rows.

Equal values have equal fingerprints up to the noise of sums; to forge one takes the values.
"""

import re
from datetime import date

import numpy as np
import pandas as pd

from adapters.judge.python.values import MOST_ROWS, Encoder, flat_names, with_named_index
from adapters.judge.work import Json

HEAD = ["column", "kind", "gaps", "sum", "positive"]
_PRIME = 1_000_003
"""Moments are told by their milliseconds modulo this, so that sums stay whole numbers."""
_MOMENT = re.compile(
    r"\d{4,6}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+]00(?::?00)?)?)?"
)
"""The texts that a small table has read as moments, too."""


def large(value: object) -> Json:
    """As it is when it is small, else its fingerprint. Raises whatever the value does."""
    if isinstance(value, pd.DataFrame) and len(value) > MOST_ROWS:
        return _told(with_named_index(value))
    if isinstance(value, list | pd.Series | np.ndarray) and len(value) > MOST_ROWS:
        return _told(pd.DataFrame({"value": pd.Series(value).array}))
    return Encoder().encode(value)


def _told(frame: pd.DataFrame) -> Json:
    names = [str(name)[:60] for name in flat_names(frame.columns)]
    rows: list[list[Json]] = [["", "rows", len(frame), 0, 0]]
    rows += [[name, *_column(frame.iloc[:, place])] for place, name in enumerate(names)]
    return {"frame": {"columns": HEAD, "rows": [[_plain(cell) for cell in row] for row in rows]}}


def _column(column: pd.Series) -> tuple[str, int, object, object]:
    known = column.dropna()
    gaps = len(column) - len(known)
    if known.empty:
        return "gap", gaps, 0, 0
    moments = _moments(known)
    if moments is not None:
        stamps = moments.to_numpy().astype("datetime64[ms]").astype("int64")
        return "moment", gaps, int((stamps % _PRIME).sum()), 0
    numbers = _numbers(known)
    if numbers is None:
        return "text", gaps, _hashed(known), 0
    return "number", gaps, numbers[numbers < 0].sum(), numbers[numbers > 0].sum()


def _moments(known: pd.Series) -> pd.Series | None:
    """In UTC without a zone, however they are written; None when some entry is none."""
    if known.dtype.kind != "M":
        known = known.astype("object")
        if not all(map(_is_moment, known)):
            return None
    try:
        return pd.to_datetime(known, utc=True, format="ISO8601").dt.tz_localize(None)
    except ValueError:  # a thirtieth of February in a text
        return None


def _is_moment(cell: object) -> bool:
    return isinstance(cell, date) or (isinstance(cell, str) and bool(_MOMENT.fullmatch(cell)))


def _numbers(known: pd.Series) -> np.ndarray | None:
    if known.dtype.kind == "m":
        return np.asarray(known.dt.total_seconds())
    if known.dtype.kind in "OU" and known.map(type).eq(str).any():
        return None
    try:
        return np.asarray(known.to_numpy(dtype="float64"))
    except (TypeError, ValueError):
        return None


def _hashed(known: pd.Series) -> int:
    hashes = pd.util.hash_array(known.astype(str).to_numpy(dtype="object"))
    return int((hashes >> np.uint64(20)).sum())


def _plain(cell: object) -> Json:
    return Encoder().cell(cell)
