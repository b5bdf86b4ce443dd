"""The runner and the couriers as a serving process runs them, in real time."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

from bot.bootstrap import Core
from bot.clock import WallClock
from bot.interpreter import favour_the_loop
from bot.ports import Service
from bot.storage.listening import Listener
from bot.storage.store import SqlStore
from scheduler.alarm import alarm
from scheduler.runner import Runner

SETTLE_SECONDS = 0.3


@contextlib.asynccontextmanager
async def working(core: Core, store: SqlStore) -> AsyncIterator[None]:
    """Serve until the block ends;."""
    runner = Runner(core.tick, core.clock, WallClock())
    wake = alarm(runner, core.couriers)
    store.on_wake(wake)
    favour_the_loop()
    services: list[Service] = [runner, *core.couriers]
    if not store.is_sqlite:
        services.append(Listener(store, wake))
    async with _running(services):
        # The listener must have said LISTEN before anything is notified.
        await asyncio.sleep(SETTLE_SECONDS)
        yield


@contextlib.asynccontextmanager
async def _running(services: Sequence[Service]) -> AsyncIterator[None]:
    loop = asyncio.get_running_loop()
    tasks = [loop.create_task(service.serve()) for service in services]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    for end in ended:
        if isinstance(end, Exception):
            raise end
