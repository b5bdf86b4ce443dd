"""Queries one slip away from a right one. Hidden data must tell them from it.

The kinds are those people make: comparison, condition, join, DISTINCT, aggregate, frame, partition,
rank, neighbour, order, literal, group key, NULL handling, truncation.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from adapters.judge.sql.check import Here, written

Edit = Callable[[exp.Expr], object]
"""Changes the node of a copy in place."""
Slip = tuple[str, Edit]
Rule = Callable[[exp.Expr], Iterator[Slip]]


@dataclass(frozen=True, slots=True)
class Mutant:
    """`what` names the slip in a few words, for the author."""

    what: str
    sql: str


def mutants(query: str) -> list[Mutant]:
    """Each different text once; some cannot be run."""
    tree = sqlglot.parse_one(query, dialect=Here)
    assert isinstance(tree, exp.Query)
    seen = {written(tree)}
    found: list[Mutant] = []
    for place, node in enumerate(list(tree.walk())):
        for what, edit in _slips(node):
            sql = _edited(tree, place, edit)
            if sql and sql not in seen:
                seen.add(sql)
                found.append(Mutant(f"{what} in {_shown(node)}", sql))
    return found


def _slips(node: exp.Expr) -> Iterator[Slip]:
    for rule in RULES:
        yield from rule(node)


def _edited(tree: exp.Query, place: int, edit: Edit) -> str:
    """Empty when nothing can be made of it."""
    copy = tree.copy()
    edit(list(copy.walk())[place])
    try:
        return written(copy)
    except SqlglotError:
        return ""


def _shown(node: exp.Expr) -> str:
    """A literal alone would not tell where it stands."""
    around = node.parent if isinstance(node, exp.Literal) and node.parent else node
    text = around.sql(Here, comments=False)
    return text if len(text) <= 60 else text[:59] + "…"


def _to(kind: type[exp.Expr]) -> Edit:
    """The same operands under another operator."""
    return lambda node: node.replace(kind(this=node.this, expression=node.args.get("expression")))


def _put(key: str, value: object) -> Edit:
    return lambda node: node.set(key, value)


def _leave(key: str) -> Edit:
    """The node gives way to one of its parts."""
    return lambda node: node.replace(node.args[key])


_COMPARED: dict[type[exp.Expr], tuple[type[exp.Expr], ...]] = {
    exp.GT: (exp.GTE, exp.LT),
    exp.GTE: (exp.GT, exp.LTE),
    exp.LT: (exp.LTE, exp.GT),
    exp.LTE: (exp.LT, exp.GTE),
    exp.EQ: (exp.NEQ,),
    exp.NEQ: (exp.EQ,),
}


def _comparison(node: exp.Expr) -> Iterator[Slip]:
    for kind in _COMPARED.get(type(node), ()):
        yield f"{kind.__name__} for {type(node).__name__}", _to(kind)
    if isinstance(node, exp.Between):
        yield "end left out", _half_open
    if isinstance(node, exp.Is | exp.Exists | exp.In) and isinstance(node.parent, exp.Not):
        yield "NOT lost", lambda inner: inner.parent and inner.parent.replace(inner)
    elif isinstance(node, exp.Is | exp.In):
        yield "NOT added", lambda inner: inner.replace(exp.Not(this=inner.copy()))


def _half_open(node: exp.Expr) -> object:
    low = exp.GTE(this=node.this.copy(), expression=node.args["low"].copy())
    high = exp.LT(this=node.this.copy(), expression=node.args["high"].copy())
    return node.replace(exp.paren(exp.And(this=low, expression=high)))


def _condition(node: exp.Expr) -> Iterator[Slip]:
    if isinstance(node, exp.And | exp.Or):
        yield "right part lost", _leave("this")
        yield "left part lost", _leave("expression")
        yield "AND and OR mixed up", _to(exp.Or if isinstance(node, exp.And) else exp.And)
    if isinstance(node, exp.Where | exp.Having | exp.Qualify):
        yield f"{node.key.upper()} lost", lambda found: found.pop()
    if isinstance(node, exp.Filter):
        yield "FILTER lost", _leave("this")


def _join(node: exp.Expr) -> Iterator[Slip]:
    if not isinstance(node, exp.Join) or node.kind == "CROSS":
        return
    for side in ("", "LEFT"):
        if node.side != side and (node.args.get("on") or node.args.get("using")):
            yield f"{side or 'INNER'} JOIN", partial(_sided, side)


def _sided(side: str, join: exp.Expr) -> None:
    join.set("side", side or None)
    join.set("kind", None)


def _distinct(node: exp.Expr) -> Iterator[Slip]:
    if isinstance(node, exp.Select) and node.args.get("distinct"):
        yield "DISTINCT lost", _put("distinct", None)
    if isinstance(node, exp.Union):
        yield "UNION and UNION ALL mixed up", _put("distinct", not node.args.get("distinct"))
    if isinstance(node, exp.Count) and isinstance(node.this, exp.Distinct):
        yield "DISTINCT lost", lambda count: count.set("this", count.this.expressions[0])
    elif isinstance(node, exp.Count) and not isinstance(node.this, exp.Star | exp.Literal):
        yield "every row counted", _put("this", exp.Star())
        yield "DISTINCT added", _distinguished
    elif isinstance(node, exp.Sum | exp.Avg) and not isinstance(node.this, exp.Distinct):
        yield "DISTINCT added", _distinguished


def _distinguished(node: exp.Expr) -> None:
    if not isinstance(node.parent, exp.Window):
        node.set("this", exp.Distinct(expressions=[node.this]))


_AGGREGATES: dict[type[exp.Expr], type[exp.Expr]] = {
    exp.Sum: exp.Avg,
    exp.Avg: exp.Sum,
    exp.Min: exp.Max,
    exp.Max: exp.Min,
    exp.Median: exp.Avg,
    exp.Lag: exp.Lead,
    exp.Lead: exp.Lag,
    exp.FirstValue: exp.LastValue,
    exp.LastValue: exp.FirstValue,
    exp.Greatest: exp.Least,
    exp.Least: exp.Greatest,
}
_RANKS = (exp.RowNumber, exp.Rank, exp.DenseRank)


def _function(node: exp.Expr) -> Iterator[Slip]:
    other = _AGGREGATES.get(type(node))
    if other is not None:
        yield f"{other.__name__} for {type(node).__name__}", lambda n: n.replace(other(**n.args))
    for rank in _RANKS if isinstance(node, _RANKS) else ():
        yield f"{rank.__name__} for {type(node).__name__}", partial(_become, rank)
    if isinstance(node, exp.Coalesce | exp.Nullif | exp.Abs | exp.Round):
        yield f"{type(node).__name__} lost", _leave("this")
    if isinstance(node, exp.Case) and node.args.get("default"):
        yield "ELSE lost", _put("default", None)


def _become(kind: type[exp.Expr], node: exp.Expr) -> object:
    return node.replace(kind())


def _window(node: exp.Expr) -> Iterator[Slip]:
    if isinstance(node, exp.Window):
        for place in range(len(node.args.get("partition_by") or ())):
            yield "PARTITION BY lost", partial(_without, "partition_by", place)
    if not isinstance(node, exp.WindowSpec):
        return
    yield "frame lost", lambda spec: spec.pop()
    other = "RANGE" if node.args.get("kind") == "ROWS" else "ROWS"
    yield f"{other} frame", _put("kind", other)
    if node.args.get("end") == "CURRENT ROW":
        yield "frame to the end", lambda spec: _ending(spec, "UNBOUNDED", "FOLLOWING")
        yield "frame from the start", _put("start", "UNBOUNDED")
    if node.args.get("start") == "UNBOUNDED" and node.args.get("end") is not None:
        yield (
            "frame of one row less",
            lambda spec: _ending(spec, exp.Literal.number(1), "PRECEDING"),
        )


def _ending(spec: exp.Expr, end: object, side: str) -> None:
    spec.set("end", end)
    spec.set("end_side", side)


def _without(key: str, place: int, node: exp.Expr) -> None:
    kept = list(node.args[key])
    del kept[place]
    node.set(key, kept)


def _order(node: exp.Expr) -> Iterator[Slip]:
    if isinstance(node, exp.Ordered):
        yield "other direction", _turned
    if isinstance(node, exp.Order) and len(node.expressions) > 1:
        for place in range(len(node.expressions)):
            yield "sort key lost", partial(_without, "expressions", place)
    if isinstance(node, exp.Group) and len(node.expressions) > 1:
        for place in range(len(node.expressions)):
            yield "group key lost", partial(_without, "expressions", place)


def _turned(key: exp.Expr) -> None:
    down = not key.args.get("desc")
    key.set("desc", down)
    key.set("nulls_first", down)


def _literal(node: exp.Expr) -> Iterator[Slip]:
    if not isinstance(node, exp.Literal):
        return
    if _is_whole(str(node.this)):
        for step in (1, -1):
            yield f"{step:+} to {node.this}", _put("this", str(int(node.this) + step))
    elif node.is_string and _day(str(node.this)):
        for step in (1, -1):
            yield f"{step:+} day to {node.this}", _put("this", _moved(str(node.this), step))


def _is_whole(text: str) -> bool:
    return text.isdigit() and len(text) < 10


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _moved(text: str, days: int) -> str:
    found = _day(text)
    return f"{found + timedelta(days=days)}{text[10:]}" if found else text


_UNITS = {"DAY": "WEEK", "WEEK": "MONTH", "MONTH": "WEEK", "HOUR": "DAY"}


def _truncation(node: exp.Expr) -> Iterator[Slip]:
    if isinstance(node, exp.Cast) and node.to.is_type("date") and not _fixed(node):
        yield "time of day kept", _leave("this")
    if isinstance(node, exp.TimestampTrunc | exp.DateTrunc):
        unit = str(node.args["unit"].name).upper()
        yield "not truncated", _leave("this")
        if unit in _UNITS:
            yield f"{_UNITS[unit]} for {unit}", _put("unit", exp.Var(this=_UNITS[unit]))


def _fixed(node: exp.Expr) -> bool:
    return isinstance(node.this, exp.Literal)


RULES: tuple[Rule, ...] = (
    _comparison,
    _condition,
    _join,
    _distinct,
    _function,
    _window,
    _order,
    _literal,
    _truncation,
)
