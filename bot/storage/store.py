"""The database: one engine, its worker threads, and whole transactions run in them.

SQLite has one writer thread with one connection, and for read-only commands one reader; PostgreSQL
has as many threads as pooled connections. What is read-only the database itself keeps from writing.
A transaction is a plain function run whole in a thread: it commits or leaves nothing behind.
"""

import asyncio
import uuid
from collections.abc import Callable, Set
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from bot.repositories.store import Due, Repos
from bot.storage.common import WAKES
from bot.storage.engines import apart, database_url, postgres, reading, sqlite_reader, sqlite_writer
from bot.storage.repos import SqlRepos

T = TypeVar("T")
Waker: TypeAlias = Callable[[Set[Due]], None]
POSTGRES_THREADS = 8
IN_MEMORY = (None, "", ":memory:")
"""What SQLite calls a database that one connection alone can see."""
CHANNEL = "prepcircle_due"
"""PostgreSQL's NOTIFY channel that wakes the other processes. The payload: the mark of the store
that wrote, then the kinds of what may be due."""


class SqlStore:
    """Implements bot.repositories.store.Store."""

    def __init__(self, url: str, threads: int = POSTGRES_THREADS) -> None:
        self.url = database_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = sqlite_writer(self.url) if self.is_sqlite else postgres(self.url, threads)
        size = 1 if self.is_sqlite else threads
        self._apart = self.engine
        self.mark = uuid.uuid4().hex
        self._wakers: list[Waker] = []
        self._writers = self._readers = ThreadPoolExecutor(size, thread_name_prefix="store")
        if not self.is_sqlite:
            self._reading = reading(self.engine)
            self._apart = apart(self.engine)
        elif self.url.database in IN_MEMORY:
            self._reading = self.engine
        else:
            self._reading = sqlite_reader(self.url)
            self._readers = ThreadPoolExecutor(1, thread_name_prefix="store-read")

    async def transact(
        self, step: Callable[[Repos], T], *, read_only: bool = False, atomic: bool = True
    ) -> T:
        threads = self._readers if read_only else self._writers
        loop = asyncio.get_running_loop()
        # Shielded: a cancelled caller must not leave its transaction half seen.
        return await asyncio.shield(
            loop.run_in_executor(threads, self._awaited, step, read_only, atomic)
        )

    def _awaited(self, step: Callable[[Repos], T], read_only: bool, atomic: bool) -> T:
        try:
            return self.run(step, read_only, atomic)
        except StopIteration as error:
            # No future takes it: whoever awaits the transaction would wait for good.
            raise RuntimeError("a transaction ended in StopIteration") from error

    def run(self, step: Callable[[Repos], T], read_only: bool = False, atomic: bool = True) -> T:
        """The same in the calling thread; on SQLite only when no loop uses the store."""
        engine = self._reading if read_only else self.engine if atomic else self._apart
        try:
            return self._attempt(engine, step)
        except DBAPIError as error:
            if not _died_before_commit(error):
                raise
        # The pool has dropped every connection as old as the dead one.
        return self._attempt(engine, step)

    def _attempt(self, engine: Engine, step: Callable[[Repos], T]) -> T:
        with engine.connect() as connection:
            connection.info.pop(WAKES, None)
            with connection.begin():
                result = step(SqlRepos(connection))
                woken: Set[Due] = connection.info.pop(WAKES, frozenset())
                if woken and not self.is_sqlite:
                    self._announce(connection, woken)
        if woken:
            for waker in self._wakers:
                waker(woken)
        return result

    def _announce(self, connection: Connection, woken: Set[Due]) -> None:
        connection.exec_driver_sql(f"NOTIFY {CHANNEL}, '{' '.join((self.mark, *sorted(woken)))}'")

    def on_wake(self, waker: Waker) -> None:
        """Call `waker` after each commit that may have made something due, from any thread."""
        self._wakers.append(waker)

    def migrate(self, step: Callable[[Connection], T]) -> T:
        with self.engine.connect() as connection, connection.begin():
            return step(connection)

    def close(self) -> None:
        for threads in {self._writers, self._readers}:
            threads.shutdown(wait=True)
        for engine in {self.engine, self._reading}:
            engine.dispose()


def _died_before_commit(error: DBAPIError) -> bool:
    """The connection broke and the step may run again: nothing was kept, or it does no harm.

    Cheaper than asking each connection whether it lives. A commit is the one failure that carries
    no statement, and whether that one arrived nobody knows.
    """
    return error.connection_invalidated and error.statement is not None
