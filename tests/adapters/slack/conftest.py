"""A bot on Slack."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.slack.club import Club, a_club


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    """As soon as it is there; nothing may go wrong in it unseen."""
    async with a_club(tmp_path) as made:
        yield made
        assert made.log.lines == []
