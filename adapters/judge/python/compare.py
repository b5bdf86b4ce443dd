"""When two returned values say the same.

Rows and entries are a multiset unless the order is asked for. Columns go by name, in any order;
numbers agree to 1e-6; 3 is 3.0 and not "3"; a gap equals a gap, infinity equals nothing.
"""

from collections.abc import Sequence
from itertools import chain
from typing import cast

from adapters.judge.python.results import Part, Value
from adapters.judge.sql.compare import same_rows
from adapters.judge.sql.results import Cell, Row

ORDER = "The values are right, their order is not."
_SEQUENCES = {"list", "series"}


def apart(expected: Value, got: Value, *, ordered: bool) -> str:
    """Why they are not the same, in one sentence without any value; empty when they are."""
    if _both_empty(expected, got):
        return ""
    if expected.kind in _SEQUENCES and got.kind in _SEQUENCES:
        return _sequences(expected, got, ordered=ordered)
    if expected.kind != got.kind:
        return f"It returns {_called(got)} where {_called(expected)} is asked for."
    match expected.kind:
        case "frame":
            return _frames(expected, got, ordered=ordered)
        case "map":
            return _maps(expected, got, ordered=ordered)
        case "set":
            return _rows_apart(rows_of(expected), rows_of(got), ordered=False)
        case _:
            return "" if same_rows([(flat(expected),)], [(flat(got),)]) else "The value differs."


def _both_empty(expected: Value, got: Value) -> bool:
    """Columns and index do not count then: some right ways to an empty table lose them."""
    alike = expected.kind == got.kind or {expected.kind, got.kind} == _SEQUENCES
    return alike and expected.kind != "cell" and not expected.parts and not got.parts


def _called(value: Value) -> str:
    names = {
        "frame": "a table", "series": "a series", "list": "a list", "map": "a dict",
        "set": "a set", "cell": "a single value",
    }  # fmt: skip
    return "nothing" if value.kind == "cell" and value.cell is None else names[value.kind]


def _frames(expected: Value, got: Value, *, ordered: bool) -> str:
    missing = [name for name in expected.names if name not in got.names]
    surplus = [name for name in got.names if name not in expected.names]
    if missing:
        return f"The column `{missing[0]}` is missing."
    if surplus or len(got.names) != len(expected.names):
        return f"There is a column too many: `{(surplus or list(got.names))[0]}`."
    return _rows_apart(rows_of(expected), _turned(expected, got), ordered=ordered)


def _turned(expected: Value, got: Value) -> list[Row]:
    """Rows with their columns in the order that is expected."""
    rows = rows_of(got)
    if got.names == expected.names:
        return rows
    order = [got.names.index(name) for name in expected.names]
    return [tuple(row[place] for place in order) for row in rows]


def _sequences(expected: Value, got: Value, *, ordered: bool) -> str:
    if expected.index is not None:
        if got.index is None:
            return "It returns bare values; what they belong to should be their index."
        return _rows_apart(indexed(expected), indexed(got), ordered=ordered)
    return _rows_apart(rows_of(expected), rows_of(got), ordered=ordered)


def _maps(expected: Value, got: Value, *, ordered: bool) -> str:
    """Keys are matched, and what belongs to them is compared like any value."""
    wanted, given = _by_key(expected), _by_key(got)
    if set(wanted) != set(given):
        return "The keys differ."
    reasons = (_parts_apart(part, given[key], ordered=ordered) for key, part in wanted.items())
    return next((reason for reason in reasons if reason), "")


def _parts_apart(expected: Part, got: Part, *, ordered: bool) -> str:
    left, right = (
        part if isinstance(part, Value) else Value("cell", cell=part) for part in (expected, got)
    )
    return apart(left, right, ordered=ordered)


def _by_key(value: Value) -> dict[Cell, Part]:
    pairs = [part for part in value.parts if isinstance(part, tuple)]
    return {_key(key): item for key, item in pairs}


def _key(part: Part) -> Cell:
    cell = flat(part)
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


def _rows_apart(expected: Sequence[Row], got: Sequence[Row], *, ordered: bool) -> str:
    if len(expected) != len(got):
        return f"It returns {_counted(len(got))} where {len(expected)} should be."
    if not same_rows(expected, got):
        return "Some values differ."
    pairs = zip(expected, got, strict=True)
    if ordered and not all(same_rows([left], [right]) for left, right in pairs):
        return ORDER
    return ""


def _counted(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def rows_of(value: Value) -> list[Row]:
    """Entries are rows of one cell, pairs of a map rows of two."""
    rows = [part if isinstance(part, tuple) else (part,) for part in value.parts]
    if Value in set(map(type, chain.from_iterable(rows))):
        return [tuple(map(flat, row)) for row in rows]
    return cast("list[Row]", rows)


def indexed(value: Value) -> list[Row]:
    """Each entry of a series behind what it belongs to."""
    keys = value.index or ()
    values = [part for part in value.parts if not isinstance(part, tuple)]
    return [(flat(key), flat(cell)) for key, cell in zip(keys, values, strict=True)]


def flat(value: Part) -> Cell:
    """As a cell; what holds others becomes a tuple that begins with its kind."""
    if not isinstance(value, Value):
        return value
    if value.kind == "cell":
        return value.cell
    parts = [
        ("row", *map(flat, part)) if isinstance(part, tuple) else flat(part) for part in value.parts
    ]
    if value.kind in {"map", "set"}:
        # Neither has an order; a key comes before what may differ by noise.
        parts.sort(key=repr)
    return (value.kind, *value.names, *parts)
