"""A whole bot on a loopback Discord: real discord.py, real core, real SQLite, a set clock."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from adapters.discord.app import Discord as Surface
from adapters.discord.app import DiscordConfig
from adapters.discord.validate import violations
from bot.bootstrap import Core, build
from bot.clock import SetClock
from bot.curriculum.reading import Bookshelf
from bot.domain.ids import ChannelRef
from bot.ports import Desk, Judge
from bot.storage.migrations import upgrade
from bot.storage.store import SqlStore
from bot.telemetry import Telemetry, make_log
from tests.adapters.slack.club import SHELF, Diary, database, running
from tests.conftest import MONDAY
from tests.discord.server import Discord, a_discord
from tests.discord.shown import Shown

STUDY = "study"


@dataclass
class Waits:
    """How long anybody wanted to sleep before connecting again; nobody does."""

    seconds: list[float] = field(default_factory=list)
    noticed: Callable[[], None] = lambda: None

    async def sleep(self, seconds: float) -> None:
        self.seconds.append(seconds)
        self.noticed()
        await asyncio.sleep(0)


@dataclass(frozen=True)
class Manner:
    """How a bot differs from an ordinary one; `desk` may stand between it and the core."""

    desk: Callable[[Desk], Desk] = lambda desk: desk
    patience: float = 20.0
    """However busy the machine is: nothing counts as slow unless a test wants it to."""
    guild: str = ""
    shards: tuple[range, int] | None = None
    shelf: Bookshelf = SHELF
    judge: Judge | None = None


@dataclass
class Club:
    discord: Discord
    surface: Surface
    core: Core
    clock: SetClock
    log: Diary
    waits: Waits

    async def settled(self) -> None:
        await self.surface.tasks.drain(20)

    async def starts(self, days: int = 2) -> None:
        """Ana starts a circle in the study room, Ben joins it, and so many days go by."""
        await self.types("ana", "/prep start")
        await self.submits("ana", {"track": "sony-ds", "zone": "Europe/Berlin"})
        await self.presses("ana", "Start and invite")
        await self.presses("ana", "Join it myself")
        await self.post()
        await self.presses("ben", "Join")
        await self.until(self.clock.now() + timedelta(days=days))

    async def types(self, user: str, line: str, channel: str = STUDY, **options: object) -> None:
        await self.discord.user(user).types(line, channel, **options)
        await self.settled()

    async def submits(self, user: str, values: dict[str, object]) -> None:
        await self.discord.user(user).submits(values)
        await self.settled()

    async def presses(self, user: str, wanted: str, channel: str = STUDY) -> None:
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

    async def waits_for(self, minutes: int) -> None:
        """Minute by minute, so that what failed is tried again when its time comes."""
        for _ in range(minutes):
            self.clock.move_to(self.clock.now() + timedelta(minutes=1))
            await self.core.tick.run()
            await self.core.couriers[0].drain()

    def place(self, channel: str = STUDY) -> ChannelRef:
        room = self.discord.room(channel)
        return ChannelRef(self.surface.messenger.platform, room.guild, room.id)

    def words(self, channel: str = STUDY) -> list[str]:
        return [shown.words for shown in self.discord.channel(channel).messages]

    def titles(self, channel: str = STUDY) -> list[str]:
        return [title_of(shown) for shown in self.discord.channel(channel).messages]

    def told(self, user: str, channel: str = STUDY) -> str:
        """The newest thing that only this person sees in the room."""
        return self.discord.user(user).sees(channel)[-1].words


def title_of(shown: Shown) -> str:
    return shown.words.splitlines()[0].removeprefix("## ")


@asynccontextmanager
async def a_club(
    folder: Path, at: datetime = MONDAY, manner: Manner = Manner()
) -> AsyncIterator[Club]:
    """Ready for people; what Discord would refuse, leave unanswered or ping fails at the end."""
    clock = SetClock(at)
    async with (
        a_discord(clock, violations) as discord,
        a_bot(discord, clock, database(folder), manner) as club,
    ):
        yield club
        await asyncio.sleep(0)
        assert (discord.rejected, discord.failed, discord.pings) == ([], [], [])


@asynccontextmanager
async def a_bot(
    discord: Discord, clock: SetClock, url: str, manner: Manner = Manner()
) -> AsyncIterator[Club]:
    """One life of the program, from its start to its end."""
    async with AsyncExitStack() as stack:
        store = SqlStore(url)
        stack.callback(store.close)
        store.migrate(upgrade)
        log, waits = Diary([]), Waits(noticed=discord.state.touch)
        config = DiscordConfig(discord.token, discord.api_url, manner.guild, manner.shards)
        surface = Surface(config, store, clock, log, waits.sleep, manner.patience)
        stack.push_async_callback(surface.close)
        core = build(
            store, manner.shelf, clock, Telemetry(make_log("error", "json")),
            [surface.messenger], random.Random(28),
            doctors={surface.messenger.platform: surface.doctor}, judge=manner.judge,
        )  # fmt: skip
        surface.connect(manner.desk(core.desk), core.caretaker)
        for service in surface.services():
            await stack.enter_async_context(running(service))
        await discord.gateway.connected()
        yield Club(discord, surface, core, clock, log, waits)
