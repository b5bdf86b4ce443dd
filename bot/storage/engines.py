"""Connections to each database, set up as its transactions need them.

The SQLite engines are put together from their parts, to share one dialect: SQLAlchemy keeps what
it has compiled by dialect, and compiling costs far more than running. So a reader finds what the
writer has compiled, and a store that is opened again in the same process starts warm.
"""

from functools import cache
from importlib.util import find_spec
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import StaticPool

PRAGMAS = ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
_COMPILED: dict[Any, Any] = {}
"""As bounded as the program: its statements are built once, at import."""


def database_url(text: str) -> URL:
    """Hosting platforms say postgres://; SQLAlchemy wants the driver named."""
    url = make_url(text)
    if url.drivername in {"postgres", "postgresql"}:
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise ValueError(f"{url.drivername} is no database for this; use sqlite or postgresql")
    if url.get_backend_name() == "postgresql" and find_spec("psycopg") is None:
        raise ValueError("PostgreSQL needs its driver: pip install 'prepcircle[postgres]'")
    return url


def postgres(url: URL, threads: int) -> Engine:
    """Statements are planned for their values: the board's general plan is ten times as slow."""
    return create_engine(
        url,
        pool_size=threads,
        max_overflow=0,
        connect_args={"prepare_threshold": None},
    )


def reading(engine: Engine) -> Engine:
    """The same pool of PostgreSQL connections, which then refuse to write."""
    return engine.execution_options(postgresql_readonly=True)


def apart(engine: Engine) -> Engine:
    """The same pool, every statement a transaction of its own: a third of the round trips."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def sqlite_writer(url: URL) -> Engine:
    """The driver would begin deferred and lose updates; a writer takes the lock at once."""
    return _sqlite(url, "BEGIN IMMEDIATE", "query_only=OFF")


def sqlite_reader(url: URL) -> Engine:
    return _sqlite(url, "BEGIN DEFERRED", "query_only=ON")


def _sqlite(url: URL, begin: str, access: str) -> Engine:
    """One connection, made when it is first needed and then kept."""
    dialect = _sqlite_dialect()
    args, options = dialect.create_connect_args(url)
    options.update(check_same_thread=False, isolation_level=None)

    def connect() -> DBAPIConnection:
        connection = dialect.connect(*args, **options)
        cursor = connection.cursor()
        for pragma in (*PRAGMAS, access):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        return connection

    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    pool = StaticPool(connect, dialect=dialect)
    engine = Engine(pool, dialect, url, execution_options={"compiled_cache": _COMPILED})
    event.listen(engine, "begin", start)
    return engine


@cache
def _sqlite_dialect() -> Dialect:
    engine = create_engine("sqlite://")
    with engine.connect():
        # The first connection tells the dialect what this SQLite can do.
        pass
    engine.dispose()
    return engine.dialect
