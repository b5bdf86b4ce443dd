"""What came back from a child, checked and made comparable. The child may be hostile."""

import math
from dataclasses import dataclass
from typing import Literal

from adapters.judge.work import Json

Cell = None | bool | int | float | str
Kind = Literal["frame", "series", "list", "map", "set", "cell"]
DEEPEST, MOST = 8, 70_000
LARGEST = 2**63


class Malformed(Exception):
    """No answer of ours looks like this."""


@dataclass(frozen=True, slots=True)
class Value:
    """`parts` are rows of a frame, entries of a list, pairs of a map; `cell` is a single value."""

    kind: Kind
    parts: "tuple[Value | tuple[Value, ...], ...]" = ()
    names: tuple[str, ...] = ()
    index: "tuple[Value, ...] | None" = None
    cell: Cell = None


@dataclass(frozen=True, slots=True)
class Fault:
    stage: str
    says: str
    line: int
    column: int
    kind: str


@dataclass(frozen=True, slots=True)
class Case:
    """Either a value or a fault. `changed`: the function altered the tables it was given."""

    value: Value | None
    fault: Fault | None
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    fault: Fault | None
    cases: tuple[Case, ...] = ()
    slow: tuple[str, ...] = ()
    hard: tuple[str, ...] = ()
    seconds: float = 0.0
    yard: float = 0.0


def answer(value: Json, cases: int) -> Answer:
    """Raises Malformed."""
    known = _record(value)
    if known.get("fault") is not None:
        return Answer(_fault(known["fault"]))
    found = tuple(_case(case) for case in _listed(known.get("cases"), 100))
    if len(found) != cases:
        raise Malformed
    return Answer(
        None,
        found,
        tuple(_texts(known.get("slow"))),
        tuple(_texts(known.get("hard"))),
        _seconds(known.get("seconds")),
        _seconds(known.get("yard")),
    )


def _case(case: Json) -> Case:
    known = _record(case)
    if known.get("fault") is not None:
        return Case(None, _fault(known["fault"]))
    return Case(_value(known.get("value"), 0), None, known.get("changed") is True)


def _fault(fault: Json) -> Fault:
    known = _record(fault)
    stage, says, kind = (known.get(name) for name in ("stage", "says", "kind"))
    line, column = known.get("line"), known.get("column")
    if not (isinstance(stage, str) and isinstance(says, str) and isinstance(kind, str)):
        raise Malformed
    if stage not in {"syntax", "name", "runtime"}:
        raise Malformed
    return Fault(stage, says[:240], _small(line), _small(column), kind[:40])


def _value(value: Json, depth: int) -> Value:
    if depth > DEEPEST:
        raise Malformed
    if not isinstance(value, dict):
        return Value("cell", cell=_cell(value))
    match list(value.items()):
        case [("frame", frame)]:
            return _frame(_record(frame), depth)
        case [("series", cells), ("index", index)]:
            parts = tuple(_value(cell, depth + 1) for cell in _listed(cells))
            keys = index if index is None else tuple(_value(k, depth + 1) for k in _listed(index))
            return Value("series", parts, index=keys)
        case [("list", entries)]:
            return Value("list", tuple(_value(entry, depth + 1) for entry in _listed(entries)))
        case [("set", entries)]:
            return Value("set", tuple(_value(entry, depth + 1) for entry in _listed(entries)))
        case [("map", pairs)]:
            return Value("map", tuple(_pair(pair, depth) for pair in _listed(pairs)))
        case [("float", "nan" | "inf")]:
            return Value("cell", cell=math.nan)
        case _:
            raise Malformed


def _frame(frame: dict[str, Json], depth: int) -> Value:
    names = tuple(_texts(frame.get("columns")))
    rows = [_listed(row) for row in _listed(frame.get("rows"))]
    if any(len(row) != len(names) for row in rows):
        raise Malformed
    parts = tuple(tuple(_value(cell, depth + 1) for cell in row) for row in rows)
    return Value("frame", parts, names)


def _pair(pair: Json, depth: int) -> tuple[Value, Value]:
    listed = _listed(pair, 2)
    if len(listed) != 2:
        raise Malformed
    return _value(listed[0], depth + 1), _value(listed[1], depth + 1)


def _cell(value: Json) -> Cell:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < LARGEST:
        return value
    if isinstance(value, float):
        return value
    if isinstance(value, str) and len(value) <= 2_000:
        return value
    raise Malformed


def _record(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise Malformed
    return value


def _listed(value: Json, most: int = MOST) -> list[Json]:
    if not isinstance(value, list) or len(value) > most:
        raise Malformed
    return value


def _texts(value: Json) -> list[str]:
    listed = _listed(value, 200)
    if not all(isinstance(text, str) for text in listed):
        raise Malformed
    return [text[:200] for text in listed]


def _seconds(value: Json) -> float:
    fits = isinstance(value, int | float) and not isinstance(value, bool)
    if not fits or not math.isfinite(value) or value < 0:
        raise Malformed
    return float(value)


def _small(value: Json) -> int:
    return value if isinstance(value, int) and 0 <= value < 100_000 else 0
