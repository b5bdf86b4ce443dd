"""generate_series as Postgres has it: rows wherever it stands, whole numbers as integers.

DuckDB gives a list outside FROM, BIGINT where dates want INTEGER, and another column name.
"""

from sqlglot import exp

SERIES = (exp.GenerateSeries, exp.ExplodingGenerateSeries)
_IN_PLACE = (exp.Unnest, exp.Explode)


def as_in_postgres(tree: exp.Query) -> exp.Query:
    """Changes the tree."""
    for series in list(tree.find_all(*SERIES)):
        if isinstance(series.parent, exp.Table | exp.Lateral):
            _from(series.parent, series)
        elif not isinstance(series.parent, _IN_PLACE):
            _projected(series)
    return tree


def _from(table: exp.Table | exp.Lateral, series: exp.Expr) -> None:
    """The column takes the table's alias unless it has a name of its own."""
    name = table.alias or "generate_series"
    columns = list(table.alias_column_names)
    if not _whole(series):
        table.set("alias", _alias(name, columns or [name]))
        return
    inner = exp.Table(this=series.copy(), alias=_alias("numbers", ["number"]))
    number = exp.cast(exp.column("number"), "INT").as_((columns or [name])[0], quoted=True)
    table.replace(exp.Subquery(this=exp.select(number).from_(inner), alias=_alias(name, [])))


def _projected(series: exp.Expr) -> None:
    rows = exp.Unnest(expressions=[series.copy()])
    series.replace(exp.cast(rows, "INT") if _whole(series) else rows)


def _whole(series: exp.Expr) -> bool:
    """Moments need a step that is no number."""
    step = series.args.get("step")
    numbers = [series.args.get("start"), *([step] if step else [])]
    fractions = any(isinstance(n, exp.Literal) and not n.is_int for n in numbers)
    sign = step.this if isinstance(step, exp.Neg) else step
    return not fractions and (sign is None or isinstance(sign, exp.Literal))


def _alias(name: str, columns: list[str]) -> exp.TableAlias:
    quoted = [exp.to_identifier(column, quoted=True) for column in columns]
    return exp.TableAlias(this=exp.to_identifier(name, quoted=True), columns=quoted)
