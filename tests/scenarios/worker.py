"""A bot process to be killed: real storage, tick and courier, a clock that runs fast.

    python -m tests.scenarios.worker DATABASE_URL ROOM_URL CONTENT EPOCH SPEED REMEMBERS GRACE

EPOCH is the wall time at which the circles' clock stood at START; SPEED how many seconds pass on it
in one; REMEMBERS and GRACE are seconds on the circles' clock.
"""

import asyncio
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from bot.bootstrap import build
from bot.cards import Card
from bot.curriculum.reading import Bookshelf
from bot.domain.ids import ChannelRef, Platform
from bot.ports import Ambiguous, Receipt, Unavailable
from bot.storage.store import SqlStore
from bot.telemetry import Telemetry, make_log

START = datetime(2027, 3, 8, 7, 0, tzinfo=UTC)
PLATFORM = Platform("room")
LOOK_EVERY_SECONDS = 0.01


class FastClock:
    def __init__(self, epoch: float, speed: float) -> None:
        self._epoch, self._speed = epoch, speed

    def now(self) -> datetime:
        return START + timedelta(seconds=(time.time() - self._epoch) * self._speed)


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


async def work(
    database: str, room: str, content: Path, clock: FastClock, remembers: float, grace: float
) -> None:
    store = SqlStore(database)
    async with aiohttp.ClientSession() as session:
        messenger = HttpMessenger(room, session, timedelta(seconds=remembers))
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
    database, room, content, *numbers = sys.argv[1:]
    epoch, speed, remembers, grace = (float(number) for number in numbers)
    clock = FastClock(epoch, speed)
    asyncio.run(work(database, room, Path(content), clock, remembers, grace))


if __name__ == "__main__":
    main()
