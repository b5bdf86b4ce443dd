"""What came back from a child, checked and made comparable. The child may be hostile."""

import math
from dataclasses import dataclass
from typing import Literal

from adapters.judge.sql.results import moment
from adapters.judge.texts import without_paths
from adapters.judge.work import Json

Cell = None | bool | int | float | str
Kind = Literal["frame", "series", "list", "map", "set", "cell"]
DEEPEST, MOST, MOST_REASONS = 8, 70_000, 5
"""How deep values may be nested, and how many there may be in one answer."""
LARGEST = 2**63
_AS_IT_IS = frozenset({type(None), bool, float})
_ERRORS = frozenset(
    {"KeyError", "IndexError", "ValueError", "TypeError", "ZeroDivisionError", "AttributeError"}
)
"""What slips end with. The choice of a name tells of data: the fewer there are, the less."""


class Malformed(Exception):
    """No answer of ours looks like this."""


@dataclass(frozen=True, slots=True)
class Value:
    """`parts` are rows of a frame, entries of a list, pairs of a map; `cell` is a single value.

    Cells inside others stand as they are: a large table has tens of thousands.
    """

    kind: Kind
    parts: "tuple[Part | tuple[Part, ...], ...]" = ()
    names: tuple[str, ...] = ()
    index: "tuple[Part, ...] | None" = None
    cell: Cell = None


Part = Value | Cell


@dataclass(frozen=True, slots=True)
class Fault:
    stage: str
    says: str
    line: int
    column: int
    kind: str
    """The name of an error that slips end with, or empty."""


@dataclass(frozen=True, slots=True)
class Case:
    """Either a value or a fault. `changed`: the function altered the tables it was given."""

    value: Value | None
    fault: Fault | None
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """`seconds` of the function on the large case, by the child's own word."""

    fault: Fault | None
    cases: tuple[Case, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What was seen in the text: `slow` ways, and what makes it `hard` to take over."""

    slow: tuple[str, ...] = ()
    hard: tuple[str, ...] = ()


def reading(value: Json) -> Reading:
    """Raises Malformed."""
    if value is None:
        return Reading()
    known = _record(value)
    slow, hard = (tuple(_texts(known.get(name), MOST_REASONS)) for name in ("slow", "hard"))
    return Reading(slow, hard)


def answer(value: Json, cases: int) -> Answer:
    """Raises Malformed."""
    known = _record(value)
    if known.get("fault") is not None:
        return Answer(_fault(known["fault"]))
    listed, reader = _listed(known.get("cases")), _Reader()
    if len(listed) != cases:
        raise Malformed
    return Answer(
        None,
        tuple(_case(case, reader) for case in listed),
        _seconds(known.get("seconds")),
    )


def _case(case: Json, reader: "_Reader") -> Case:
    known = _record(case)
    if known.get("fault") is not None:
        return Case(None, _fault(known["fault"]))
    return Case(reader.value(known.get("value")), None, known.get("changed") is True)


def _fault(fault: Json) -> Fault:
    known = _record(fault)
    stage, says, kind = (known.get(name) for name in ("stage", "says", "kind"))
    line, column = known.get("line"), known.get("column")
    if not (isinstance(stage, str) and isinstance(says, str) and isinstance(kind, str)):
        raise Malformed
    if stage not in {"syntax", "name", "runtime"}:
        raise Malformed
    kind = kind if kind in _ERRORS else ""
    return Fault(stage, without_paths(says)[:240], _small(line), _small(column), kind)


class _Reader:
    """Of all cases of an answer together: a million values would hold up everybody else."""

    def __init__(self) -> None:
        self._left = MOST

    def value(self, value: Json) -> Value:
        self._take(1)
        part = self._part(value, 0)
        return part if isinstance(part, Value) else Value("cell", cell=part)

    def _part(self, value: Json, depth: int) -> Part:
        if depth > DEEPEST:
            raise Malformed
        return self._holding(value, depth) if isinstance(value, dict) else _cell(value)

    def _holding(self, value: dict[str, Json], depth: int) -> Part:
        match list(value.items()):
            case [("frame", frame)]:
                return self._frame(_record(frame), depth)
            case [("series", cells), ("index", index)]:
                return self._series(cells, index, depth)
            case [("list" | "set" as kind, entries)]:
                return Value(kind, self._all(entries, depth))
            case [("map", pairs)]:
                return Value("map", tuple(self._row(pair, 2, depth) for pair in _listed(pairs)))
            case [("float", "inf")]:
                return math.inf
            case _:
                raise Malformed

    def _all(self, entries: Json, depth: int) -> tuple[Part, ...]:
        self._take(len(_listed(entries)))
        deeper = depth + 1
        # A large table has tens of thousands, nearly all of them plain.
        return tuple([e if type(e) in _AS_IT_IS else self._part(e, deeper) for e in entries])

    def _take(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise Malformed

    def _row(self, row: Json, width: int, depth: int) -> tuple[Part, ...]:
        if len(_listed(row)) != width:
            raise Malformed
        return self._all(row, depth)

    def _frame(self, frame: dict[str, Json], depth: int) -> Value:
        names = tuple(_texts(frame.get("columns")))
        rows = (self._row(row, len(names), depth) for row in _listed(frame.get("rows")))
        return Value("frame", tuple(rows), names)

    def _series(self, cells: Json, index: Json, depth: int) -> Value:
        parts = self._all(cells, depth)
        keys = None if index is None else self._all(index, depth)
        if keys is not None and len(keys) != len(parts):
            raise Malformed
        return Value("series", parts, index=keys)


def _cell(value: Json) -> Cell:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < LARGEST:
        return value
    if isinstance(value, float):
        return value
    if isinstance(value, str) and len(value) <= 2_000:
        return moment(value)
    raise Malformed


def _record(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise Malformed
    return value


def _listed(value: Json, most: int = MOST) -> list[Json]:
    if not isinstance(value, list) or len(value) > most:
        raise Malformed
    return value


def _texts(value: Json, most: int = 200) -> list[str]:
    listed = _listed(value, most)
    if not all(isinstance(text, str) for text in listed):
        raise Malformed
    return [text[:200] for text in listed]


def _seconds(value: Json) -> float:
    if type(value) not in {int, float} or not 0 <= value < LARGEST:
        raise Malformed
    return float(value)


def _small(value: Json) -> int:
    return value if type(value) is int and 0 <= value < 100_000 else 0
