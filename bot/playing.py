"""The playground's clock and demo circle: what makes the web page a dry run of 28 days."""

import asyncio
import random
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from adapters.playground.places import actor_ref, room_ref
from adapters.playground.records import Person
from adapters.playground.room import Room
from bot.bootstrap import Core
from bot.clock import PushedClock
from bot.crowd import Classmate, Crowd
from bot.domain.cohorts import Cohort
from bot.domain.ids import ChannelRef
from bot.domain.timeline import instant, slots_from
from bot.ports import Desk, Invocation, Pressed, Typed
from bot.repositories.store import Repos
from bot.tokens import token
from bot.usecases.progress import next_post
from scheduler.stepping import Stepper

ROOM, ROOM_TITLE = "interview-prep", "interview-prep"
SECOND_ROOM = "quiet-corner"
ZONE, HOUR = "Europe/Berlin", time(9)
HOST = Person("hana", "Hana", ZONE, is_host=True)
MEMBERS = (
    Person("ana", "Ana", ZONE),
    Person("bilal", "Bilal", ZONE),
    Person("chen", "Chen", "Asia/Shanghai"),
    Person("dara", "Dara", "Europe/Dublin"),
    Person("emeka", "Emeka", "Africa/Lagos"),
    Person("freya", "Freya", "America/New_York"),
)
CLASSMATES = MEMBERS[2:]
"""Ana and Bilal are left to whoever sits at the page."""
_OFFSET, _CLASSMATES = "clock_offset_seconds", "classmates"


def restore_clock(room: Room, clock: PushedClock) -> None:
    clock.offset = timedelta(seconds=float(room.setting(_OFFSET, "0")))


async def seed(
    room: Room, desk: Desk, clock: PushedClock, ids: Callable[[], str], *, movable: bool
) -> None:
    """An empty playground gets its people, two rooms and a circle that starts next Monday.

    Its clock is put to that morning if it is `movable`: no circle elsewhere lives by it.
    """
    if room.people():
        return
    for person in (*MEMBERS, HOST):
        room.add_person(person)
    room.add_room(ROOM, ROOM_TITLE)
    room.add_room(SECOND_ROOM, SECOND_ROOM)
    today = clock.now().astimezone(ZoneInfo(ZONE)).date()
    ahead = 7 - today.weekday()
    start = today + timedelta(days=ahead % 7 if movable else ahead)
    if movable:
        clock.move_to(instant(start, time(8, 50), ZONE))
    begin = token("start go", "sony-ds", start, ZONE, f"{HOUR:%H:%M}", 28)
    await _do(desk, ids, HOST, Pressed(begin))
    for member in MEMBERS:
        await _do(desk, ids, member, Typed("join"))
    room.set_setting(_CLASSMATES, "on")
    room.set_setting(_OFFSET, f"{clock.offset.total_seconds():.3f}")


async def _do(desk: Desk, ids: Callable[[], str], who: Person, what: Typed | Pressed) -> None:
    await desk.dispatch(Invocation(ids(), room_ref(ROOM), actor_ref(who.id), who.name, what))


def make_crowd(core: Core, ids: Callable[[], str], rng: random.Random) -> Crowd:
    people = [Classmate(actor_ref(person.id), person.name) for person in CLASSMATES]
    return Crowd(core.desk.dispatch, core.store, core.clock, rng, ids, room_ref(ROOM), people)


class PlaygroundControls:
    """Implements adapters.playground.controls.Controls."""

    def __init__(
        self, core: Core, room: Room, clock: PushedClock, stepper: Stepper, crowd: Crowd,
        *, movable: bool = True,
    ) -> None:  # fmt: skip
        self._core, self._room, self._clock, self.movable = core, room, clock, movable
        self._stepper, self._crowd = stepper, crowd
        self._stopping = False
        self._circle: Cohort | None = None
        stepper.company = crowd if self.classmates else None

    @property
    def classmates(self) -> bool:
        return self._room.setting(_CLASSMATES) == "on"

    @classmates.setter
    def classmates(self, on: bool) -> None:
        self._room.set_setting(_CLASSMATES, "on" if on else "off")
        self._stepper.company = self._crowd if on else None

    async def refresh(self) -> None:
        """Look again at which circle the clock line speaks of."""
        # The room's history belongs to this thread, so its rooms are read before the transaction.
        places = [room_ref(room) for room, _ in self._room.rooms()]
        self._circle = await self._core.store.transact(
            lambda repos: _circle_in(repos, places), read_only=True
        )

    async def next_due(self) -> datetime | None:
        """When the next post falls; nudges are no posts."""
        return await self._core.store.transact(self._next_post, read_only=True)

    def _next_post(self, repos: Repos) -> datetime | None:
        found: list[datetime] = []
        for circle in repos.cohorts.upcoming():
            due = next_post(circle, self._core.curriculum().track(circle.track))
            found += [due] if due else []
        return min(found, default=None)

    async def advance(self, until: datetime, on_step: Callable[[datetime], None]) -> None:
        self._stopping = False

        async def after(now: datetime) -> bool:
            await self._keep_place()
            on_step(now)
            return not self._stopping

        await self._stepper.advance(until, after)
        await self._keep_place()

    async def play(self, on_step: Callable[[float], None]) -> None:
        """To the end of every open circle and a minute beyond."""
        end = await self._core.store.transact(self._end, read_only=True)
        began = self._clock.now()
        if end is None or end <= began:
            return
        total = (end - began).total_seconds()
        await self.advance(end, lambda now: on_step((now - began).total_seconds() / total))

    def _end(self, repos: Repos) -> datetime | None:
        ends: list[datetime] = []
        for circle in repos.cohorts.upcoming():
            rules = self._core.curriculum().track(circle.track).rules
            ends += [s.due_at for s in slots_from(circle.calendar, rules, circle.settled)][-1:]
        return max(ends) + timedelta(minutes=1) if ends else None

    async def _keep_place(self) -> None:
        self._room.set_setting(_OFFSET, f"{self._clock.offset.total_seconds():.3f}")
        await self.refresh()

    def stop(self) -> None:
        self._stopping = True

    def day_line(self) -> str:
        now = self._clock.now()
        if self._circle is None:
            return f"{now:%a %d %b, %H:%M} UTC"
        calendar = self._circle.calendar
        here = now.astimezone(ZoneInfo(calendar.zone))
        city = calendar.zone.rpartition("/")[2].replace("_", " ")
        return f"{_day_of(self._circle, now)} · {here:%a %d %b, %H:%M} {city}"


def _circle_in(repos: Repos, places: Sequence[ChannelRef]) -> Cohort | None:
    """The first room's open circle, else one that is over."""
    running = [repos.cohorts.at(place) for place in places]
    over = [repos.cohorts.latest_at(place) for place in places]
    return next((circle for circle in (*running, *over) if circle is not None), None)


def _day_of(circle: Cohort, now: datetime) -> str:
    day, days = circle.day(now), circle.calendar.days
    if day < 1:
        return "Before day 1"
    return f"Day {day} of {days}" if day <= days else f"After day {days}"


class Classroom:
    """Lets classmates answer while nobody pushes the clock. A bot.ports.Service."""

    name = "classmates"

    def __init__(self, controls: PlaygroundControls, crowd: Crowd, every_seconds: float) -> None:
        self._controls, self._crowd, self._every = controls, crowd, every_seconds

    async def serve(self) -> None:
        while True:
            await asyncio.sleep(self._every)
            await self._controls.refresh()
            if self._controls.classmates:
                await self._crowd.look()
                await self._crowd.act()
