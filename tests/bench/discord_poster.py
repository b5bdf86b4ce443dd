"""A process that posts to a Discord: the product's outbox, or discord.py at the same pace.

    python -m tests.bench.discord_poster ours|sdk API_URL TOKEN DATABASE_URL GUILD POSTS CHANNEL...

Its posts go round the channels. Takes the same turns as tests.bench.poster.
"""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import discord
from discord.http import Route

from adapters.discord.app import Discord, DiscordConfig
from adapters.discord.places import PLATFORM
from adapters.discord.render import message
from bot.clock import WallClock
from bot.domain.ids import ChannelRef
from bot.storage.store import SqlStore
from bot.telemetry import make_log
from tests.bench.ground import CARD
from tests.bench.poster import LANES, Posting, from_the_outbox, turns

A_SECOND = 48.0
"""What discord.py is given; nearer to the fifty allowed, it runs into refusals and gives up."""


@asynccontextmanager
async def ours(
    api_url: str, token: str, database: str, guild: str, channels: Sequence[str], posts: int
) -> AsyncIterator[Posting]:
    store = SqlStore(database)
    surface = Discord(DiscordConfig(token, api_url), store, WallClock(), make_log("error", "json"))
    rooms = [ChannelRef(PLATFORM, guild, channel) for channel in channels]
    async with from_the_outbox(store, surface, rooms, posts) as post:
        yield post


@asynccontextmanager
async def sdk(
    api_url: str, token: str, channels: Sequence[str], posts: int
) -> AsyncIterator[Posting]:
    """One client, the same words at the same pace; nothing is stored."""
    # In a process of its own this harms nobody; its requests go where that one says.
    Route.BASE = api_url
    client, body, numbers = (
        discord.Client(intents=discord.Intents.none()),
        message(CARD),
        iter(range(posts)),
    )
    await client.login(token)
    loop = asyncio.get_running_loop()

    async def lane(began: float) -> None:
        for number in numbers:
            due = began + number / A_SECOND
            await asyncio.sleep(max(0.0, due - loop.time()))
            path = "/channels/{channel_id}/messages"
            route = Route("POST", path, channel_id=channels[number % len(channels)])
            await client.http.request(route, json=body)

    async def post() -> None:
        began = loop.time()
        await asyncio.gather(*(lane(began) for _ in range(LANES)))

    yield post
    await client.close()


async def _work(
    kind: str, api_url: str, token: str, database: str, guild: str, posts: str, *channels: str
) -> None:
    logging.disable(logging.CRITICAL)
    contestant = (
        ours(api_url, token, database, guild, channels, int(posts))
        if kind == "ours"
        else sdk(api_url, token, channels, int(posts))
    )
    async with contestant as post:
        await turns(post)


if __name__ == "__main__":
    asyncio.run(_work(*sys.argv[1:]))
