"""One DuckDB instance with a schema for each drawing, set up like Postgres and locked."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from adapters.judge.work import Json
from bot.datasets.model import Cell, DataSet, Recipe, Table

TYPES = {
    "integer": "INTEGER",
    "double": "DOUBLE",
    "text": "VARCHAR",
    "boolean": "BOOLEAN",
    "timestamp": "TIMESTAMP",
    "date": "DATE",
}
LARGE = "BIGINT"
"""For whole numbers that 32 bits cannot hold, such as milliseconds."""
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "memory_limit": "128MB",
    "python_enable_replacements": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "integer_division": "true",
    "default_null_order": "NULLS_LAST_ON_ASC_FIRST_ON_DESC",
}

# In this order: without external access the folder can no longer be set.
_ONCE_OPEN = ("TimeZone = 'UTC'", "temp_directory = ''", "enable_external_access = false")


@dataclass(frozen=True, slots=True)
class Databases:
    """`each` has a connection per drawing, the sample first; `tables` names columns by table."""

    each: tuple[duckdb.DuckDBPyConnection, ...]
    tables: dict[str, tuple[str, ...]]


def drawn(recipe: Recipe, wanted: Json) -> bytes:
    """What `opened` reads: the named tables of each drawing, column by column."""
    draws = [recipe.make(draw["seed"], draw["size"], draw["shape"]) for draw in wanted["draws"]]
    return packed(draws, wanted["tables"])


def packed(draws: Sequence[DataSet], tables: Sequence[str]) -> bytes:
    """A column has the same type in every database."""
    large = {
        (name, column)
        for draw in draws
        for name in tables
        for column, cells in _turned(draw.table(name))
        if any(isinstance(cell, int) and abs(cell) >= 2**31 for cell in cells)
    }
    return json.dumps([[_packed(draw.table(n), large) for n in tables] for draw in draws]).encode()


def _packed(table: Table, large: set[tuple[str, str]]) -> Json:
    kinds = {column.name: TYPES[column.type] for column in table.columns}
    columns = [
        [name, LARGE if (table.name, name) in large else kinds[name], list(map(_plain, cells))]
        for name, cells in _turned(table)
    ]
    return [table.name, columns]


def _turned(table: Table) -> list[tuple[str, tuple[Cell, ...]]]:
    """Column by column."""
    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    return [(column.name, cells) for column, cells in zip(table.columns, columns, strict=True)]


def _plain(cell: Cell) -> Json:
    return cell.isoformat() if isinstance(cell, date | datetime) else cell


def opened(inputs: bytes) -> Databases:
    """Nothing of the configuration can be changed afterwards."""
    first = duckdb.connect(":memory:", config=_CONFIG)
    for setting in _ONCE_OPEN:
        first.execute(f"SET GLOBAL {setting}")
    databases = json.loads(inputs)
    each = tuple(_schema(first, place, tables) for place, tables in enumerate(databases))
    first.execute("SET lock_configuration = true")
    names = {name: tuple(column[0] for column in columns) for name, columns in databases[0]}
    return Databases(each, names)


def _schema(
    first: duckdb.DuckDBPyConnection, place: int, tables: Json
) -> duckdb.DuckDBPyConnection:
    connection = first.cursor()
    connection.execute(f"CREATE SCHEMA d{place}")
    connection.execute(f"SET schema = 'd{place}'")
    for name, columns in tables:
        _fill(connection, name, columns)
    return connection


def _fill(connection: duckdb.DuckDBPyConnection, name: str, columns: Json) -> None:
    """A list for each column: five times as fast as VALUES."""
    lists = ", ".join(f'unnest(?::{kind}[]) AS "{column}"' for column, kind, _ in columns)
    connection.execute(f'CREATE TABLE "{name}" AS SELECT {lists}', [cells for *_, cells in columns])
