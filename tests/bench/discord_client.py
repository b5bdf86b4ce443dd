"""A process on a loopback Discord: the product, or discord.py with an empty handler.

    python -m tests.bench.discord_client ours|bare API_URL TOKEN DATABASE_URL

Says when it is connected; then for each line it is given the CPU seconds it has used and the
megabytes it holds; ends with its input.
"""

import asyncio
import gc
import logging
import random
import sys
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import discord
import psutil  # type: ignore[import-untyped]
from discord.http import Route

from adapters.discord.app import Discord, DiscordConfig
from adapters.discord.commands import application_commands
from bot.bootstrap import build
from bot.clock import SetClock, WallClock
from bot.curriculum.reading import Bookshelf
from bot.interpreter import favour_the_loop
from bot.settings import ROOT
from bot.storage.store import SqlStore
from bot.telemetry import make_log
from tests.bench.ground import SEED, START, Intolerant

MEGABYTE = 2**20
PATIENCE_SECONDS = 20.0
"""A stall of the machine must not have answers shown in another way."""


@asynccontextmanager
async def _beside(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(work)
        yield
        task.cancel()


@asynccontextmanager
async def ours(api_url: str, token: str, database: str) -> AsyncIterator[discord.Client]:
    log, store = make_log("error", "json"), SqlStore(database)
    surface = Discord(
        DiscordConfig(token, api_url), store, WallClock(), log, patience=PATIENCE_SECONDS
    )
    shelf, rng = Bookshelf(ROOT / "content"), random.Random(SEED)
    core = build(store, shelf, SetClock(START), Intolerant(log), [surface.messenger], rng)
    surface.connect(core.desk, core.caretaker)
    (service,) = surface.services()
    async with _beside(service.serve()):
        yield surface.client
    await surface.close()
    store.close()


class Bare(discord.AutoShardedClient):
    """Answers every interaction with one word."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
        )

    async def setup_hook(self) -> None:
        path = "/applications/{application_id}/commands"
        route = Route("PUT", path, application_id=self.application_id)
        await self.http.request(route, json=application_commands())

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("Yes.", ephemeral=True)


@asynccontextmanager
async def bare(api_url: str, token: str) -> AsyncIterator[discord.Client]:
    # In a process of its own this harms nobody; its answers go another way than its requests.
    Route.BASE = api_url
    client = Bare()
    async with _beside(client.start(token)):
        yield client
    await client.close()


async def _serve(kind: str, api_url: str, token: str, database: str) -> None:
    logging.disable(logging.CRITICAL)
    made = ours(api_url, token, database) if kind == "ours" else bare(api_url, token)
    async with made as client:
        await _connected(client)
        favour_the_loop()
        print("connected", flush=True)  # noqa: T201  the parent process waits for it
        while await asyncio.to_thread(sys.stdin.readline):
            gc.collect()
            held = psutil.Process().memory_info().rss / MEGABYTE
            print(time.process_time(), held, flush=True)  # noqa: T201  the same


async def _connected(client: discord.Client) -> None:
    for _ in range(1_200):
        if client.guilds:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("not connected after a minute")


if __name__ == "__main__":
    asyncio.run(_serve(*sys.argv[1:]))
