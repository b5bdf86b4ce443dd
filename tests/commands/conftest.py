"""The stage on which the commands are played."""

import asyncio
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.clock import SetClock
from bot.curriculum.catalog import Curriculum
from bot.storage.store import SqlStore
from tests.commands.stage import ANA, BEN, Stage, open_stage


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


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, curriculum: Curriculum) -> Path:
    """A circle on its fifth day with answers, as a database file to copy."""
    path = tmp_path_factory.mktemp("hostile") / "prepared.db"

    async def prepare() -> None:
        stage = open_stage(path, curriculum)
        await stage.opens(ANA, BEN, day=5)
        await stage.types(ANA, "answer 0.1")
        await stage.types(BEN, "drill")
        stage.store.close()

    asyncio.run(prepare())
    return path
