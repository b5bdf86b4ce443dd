"""What a failed request means for the message."""

import asyncio
import math
from collections.abc import Awaitable
from datetime import timedelta
from typing import TypeVar

import aiohttp
import discord

from adapters.discord.doubts import may_have_arrived
from bot.ports import (
    Ambiguous,
    ChannelGone,
    MessengerError,
    NotAllowed,
    RateLimited,
    Unavailable,
)

T = TypeVar("T")
_GONE = {
    10003: "The channel was deleted.",
    10004: "The bot is no longer on that server.",
    10013: "Discord knows no such person any more.",
    50007: "That person takes no direct messages.",
    50278: "The bot shares no server with that person.",
}
_NOT_ALLOWED = {
    50001: "Let the bot see the channel: Edit Channel, Permissions, View Channel.",
    50013: "Let the bot post there: Edit Channel, Permissions, Send Messages.",
    50083: "The thread is archived or locked; unlock it or choose another place.",
    160005: "The thread is locked; unlock it or choose another place.",
}

TOO_MANY_OPENED = 40003
A_WHILE = timedelta(minutes=10)
UNSENT_SECONDS = 8.0
"""For each step before a post, so that they leave it time of what the courier gives."""


def failure(error: Exception) -> MessengerError:
    """The courier's view of what a post ended with."""
    found = _read(error)
    if may_have_arrived(error):
        # Of whatever the last try was told, the first may stand there.
        return Ambiguous(f"Discord had trouble before: {found}")
    return found


async def unsent(step: Awaitable[T], seconds: float = UNSENT_SECONDS) -> T:
    """Raises MessengerError, Unavailable where nobody knows how it ended: nothing was posted."""
    try:
        async with asyncio.timeout(seconds):
            return await step
    except MessengerError:
        raise
    except Exception as error:
        found = _read(error)
        if isinstance(found, Ambiguous):
            raise Unavailable(str(found)) from error
        raise found from error


def _read(error: Exception) -> MessengerError:
    match error:
        case MessengerError():
            return error
        case discord.RateLimited(retry_after=seconds):
            # What is for everybody is short, and discord.py waits for it by itself.
            wait = timedelta(seconds=seconds)
            return RateLimited("Discord asks for patience", wait, everywhere=False)
        case discord.DiscordServerError():
            # discord.py has tried five times; the nonce makes one more harmless.
            return Ambiguous(f"Discord has trouble (HTTP {error.status})")
        case discord.HTTPException():
            return _answered(error)
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return Unavailable("Discord cannot be reached")
        case aiohttp.ClientError() | asyncio.TimeoutError() | OSError():
            return Ambiguous(f"the connection ended early: {type(error).__name__}")
        case _:
            return Ambiguous(f"{type(error).__name__}: {error}")


def _answered(error: discord.HTTPException) -> MessengerError:
    if error.status == 401:
        return Unavailable("Discord refuses the bot's token")
    if error.status == 429:
        return RateLimited("Discord asks for patience", _asked_wait(error))
    if error.code == TOO_MANY_OPENED:
        return RateLimited("Too many direct conversations at once", A_WHILE, everywhere=False)
    if error.code in _GONE:
        return ChannelGone(_GONE[error.code])
    if error.code in _NOT_ALLOWED:
        return NotAllowed(f"Discord does not allow it ({error.code}).", _NOT_ALLOWED[error.code])
    if error.status in {403, 404}:
        return NotAllowed(f"Discord does not allow it ({error.code}).", _NOT_ALLOWED[50001])
    return MessengerError(f"Discord refused the message ({error.code or error.status})")


def _asked_wait(error: discord.HTTPException) -> timedelta:
    """The wall before Discord, which discord.py leaves alone, may ask for an hour."""
    try:
        seconds = float(error.response.headers["Retry-After"])
    except (KeyError, ValueError):
        return A_WHILE
    # What is no number, or infinite, is no answer either.
    return timedelta(seconds=min(seconds, 3_600)) if 0 <= seconds < math.inf else A_WHILE
