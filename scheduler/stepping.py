"""Pushing the clock: every due instant in turn, nothing skipped, as if the time had passed."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol

from bot.repositories.store import Repos, Store
from scheduler.courier import Courier
from scheduler.tick import Tick


class MovableClock(Protocol):
    def now(self) -> datetime: ...

    def move_to(self, instant: datetime) -> None: ...


class Company(Protocol):
    """People who act by themselves while the clock moves."""

    def next_at(self) -> datetime | None: ...

    async def look(self) -> None: ...

    async def act(self) -> int: ...


class Stepper:
    """Walks a movable clock from one due instant to the next."""

    def __init__(
        self,
        store: Store,
        tick: Tick,
        couriers: Sequence[Courier],
        clock: MovableClock,
        company: Company | None = None,
    ) -> None:
        self._store, self._tick, self._couriers, self._clock = store, tick, couriers, clock
        self.company = company

    async def next_due(self) -> datetime | None:
        """The earliest slot, waiting post or turn of somebody who acts by themselves."""
        platforms = [courier.parts.messenger.platform for courier in self._couriers]

        def look(repos: Repos) -> list[datetime | None]:
            posts = [repos.courier.next_due(platform) for platform in platforms]
            return [repos.cohorts.next_due(), *posts]

        found = await self._store.transact(look, read_only=True)
        if self.company is not None:
            found.append(self.company.next_at())
        return min((at for at in found if at is not None), default=None)

    async def settle(self) -> None:
        """Plan and send everything that is due at this very instant."""
        await self._tick.run()
        await self._drain()
        if self.company is not None:
            await self.company.look()
            if await self.company.act():
                await self._drain()

    async def _drain(self) -> None:
        for courier in self._couriers:
            await courier.drain()

    async def advance(
        self,
        until: datetime,
        after_each: Callable[[datetime], Awaitable[bool]],
    ) -> None:
        """Step to `until`; `after_each` runs after every step and may end the walk with False."""
        await self.settle()
        while True:
            due = await self.next_due()
            if due is None or due > until:
                break
            if due > self._clock.now():
                self._clock.move_to(due)
            await self.settle()
            if not await after_each(self._clock.now()):
                return
            if await self.next_due() == due:
                # It stays due, so nothing here can settle it: do not stand still for it.
                break
        if until > self._clock.now():
            self._clock.move_to(until)
            await after_each(until)
