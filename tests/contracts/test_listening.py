"""On PostgreSQL one program's commit wakes another one."""

import asyncio
import gc
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, contextmanager
from itertools import takewhile

import psycopg
import pytest
from sqlalchemy import text

from bot.repositories.store import Due, Repos
from bot.storage.listening import Listener
from bot.storage.store import CHANNEL, SqlStore
from tests.builders import a_cohort, an_outgoing, store_person

LOST = 20
"""After so many seconds a wake-up counts as lost."""
SESSIONS = """
    SELECT pid FROM pg_stat_activity
    WHERE query LIKE 'LISTEN%' AND datname = current_database()
"""
END = SESSIONS.replace("pid", "pg_terminate_backend(pid)", 1)


@pytest.fixture
def here(on_postgres: SqlStore) -> SqlStore:
    """The store of the program that listens."""
    return on_postgres


@pytest.fixture
def there(here: SqlStore) -> Iterator[SqlStore]:
    """Another program on the same database."""
    store = SqlStore(here.url.render_as_string(hide_password=False))
    yield store
    store.close()


@asynccontextmanager
async def _listening(store: SqlStore) -> AsyncIterator[asyncio.Queue[Set[Due]]]:
    """Wake-ups as they come, the one of the beginning taken out already."""
    loop, woken = asyncio.get_running_loop(), asyncio.Queue[Set[Due]]()

    def wake(due: Set[Due]) -> None:
        loop.call_soon_threadsafe(woken.put_nowait, due)

    async with asyncio.TaskGroup() as group:
        service = group.create_task(Listener(store, wake).serve())
        async with asyncio.timeout(LOST):
            assert await woken.get() == set(Due)
            yield woken
        service.cancel()


async def test_one_that_is_stopped_while_it_connects_leaves_nothing_open(here: SqlStore) -> None:
    async with asyncio.TaskGroup() as group:
        service = group.create_task(Listener(here, lambda _: None).serve())
        await asyncio.sleep(0)
        service.cancel()
    await asyncio.get_running_loop().shutdown_default_executor()
    await _nothing_is_open(here)


async def test_one_that_is_stopped_does_not_wait_for_a_database_that_does_not_answer(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        mute.settimeout(LOST)
        store = SqlStore(f"postgresql://nobody@127.0.0.1:{mute.getsockname()[1]}/none")
        service = asyncio.get_running_loop().create_task(Listener(store, lambda _: None).serve())
        connected, _ = await asyncio.to_thread(mute.accept)
        service.cancel()
        ended, _ = await asyncio.wait([service], timeout=LOST)
    connected.close()
    await asyncio.get_running_loop().shutdown_default_executor()
    store.close()
    gc.collect()
    assert (ended, caplog.records) == ({service}, [])


async def _nothing_is_open(store: SqlStore) -> None:
    """The server notices a little later; each look takes a round trip to it."""
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1) as thread:
        async with asyncio.timeout(LOST):
            while await loop.run_in_executor(thread, _sessions, store):
                pass


def _sessions(store: SqlStore, query: str = SESSIONS) -> Sequence[object]:
    return store.migrate(lambda connection: connection.execute(text(query)).all())


def _circle(repos: Repos) -> object:
    return repos.cohorts.add(a_cohort(host=store_person(repos).id))


def _post(key: str) -> Callable[[Repos], bool]:
    return lambda repos: repos.outbox.add(an_outgoing(key=key))


async def test_a_commit_elsewhere_wakes_the_listener(here: SqlStore, there: SqlStore) -> None:
    async with _listening(here) as woken:
        await there.transact(_post("k1"))
        assert await woken.get() == {Due.POSTS}
        await there.transact(_circle)
        assert await woken.get() == {Due.SLOTS}


async def test_its_own_commits_are_no_news(here: SqlStore, there: SqlStore) -> None:
    async with _listening(here) as woken:
        await here.transact(_post("own"))
        await there.transact(_circle)
        assert await woken.get() == {Due.SLOTS}


def test_only_a_commit_that_makes_something_due_is_announced(here: SqlStore) -> None:
    def fail(repos: Repos) -> None:
        _post("failed")(repos)
        raise ValueError("no")

    with _ears(here) as heard:
        with pytest.raises(ValueError, match="no"):
            here.run(fail)
        here.run(store_person)
        here.run(_post("announced"))
    assert heard == [f"{here.mark} {Due.POSTS}"]


@contextmanager
def _ears(store: SqlStore) -> Iterator[list[str]]:
    """Holds in the end what was announced on the store's database meanwhile."""
    url = store.url.set(drivername="postgresql").render_as_string(hide_password=False)
    heard: list[str] = []
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"LISTEN {CHANNEL}")
        yield heard
        connection.execute(f"NOTIFY {CHANNEL}, 'end'")
        with closing(connection.notifies(timeout=LOST)) as notices:
            announced = (notice.payload for notice in notices)
            heard.extend(takewhile(lambda payload: payload != "end", announced))


async def test_whoever_begins_to_listen_looks_at_what_was_missed(
    here: SqlStore, there: SqlStore
) -> None:
    await there.transact(_post("before"))
    async with _listening(here):
        # The context waits for the wake-up that nothing announced.
        pass


async def test_a_lost_connection_is_an_error_for_the_supervisor(
    here: SqlStore, there: SqlStore
) -> None:
    async def lose() -> None:
        async with _listening(here) as woken:
            await asyncio.to_thread(_sessions, there, END)
            await woken.get()

    with pytest.raises(ExceptionGroup) as caught:
        await lose()
    assert caught.group_contains(psycopg.OperationalError)


async def test_a_listener_takes_no_connection_from_the_pool(here: SqlStore) -> None:
    """There are as many as threads, and a transaction must never wait for one in vain."""
    narrow = SqlStore(here.url.render_as_string(hide_password=False), threads=1)
    async with _listening(narrow):
        assert await narrow.transact(_post("k1"))
    await asyncio.to_thread(narrow.close)


async def test_a_listener_that_is_stopped_closes_its_connection(
    here: SqlStore, there: SqlStore
) -> None:
    async with _listening(here):
        assert await asyncio.to_thread(_sessions, there)
    await _nothing_is_open(there)
