"""A courier with a room that fails on demand, on a real store."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.clock import SetClock
from bot.domain.ids import CohortId
from bot.ports import Outgoing
from bot.repositories.store import Repos
from bot.storage.repos import SqlRepos
from bot.storage.store import SqlStore
from bot.storage.tables import outbox
from scheduler.courier import Courier, CourierParts
from tests.builders import MONDAY, an_outgoing
from tests.fakes import FlakyMessenger, RecordingWatch


def all_posts(repos: Repos) -> dict[str, Any]:
    """The rows of the outbox by key."""
    assert isinstance(repos, SqlRepos)
    rows = repos.cohorts.connection.execute(select(outbox).order_by(outbox.c.id)).all()
    return {row.key: row for row in rows}


@dataclass
class PostOffice:
    """`room` may be replaced before the first courier is asked for."""

    store: SqlStore
    clock: SetClock = field(default_factory=lambda: SetClock(MONDAY))
    grace: timedelta = timedelta()
    rules: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.watch = RecordingWatch()
        self.room = FlakyMessenger(self.clock, **self.rules)
        self.courier = self.started()

    def started(self, worker: str = "w1") -> Courier:
        """A courier of a fresh process, which becomes the office's."""
        parts = CourierParts(
            self.store, self.room, self.clock, self.watch, worker=worker, grace=self.grace
        )
        self.courier = Courier(parts)
        return self.courier

    async def puts(self, *posts: Outgoing, cohort: CohortId | None = None) -> None:
        def add(repos: Repos) -> None:
            for post in posts:
                repos.outbox.add(post, cohort)

        await self.store.transact(add)

    async def puts_one(self, **changes: Any) -> None:  # noqa: ANN401  any field
        await self.puts(an_outgoing(**changes))

    async def ask(self, look: Callable[[Repos], Any]) -> Any:  # noqa: ANN401  whatever is asked
        return await self.store.transact(look)

    async def rows(self) -> dict[str, Any]:
        rows: dict[str, Any] = await self.ask(all_posts)
        return rows

    async def states(self) -> dict[str, str]:
        return {key: row.state for key, row in (await self.rows()).items()}

    async def row(self, key: str = "1/1/drill") -> Any:  # noqa: ANN401  a row
        return (await self.rows())[key]

    async def drain_at(self, instant: datetime) -> None:
        self.clock.move_to(instant)
        await self.courier.drain()
