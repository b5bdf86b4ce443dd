"""A whole bot on a loopback Slack: real SDK, real core, real SQLite, a clock that stands still."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web

from adapters.slack.app import Slack as Surface
from adapters.slack.app import SlackConfig
from adapters.slack.paces import Paces
from adapters.slack.patience import Pause
from adapters.slack.validate import violations
from bot.bootstrap import Core, build
from bot.cards import Form
from bot.clock import SetClock
from bot.curriculum.reading import Bookshelf
from bot.domain.ids import ActorRef
from bot.ports import Caretaker, Clock, Completion, Desk, Invocation, Judge, Reply, Request, Service
from bot.storage.migrations import upgrade
from bot.storage.store import SqlStore
from bot.telemetry import Telemetry, make_log
from tests.conftest import CONTENT, MONDAY
from tests.slack.shown import Shown, ShownView
from tests.slack.workspace import APP_TOKEN, SIGNING_SECRET, TOKENS, Slack, a_slack

SHELF = Bookshelf(CONTENT)
STUDY = "C2"
"""A room with Ana (U1), Ben (U2) and the app in it."""


def first_day(form: str) -> int:
    """The first day of the track on which one answers like this."""
    track = SHELF.current.track("sony-ds")
    return next(day for day in range(1, 29) if track.day(day).drill.form == form)


class Unhurried:
    """Seconds that pass when somebody sleeps, and with the clock; pacing is tested by itself."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock, self.passed = clock, 0.0

    def now(self) -> float:
        return self.passed + (self._clock.now().timestamp() if self._clock else 0)

    async def sleep(self, seconds: float) -> None:
        self.passed += seconds
        await asyncio.sleep(0)


class Gate:
    """Seconds that do not pass while it is shut."""

    def __init__(self) -> None:
        self._open, self.reached = asyncio.Event(), asyncio.Event()
        self._open.set()

    def shut(self) -> None:
        self._open.clear()

    def open(self) -> None:
        self._open.set()

    async def sleep(self, _seconds: float) -> None:
        if not self._open.is_set():
            self.reached.set()
        await self._open.wait()


@dataclass
class Diary:
    """What the surface logged."""

    lines: list[str]

    def warning(self, event: str, **details: object) -> None:
        self.lines.append(f"{event} {details}")

    def error(self, event: str, **details: object) -> None:
        self.lines.append(f"{event} {details}")


@dataclass
class Club:
    slack: Slack
    surface: Surface
    core: Core
    clock: SetClock
    log: Diary

    async def settled(self) -> None:
        """Whatever was begun is done."""
        await self.surface.tasks.drain(20)

    async def starts(self, days: int = 2) -> None:
        """Ana starts a circle in the study room, Ben joins it, and so many days go by."""
        await self.types("U1", "/prep start")
        await self.slack.user("U1").submits({"track": "sony-ds", "zone": "Europe/Berlin"})
        await self.settled()
        await self.presses("U1", "Start and invite")
        await self.presses("U1", "Join it myself")
        await self.post()
        await self.presses("U2", "Join")
        await self.until(self.clock.now() + timedelta(days=days))

    async def types(self, user: str, line: str, channel: str = STUDY) -> None:
        await self.slack.user(user).types(line, channel)
        await self.settled()

    async def presses(self, user: str, wanted: str, channel: str = STUDY) -> None:
        """On the newest thing that has it: a window, then what only they see, then the room."""
        person = self.slack.user(user)
        shown: list[Shown | ShownView] = [*person.modals[::-1], *person.sees(channel)[::-1]]
        shown += [*self.slack.channel(channel).everything[::-1], *person.dm.everything[::-1]]
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
        """Everything that is due, at a second apart in each room."""
        for _ in range(10):
            await self.core.couriers[0].drain()
            self.clock.move_to(self.clock.now() + timedelta(seconds=2))

    async def waits(self, minutes: int) -> None:
        """Minute by minute, so that what failed is tried again when its time comes."""
        for _ in range(minutes):
            self.clock.move_to(self.clock.now() + timedelta(minutes=1))
            await self.core.tick.run()
            await self.core.couriers[0].drain()

    def titles(self, channel: str = STUDY) -> list[str]:
        return [text.splitlines()[0] for text in self.texts(channel)]

    def told(self, user: str, channel: str = STUDY) -> str:
        """The newest thing that only this person sees in the room."""
        return self.slack.user(user).sees(channel)[-1].text

    def texts(self, channel: str = STUDY) -> list[str]:
        return [shown.text for shown in self.slack.channel(channel).everything]


class Slow:
    """A desk that, while it holds, keeps everybody waiting."""

    def __init__(self) -> None:
        self._free = asyncio.Event()
        self._free.set()
        self.reached = asyncio.Event()
        """Set once somebody waits."""
        self.asked: list[Request] = []

    def before(self, desk: Desk) -> Desk:
        self._desk = desk
        return self

    def hold(self) -> None:
        self._free.clear()

    def release(self) -> None:
        self._free.set()

    def form(
        self, request: Request, actor: ActorRef | None = None, *, direct: bool = False
    ) -> Form | None:
        return self._desk.form(request, actor, direct=direct)

    def complete(self, text: str) -> Sequence[Completion]:
        return self._desk.complete(text)

    async def dispatch(self, invocation: Invocation) -> Reply | None:
        self.asked.append(invocation.request)
        if not self._free.is_set():
            self.reached.set()
        await self._free.wait()
        return await self._desk.dispatch(invocation)


@dataclass(frozen=True)
class Manner:
    """How a bot differs from an ordinary one; `desk` and `caretaker` wrap those of the core."""

    http: bool = False
    desk: Callable[[Desk], Desk] = lambda desk: desk
    caretaker: Callable[[Caretaker], Caretaker] = lambda caretaker: caretaker
    sleep: Pause | None = None
    patience: float = 20.0
    """However busy the machine is: nothing counts as slow unless a test wants it to."""
    ping: float = 5.0
    naming: float = 10.0
    paces: Paces | None = None
    shelf: Bookshelf = SHELF
    judge: Judge | None = None


@asynccontextmanager
async def a_club(
    folder: Path,
    *,
    http: bool = False,
    at: datetime = MONDAY,
    url: str = "",
    manner: Manner | None = None,
) -> AsyncIterator[Club]:
    """Ready for people; whatever Slack would have refused fails the test at the end."""
    clock = SetClock(at)
    async with (
        a_slack(clock, violations) as slack,
        a_bot(slack, clock, url or database(folder), manner or Manner(http)) as club,
    ):
        yield club
        assert slack.rejected == []


def database(folder: Path) -> str:
    return f"sqlite:///{folder / 'club.db'}"


@asynccontextmanager
async def a_bot(
    slack: Slack, clock: SetClock, url: str, manner: Manner = Manner()
) -> AsyncIterator[Club]:
    """One life of the program, from its start to its end."""
    async with AsyncExitStack() as stack:
        store = SqlStore(url)
        stack.callback(store.close)
        store.migrate(upgrade)
        log, time = Diary([]), Unhurried(clock)
        sleep = manner.sleep or time.sleep
        surface = Surface(
            _config(slack, http=manner.http), store, clock, log,
            manner.paces or Paces(time.now, time.sleep), sleep, manner.patience, manner.ping,
            manner.naming,
        )  # fmt: skip
        stack.push_async_callback(surface.close)
        core = build(
            store, manner.shelf, clock, Telemetry(make_log("error", "json")),
            [surface.messenger], random.Random(28),
            doctors={surface.messenger.platform: surface.doctor}, judge=manner.judge,
        )  # fmt: skip
        surface.connect(manner.desk(core.desk), manner.caretaker(core.caretaker))
        if manner.http:
            slack.over_http(await stack.enter_async_context(served(surface)) + "/slack/events")
        for service in surface.services():
            await stack.enter_async_context(running(service))
        if not manner.http:
            await slack.links.connected()
        yield Club(slack, surface, core, clock, log)


def _config(slack: Slack, *, http: bool) -> SlackConfig:
    app_token, secret = ("", SIGNING_SECRET) if http else (APP_TOKEN, "")
    return SlackConfig(TOKENS["T1"], app_token, secret, slack.api_url)


@asynccontextmanager
async def served(surface: Surface) -> AsyncIterator[str]:
    app = web.Application()
    for (method, path), handler in surface.routes().items():
        app.router.add_route(method, path, handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def running(service: Service) -> AsyncIterator[None]:
    task = asyncio.get_running_loop().create_task(service.serve())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
