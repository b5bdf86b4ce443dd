"""What the sandbox loads to run queries; see adapters.judge.work for the contract."""

import importlib
import json

import duckdb

from adapters.judge.sql.cells import TooDeep, encode
from adapters.judge.sql.check import DIALECTS, Query, Refused, Unknown, Unreadable, read
from adapters.judge.sql.databases import Databases, drawn, opened
from adapters.judge.sql.faults import Fault, bound, find, suggestion, unparsed
from adapters.judge.sql.hints import hints
from adapters.judge.work import Json

ZONED = "TIMESTAMP WITH TIME ZONE"
MOST_ROWS = 5_000
MOST_COLUMNS = 40
MOST_BYTES = 1_000_000
_WARM = (
    "WITH a AS (SELECT date_trunc('day', b) d, count(*) FILTER (WHERE c) FROM t GROUP BY 1) "
    "SELECT *, lag(d) OVER (ORDER BY d ROWS 1 PRECEDING) FROM a JOIN t USING (d) WHERE d::date > x"
)
Faulty = (duckdb.Error, OverflowError, ValueError, TooDeep)


def preload() -> None:
    """sqlglot fetches its dialects and writers on first use; DuckDB is not started here."""
    for module in ("annotate_types", "simplify"):
        importlib.import_module(f"sqlglot.optimizer.{module}")
    for dialect in DIALECTS:
        hints(read(_WARM, dialect, ["t"]).tree)


def build(recipe: Json) -> bytes:
    # Imported here: a helper that runs submissions must not have met the generators.
    from bot.datasets.catalogue import CATALOGUE  # noqa: PLC0415

    return drawn(CATALOGUE[recipe["data"]], recipe)


def prepare(inputs: bytes) -> Databases:
    """A first query touches what DuckDB loads late, such as time zones."""
    databases = opened(inputs)
    databases.each[0].execute("SELECT now()::timestamptz::timestamp, '1 day'::interval").fetchall()
    return databases


def run(prepared: object, text: str) -> Json:
    """{"results": […], "notes": […]}, or what came so far and a "fault"."""
    if not isinstance(prepared, Databases):
        raise TypeError("run takes what prepare gave")
    first = _answer(prepared, text, DIALECTS[0])
    if "fault" not in first or first["fault"]["stage"] == "runtime":
        return first
    second = _answer(prepared, text, DIALECTS[1])
    return second if _further(second, first["fault"]["stage"]) else first


def _further(answer: Json, first: str) -> bool:
    """Errors of the text as written count, unless that dialect could not even read it."""
    reached = answer["fault"]["stage"] if "fault" in answer else "runtime"
    return reached == "runtime" or (first in {"syntax", "refused"} and reached != "syntax")


def _answer(prepared: Databases, text: str, dialect: str) -> Json:
    answer: dict[str, Json] = {"results": [], "notes": []}
    try:
        query = read(text, dialect, prepared.tables)
        answer["notes"] = hints(query.tree)
        _run_everywhere(prepared, query, answer["results"])
    except (Unreadable, Refused, Unknown) as error:
        answer["fault"] = _unread(prepared, text, error).plain()
    except Faulty as error:
        columns = {column for names in prepared.tables.values() for column in names}
        answer["fault"] = _ran_into(error, text, columns).plain(len(answer["results"]))
    return answer


def _unread(prepared: Databases, text: str, error: Exception) -> Fault:
    if isinstance(error, Unknown):
        says = f"There is no table `{error.name}`.{suggestion(error.name, prepared.tables)}"
        return Fault("name", says, *find(text, error.name))
    if isinstance(error, Unreadable):
        return _syntax(prepared, text, error)
    return Fault("refused", str(error))


def _syntax(prepared: Databases, text: str, error: Unreadable) -> Fault:
    """DuckDB's parser has the better place; what it would take after all gets the other's."""
    try:
        prepared.each[0].extract_statements(text)
    except duckdb.Error as better:
        return unparsed(better, text)
    return Fault("syntax", f"This cannot be read near “{error.near}”.", error.line, error.column)


def _ran_into(error: Exception, text: str, columns: set[str]) -> Fault:
    if isinstance(error, _TooMuch):
        return Fault("runtime", str(error))
    return bound(error, text, columns)


class _TooMuch(ValueError):
    """Carries the sentence for the member."""


def _run_everywhere(prepared: Databases, query: Query, results: list[Json]) -> None:
    left = MOST_BYTES
    for connection in prepared.each:
        result = run_on(connection, query.sql)
        left -= len(json.dumps(result))
        if left < 0:
            raise _TooMuch("The result is too large. Return fewer columns or shorter texts.")
        results.append(result)


def run_on(connection: duckdb.DuckDBPyConnection, sql: str) -> Json:
    connection.execute(sql)
    head = connection.description or []
    if len(head) > MOST_COLUMNS:
        raise _TooMuch(f"The result has more than {MOST_COLUMNS} columns.")
    if any(str(column[1]) == ZONED for column in head):
        connection.execute(_without_zones(sql, [str(column[1]) for column in head]))
    rows = connection.fetchmany(MOST_ROWS + 1)
    if len(rows) > MOST_ROWS:
        raise _TooMuch(f"The result has more than {MOST_ROWS:,} rows.")
    names = [str(column[0])[:60] for column in head]
    return {"columns": names, "rows": [[encode(cell) for cell in row] for row in rows]}


def _without_zones(sql: str, kinds: list[str]) -> str:
    """Times with a zone come out as UTC; DuckDB would want a package for them."""
    names = [f"c{place}" for place in range(len(kinds))]
    casts = [f"{n}::TIMESTAMP" if k == ZONED else n for n, k in zip(names, kinds, strict=True)]
    return f"SELECT {', '.join(casts)} FROM ({sql}) AS t({', '.join(names)})"
