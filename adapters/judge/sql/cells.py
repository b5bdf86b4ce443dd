"""Cells on their way out of a child: plain JSON values, anything else in an object of one tag."""

import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from adapters.judge.work import Json

DEEPEST = 4
"""Levels of lists in lists."""


class TooDeep(Exception):
    pass


def encode(value: object, depth: int = 0) -> Json:
    """Exact types first: almost every cell is one of them."""
    if value is None or type(value) in (bool, int, str):
        return value
    if isinstance(value, float | Decimal):
        return _number(float(value))
    if isinstance(value, date | time | timedelta):
        return _time(value)
    return _rest(value, depth)


def _number(value: float) -> Json:
    return value if math.isfinite(value) else {"number": str(value)}


def _time(value: date | time | timedelta) -> Json:
    if isinstance(value, timedelta):
        return {"span": value.total_seconds()}
    if isinstance(value, datetime):
        return {"time": value.replace(tzinfo=None).isoformat(" ")}
    return {"time" if isinstance(value, date) else "clock": value.isoformat()}


def _rest(value: object, depth: int) -> Json:
    if depth >= DEEPEST:
        raise TooDeep("The result has lists in lists in lists. Return plain columns.")
    if isinstance(value, list | tuple):
        return {"list": [encode(entry, depth + 1) for entry in value]}
    if isinstance(value, dict):
        pairs = [[encode(k, depth + 1), encode(v, depth + 1)] for k, v in value.items()]
        return {"map": pairs}
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    return str(value) if isinstance(value, UUID) else {"other": str(value)}
