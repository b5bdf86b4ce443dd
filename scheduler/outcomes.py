"""Writing down what became of posts, without a transaction for each.

What ends while one is being written goes into the next together, so nothing waits to be written any
longer than it would alone.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.repositories.store import Repos, Store

Step = Callable[[Repos], None]


@dataclass(slots=True)
class _Batch:
    steps: list[Step] = field(default_factory=list)
    error: BaseException | None = None

    def run(self, repos: Repos) -> None:
        for step in self.steps:
            step(repos)


class Outcomes:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._next = _Batch()
        self._writing = asyncio.Lock()

    async def write(self, step: Step) -> None:
        """Returns once it is kept. A step's statements may each stand alone."""
        batch = self._next
        batch.steps.append(step)
        async with self._writing:
            if batch is self._next:
                self._next = _Batch()
                await self._write(batch)
        if batch.error is not None:
            raise batch.error

    async def _write(self, batch: _Batch) -> None:
        try:
            await self._store.transact(batch.run, atomic=False)
        except BaseException as error:
            batch.error = error
