"""LISTEN on PostgreSQL: another process has made something due."""

import asyncio
import threading
from collections.abc import Callable

from bot.storage.store import CHANNEL, SqlStore

LOOK_EVERY_SECONDS = 1.0
"""How soon the listening thread notices that it should stop."""


class Listener:
    """A bot.ports.Service; a lost connection raises, so that its supervisor starts it again."""

    name = "listener"

    def __init__(self, store: SqlStore, wake: Callable[[], None]) -> None:
        self._store, self._wake = store, wake

    async def serve(self) -> None:
        stop = threading.Event()
        try:
            await asyncio.to_thread(self._listen, stop)
        finally:
            stop.set()

    def _listen(self, stop: threading.Event) -> None:
        connection = self._store.engine.raw_connection()
        driver = connection.driver_connection
        assert driver is not None
        # It would listen for good, and the pool has no more connections than threads that need one.
        connection.detach()
        try:
            driver.rollback()
            driver.autocommit = True
            driver.execute(f"LISTEN {CHANNEL}")
            # What others committed before this moment is announced to nobody.
            self._wake()
            while not stop.is_set():
                for _ in driver.notifies(timeout=LOOK_EVERY_SECONDS, stop_after=1):
                    self._wake()
        finally:
            connection.close()
