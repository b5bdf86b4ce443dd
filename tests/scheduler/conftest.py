import pytest

from bot.curriculum.catalog import Curriculum
from bot.storage.store import SqlStore
from tests.scheduler.planning import Planning
from tests.scheduler.post_office import PostOffice


@pytest.fixture
def office(store: SqlStore) -> PostOffice:
    """On SQLite, with a room that shows a repeated post twice."""
    return PostOffice(store)


@pytest.fixture
def planning(store: SqlStore, curriculum: Curriculum) -> Planning:
    return Planning(store, curriculum)
