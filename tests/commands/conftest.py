"""The stage on which the commands are played."""

import random
from collections.abc import Callable

import pytest

from bot.clock import SetClock
from bot.curriculum.catalog import Curriculum
from bot.storage.store import SqlStore
from tests.commands.stage import Stage


@pytest.fixture
def stage(
    store: SqlStore,
    curriculum: Curriculum,
    clock: SetClock,
    rng: random.Random,
    ids: Callable[[], str],
) -> Stage:
    return Stage(store, curriculum, clock, ids, rng)


@pytest.fixture
def any_stage(
    any_store: SqlStore,
    curriculum: Curriculum,
    clock: SetClock,
    rng: random.Random,
    ids: Callable[[], str],
) -> Stage:
    """The same on each engine."""
    return Stage(any_store, curriculum, clock, ids, rng)
