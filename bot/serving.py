"""`prepcircle run`: one process, one loop, every part supervised, a tidy stop."""

import asyncio
import contextlib
import json
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.playground.messenger import PlaygroundMessenger
from adapters.playground.room import Room
from adapters.playground.server import playground_app
from adapters.tasks import TaskSet
from adapters.web import Health, Probe, WebServer
from bot.bootstrap import OTHERS_GRACE, Core, alone_with, build, migrate, open_store
from bot.chats import connections, open_chats
from bot.clock import PushedClock, WallClock
from bot.curriculum.reading import Bookshelf
from bot.interpreter import favour_the_loop
from bot.judging import open_judge
from bot.library import ContentShelf
from bot.playing import Classroom, PlaygroundControls, make_crowd, restore_clock, seed
from bot.ports import Isolation, Messenger, Service
from bot.runtime import Supervisor, stop_on_signals
from bot.settings import Settings
from bot.storage.listening import Listener
from bot.telemetry import Telemetry, make_log
from scheduler.alarm import alarm
from scheduler.runner import Runner
from scheduler.stepping import Stepper

if TYPE_CHECKING:
    from adapters.judge.app import JudgeApp

CONTENT_EVERY_SECONDS, CLASSMATES_EVERY_SECONDS = 5.0, 5.0
JUDGE_WITHIN_SECONDS = 30.0
"""So late planning may begin; a lost wake-up would make it as late."""


class ContentWatch:
    """Takes over changed content files; bad ones are logged and the last good content serves on."""

    name = "content"

    def __init__(self, bookshelf: Bookshelf, telemetry: Telemetry) -> None:
        self._bookshelf, self._telemetry = bookshelf, telemetry

    async def serve(self) -> None:
        self._report()
        while True:
            await asyncio.sleep(CONTENT_EVERY_SECONDS)
            before = self._bookshelf.problems
            if await asyncio.to_thread(self._bookshelf.reload_if_changed):
                self._telemetry.log.info("content reloaded")
            elif self._bookshelf.problems != before:
                self._report()

    def _report(self) -> None:
        for problem in self._bookshelf.problems:
            self._telemetry.log.error("content problem", problem=str(problem))


class Planning:
    """The scheduler, once it is known which answers can be run.

    A day's drill is chosen once and for everybody: too early, it would be the short version. After
    `patience` seconds planning goes on with what is known.
    """

    def __init__(self, scheduler: Service, known: asyncio.Event, patience: float) -> None:
        self.name = scheduler.name
        self._scheduler, self._known, self._patience = scheduler, known, patience

    async def serve(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._known.wait(), self._patience)
        await self._scheduler.serve()


@dataclass(frozen=True)
class Playground:
    room: Room
    controls: PlaygroundControls
    classroom: Classroom


class Application:
    """Everything `run` holds: built, served, closed."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.telemetry = Telemetry(make_log(settings.log_level, settings.log_format))
        self.wall = WallClock()
        self.clock = PushedClock(self.wall)
        bookshelf = Bookshelf(settings.content)
        if not bookshelf.current.tracks:
            raise ValueError(f"{settings.content} holds no track; set PREPCIRCLE_CONTENT")
        self.store = open_store(settings)
        self._alone = alone_with(self.store)
        migrate(self.store)
        self.room = self._open_room()
        self.chats = open_chats(settings, self.store, self.wall, self.telemetry.log)
        self.examined, self.judge_within = asyncio.Event(), JUDGE_WITHIN_SECONDS
        self.judge = self._open_judge(bookshelf)
        self.core = self._build(bookshelf)
        for chat in self.chats:
            chat.connect(self.core.desk, self.core.caretaker)
        self.supervisor: Supervisor | None = None

    def _open_room(self) -> Room | None:
        if not self.settings.playground:
            return None
        path: Path = self.settings.playground_path
        path.parent.mkdir(parents=True, exist_ok=True)
        room = Room(path, self.clock)
        if not self.settings.chats:
            restore_clock(room, self.clock)
        return room

    def _open_judge(self, bookshelf: Bookshelf) -> "JudgeApp | Isolation":
        def known(found: Isolation) -> None:
            bookshelf.run(found.languages)
            self.examined.set()

        given = self.settings
        judge = open_judge(given.judge, given.judge_developers, self.telemetry.log, known)
        if isinstance(judge, Isolation):
            self.examined.set()
        return judge

    def _build(self, bookshelf: Bookshelf) -> Core:
        messengers: list[Messenger] = [PlaygroundMessenger(self.room)] if self.room else []
        messengers += [chat.messenger for chat in self.chats]
        return build(
            self.store,
            bookshelf,
            self.clock,
            self.telemetry,
            messengers,
            random.Random(),
            grace=timedelta(0) if self.store.is_sqlite else OTHERS_GRACE,
            doctors={chat.messenger.platform: chat.doctor for chat in self.chats},
            judge=self.judge,
        )

    async def serve(self, announce: Callable[[str], None]) -> None:
        """Run until a signal asks for the end; `announce` is told the address once it answers.

        Raises OSError, with a text for the operator, when the port cannot be had.
        """
        playground = await self._playground() if self.room else None
        web = self._web(playground)
        supervisor = self.supervisor = Supervisor(self._services(playground), self.telemetry)
        stop_on_signals(supervisor.stop)
        favour_the_loop()
        try:
            if self.settings.parts != "worker":
                await web.start()
                announce(web.address)
            await supervisor.run()
        finally:
            await web.stop()
            for chat in self.chats:
                await chat.close()
            if not isinstance(self.judge, Isolation):
                self.judge.close()
            self.close()

    def _failed(self, name: str, error: BaseException) -> None:
        self.telemetry.log.error("task failed", task=name, exc_info=error)

    async def _playground(self) -> Playground:
        room, core = self.room, self.core
        assert room is not None
        crowd = make_crowd(core, new_id, core.rng)
        stepper = Stepper(core.store, core.tick, core.couriers, self.clock)
        if self.settings.demo:
            await seed(room, core.desk, self.clock, new_id, movable=not self.chats)
        controls = PlaygroundControls(
            core, room, self.clock, stepper, crowd, movable=not self.chats
        )
        await controls.refresh()
        return Playground(room, controls, Classroom(controls, crowd, CLASSMATES_EVERY_SECONDS))

    def _web(self, playground: Playground | None) -> WebServer:
        app = None
        if playground is not None:
            app = playground_app(
                self.core.desk,
                playground.room,
                playground.controls,
                self.clock,
                new_id,
                TaskSet(self._failed),
                extra_host=self.settings.public_host,
                shelf=ContentShelf(self.core.curriculum, self.store),
            )
        exact = "port" in self.settings.model_fields_set
        routes = {way: handler for chat in self.chats for way, handler in chat.routes().items()}
        return WebServer(
            self.settings.host,
            self.settings.port,
            exact=exact,
            probes=self._probes(),
            routes=routes,
            app=app,
        )

    def _services(self, playground: Playground | None) -> list[Service]:
        runner = Runner(self.core.tick, self.clock, self.wall)
        wake = alarm(runner, self.core.couriers)
        self.store.on_wake(wake)
        services: list[Service] = [ContentWatch(self.core.bookshelf, self.telemetry)]
        if self.settings.parts != "web":
            planning = Planning(runner, self.examined, self.judge_within)
            services += [planning, *self.core.couriers]
        if self.settings.parts != "worker":
            services += [service for chat in self.chats for service in chat.services()]
        # A worker runs no answers; what can be run decides which drill it posts.
        services += [] if isinstance(self.judge, Isolation) else [self.judge]
        if not self.store.is_sqlite:
            services.append(Listener(self.store, wake))
        if playground is not None:
            services.append(playground.classroom)
        return services

    def _probes(self) -> dict[str, Probe]:
        async def live() -> Health:
            return Health("alive\n")

        async def ready() -> Health:
            states = self.supervisor.states if self.supervisor else {}
            try:
                await self.store.transact(lambda repos: repos.cohorts.next_due(), read_only=True)
            except Exception as error:
                states = {**states, "database": type(error).__name__}
            # A platform with a wrong token must not take the others out of a balancer's sight.
            well = ("running", "done", "given up")
            bad = [state for state in states.values() if not state.startswith(well)]
            # Each is taken up again by itself; a restart would only make it longer.
            shown = {name: "up" if up else "down" for name, up in connections(self.chats).items()}
            told = {
                "parts": states,
                "connections": shown,
                "content": self._content(),
                "judge": self._isolation().tier,
            }
            text = json.dumps({"ready": not bad, **told})
            return Health(text + "\n", 503 if bad else 200, "application/json")

        async def metrics() -> Health:
            depth = await self.store.transact(
                lambda repos: repos.courier.depth(self.clock.now()), read_only=True
            )
            self.telemetry.outbox(depth)
            self.telemetry.connections(connections(self.chats))
            return Health(self.telemetry.metrics.render())

        return {"/livez": live, "/readyz": ready, "/metrics": metrics}

    def _isolation(self) -> Isolation:
        return self.judge if isinstance(self.judge, Isolation) else self.judge.isolation()

    def _content(self) -> dict[str, int]:
        shelf = self.core.bookshelf
        return {"families": len(shelf.current.families), "problems": len(shelf.problems)}

    def close(self) -> None:
        if self.room:
            self.room.close()
        self.store.close()
        if self._alone:
            self._alone.release()


def new_id() -> str:
    return uuid.uuid4().hex
