"""Advice read from the syntax tree. It changes no score."""

from collections.abc import Iterator

from sqlglot import exp

CROSSED = "A join has no condition: every row meets every row. Say what belongs together with ON."
NOT_IN = "NOT IN keeps nothing once the inner query has a NULL; NOT EXISTS is the safe form."
WRAPPED = (
    "A function around a column in WHERE keeps an index or partition from helping; "
    "compare the bare column with a range."
)


def hints(tree: exp.Query) -> list[str]:
    return [sentence for sentence, holds in _FOUND.items() if any(holds(tree))]


def _crossed(tree: exp.Query) -> Iterator[bool]:
    """A condition in WHERE counts too; CROSS JOIN is taken as meant."""
    for select in tree.find_all(exp.Select):
        bare = [join for join in select.args.get("joins") or () if _has_no_condition(join)]
        yield bool(bare) and not _ties_tables(select)


def _has_no_condition(join: exp.Join) -> bool:
    stated = join.args.get("on") or join.args.get("using") or join.args.get("method")
    meant = join.kind == "CROSS"
    plain = isinstance(join.this, exp.Table | exp.Subquery)
    series = isinstance(join.this, exp.Table) and isinstance(join.this.this, exp.Func)
    return plain and not (stated or meant or series)


def _ties_tables(select: exp.Select) -> bool:
    """Some comparison in WHERE has columns of two tables, or of tables not said."""
    where = select.args.get("where")
    for node in where.find_all(exp.Binary) if where else ():
        sides = [{column.table for column in side.find_all(exp.Column)} for side in _sides(node)]
        if all(sides) and (sides[0] != sides[1] or "" in sides[0]):
            return True
    return False


def _sides(node: exp.Binary) -> tuple[exp.Expr, exp.Expr]:
    return node.left, node.right


def _not_in(tree: exp.Query) -> Iterator[bool]:
    for node in tree.find_all(exp.Not):
        inner = node.this.this if isinstance(node.this, exp.Paren) else node.this
        yield isinstance(inner, exp.In) and inner.args.get("query") is not None


def _wrapped(tree: exp.Query) -> Iterator[bool]:
    """Dates cut from a column and compared with something fixed."""
    for where in tree.find_all(exp.Where):
        for node in where.find_all(exp.EQ, exp.GT, exp.GTE, exp.LT, exp.LTE):
            yield any(map(_cuts_a_column, _sides(node))) and any(map(_is_fixed, _sides(node)))


def _cuts_a_column(node: exp.Expr) -> bool:
    cutting = isinstance(node, exp.Cast | exp.TimestampTrunc | exp.DateTrunc | exp.TsOrDsToDate)
    return cutting and isinstance(node.this, exp.Column)


def _is_fixed(node: exp.Expr) -> bool:
    return node.find(exp.Column) is None


_FOUND = {CROSSED: _crossed, NOT_IN: _not_in, WRAPPED: _wrapped}
