"""A process on each chat platform that keeps dying."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from bot.curriculum.catalog import Curriculum
from tests.scenarios.killing import CIRCLES, Story, check, patient_content
from tests.scenarios.platforms import Rooms, discord_rooms, slack_rooms


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
