"""LISTEN on PostgreSQL: another process has made something due."""

import asyncio
from collections.abc import Iterable, Set
from typing import Any

from bot.repositories.store import Due
from bot.storage.store import CHANNEL, SqlStore, Waker


class Listener:
    """A bot.ports.Service; a lost connection raises, so that its supervisor starts it again."""

    name = "listener"

    def __init__(self, store: SqlStore, wake: Waker) -> None:
        self._store, self._wake = store, wake

    async def serve(self) -> None:
        driver = await self._opened()
        loop, socket = asyncio.get_running_loop(), driver.fileno()
        lost: asyncio.Future[None] = loop.create_future()

        def heard() -> None:
            try:
                due = self._due(notice.payload for notice in driver.notifies(timeout=0))
                if due:
                    self._wake(due)
            except Exception as error:
                loop.remove_reader(socket)
                lost.set_exception(error)

        loop.add_reader(socket, heard)
        # What others committed before this moment is announced to nobody.
        self._wake(frozenset(Due))
        try:
            await lost
        finally:
            loop.remove_reader(socket)
            driver.close()

    async def _opened(self) -> Any:  # noqa: ANN401  psycopg is an optional dependency
        opening = asyncio.get_running_loop().run_in_executor(None, self._open)
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            # The thread opens it all the same, but a stop must not wait until a database answers.
            opening.add_done_callback(_close)
            raise

    def _due(self, payloads: Iterable[str]) -> Set[Due]:
        """What others wrote; our own commits have woken their sleepers already."""
        told = (payload.split() for payload in payloads)
        return {Due(kind) for mark, *kinds in told if mark != self._store.mark for kind in kinds}

    def _open(self) -> Any:  # noqa: ANN401  psycopg is an optional dependency
        """A connection of its own: the pool has no more than there are threads that need one."""
        connection = self._store.engine.raw_connection()
        driver = connection.driver_connection
        assert driver is not None
        connection.detach()
        driver.rollback()
        driver.autocommit = True
        driver.execute(f"LISTEN {CHANNEL}")
        return driver


def _close(opening: asyncio.Future[Any]) -> None:
    """Nobody else would; an error that nobody asks for would be logged as forgotten."""
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()
