"""A chat room in the test's own process: whatever happens to the bot, it remembers what arrived."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass

from aiohttp import web

from bot.domain.ids import ChannelRef
from tests.scenarios.worker import PLATFORM


@dataclass(frozen=True, slots=True)
class Arrival:
    key: str
    room: str
    title: str


class RoomServer:
    """Takes posts over loopback HTTP. With `recognises_keys` a repeated key is not shown twice.

    Answers come after a short random delay, so that a kill often falls between arrival and answer.
    """

    kind = "room"

    def __init__(self, rng: random.Random, *, recognises_keys: bool) -> None:
        self._random, self._recognises = rng, recognises_keys
        self.arrivals: list[Arrival] = []
        self._known: set[str] = set()
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/post", self._take)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/post"

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.json()
        await asyncio.sleep(self._random.uniform(0, 0.02))
        if not (self._recognises and body["key"] in self._known):
            self._known.add(body["key"])
            self.arrivals.append(Arrival(body["key"], body["room"], body["title"]))
        await asyncio.sleep(self._random.uniform(0, 0.02))
        return web.json_response({"id": str(len(self.arrivals))})

    def channel(self, number: int) -> ChannelRef:
        return ChannelRef(PLATFORM, "w", f"room-{number}")

    def shown(self) -> Counter[tuple[str, str]]:
        """How often each title stands in each room."""
        return Counter((arrival.room, arrival.title) for arrival in self.arrivals)
