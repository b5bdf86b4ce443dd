"""Two people, or one with two clicks, enrol in the same moment.

On PostgreSQL alone, where two transactions overlap: SQLite runs one at a time.
"""

import random
from collections.abc import Callable
from datetime import time
from typing import TypeVar

import pytest
from sqlalchemy import text

from bot.curriculum.catalog import Curriculum
from bot.domain.errors import Closed
from bot.repositories.store import Repos
from bot.storage.repos import SqlRepos
from bot.storage.store import SqlStore
from bot.usecases import enrolment, hosting
from tests.contracts.overlapping import overlapping
from tests.usecases.room import FIRST_DAY, OTHER_ROOM, ZONE, Room

T = TypeVar("T")
Act = Callable[[Room], object]
CODE = "BCDFGH"


@pytest.fixture
def store(on_postgres: SqlStore) -> SqlStore:
    return on_postgres


@pytest.fixture
def acting(curriculum: Curriculum) -> Callable[[Act], Callable[[Repos], bool]]:
    """What somebody does, as a transaction that tells whether it was refused as usual."""

    def made(act: Act) -> Callable[[Repos], bool]:
        def step(repos: Repos) -> bool:
            assert isinstance(repos, SqlRepos)
            try:
                act(Room(repos, curriculum, random.Random(28)))
            except Closed:
                return True
            return False

        return step

    return made


def _start(who: str) -> Act:
    def act(room: Room) -> None:
        scene = room.scene(who, OTHER_ROOM)
        enrolment.start(scene, enrolment.draft(scene, "sony-ds", FIRST_DAY, ZONE, time(9), 28))

    return act


def _come(room: Room) -> None:
    """The circle of the first room comes to meet in the other one too."""
    hosting.add_place(room.scene("cem", OTHER_ROOM), CODE)


@pytest.mark.parametrize(
    ("first", "second"),
    [(_start("ana"), _start("ben")), (_start("ana"), _come), (_come, _start("ben"))],
    ids=["two starts", "a start, then a code", "a code, then a start"],
)
async def test_of_two_circles_that_come_to_a_room_at_once_one_is_refused(
    store: SqlStore, acting: Callable[[Act], Callable[[Repos], bool]], first: Act, second: Act
) -> None:
    store.run(acting(lambda room: room.starts(code=CODE)))
    refused = await overlapping(store, acting(first), acting(second))
    rooms = "SELECT count(*) FROM place WHERE channel = 'other'"
    assert refused == (False, True)
    assert store.migrate(lambda connection: connection.execute(text(rooms)).scalar()) == 1


async def test_whoever_joins_twice_at_once_is_told_that_they_are_in(
    store: SqlStore, acting: Callable[[Act], Callable[[Repos], bool]]
) -> None:
    store.run(acting(lambda room: (room.starts(), room.scene("ben"))))
    join = acting(lambda room: enrolment.join(room.scene("ben")))
    assert await overlapping(store, join, join) == (False, True)
