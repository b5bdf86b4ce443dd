"""The database: one engine, its worker threads, and whole transactions run in them.

SQLite has one writer thread with one connection, and for read-only commands one reader, which the
engine itself keeps from writing; PostgreSQL has as many threads as pooled connections. A
transaction is a plain function run whole in a thread: it either commits or leaves nothing behind.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import StaticPool

from bot.repositories import Repos
from bot.storage.common import TOUCHED
from bot.storage.repos import SqlRepos

T = TypeVar("T")
POSTGRES_THREADS = 8
PRAGMAS = ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
IN_MEMORY = (None, "", ":memory:")
"""What SQLite calls a database that one connection alone can see."""
CHANNEL = "prepcircle_due"
"""PostgreSQL's NOTIFY channel that wakes the other processes."""


def database_url(text: str) -> URL:
    """Hosting platforms say postgres://; SQLAlchemy wants the driver named."""
    url = make_url(text)
    if url.drivername in {"postgres", "postgresql"}:
        url = url.set(drivername="postgresql+psycopg")
    return url


class SqlStore:
    """Implements bot.repositories.Store."""

    def __init__(self, url: str, threads: int = POSTGRES_THREADS) -> None:
        self.url = database_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _writer(self.url) if self.is_sqlite else _postgres(self.url, threads)
        size = 1 if self.is_sqlite else threads
        self._wakers: list[Callable[[], None]] = []
        self._writers = ThreadPoolExecutor(size, thread_name_prefix="store")
        if self.is_sqlite and self.url.database not in IN_MEMORY:
            self._reading = _reader(self.url)
            self._readers = ThreadPoolExecutor(1, thread_name_prefix="store-read")
        else:
            self._reading, self._readers = self.engine, self._writers

    async def transact(self, step: Callable[[Repos], T], *, read_only: bool = False) -> T:
        threads = self._readers if read_only else self._writers
        loop = asyncio.get_running_loop()
        # Shielded: a cancelled caller must not leave its transaction half seen.
        return await asyncio.shield(loop.run_in_executor(threads, self.run, step, read_only))

    def run(self, step: Callable[[Repos], T], read_only: bool = False) -> T:
        """The same in the calling thread; on SQLite only when no loop uses the store."""
        engine = self._reading if read_only else self.engine
        with engine.connect() as connection:
            connection.info.pop(TOUCHED, None)
            with connection.begin():
                result = step(SqlRepos(connection))
                touched = connection.info.pop(TOUCHED, False)
                if touched and not self.is_sqlite:
                    connection.exec_driver_sql(f"NOTIFY {CHANNEL}")
        if touched:
            self._wake()
        return result

    def on_wake(self, waker: Callable[[], None]) -> None:
        """Call `waker` after each commit that may have made something due, from any thread."""
        self._wakers.append(waker)

    def _wake(self) -> None:
        for waker in self._wakers:
            waker()

    def migrate(self, step: Callable[[Connection], T]) -> T:
        with self.engine.connect() as connection, connection.begin():
            return step(connection)

    def close(self) -> None:
        for threads in {self._writers, self._readers}:
            threads.shutdown(wait=True)
        for engine in {self.engine, self._reading}:
            engine.dispose()


def _postgres(url: URL, threads: int) -> Engine:
    return create_engine(url, pool_size=threads, max_overflow=0, pool_pre_ping=True)


def _writer(url: URL) -> Engine:
    """The driver would begin deferred and lose updates; a writer takes the lock at once."""
    return _sqlite(url, "BEGIN IMMEDIATE", "query_only=OFF")


def _reader(url: URL) -> Engine:
    return _sqlite(url, "BEGIN DEFERRED", "query_only=ON")


def _sqlite(url: URL, begin: str, access: str) -> Engine:
    engine = create_engine(
        url,
        poolclass=StaticPool,
        connect_args={"check_same_thread": False, "timeout": 30, "isolation_level": None},
    )

    def set_pragmas(connection: Any, _record: object) -> None:  # noqa: ANN401  DBAPI connection
        for pragma in (*PRAGMAS, access):
            connection.execute(f"PRAGMA {pragma}").close()

    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", set_pragmas)
    event.listen(engine, "begin", start)
    return engine
