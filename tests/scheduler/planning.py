"""A tick over real content, circles that begin on a Monday, and a look at the outbox."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.clock import SetClock
from bot.curriculum.catalog import Curriculum
from bot.domain.cohorts import Cohort
from bot.plain_text import plain_text
from bot.repositories.store import Repos
from bot.storage.store import SqlStore
from scheduler.tick import Tick
from tests.builders import MONDAY, store_cohort
from tests.fakes import RecordingWatch
from tests.scheduler.post_office import all_posts

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Planning:
    store: SqlStore
    curriculum: Curriculum
    clock: SetClock = field(default_factory=lambda: SetClock(MONDAY))
    watch: RecordingWatch = field(default_factory=RecordingWatch)

    def __post_init__(self) -> None:
        self.tick = Tick(self.store, lambda: self.curriculum, self.clock, self.watch)

    async def circle(self, room: str = "room", **changes: Any) -> Cohort:  # noqa: ANN401
        """Due on Monday at nine unless told otherwise."""
        given = {"next_slot_at": MONDAY, **changes}
        made: Cohort = await self.ask(lambda repos: store_cohort(repos, room, **given))
        return made

    async def ask(self, look: Callable[[Repos], Any]) -> Any:  # noqa: ANN401  whatever is asked
        return await self.store.transact(look)

    async def cohort(self, cohort: Cohort) -> Cohort:
        found: Cohort = await self.ask(lambda repos: repos.cohorts.get(cohort.id))
        return found

    async def run_at(self, instant: datetime) -> datetime | None:
        self.clock.move_to(instant)
        return await self.tick.run()

    async def lives_to(self, instant: datetime) -> None:
        """Every due instant in turn, as if the bot had been running all the time."""
        while (due := await self.tick.run()) is not None and due <= instant:
            self.clock.move_to(due)
        self.clock.move_to(instant)

    async def posts(self) -> dict[str, Any]:
        rows: dict[str, Any] = await self.ask(all_posts)
        return rows

    async def keys(self, *states: str) -> list[str]:
        """Keys of the outbox in the order in which they were made, of some states or of all."""
        rows = await self.posts()
        return [key for key, row in rows.items() if not states or row.state in states]

    async def text(self, key: str) -> str:
        return plain_text((await self.posts())[key].card)
