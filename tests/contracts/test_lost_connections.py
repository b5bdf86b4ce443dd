"""PostgreSQL closes a connection: nothing is lost, and nothing is done twice."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.repositories.store import Repos
from bot.storage.migrations import upgrade
from bot.storage.repos import SqlRepos
from bot.storage.store import SqlStore
from tests.builders import MONDAY, PLAYGROUND
from tests.postgres import Postgres

END_OTHERS = """
    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture
def store(postgres: Postgres) -> Iterator[SqlStore]:
    opened = SqlStore(postgres.new_database(), threads=3)
    opened.migrate(upgrade)
    yield opened
    opened.close()


def _end_connections(store: SqlStore) -> None:
    url = store.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(END_OTHERS)


def _remember(repos: Repos) -> bool:
    return repos.inbox.remember(PLAYGROUND, "i1", MONDAY)


def _ending(store: SqlStore, tries: list[str], then: Callable[[Repos], object]) -> object:
    """A step whose connection is closed under it the first time."""

    def step(repos: Repos) -> object:
        assert isinstance(repos, SqlRepos)
        repos.inbox.connection.execute(text("SELECT 1"))
        tries.append("tried")
        if len(tries) == 1:
            _end_connections(store)
        return then(repos)

    return store.run(step)


def _hold_all(store: SqlStore) -> None:
    """Every connection of the pool is open, and idle afterwards."""
    connections = [store.engine.connect() for _ in range(3)]
    for connection in connections:
        connection.close()


def test_idle_connections_that_died_are_noticed_by_nobody(store: SqlStore) -> None:
    _hold_all(store)
    _end_connections(store)
    assert store.run(_remember) is True
    for _ in range(3):
        assert store.run(_remember) is False


def test_a_reader_gets_over_it_too(store: SqlStore) -> None:
    _hold_all(store)
    _end_connections(store)
    assert store.run(lambda repos: repos.cohorts.next_due(), read_only=True) is None


def test_a_transaction_cut_in_the_middle_runs_again(store: SqlStore) -> None:
    tries: list[str] = []
    assert _ending(store, tries, _remember) is True
    assert len(tries) == 2
    assert store.run(_remember) is False


def test_a_commit_that_may_have_arrived_is_never_repeated(store: SqlStore) -> None:
    tries: list[str] = []
    with pytest.raises(OperationalError):
        _ending(store, tries, lambda _: None)
    assert len(tries) == 1
    assert store.run(_remember) is True


def test_a_server_that_stays_away_is_an_error(store: SqlStore) -> None:
    calls: list[str] = []

    def step(repos: Repos) -> None:
        calls.append("called")
        _end_connections(store)
        _remember(repos)

    with pytest.raises(OperationalError):
        store.run(step)
    assert len(calls) == 2
