"""A room on a real database, inside a transaction that is thrown away."""

import random
from collections.abc import Iterator

import pytest

from bot.curriculum.catalog import Curriculum
from bot.domain.records import Serving
from bot.domain.timeline import SlotKind, ordinal
from bot.storage.migrations import upgrade
from bot.storage.repos import SqlRepos
from bot.storage.store import SqlStore
from tests.builders import store_serving
from tests.usecases.room import Room, at


@pytest.fixture(scope="session")
def shared_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    """One migrated database; only for tests that leave nothing behind."""
    store = SqlStore(f"sqlite:///{tmp_path_factory.mktemp('usecases') / 'test.db'}")
    store.migrate(upgrade)
    yield store
    store.close()


@pytest.fixture
def repos(shared_store: SqlStore) -> Iterator[SqlRepos]:
    with shared_store.engine.connect() as connection:
        transaction = connection.begin()
        yield SqlRepos(connection)
        transaction.rollback()


@pytest.fixture
def empty_room(repos: SqlRepos, curriculum: Curriculum, rng: random.Random) -> Room:
    """Nobody meets here yet; it is an hour before the first drill would be posted."""
    return Room(repos, curriculum, rng)


@pytest.fixture
def room(empty_room: Room) -> Room:
    """A circle hosted by `host` with `ana` in it, an hour before its first drill."""
    empty_room.starts()
    empty_room.joins("ana")
    return empty_room


@pytest.fixture
def posted(room: Room) -> Serving:
    """The first day's drill, in which B is right, posted a minute ago."""
    room.saves(settled=ordinal(1, SlotKind.DRILL))
    room.now = at(1, 9, 1)
    return store_serving(room.repos, room.circle, created_at=at(1))
