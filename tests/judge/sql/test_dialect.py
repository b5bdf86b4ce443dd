"""What people write for Postgres gives here what Postgres gives."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from adapters.judge.sql.cells import encode
from adapters.judge.sql.compare import fitting
from adapters.judge.sql.databases import TYPES, Databases
from adapters.judge.sql.inside import run
from adapters.judge.sql.results import Result, results
from bot.datasets.model import Table
from tests.judge.sql.idioms import IDIOMS
from tests.judge.sql.material import EVENTS, USERS, databases
from tests.postgres import Postgres

POSTGRES = TYPES | {"double": "DOUBLE PRECISION"}


@pytest.fixture(scope="module")
def shop() -> Databases:
    return databases()


@pytest.fixture(scope="module")
def server(postgres: Postgres) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(postgres.new_database(), autocommit=True) as connection:
        for table in (USERS, EVENTS):
            _fill(connection, table)
        yield connection


def _fill(connection: psycopg.Connection[Any], table: Table) -> None:
    heads = ", ".join(f'"{column.name}" {POSTGRES[column.type]}' for column in table.columns)
    connection.execute(f"CREATE TABLE {table.name} ({heads})".encode())
    marks = ", ".join(["%s"] * len(table.columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table.name} VALUES ({marks})".encode(), table.rows)


def _real(server: psycopg.Connection[Any], query: str) -> Result:
    cursor = server.execute(query.encode())
    names = [column.name for column in cursor.description or ()]
    rows = [[encode(cell) for cell in row] for row in cursor.fetchall()]
    return results(json.loads(json.dumps([{"columns": names, "rows": rows}])), 1)[0]


@pytest.mark.parametrize("query", IDIOMS)
def test_an_idiom_gives_what_postgres_gives(
    query: str, shop: Databases, server: psycopg.Connection[Any]
) -> None:
    answer = run(shop, query)
    assert "fault" not in answer, answer
    ours, theirs = results(answer["results"], 1)[0], _real(server, query)
    assert fitting([theirs], [ours]) is not None, (ours.rows, theirs.rows)
