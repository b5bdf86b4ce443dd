"""The database: one engine, its worker threads, and whole transactions run in them.

SQLite has one writer thread with one connection, and for read-only commands one reader; PostgreSQL
has as many threads as pooled connections. What is read-only the database itself keeps from writing.
A transaction is a plain function run whole in a thread: it commits or leaves nothing behind.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Connection

from bot.repositories import Repos
from bot.storage.common import TOUCHED
from bot.storage.engines import database_url, postgres, reading, sqlite_reader, sqlite_writer
from bot.storage.repos import SqlRepos

T = TypeVar("T")
POSTGRES_THREADS = 8
IN_MEMORY = (None, "", ":memory:")
"""What SQLite calls a database that one connection alone can see."""
CHANNEL = "prepcircle_due"
"""PostgreSQL's NOTIFY channel that wakes the other processes."""


class SqlStore:
    """Implements bot.repositories.Store."""

    def __init__(self, url: str, threads: int = POSTGRES_THREADS) -> None:
        self.url = database_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = sqlite_writer(self.url) if self.is_sqlite else postgres(self.url, threads)
        size = 1 if self.is_sqlite else threads
        self._wakers: list[Callable[[], None]] = []
        self._writers = self._readers = ThreadPoolExecutor(size, thread_name_prefix="store")
        if not self.is_sqlite:
            self._reading = reading(self.engine)
        elif self.url.database in IN_MEMORY:
            self._reading = self.engine
        else:
            self._reading = sqlite_reader(self.url)
            self._readers = ThreadPoolExecutor(1, thread_name_prefix="store-read")

    async def transact(self, step: Callable[[Repos], T], *, read_only: bool = False) -> T:
        threads = self._readers if read_only else self._writers
        loop = asyncio.get_running_loop()
        # Shielded: a cancelled caller must not leave its transaction half seen.
        return await asyncio.shield(loop.run_in_executor(threads, self._awaited, step, read_only))

    def _awaited(self, step: Callable[[Repos], T], read_only: bool) -> T:
        try:
            return self.run(step, read_only)
        except StopIteration as error:
            # No future takes it: whoever awaits the transaction would wait for good.
            raise RuntimeError("a transaction ended in StopIteration") from error

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
