"""Two transactions side by side on PostgreSQL, the second while the first is still open."""

import asyncio
from collections.abc import Callable
from threading import Event
from typing import TypeVar

from sqlalchemy import text

from bot.repositories.store import Repos
from bot.storage.repos import SqlRepos
from bot.storage.store import SqlStore

S = TypeVar("S")
T = TypeVar("T")
PATIENCE_SECONDS = 20
_HELD_UP = text(
    "SELECT count(*) FROM pg_locks"
    " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
)


async def overlapping(
    store: SqlStore, first: Callable[[Repos], S], second: Callable[[Repos], T]
) -> tuple[S, T]:
    """The second begins once the first is done, which ends when the second waits or has ended."""
    done, ended = Event(), Event()

    def before(repos: Repos) -> S:
        try:
            result = first(repos)
        finally:
            done.set()
        while not (ended.is_set() or _holds_up_another(repos)):
            continue
        return result

    def after(repos: Repos) -> T:
        done.wait(PATIENCE_SECONDS)
        try:
            return second(repos)
        finally:
            ended.set()

    one, two = await asyncio.gather(store.transact(before), store.transact(after))
    return one, two


def _holds_up_another(repos: Repos) -> bool:
    assert isinstance(repos, SqlRepos)
    return bool(repos.practice.connection.execute(_HELD_UP).scalar())
