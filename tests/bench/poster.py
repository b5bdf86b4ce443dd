"""A process that posts to a Slack: the product's outbox, or slack_sdk at the same pace.

    python -m tests.bench.poster ours|sdk API_URL DATABASE_URL POSTS CHANNELS

Prints "ready"; once it is given a line it posts, and prints its seconds and CPU seconds as JSON.
"""

import asyncio
import json
import logging
import random
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.app import Slack, SlackConfig
from adapters.slack.paces import Paces
from adapters.slack.places import PLATFORM
from adapters.slack.render import message
from bot.bootstrap import build
from bot.chats import Chat
from bot.clock import WallClock
from bot.curriculum.reading import Bookshelf
from bot.domain.ids import ChannelRef, Platform
from bot.domain.records import PostState
from bot.interpreter import favour_the_loop
from bot.ports import Outgoing
from bot.repositories.store import Repos
from bot.settings import ROOT
from bot.storage.store import SqlStore
from bot.telemetry import Telemetry, make_log
from tests.bench.ground import CARD, SEED
from tests.slack.workspace import APP_TOKEN, TOKENS

Posting = Callable[[], Awaitable[object]]
TEAMS = {"ours": "T1", "sdk": "T2"}
LANES = 16


def channel(team: str, number: int) -> str:
    return f"C{team}{number}"


class _Counting(Telemetry):
    def __init__(self, posts: int) -> None:
        super().__init__(make_log("error", "json"))
        self._left, self.all_sent = posts, asyncio.Event()

    def posted(self, platform: Platform, outcome: str, delay: timedelta) -> None:
        super().posted(platform, outcome, delay)
        self._left -= outcome == PostState.SENT
        if self._left <= 0:
            self.all_sent.set()


@asynccontextmanager
async def ours(api_url: str, database: str, posts: int, channels: int) -> AsyncIterator[Posting]:
    store = SqlStore(database)
    config = SlackConfig(TOKENS["T1"], APP_TOKEN, api_url=api_url)
    slack = Slack(config, store, WallClock(), make_log("error", "json"))
    rooms = [ChannelRef(PLATFORM, "T1", channel("T1", number)) for number in range(channels)]
    async with from_the_outbox(store, slack, rooms, posts) as post:
        yield post


@asynccontextmanager
async def from_the_outbox(
    store: SqlStore, surface: Chat, rooms: Sequence[ChannelRef], posts: int
) -> AsyncIterator[Posting]:
    """From there to the rooms and back: claimed, sent, recorded. Closes what it was given."""
    telemetry = _Counting(posts)
    shelf, rng = Bookshelf(ROOT / "content"), random.Random(SEED)
    core = build(store, shelf, WallClock(), telemetry, [surface.messenger], rng)

    def fill(repos: Repos) -> None:
        now = WallClock().now()
        for number in range(posts):
            room = rooms[number % len(rooms)]
            post = Outgoing(f"post/{number}", room, CARD, now, now + timedelta(days=1))
            repos.outbox.add(post, None)

    await store.transact(fill)

    async def post() -> None:
        async with asyncio.TaskGroup() as group:
            serving = group.create_task(core.couriers[0].serve())
            await telemetry.all_sent.wait()
            serving.cancel()

    yield post
    await surface.close()
    store.close()


@asynccontextmanager
async def sdk(api_url: str, posts: int, channels: int) -> AsyncIterator[Posting]:
    """One client, one session, the same words at the same pace; nothing is stored."""
    made = message(CARD)
    body = {"text": made.text, "blocks": made.blocks}
    paces, numbers = Paces(), iter(range(posts))
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(TOKENS["T2"], base_url=api_url, session=session)

        async def lane() -> None:
            for number in numbers:
                room = channel("T2", number % channels)
                await paces.post("T2", room)
                await client.api_call("chat.postMessage", json={"channel": room, **body})

        async def post() -> None:
            await asyncio.gather(*(lane() for _ in range(LANES)))

        yield post


async def _work(kind: str, api_url: str, database: str, posts: int, channels: int) -> None:
    logging.disable(logging.CRITICAL)
    contestant = (
        ours(api_url, database, posts, channels)
        if kind == "ours"
        else sdk(api_url, posts, channels)
    )
    async with contestant as post:
        await turns(post)


async def turns(post: Posting) -> None:
    """Ready, go, done: the talk with the process that measures."""
    favour_the_loop()
    print("ready", flush=True)  # noqa: T201  the parent process waits for it
    await asyncio.to_thread(sys.stdin.readline)
    began, used = time.perf_counter(), time.process_time()
    await post()
    told = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - used}
    print(json.dumps(told), flush=True)  # noqa: T201  the same


if __name__ == "__main__":
    _kind, _api_url, _database, _posts, _channels = sys.argv[1:]
    asyncio.run(_work(_kind, _api_url, _database, int(_posts), int(_channels)))
