"""A whole bot on a loopback Discord: real discord.py, real core, real SQLite, a set clock."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from adapters.discord.app import Discord as Surface
from adapters.discord.app import DiscordConfig
from adapters.discord.validate import violations
from bot.bootstrap import Core, build
from bot.clock import SetClock
from bot.storage.migrations import upgrade
from bot.storage.store import SqlStore
from bot.telemetry import Telemetry, make_log
from tests.adapters.slack.club import SHELF, Diary, running
from tests.conftest import MONDAY
from tests.discord.server import Discord, a_discord
from tests.discord.shown import Shown


@dataclass
class Club:
    discord: Discord
    surface: Surface
    core: Core
    clock: SetClock
    log: Diary

    async def settled(self) -> None:
        await self.surface.tasks.drain(20)

    async def types(self, user: str, line: str, channel: str = "study", **options: object) -> None:
        await self.discord.user(user).types(line, channel, **options)
        await self.settled()

    async def presses(self, user: str, wanted: str, channel: str = "study") -> None:
        """On the newest thing that has it: what only they see, then the room."""
        person = self.discord.user(user)
        shown: list[Shown] = [*person.sees(channel)[::-1]]
        shown += [*self.discord.channel(channel).messages[::-1], *person.dm.messages[::-1]]
        for place in shown:
            try:
                await person.presses(place, wanted)
            except LookupError:
                continue
            await self.settled()
            return
        raise LookupError(f"nothing to press called {wanted!r}")

    async def until(self, at: datetime) -> None:
        """Live through it: each due moment planned and posted, as the running program does."""
        while self.clock.now() < at:
            upcoming = await self.core.tick.run()
            await self.core.couriers[0].drain()
            step = self.clock.now() + timedelta(minutes=1)
            self.clock.move_to(min(at, max(step, upcoming or at)))
        await self.core.tick.run()
        await self.post()

    async def post(self) -> None:
        for _ in range(10):
            await self.core.couriers[0].drain()
            self.clock.move_to(self.clock.now() + timedelta(seconds=2))

    def words(self, channel: str = "study") -> list[str]:
        return [shown.words for shown in self.discord.channel(channel).messages]


@asynccontextmanager
async def a_club(folder: Path, at: datetime = MONDAY) -> AsyncIterator[Club]:
    """Ready for people; what Discord would refuse, leave unanswered or ping fails at the end."""
    clock = SetClock(at)
    async with AsyncExitStack() as stack:
        discord = await stack.enter_async_context(a_discord(clock, violations))
        store = SqlStore(f"sqlite:///{folder / 'club.db'}")
        stack.callback(store.close)
        store.migrate(upgrade)
        log = Diary([])
        surface = Surface(DiscordConfig(discord.token, discord.api_url), store, clock, log)
        stack.push_async_callback(surface.close)
        core = build(
            store, SHELF, clock, Telemetry(make_log("error", "json")),
            [surface.messenger], random.Random(28),
            doctors={surface.messenger.platform: surface.doctor},
        )  # fmt: skip
        surface.connect(core.desk, core.caretaker)
        for service in surface.services():
            await stack.enter_async_context(running(service))
        await discord.gateway.connected()
        await surface.client.wait_until_ready()
        yield Club(discord, surface, core, clock, log)
        await asyncio.sleep(0)
        assert (discord.rejected, discord.failed, discord.pings) == ([], [], [])
