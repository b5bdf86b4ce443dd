"""APScheduler with one job in memory, re-armed after each tick at the next due slot.

The database decides what is posted; the scheduler only decides when to look (docs/decisions/0004).
"""

import asyncio
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from bot.ports import Clock
from scheduler.tick import Tick

LONGEST_SLEEP = timedelta(seconds=30)
SHORTEST_SLEEP = timedelta(milliseconds=1)
TIDY_EVERY = timedelta(hours=1)
MISFIRE_GRACE_SECONDS = 3600
"""Late is better than never: by default a job one second late would be dropped."""
INSTANCES = 2
"""A look that arms the next one counts as running until APScheduler has put its task away; with one
instance allowed the next would be dropped for good. Two side by side would do no harm."""


class Runner:
    """A bot.ports.Service. `wall` is the clock of the machine, `clock` the one circles live by."""

    name = "scheduler"

    def __init__(self, tick: Tick, clock: Clock, wall: Clock) -> None:
        self._tick, self._clock, self._wall = tick, clock, wall
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._failed: asyncio.Future[None] | None = None
        self._tidied: datetime | None = None
        self._looking = self._look_again = False

    async def serve(self) -> None:
        self._failed = asyncio.get_running_loop().create_future()
        self._scheduler.start()
        self._arm(self._wall.now())
        try:
            await self._failed
        finally:
            self._scheduler.shutdown(wait=False)

    def wake(self) -> None:
        """Something may be due earlier than thought.

        A job that is running may not be started twice, so a wake during a look is kept for its end.
        """
        if self._looking:
            self._look_again = True
        else:
            self._arm(self._wall.now())

    async def _look(self) -> None:
        self._looking, self._look_again = True, False
        try:
            upcoming = await self._tick.run()
            await self._tidy()
        except asyncio.CancelledError:
            # Stopped in the middle; APScheduler would log what leaves here as a failure.
            return
        except Exception as error:
            if self._failed is not None and not self._failed.done():
                self._failed.set_exception(error)
            return
        finally:
            self._looking = False
        sleep = timedelta(0) if self._look_again else self._sleep(upcoming)
        self._arm(self._wall.now() + sleep)

    def _sleep(self, upcoming: datetime | None) -> timedelta:
        if upcoming is None:
            return LONGEST_SLEEP
        return max(SHORTEST_SLEEP, min(LONGEST_SLEEP, upcoming - self._clock.now()))

    async def _tidy(self) -> None:
        now = self._wall.now()
        if self._tidied is None or now - self._tidied > TIDY_EVERY:
            self._tidied = now
            await self._tick.tidy()

    def _arm(self, at: datetime) -> None:
        if not self._scheduler.running:
            return
        self._scheduler.add_job(
            self._look,
            DateTrigger(at),
            id="tick",
            replace_existing=True,
            coalesce=True,
            max_instances=INSTANCES,
            misfire_grace_time=MISFIRE_GRACE_SECONDS,
        )
