"""A loopback Discord, and a discord.py client connected to it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.clock import SetClock
from tests.discord.apps import Heard, connected
from tests.discord.cards import PREP
from tests.discord.routes import SYNC
from tests.discord.server import Discord, a_discord


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    async with a_discord() as made:
        yield made
        assert made.rejected == []


@pytest.fixture
async def client(discord: Discord) -> AsyncIterator[Heard]:
    async with connected(discord) as made:
        yield made


@pytest.fixture
async def timed() -> AsyncIterator[tuple[Discord, SetClock]]:
    """A Discord whose clock stands still until it is moved."""
    clock = SetClock(datetime(2027, 3, 8, 8, 0, tzinfo=UTC))
    async with a_discord(clock) as made:
        yield made, clock


@pytest.fixture
async def prep(discord: Discord, client: Heard) -> Heard:
    """A client that has registered a command and two context menus."""
    menus = [{"name": "Save as drill note", "type": 3}, {"name": "Nudge", "type": 2}]
    await client.call(SYNC, [PREP, *menus], application_id=discord.app_id)
    return client
