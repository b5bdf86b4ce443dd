"""Trying again where the trouble is Slack's or the network's."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.slack.errors import REFUSED_TOKEN, code_of, failure
from bot.ports import Ambiguous, MessengerError, RateLimited, Unavailable

T = TypeVar("T")
TRY_AGAIN_SECONDS = (1.0, 4.0)
"""Of the five uses a response_url has, an answer takes three at most."""
FAILED = (MessengerError, SlackApiError, aiohttp.ClientError, TimeoutError)
"""What a call to Slack may end with instead of an answer."""


class Pause(Protocol):
    async def __call__(self, seconds: float, /) -> None: ...


async def patiently(attempt: Callable[[], Awaitable[T]], sleep: Pause) -> T:
    """For what does no harm when done twice. Raises what the last attempt raised."""
    for wait in TRY_AGAIN_SECONDS:
        try:
            return await attempt()
        except FAILED as error:
            if not may_pass(error):
                raise
            await sleep(max(wait, asked_wait(error)))
    return await attempt()


def may_pass(error: Exception) -> bool:
    """Whether the same may succeed a little later."""
    passing = isinstance(failure(error), RateLimited | Unavailable | Ambiguous)
    return passing and word_of(error) not in REFUSED_TOKEN


def asked_wait(error: Exception) -> float:
    """Seconds for which Slack wants peace; none unless it said so."""
    found = failure(error)
    return found.retry_after.total_seconds() if isinstance(found, RateLimited) else 0.0


def word_of(error: Exception) -> str:
    """Slack's own word for it; empty where none came."""
    return code_of(error) if isinstance(error, SlackApiError) else ""
