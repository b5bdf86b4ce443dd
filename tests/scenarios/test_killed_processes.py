"""Processes that keep dying while posts go out: nothing is lost, nothing doubled.

In one file, as they take turns then: two such farms at once would starve each other of processors.
"""

import random
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from bot.curriculum.catalog import Curriculum
from tests.postgres import Postgres
from tests.scenarios.killing import CIRCLES, FOREVER, Story, check, open_room, patient_content
from tests.scenarios.platforms import Rooms, discord_rooms, slack_rooms


@pytest.mark.parametrize("recognises_keys", [True, False])
async def test_one_process_on_sqlite(
    tmp_path: Path, curriculum: Curriculum, recognises_keys: bool
) -> None:
    async with open_room(random.Random(1), recognises_keys=recognises_keys) as room:
        remembers = FOREVER if recognises_keys else 0.0
        url = f"sqlite:///{tmp_path / 'killed.db'}"
        story = Story(url, room, patient_content(tmp_path), remembers=remembers, workers=1)
        try:
            await check(story, curriculum)
        finally:
            story.store.close()


async def test_two_processes_on_postgres(
    postgres: Postgres, tmp_path: Path, curriculum: Curriculum
) -> None:
    async with open_room(random.Random(2), recognises_keys=False) as room:
        story = Story(
            postgres.new_database(), room, patient_content(tmp_path), remembers=0.0, workers=2
        )
        try:
            await check(story, curriculum)
        finally:
            story.store.close()


@pytest.mark.parametrize("rooms", [slack_rooms, discord_rooms], ids=["slack", "discord"])
async def test_one_process_on_each_platform(
    tmp_path: Path,
    curriculum: Curriculum,
    rooms: Callable[[int], AbstractAsyncContextManager[Rooms]],
) -> None:
    """The real SDKs, and what the platform's own rooms ended up showing."""
    async with rooms(CIRCLES) as room:
        url = f"sqlite:///{tmp_path / 'killed.db'}"
        story = Story(
            url,
            room,
            patient_content(tmp_path),
            remembers=0.0,
            workers=1,
            longest_life=2.0,
        )
        try:
            # Their SDKs take a while to import, each time again.
            await check(story, curriculum, kills=8)
        finally:
            story.store.close()
