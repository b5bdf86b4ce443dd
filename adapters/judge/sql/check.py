"""Which queries may run. Names are resolved first, scope by scope; only known ones pass."""

import logging
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

import sqlglot
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.dialects.postgres import Postgres
from sqlglot.errors import ErrorLevel, SqlglotError
from sqlglot.optimizer.scope import Scope, traverse_scope

from adapters.judge.sql.names import CHANGING, CLOCK, DRAWN_ANEW, FUNCTIONS, NODES, SERIES, WRITTEN
from adapters.judge.sql.postgres import as_in_postgres
from adapters.judge.sql.refused import Refused as Refused

# What it cannot write in the other dialect is found by DuckDB; a log line would quote the text.
logging.getLogger("sqlglot").disabled = True


def _moment(args: list[exp.Expr]) -> exp.Expr:
    """With a format it is read from a text; DuckDB itself knows that of a number alone."""
    read_as: exp.Expr = Postgres.Parser.FUNCTIONS["TO_TIMESTAMP"](args, Postgres())
    return read_as


class Here(DuckDB):
    """DuckDB as databases.py sets it up."""

    NULL_ORDERING = "nulls_are_large"
    TYPED_DIVISION = True

    class Parser(DuckDB.Parser):  # type: ignore[valid-type,misc]  # known at run time alone
        FUNCTIONS = DuckDB.Parser.FUNCTIONS | {"TO_TIMESTAMP": _moment}


class There(Postgres):
    """Postgres, to_char left as it is written."""

    class Parser(Postgres.Parser):  # type: ignore[valid-type,misc]  # known at run time alone
        FUNCTIONS = Postgres.Parser.FUNCTIONS | {"TO_CHAR": exp.ToChar.from_arg_list}


DIALECTS = ("here", "there")
"""As written first: nearly all of Postgres is read as it stands, and errors keep their place."""
_BOTH = 2
PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")
TOO_DEEP = "The brackets go too deep. Split the query into steps with WITH."
UNCLEAR = "Part of this cannot be run here. Say it in another way."
BY_THE_CLOCK = "{} changes from day to day, so it is not available. Use the dates in the data."
ONE_QUERY = "Send one query that starts with SELECT or WITH."


@dataclass(frozen=True, slots=True)
class Query:
    """`sql` is written out from what was checked, so nothing else can be run by it."""

    sql: str
    tree: exp.Query


class Unreadable(Exception):
    """The text is no SQL in this dialect."""

    def __init__(self, line: int, column: int, near: str) -> None:
        super().__init__(near)
        self.line, self.column, self.near = line, column, near


class Unknown(Exception):
    """A table that is not there."""

    def __init__(self, name: str, near: str) -> None:
        super().__init__(name)
        self.name, self.near = name, near


def read(text: str, dialect: str, tables: Collection[str]) -> Query:
    """Raises Unreadable, Refused or Unknown."""
    try:
        tree, known = _one_query(text, dialect), {table.lower() for table in tables}
        _know_everything(tree, known)
        sql = written(as_in_postgres(tree.copy()))
        # What is run is what was checked, whatever the writing made of a name.
        _know_everything(_one_query(sql, "here"), known)
        return Query(sql, tree)
    except RecursionError:
        raise Refused(TOO_DEEP) from None
    except SqlglotError:
        raise Refused(UNCLEAR) from None


def written(tree: exp.Query) -> str:
    """Without comments: where they end is not left to another parser."""
    return tree.sql(Here, unsupported_level=ErrorLevel.RAISE, comments=False)


def _one_query(text: str, dialect: str) -> exp.Query:
    statements = [tree for tree in _parsed(text, dialect) if not isinstance(tree, exp.Semicolon)]
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise Refused(ONE_QUERY)
    return statements[0]


def _parsed(text: str, dialect: str) -> list[exp.Expr]:
    try:
        return [tree for tree in sqlglot.parse(text, dialect=dialect) if tree is not None]
    except SqlglotError as error:
        first = (getattr(error, "errors", None) or [{}])[0]
        place = int(first.get("line") or 0), int(first.get("col") or 0)
        raise Unreadable(*place, str(first.get("highlight") or "")) from None


def _know_everything(tree: exp.Query, tables: set[str]) -> None:
    _know_every_part(tree)
    _know_every_table(tree, tables)


def _know_every_part(tree: exp.Query) -> None:
    for node in tree.walk():
        if isinstance(node, exp.Var) and not PLAIN.fullmatch(node.name):
            raise Refused(UNCLEAR)
        if isinstance(node, exp.DataType) and node.this == exp.DataType.Type.USERDEFINED:
            raise Refused(UNCLEAR)
        if isinstance(node, exp.Func):
            _know(called(node))
            _know_both_dates(node)
        elif type(node).__name__ not in NODES:
            raise Refused(_declined(type(node).__name__.lower()))
        if node.args.get("sample"):
            raise Refused(_declined("tablesample"))


def called(node: exp.Func) -> str:
    """The name that must be among FUNCTIONS."""
    return str(node.this if isinstance(node, exp.Anonymous) else node.sql_name()).lower()


def _know(name: str) -> None:
    if name not in FUNCTIONS:
        raise Refused(_declined(name))


def _know_both_dates(node: exp.Func) -> None:
    """The age of one date is its distance from today."""
    if called(node) == "age" and len(node.expressions) != _BOTH:
        raise Refused(BY_THE_CLOCK.format("`age` of one date"))


def _declined(name: str) -> str:
    shown = f"`{WRITTEN.get(name, name)}`"
    if name in CLOCK:
        return BY_THE_CLOCK.format(shown)
    if name in DRAWN_ANEW:
        return f"{shown} gives something else each time, so it is not available here."
    if name in CHANGING:
        return f"{shown} is not available here. Queries read the given tables and change nothing."
    return f"{shown} is not available here. Say it with more common functions."


def _know_every_table(tree: exp.Query, tables: set[str]) -> None:
    seen: set[int] = set()
    for scope in traverse_scope(tree):
        for table in scope.tables:
            seen.add(id(table))
            _know_table(table, scope, tables)
    if any(id(table) not in seen for table in tree.find_all(exp.Table)):
        raise Refused(ONE_QUERY)
    for name in _own_names(tree):
        if not PLAIN.fullmatch(name):
            raise Refused("Name a part of WITH with letters, digits and underscores.")


def _own_names(tree: exp.Query) -> Iterator[str]:
    return (cte.alias for cte in tree.find_all(exp.CTE))


def _know_table(table: exp.Table, scope: Scope, tables: set[str]) -> None:
    if isinstance(table.this, exp.Func):
        name = called(table.this)
        if name not in SERIES:
            raise Refused(_declined(name))
    elif table.db or table.catalog or not PLAIN.fullmatch(table.name):
        raise Refused("Name the tables as they are given, without anything before the name.")
    elif table.name.lower() not in tables | {name.lower() for name in scope.cte_sources}:
        known = [*tables, *scope.cte_sources]
        raise Unknown(table.name, (get_close_matches(table.name.lower(), known, 1) or [""])[0])
