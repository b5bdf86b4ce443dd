"""Whole transactions: they commit or leave nothing behind, on both engines."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.domain.cohorts import Person
from bot.repositories.store import Due, Repos
from bot.storage.repos import SqlRepos
from bot.storage.store import SqlStore
from tests.builders import (
    MONDAY,
    PLAYGROUND,
    a_serving,
    an_actor,
    an_outgoing,
    store_person,
)


class Power(BaseException):
    """Not an Exception: nothing but the store itself may notice."""


def _remember(repos: Repos) -> bool:
    return repos.inbox.remember(PLAYGROUND, "i1", MONDAY)


def _find(repos: Repos) -> Person | None:
    return repos.people.find(an_actor())


def _people(store: SqlStore) -> int:
    def count(connection: Connection) -> int:
        return int(connection.execute(text("SELECT count(*) FROM person")).scalar_one())

    return store.migrate(count)


def _raising(error: BaseException) -> Callable[[Repos], None]:
    def step(repos: Repos) -> None:
        _remember(repos)
        raise error

    return step


async def test_a_transaction_returns_what_its_step_returns(any_store: SqlStore) -> None:
    assert await any_store.transact(_remember) is True
    assert await any_store.transact(_remember) is False


async def test_statements_that_may_stand_alone_do_so_where_that_is_cheaper(
    any_store: SqlStore,
) -> None:
    with pytest.raises(ValueError, match="no"):
        await any_store.transact(_raising(ValueError("no")), atomic=False)
    again = any_store.run(_remember)
    assert again is any_store.is_sqlite


async def test_what_stands_alone_is_still_announced(any_store: SqlStore) -> None:
    woken: list[object] = []
    any_store.on_wake(woken.append)
    await any_store.transact(lambda repos: repos.outbox.add(an_outgoing()), atomic=False)
    assert woken == [{Due.POSTS}]


async def test_what_is_committed_is_there_after_a_restart(
    any_store: SqlStore, database_url: str
) -> None:
    await any_store.transact(_remember)
    any_store.close()
    again = SqlStore(database_url)
    assert again.run(_remember) is False
    again.close()


@pytest.mark.parametrize("error", [ValueError("no"), Power()], ids=["Exception", "BaseException"])
def test_a_step_that_raises_leaves_nothing_behind(
    any_store: SqlStore, error: BaseException
) -> None:
    with pytest.raises(type(error)):
        any_store.run(_raising(error))
    assert any_store.run(_remember)


async def test_an_error_reaches_the_one_who_waits(any_store: SqlStore) -> None:
    with pytest.raises(ValueError, match="no"):
        await any_store.transact(_raising(ValueError("no")))
    assert await any_store.transact(_remember)


async def test_a_bare_next_in_a_step_does_not_hang_the_one_who_waits(store: SqlStore) -> None:
    with pytest.raises(RuntimeError, match="StopIteration"):
        async with asyncio.timeout(10):
            await store.transact(lambda _: next(iter(())))


def test_a_broken_statement_leaves_the_connection_usable(any_store: SqlStore) -> None:
    def step(repos: Repos) -> None:
        _remember(repos)
        repos.practice.serve(a_serving())

    with pytest.raises(IntegrityError):
        any_store.run(step)
    assert any_store.run(_remember)


def test_a_commit_that_fails_leaves_nothing_behind_and_the_connection_usable(
    any_store: SqlStore,
) -> None:
    woken: list[str] = []
    any_store.on_wake(lambda _: woken.append("woken"))
    any_store.migrate(
        lambda connection: connection.execute(
            text(
                "CREATE TABLE late (person BIGINT"
                " REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED)"
            )
        )
    )

    def step(repos: Repos) -> None:
        assert isinstance(repos, SqlRepos)
        repos.outbox.add(an_outgoing())
        repos.outbox.connection.execute(text("INSERT INTO late VALUES (987654)"))

    with pytest.raises(IntegrityError):
        any_store.run(step)
    assert woken == []
    assert any_store.run(lambda repos: repos.outbox.add(an_outgoing()))


async def test_a_cancelled_caller_does_not_cut_a_transaction_in_half(any_store: SqlStore) -> None:
    loop, began, go_on = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event()

    def step(repos: Repos) -> None:
        _remember(repos)
        loop.call_soon_threadsafe(began.set)
        asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result(timeout=10)
        store_person(repos)

    async with asyncio.TaskGroup() as group:
        caller = group.create_task(any_store.transact(step))
        await began.wait()
        caller.cancel()
    assert caller.cancelled()
    go_on.set()
    await asyncio.to_thread(any_store.close)
    assert _people(any_store) == 1


def test_a_read_only_transaction_sees_what_was_committed(any_store: SqlStore) -> None:
    ada = any_store.run(store_person)
    assert any_store.run(lambda repos: repos.people.get(ada.id), read_only=True) == ada


async def test_a_read_only_transaction_cannot_write(any_store: SqlStore) -> None:
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        await any_store.transact(_remember, read_only=True)
    assert await any_store.transact(_remember)


async def test_reading_does_not_wait_for_the_writer(any_store: SqlStore) -> None:
    loop, began, go_on = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event()

    def write(repos: Repos) -> None:
        store_person(repos)
        loop.call_soon_threadsafe(began.set)
        asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result(timeout=10)

    async with asyncio.TaskGroup() as group:
        group.create_task(any_store.transact(write))
        await began.wait()
        assert await any_store.transact(_find, read_only=True) is None
        go_on.set()
    assert await any_store.transact(_find, read_only=True)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("query_only", 0)],
)
def test_the_sqlite_writer_is_set_up_to_be_safe(
    store: SqlStore, pragma: str, value: object
) -> None:
    def ask(connection: Connection) -> object:
        return connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()

    assert store.migrate(ask) == value


def test_a_sqlite_transaction_takes_the_write_lock_at_once(store: SqlStore, tmp_path: Path) -> None:
    """Begun deferred, it could read what another connection then changes."""
    with closing(sqlite3.connect(tmp_path / "test.db", timeout=0)) as other:

        def step(_: Repos) -> None:
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("DELETE FROM inbox")

        store.run(step)
        other.execute("DELETE FROM inbox")


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(ValueError, match="mysql is no database for this"):
        SqlStore("mysql://localhost/prep")
