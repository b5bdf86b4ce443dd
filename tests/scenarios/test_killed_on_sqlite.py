"""A process on SQLite that keeps dying, in a room that does or does not recognise repeats."""

import random
from pathlib import Path

import pytest

from bot.curriculum.catalog import Curriculum
from tests.scenarios.killing import FOREVER, Story, check, open_room, patient_content


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
