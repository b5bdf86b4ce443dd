"""A whole circle in seconds, through the real tick, outbox, storage and dispatcher.

Crashes are injected between any two steps; after one, everything in memory is thrown away and the
program starts again on what the database and the room remember. What counts is what the room
received, set against what the timeline says.
"""

import random
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from bot.bootstrap import Core, build
from bot.clock import SetClock
from bot.crowd import Classmate, Crowd
from bot.curriculum.catalog import Track
from bot.curriculum.reading import Bookshelf
from bot.domain.cohorts import Cohort, zone_or_error
from bot.domain.ids import ActorRef
from bot.domain.records import PostState
from bot.domain.timeline import Calendar, Slot, SlotKind, instant, slots_from
from bot.faults import CHANNEL, PLATFORM, Fate, Killed, ShakyStore, SimulatedRoom
from bot.ports import Invocation, Pressed, Reply, Typed
from bot.storage.migrations import upgrade
from bot.telemetry import Telemetry, make_log
from bot.tokens import token
from bot.views.broadcasts import slot_title
from scheduler.stepping import Stepper

LATE = timedelta(minutes=15)
MEAN_OUTAGE = timedelta(minutes=3)
LATE_JOINERS = 0.1


@dataclass(frozen=True)
class Scenario:
    """`kill_rate` is the chance that the process dies in any one transaction or send."""

    track: str
    members: int
    start: date
    zone: str
    hour: time
    length: int
    kill_rate: float
    seed: int
    content: Path


@dataclass(frozen=True)
class Figures:
    planned: int
    sent: int
    late: int
    skipped: int
    doubled: int
    lost: int
    restarts: int
    unclear: int
    answers: int
    members: int
    days: int

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


async def run_scenario(scenario: Scenario, on_progress: Callable[[float], None]) -> Figures:
    """Raises StudyError when the scenario itself cannot be, such as an unknown zone."""
    zone_or_error(scenario.zone)
    with tempfile.TemporaryDirectory(prefix="prepcircle-") as folder:
        simulation = _Simulation(scenario, Path(folder), on_progress)
        try:
            return await simulation.run()
        finally:
            simulation.store.close()


class _Simulation:
    def __init__(
        self, scenario: Scenario, folder: Path, on_progress: Callable[[float], None]
    ) -> None:
        self.scenario, self.on_progress = scenario, on_progress
        self.random = random.Random(scenario.seed)
        self.clock = SetClock(instant(scenario.start, time(), scenario.zone) - timedelta(days=1))
        self.fate = Fate(scenario.kill_rate, self.random)
        self.room = SimulatedRoom(self.clock, self.fate)
        self.bookshelf = Bookshelf(scenario.content)
        self.track: Track = self.bookshelf.current.track(scenario.track)
        self.telemetry = Telemetry(make_log("error", "json"))
        self.store = ShakyStore(f"sqlite:///{folder / 'simulation.db'}", self.fate)
        self.people = [
            Classmate(ActorRef(PLATFORM, "w", f"m{number}"), f"Member {number}")
            for number in range(1, scenario.members + 1)
        ]
        self.host = Classmate(ActorRef(PLATFORM, "w", "host"), "Host")
        self.restarts = self.unclear = self._ids = 0
        self.crowd = Crowd(
            self._dispatch, self.store, self.clock, self.random, self._id, CHANNEL, self.people
        )
        self._boot()

    def _boot(self) -> None:
        """What a fresh process does: new connections, and nothing known from before."""
        self.store.migrate(upgrade)
        self.core: Core = build(
            self.store, self.bookshelf, self.clock, self.telemetry, [self.room], self.random
        )
        self.stepper = Stepper(
            self.store, self.core.tick, self.core.couriers, self.clock, self.crowd
        )

    def _id(self) -> str:
        self._ids += 1
        return f"i{self._ids}"

    async def run(self) -> Figures:
        await self._enrol()
        end = await self._live()
        await self._walk(end + timedelta(hours=12))
        self.fate.armed = False
        await self._host_looks()
        await self.stepper.settle()
        return await self._figures()

    async def _enrol(self) -> None:
        scenario = self.scenario
        begin = token(
            "start go", scenario.track, scenario.start, scenario.zone,
            f"{scenario.hour:%H:%M}", scenario.length,
        )  # fmt: skip
        await self._do(self.host, Pressed(begin))
        for person in self.people:
            if self.random.random() >= LATE_JOINERS:
                await self._do(person, Typed("join"))
        self.fate.armed = True

    async def _live(self) -> datetime:
        """Day by day to the last slot; each evening the host looks after what is unclear."""
        last = self._slots()[-1].due_at
        day = self.clock.now()
        while day < last:
            day += timedelta(days=1)
            await self._walk(day)
            await self._late_joiner()
            await self._surviving(self._host_looks)
            began = instant(self.scenario.start, time(), self.scenario.zone)
            self.on_progress(min(1.0, (day - began) / (last - began)))
        return last

    async def _walk(self, until: datetime) -> None:
        async def on(_: datetime) -> bool:
            return True

        while self.clock.now() < until:
            await self._surviving(lambda: self.stepper.advance(until, on))

    async def _surviving(self, work: Callable[[], Awaitable[object]]) -> None:
        """Run it; when the process dies, start again after an outage."""
        try:
            await work()
        except Killed:
            self.restarts += 1
            self.store.crash()
            outage = MEAN_OUTAGE * self.random.expovariate(1)
            self.clock.move_to(self.clock.now() + outage)
            self._boot()

    async def _late_joiner(self) -> None:
        newcomer = self.random.choice(self.people) if self.people else None
        if newcomer is not None:
            await self._surviving(lambda: self._do(newcomer, Typed("join")))

    async def _host_looks(self) -> None:
        """The host compares each unclear post with the room: was it there, or is it missing?"""
        circle = await self._circle()
        troubled = await self.store.transact(
            lambda repos: repos.outbox.troubled(circle.id), read_only=True
        )
        for post in troubled:
            if post.state is PostState.UNCLEAR:
                there = self.room.titles()[post.title] > 0
                answer = "circle seen" if there else "circle again"
                await self._do(self.host, Pressed(token(answer, post.id)))
                self.unclear += 1

    async def _circle(self) -> Cohort:
        found = await self.store.transact(
            lambda repos: repos.cohorts.latest_at(CHANNEL), read_only=True
        )
        assert found is not None
        return found

    async def _do(self, who: Classmate, request: Typed | Pressed) -> Reply | None:
        invocation = Invocation(self._id(), CHANNEL, who.actor, who.name, request)
        return await self._dispatch(invocation)

    async def _dispatch(self, invocation: Invocation) -> Reply | None:
        """To whichever process is alive: people outlive the bot's restarts."""
        return await self.core.desk.dispatch(invocation)

    def _slots(self) -> list[Slot]:
        """What the timeline says, worked out without looking at anything the bot has stored."""
        scenario = self.scenario
        calendar = Calendar(
            scenario.start,
            zone_or_error(scenario.zone),
            scenario.hour,
            self.track.plan(scenario.length),
            self.track.reviews,
        )
        return list(slots_from(calendar, self.track.rules, 0))

    async def _figures(self) -> Figures:
        expected = {
            slot_title(slot.kind, slot.day, self._theme(slot)): slot.due_at
            for slot in self._slots()
            if slot.kind is not SlotKind.NUDGE
        }
        received = self.room.titles()
        first: dict[str, datetime] = {}
        for at, target, title in self.room.received:
            if not target.direct:
                first.setdefault(title, at)
        arrived = [title for title in expected if received[title]]
        missing = len(expected) - len(arrived)
        skipped = min(missing, await self._owned_up())
        return Figures(
            planned=len(expected),
            sent=len(arrived),
            late=sum(first[title] - expected[title] > LATE for title in arrived),
            skipped=skipped,
            doubled=sum(count - 1 for count in received.values()),
            lost=missing - skipped,
            restarts=self.restarts,
            unclear=self.unclear,
            answers=self.crowd.answers,
            members=self.scenario.members,
            days=self.scenario.length,
        )

    def _theme(self, slot: Slot) -> str:
        return self.track.day(slot.plan_day).theme if slot.plan_day else ""

    async def _owned_up(self) -> int:
        """Posts that the bot itself reports as left out because they came too late."""
        circle = await self._circle()
        troubled = await self.store.transact(
            lambda repos: repos.outbox.troubled(circle.id, most=1000), read_only=True
        )
        return sum(post.state is PostState.SKIPPED for post in troubled)
