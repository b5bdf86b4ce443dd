"""A bot on Discord, one of them slow on purpose."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.discord.club import Club, Manner, a_club
from tests.adapters.slack.club import Slow


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    """As soon as it is there; nothing may go wrong in it unseen."""
    async with a_club(tmp_path) as made:
        yield made
        assert made.log.lines == []


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
async def lazy(tmp_path: Path, slow: Slow) -> AsyncIterator[Club]:
    """Whatever is held takes longer than its patience."""
    async with a_club(tmp_path, manner=Manner(slow.before, patience=0.05)) as made:
        yield made
        assert made.log.lines == []
