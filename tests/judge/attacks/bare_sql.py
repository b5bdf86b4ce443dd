"""DuckDB as it comes, with nothing around it but the sandbox: no check, no locked settings."""

import json

import duckdb

from adapters.judge.work import Json


def preload() -> None:
    """Imported above."""


def build(recipe: Json) -> bytes:
    return json.dumps(recipe["players"]).encode()


def prepare(inputs: bytes) -> object:
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("CREATE TABLE sessions (player_id VARCHAR, device_id VARCHAR)")
    connection.executemany(
        "INSERT INTO sessions VALUES (?, 'd')", [[p] for p in json.loads(inputs)]
    )
    connection.execute("SELECT player_id, COUNT(*) FROM sessions GROUP BY player_id").fetchall()
    return connection


def run(prepared: object, text: str) -> Json:
    assert isinstance(prepared, duckdb.DuckDBPyConnection)
    try:
        rows = prepared.execute(text).fetchall()
    except duckdb.Error as error:
        return str(error)
    return {str(row[0]): row[1] if isinstance(row[1], int) else str(row[1]) for row in rows}
