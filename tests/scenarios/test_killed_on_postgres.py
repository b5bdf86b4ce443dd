"""Two processes that share a PostgreSQL and keep dying."""

import random
from pathlib import Path

from bot.curriculum.catalog import Curriculum
from tests.postgres import Postgres
from tests.scenarios.killing import Story, check, open_room, patient_content


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
