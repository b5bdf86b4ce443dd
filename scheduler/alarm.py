"""Who looks again when something may have become due."""

import asyncio
from collections.abc import Callable, Sequence, Set

from bot.repositories.store import Due
from scheduler.courier import Courier
from scheduler.runner import Runner


def alarm(runner: Runner, couriers: Sequence[Courier]) -> Callable[[Set[Due]], None]:
    """A waker for a store or a listener; made in the loop it wakes, called from any thread."""
    loop = asyncio.get_running_loop()

    def wake(due: Set[Due]) -> None:
        # Couriers first: their posts are due already.
        if Due.POSTS in due:
            for courier in couriers:
                courier.wake()
        if Due.SLOTS in due:
            runner.wake()

    def wake_soon(due: Set[Due]) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(wake, due)

    return wake_soon
