"""What the parts measure on: fresh databases on both engines, circles, and a room that listens."""

import itertools
import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import psycopg
from psycopg import sql

from bot.bootstrap import OTHERS_GRACE, Core, build
from bot.cards import Card, Plain, Text
from bot.clock import SetClock
from bot.curriculum.reading import Bookshelf
from bot.domain.cohorts import Cohort, Member
from bot.domain.errors import StudyError
from bot.domain.ids import ActorRef, ChannelRef, CohortId, MemberId, Platform
from bot.domain.timeline import Calendar, SlotKind, ordinal
from bot.ports import Clock, Outgoing, Receipt
from bot.repositories.store import Repos
from bot.settings import ROOT
from bot.storage.migrations import upgrade
from bot.storage.store import SqlStore
from bot.telemetry import Telemetry, make_log
from tests.bench.measuring import Progress, Rounds, Run, contest

if TYPE_CHECKING:
    # Otherwise every worker process would load a whole server with it.
    from tests.postgres import Postgres

SQLITE, POSTGRES = "SQLite", "PostgreSQL"
ENGINES = (SQLITE, POSTGRES)
PLATFORM = Platform("bench")
SEED = 28
CARD = Card("Day 1", (Text((Plain("What is the first thing you would ask?"),)),))


class Databases:
    """Migrated databases, and copies of them, on each engine."""

    def __init__(self, folder: Path, server: "Postgres") -> None:
        self._folder, self._server, self._numbers = folder, server, itertools.count(1)

    def new(self, engine: str) -> str:
        if engine == POSTGRES:
            url = self._server.new_database()
        else:
            url = f"sqlite:///{self._folder / f'{next(self._numbers)}.db'}"
        store = SqlStore(url)
        store.migrate(upgrade)
        store.close()
        return url

    def copy(self, url: str) -> str:
        """A database with the same rows and the same next ids; nobody may be using the first."""
        number = next(self._numbers)
        if url.startswith("sqlite"):
            shutil.copyfile(file_of(url), self._folder / f"{number}.db")
            return f"sqlite:///{self._folder / f'{number}.db'}"
        name, copied = _name_of(url), f"copy{number}"
        self._administer("CREATE DATABASE {} TEMPLATE {}", copied, name)
        return url.replace(f"/{name}?", f"/{copied}?")

    def drop(self, url: str) -> None:
        if url.startswith("sqlite"):
            for suffix in ("", "-wal", "-shm"):
                Path(f"{file_of(url)}{suffix}").unlink(missing_ok=True)
        else:
            self._administer("DROP DATABASE {}", _name_of(url))

    def _administer(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._server.uri, autocommit=True) as connection:
            filled = sql.SQL(statement).format(*(sql.Identifier(name) for name in names))
            connection.execute(filled)

    def postgres_version(self) -> str:
        with psycopg.connect(self._server.uri) as connection:
            number = connection.info.server_version
        return f"{number // 10000}.{number % 10000}"


def file_of(url: str) -> str:
    return url.removeprefix("sqlite:///")


def _name_of(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


class Intolerant(Telemetry):
    """A refusal or a crash is quicker than the real thing: no measurement may hold one."""

    def refused(self, command: str, error: StudyError) -> NoReturn:
        raise AssertionError(f"{command} was refused: {error.message}")

    def crashed(self, command: str, incident: str, error: BaseException) -> NoReturn:
        raise AssertionError(f"{command} crashed ({incident})") from error


@dataclass
class Bench:
    """`quick` only shows that everything runs; its figures mean nothing."""

    databases: Databases
    folder: Path
    rng: random.Random
    quick: bool
    progress: Progress
    bookshelf: Bookshelf = field(default_factory=lambda: Bookshelf(ROOT / "content"))
    telemetry: Telemetry = field(default_factory=lambda: Intolerant(make_log("error", "json")))

    def size(self, full: int, quick: int) -> int:
        return quick if self.quick else full

    async def contest(self, contestants: dict[str, Run], rounds: int) -> Rounds:
        return await contest(contestants, self.size(rounds, 1), self.rng, self.progress)

    def core(self, store: SqlStore, clock: Clock, room: "Room", *, alone: bool = True) -> Core:
        """The same seed each time, so that two runs on equal databases do the same."""
        rng = random.Random(SEED)
        grace = timedelta(0) if alone else OTHERS_GRACE
        return build(store, self.bookshelf, clock, self.telemetry, [room], rng, grace=grace)

    def circle(self, repos: Repos, channel: ChannelRef, drill_at: datetime) -> Cohort:
        """A circle whose next post is its first drill."""
        host = repos.people.identify(ActorRef(PLATFORM, "w", "host"), "Host")
        calendar = self.calendar(drill_at.date(), drill_at.time())
        settled = ordinal(1, SlotKind.KICKOFF)
        new = Cohort(CohortId(0), "Circle", "sony-ds", calendar, host.id, drill_at)
        circle = repos.cohorts.add(replace(new, settled=settled, next_slot_at=drill_at))
        repos.cohorts.add_place(circle.id, channel)
        return circle

    async def populated(
        self, engine: str, rooms: Sequence[ChannelRef], actors: Sequence[ActorRef]
    ) -> str:
        """A database with a circle in each room on its first day, the day's drill posted.

        The actors are members of the circles in turn.
        """
        url = self.databases.new(engine)
        store = SqlStore(url)

        def fill(repos: Repos) -> None:
            circles = [self.circle(repos, room, START) for room in rooms]
            for number, actor in enumerate(actors):
                who = repos.people.identify(actor, f"Member {number}")
                circle = circles[number % len(circles)]
                repos.members.add(Member(MemberId(0), circle.id, who.id, 1, START))

        await store.transact(fill)
        await self.core(store, SetClock(START), Room()).tick.run()
        store.close()
        return url

    def calendar(self, start: date, hour: time) -> Calendar:
        track = self.bookshelf.current.track("sony-ds")
        return Calendar(start, "UTC", hour, track.plan(28), track.reviews)


def channel(number: int) -> ChannelRef:
    return ChannelRef(PLATFORM, "w", f"room{number}")


def a_post(number: int, due_at: datetime) -> Outgoing:
    return Outgoing(f"post/{number}", channel(number), CARD, due_at, due_at + timedelta(days=90))


class Room:
    """A messenger that takes no time of its own, with the playground's pace and lanes."""

    platform = PLATFORM
    remembers = timedelta()
    per_channel = timedelta()
    per_second = 1000.0
    lanes = 8

    def __init__(self, on_post: Callable[[ChannelRef, str], None] = lambda *_: None) -> None:
        self._on_post = on_post

    async def post(self, target: ChannelRef, card: Card, *, key: str, parent: str = "") -> Receipt:
        self._on_post(target, key)
        return Receipt(f"{card.title}/{parent}/{key}")


START = datetime(2027, 3, 8, 9, 0, tzinfo=UTC)
"""Where clocks that stand still begin: a Monday."""
