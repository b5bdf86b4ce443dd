"""What Postgres says otherwise than DuckDB, in DuckDB's words and with the same meaning."""

import re
from collections.abc import Callable

from sqlglot import exp

from adapters.judge.sql.formats import moments_as_text
from adapters.judge.sql.refused import Refused
from adapters.judge.sql.series import as_in_postgres as series_as_in_postgres

LONGEST_PAD = 200
PAD = f"Say to `{{}}` with a plain number, at most {LONGEST_PAD}, how long the text is to be."
BOUNDS = "Give `width_bucket` a value, the lower bound, the upper bound, and how many there are."
COLLATION = 'Leave COLLATE out, or write COLLATE "C": texts are sorted by their characters here.'
_BUCKET = ("this", "min_value", "max_value", "num_buckets")
_BY_CHARACTERS = frozenset({"C", "POSIX", "ucs_basic"})
_SHORT_UNITS = frozenset({"hr", "hrs", "min", "mins", "sec", "secs"})
_ARITHMETIC = (exp.Paren, exp.Add, exp.Sub, exp.Mul, exp.Sum, exp.Min, exp.Max)
_SPAN = re.compile(r"\s*[+-]?[\d.]+\s*[A-Za-z].*|\s*\d+:\d\d.*")


def as_in_postgres(tree: exp.Query) -> exp.Query:
    """Changes the tree. Raises Refused."""
    series_as_in_postgres(tree)
    moments_as_text(tree)
    for kind, change in _CHANGES.items():
        # From the inside: what is changed is replaced by a copy of itself.
        for node in reversed(list(tree.find_all(kind))):
            change(node)
    return tree


def _pad(node: exp.Expr) -> None:
    """A filling of nothing cuts only; DuckDB has no answer to it."""
    length, fill = node.args["expression"], node.args.get("fill_pattern")
    if not isinstance(length, exp.Literal) or not length.is_int or int(length.name) > LONGEST_PAD:
        raise Refused(PAD.format("lpad" if node.args.get("is_left") else "rpad"))
    if isinstance(fill, exp.Literal) and fill.is_string and not fill.name:
        node.replace(exp.Left(this=node.this.copy(), expression=length.copy()))


def _called(node: exp.Expr) -> None:
    """By a name that the parser has no class for."""
    match node.name.lower():
        case "every":
            node.replace(exp.LogicalAnd(this=node.expressions[0].copy()))
        case "date_part":
            _part(node)
        case _:
            return


def _escaped(node: exp.Expr) -> None:
    """The parser has read its escapes already."""
    node.replace(exp.Literal.string(node.name))


def _collated(node: exp.Expr) -> None:
    if node.expression.name not in _BY_CHARACTERS:
        raise Refused(COLLATION)
    node.replace(node.this.copy())


def _frame(node: exp.Expr) -> None:
    """A span may stand as a bare text there."""
    for side in ("start", "end"):
        bound = node.args.get(side)
        if isinstance(bound, exp.Literal) and bound.is_string and _SPAN.fullmatch(bound.name):
            node.set(side, exp.cast(bound.copy(), "INTERVAL"))


def _bucket(node: exp.Expr) -> None:
    """0 and one more than there are lie outside; the bounds may be the other way round."""
    if not all(node.args.get(part) for part in _BUCKET):
        raise Refused(BOUNDS)
    value, low, high, number = (exp.paren(node.args[part]) for part in _BUCKET)
    # Multiplied first, and exactly: 0.29 of 100 would else be just under 29.
    reached = exp.cast(exp.paren((value - low) * number), "double")
    place = exp.Div(this=reached, expression=exp.paren(high - low))
    inside = exp.cast(exp.Floor(this=place.copy()) + 1, "INT")
    outside = exp.case().when(place < 0, "0").when(place >= number, number + 1)
    node.replace(outside.when(place.is_(exp.null()).not_(), inside))


def _part(node: exp.Expr) -> None:
    """A number with a fraction there: dividing by 60 cuts nothing off."""
    around = node.parent
    while isinstance(around, _ARITHMETIC):
        around = around.parent
    if isinstance(around, exp.Div):
        node.replace(exp.cast(node.copy(), "double"))


def _interval(node: exp.Expr) -> None:
    """Short units are known in a text that is cast alone."""
    unit = node.args.get("unit")
    if isinstance(unit, exp.Var) and unit.name.lower() in _SHORT_UNITS:
        text = exp.Literal.string(f"{node.this.name} {unit.name}")
        node.replace(exp.cast(text, "INTERVAL"))


_CHANGES: dict[type[exp.Expr], Callable[[exp.Expr], None]] = {
    exp.Pad: _pad,
    exp.WidthBucket: _bucket,
    exp.Anonymous: _called,
    exp.ByteString: _escaped,
    exp.Collate: _collated,
    exp.WindowSpec: _frame,
    exp.Extract: _part,
    exp.Interval: _interval,
}
