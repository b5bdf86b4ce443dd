"""Repositories on both engines, inside a transaction that is thrown away."""

from collections.abc import Iterator

import pytest

from bot.storage.migrations import upgrade
from bot.storage.repos import SqlRepos
from bot.storage.store import SqlStore
from tests.postgres import Postgres


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def shared_store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SqlStore]:
    """One migrated database per engine; only for tests that leave nothing behind."""
    url = f"sqlite:///{tmp_path_factory.mktemp('shared') / 'test.db'}"
    if request.param == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        url = server.new_database()
    store = SqlStore(url)
    store.migrate(upgrade)
    yield store
    store.close()


@pytest.fixture
def on_postgres(postgres: Postgres) -> Iterator[SqlStore]:
    """Where transactions run side by side: SQLite runs one at a time."""
    store = SqlStore(postgres.new_database())
    store.migrate(upgrade)
    yield store
    store.close()


@pytest.fixture
def repos(shared_store: SqlStore) -> Iterator[SqlRepos]:
    """What one transaction sees. It is rolled back, so ids differ from test to test."""
    with shared_store.engine.connect() as connection:
        transaction = connection.begin()
        yield SqlRepos(connection)
        transaction.rollback()
