"""How values of the sample are set side by side. Nothing hidden is ever shown."""

from adapters.judge.python.compare import flat, indexed, rows_of
from adapters.judge.python.results import Value
from adapters.judge.sql.difference import aligned, as_text, near_miss, rows_apart
from adapters.judge.sql.results import Result, Row

LISTED, WIDE = 6, 6
_HEADS = {"map": ("key", "value")}


def near(expected: Value, got: Value) -> str:
    """The sentence for values that are almost right, such as rounded ones; or nothing."""
    left, right = _result(expected), _result(got)
    alike = expected.kind == got.kind and sorted(left.columns) == sorted(right.columns)
    return near_miss(left, right, ()) if alike else ""


def side_by_side(expected: Value, got: Value) -> str:
    """The rows that differ; where there are none to name, the first of both."""
    left, right = _result(expected), _result(got)
    found = rows_apart(left, right) if _alike(left, right) else ""
    return found or f"expected\n{_table(left)}\n\nyours\n{_table(right)}"


def _alike(left: Result, right: Result) -> bool:
    return sorted(left.columns) == sorted(right.columns) and 0 < len(left.columns) <= WIDE


def _result(value: Value) -> Result:
    if value.kind == "cell":
        return Result(("value",), ((flat(value),),))
    if value.kind == "series" and value.index is not None:
        return Result(("index", "value"), tuple(indexed(value)))
    heads = value.names if value.kind == "frame" else _HEADS.get(value.kind, ("value",))
    return Result(heads, tuple(rows_of(value)))


def _table(result: Result) -> str:
    """The first rows and columns, lined up."""
    lines = [_line(row) for row in result.rows[:LISTED]]
    head = [_line(result.columns)] if result.columns else []
    left = len(result.rows) - LISTED
    more = f"\n… {left} more" if left > 0 else ""
    return (aligned([*head, *lines]) if lines else "(nothing)") + more


def _line(row: Row) -> list[str]:
    more = ["…"] if len(row) > WIDE else []
    return [*map(as_text, row[:WIDE]), *more]
