"""A loopback Slack, and a bolt app connected to it over Socket Mode."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import SetClock
from tests.slack.apps import Heard, a_client, an_app, connected
from tests.slack.workspace import Slack, a_slack


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with a_slack() as made:
        yield made
        assert made.rejected == []


@pytest.fixture
async def heard(slack: Slack) -> AsyncIterator[Heard]:
    async with an_app(slack) as made, connected(slack, made.app):
        yield made


@pytest.fixture
async def client(slack: Slack) -> AsyncIterator[AsyncWebClient]:
    async with a_client(slack) as made:
        yield made


@pytest.fixture
async def timed() -> AsyncIterator[tuple[Slack, SetClock]]:
    """A Slack whose clock stands still until it is moved."""
    clock = SetClock(datetime(2027, 3, 8, 8, 0, tzinfo=UTC))
    async with a_slack(clock) as made:
        yield made, clock
