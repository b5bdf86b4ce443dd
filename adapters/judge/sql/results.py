"""What came back from a child, checked and made comparable. The child may be hostile."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.judge.work import Json

Cell = None | bool | int | float | str | tuple["Cell", ...]
"""Dates and times are texts; lists, spans and the like are tuples that begin with their kind."""
Row = tuple[Cell, ...]

MOST_ROWS = 5_000
MOST_COLUMNS = 40
LARGEST = 10**60
DEEPEST = 6
_MOMENT = re.compile(
    r"(\d{4,6}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(?:Z|[+]00(?::?00)?)?)?"
)


class Malformed(Exception):
    """No grader of ours sent this."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a query gave on one database."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def results(value: Json, most: int) -> tuple[Result, ...]:
    """Raises Malformed."""
    return tuple(_result(entry) for entry in listed(value, most))


def listed(value: Json, most: int) -> list[Json]:
    if not isinstance(value, list) or len(value) > most:
        raise Malformed
    return value


def _result(value: Json) -> Result:
    if not isinstance(value, dict):
        raise Malformed
    columns = tuple(str(name)[:60] for name in listed(value.get("columns"), MOST_COLUMNS))
    rows = tuple(_row(row, len(columns)) for row in listed(value.get("rows"), MOST_ROWS))
    return Result(columns, rows)


def _row(value: Json, width: int) -> Row:
    if len(listed(value, MOST_COLUMNS)) != width:
        raise Malformed
    return tuple(cell(entry) for entry in value)


def cell(value: Json, depth: int = 0) -> Cell:
    """Raises Malformed."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, str):
        return moment(value)
    if isinstance(value, dict) and len(value) == 1 and depth < DEEPEST:
        return _tagged(*next(iter(value.items())), depth)
    raise Malformed


def _number(value: float) -> float:
    if isinstance(value, int) and abs(value) > LARGEST:
        raise Malformed
    return value


def moment(text: str) -> str:
    """A date, its midnight and their ISO texts read the same."""
    found = _MOMENT.fullmatch(text) if 10 <= len(text) <= 40 else None
    if found is None:
        return text
    clock = (found[2] or "").rstrip("0") if "." in (found[2] or "") else found[2] or ""
    clock = clock.rstrip(".")
    if len(clock) == len("00:00"):
        clock += ":00"
    return found[1] if clock in {"", "00:00:00"} else f"{found[1]} {clock}"


def _tagged(tag: str, value: Json, depth: int) -> Cell:
    match tag, value:
        case "number", "nan" | "inf" | "-inf":
            return float(value)
        case ("time", str()):
            return moment(value)
        case ("clock" | "bytes" | "other", str()):
            return value
        case ("span", int() | float()) if math.isfinite(value):
            return ("span", _number(value))
        case ("list" | "map", list()):
            return (tag, *_entries(value, depth + 1))
        case _:
            raise Malformed


def _entries(values: Sequence[Json], depth: int) -> tuple[Cell, ...]:
    """The pairs of a map are lists themselves."""
    return tuple(
        ("pair", *_entries(value, depth + 1))
        if isinstance(value, list) and depth < DEEPEST
        else cell(value, depth)
        for value in values[:MOST_ROWS]
    )
