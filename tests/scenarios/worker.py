"""A bot process to be killed: real storage, tick and courier, a clock that runs fast.

    python -m tests.scenarios.worker KIND DATABASE_URL ROOM_URL CONTENT EPOCH SPEED REMEMBERS GRACE

KIND is room, slack or discord: whose messenger posts to ROOM_URL. EPOCH is the wall time at which
the circles' clock stood at START; SPEED how many seconds pass on it in one; REMEMBERS and GRACE are
seconds on the circles' clock.
"""

import asyncio
import random
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from bot.bootstrap import build
from bot.cards import Card
from bot.curriculum.reading import Bookshelf
from bot.domain.ids import ChannelRef, Platform
from bot.ports import Ambiguous, Messenger, Receipt, Unavailable
from bot.storage.store import SqlStore
from bot.telemetry import Telemetry, make_log

START = datetime(2027, 3, 8, 7, 0, tzinfo=UTC)
PLATFORM = Platform("room")
SLACK_TOKEN = "xoxb-T1-loopback"
LOOK_EVERY_SECONDS = 0.01


class FastClock:
    def __init__(self, epoch: float, speed: float) -> None:
        self._epoch, self._speed = epoch, speed

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds())

    def seconds(self) -> float:
        return (time.time() - self._epoch) * self._speed

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._speed)


class HttpMessenger:
    """Posts to the RoomServer; a refused connection is no delivery, a cut one is ambiguous."""

    platform = PLATFORM
    per_channel = timedelta()
    per_second = 1000.0
    lanes = 8

    def __init__(self, url: str, session: aiohttp.ClientSession, remembers: timedelta) -> None:
        self._url, self._session, self.remembers = url, session, remembers

    async def post(self, target: ChannelRef, card: Card, *, key: str, parent: str = "") -> Receipt:
        body = {"key": key, "room": target.channel, "title": card.title, "parent": parent}
        try:
            async with self._session.post(self._url, json=body) as response:
                return Receipt((await response.json())["id"])
        except aiohttp.ClientConnectorError as error:
            raise Unavailable(str(error)) from error
        except aiohttp.ClientError as error:
            raise Ambiguous(str(error)) from error


class Quiet:
    """What a killed process logs concerns nobody."""

    def warning(self, event: str, **details: object) -> None: ...

    def error(self, event: str, **details: object) -> None: ...


def _fits(title: str, problems: object) -> None:
    raise AssertionError(f"{title}: {problems}")


@asynccontextmanager
async def messenger_of(
    kind: str, room: str, store: SqlStore, clock: FastClock, remembers: float
) -> AsyncIterator[Messenger]:
    # Each process starts anew after every kill: it imports what it uses.
    if kind == "slack":
        from adapters.slack.client import WebApi
        from adapters.slack.identity import OneToken
        from adapters.slack.messenger import SlackMessenger
        from adapters.slack.paces import Paces

        paces = Paces(clock.seconds, clock.sleep)
        yield SlackMessenger(WebApi(OneToken(SLACK_TOKEN, room), paces, room), _fits)
    elif kind == "discord":
        from adapters.discord.app import Discord, DiscordConfig
        from tests.discord.state import State

        yield Discord(DiscordConfig(State.token, room), store, clock, Quiet()).messenger
    else:
        async with aiohttp.ClientSession() as session:
            yield HttpMessenger(room, session, timedelta(seconds=remembers))


async def work(
    kind: str, database: str, room: str, content: Path, clock: FastClock, remembers: float,
    grace: float,
) -> None:  # fmt: skip
    store = SqlStore(database)
    async with messenger_of(kind, room, store, clock, remembers) as messenger:
        core = build(
            store,
            Bookshelf(content),
            clock,
            Telemetry(make_log("error", "json")),
            [messenger],
            random.Random(),
            grace=timedelta(seconds=grace),
        )
        print("working", flush=True)  # noqa: T201  the test waits for it
        while True:
            await core.tick.run()
            await core.couriers[0].drain()
            await asyncio.sleep(LOOK_EVERY_SECONDS)


def main() -> None:
    kind, database, room, content, *numbers = sys.argv[1:]
    epoch, speed, remembers, grace = (float(number) for number in numbers)
    clock = FastClock(epoch, speed)
    asyncio.run(work(kind, database, room, Path(content), clock, remembers, grace))


if __name__ == "__main__":
    main()
