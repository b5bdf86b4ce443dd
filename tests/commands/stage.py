"""A room with people in it: all they do goes through the real dispatcher and a real store."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from bot.cards import (
    Action,
    Actions,
    Button,
    Card,
    Choices,
    Fields,
    Mono,
    Note,
    Plain,
    Quote,
    Select,
    Span,
    Strong,
    Text,
    Toggle,
)
from bot.clock import SetClock
from bot.commands.dispatcher import Dispatcher
from bot.curriculum.catalog import Curriculum
from bot.curriculum.resolving import resolve
from bot.domain.cohorts import Cohort
from bot.domain.ids import ActorRef, ChannelRef, MemberId, ServingId, direct_to
from bot.domain.records import Attempt, Serving
from bot.domain.scoring import Purpose
from bot.domain.timeline import instant
from bot.plain_text import plain_text
from bot.ports import Invocation, Pressed, Reply, Request, Submitted, Typed
from bot.repositories.store import Repos
from bot.storage.migrations import upgrade
from bot.storage.repos import SqlRepos
from bot.storage.store import SqlStore
from bot.storage.tables import metadata, outbox
from bot.tokens import token
from scheduler.tick import Tick
from tests.builders import a_channel, an_actor, store_serving
from tests.fakes import RecordingWatch

FIRST_DAY, ZONE = date(2027, 3, 8), "Europe/Berlin"
ROOM, OTHER_ROOM = a_channel("room"), a_channel("other")
HOST, ANA, BEN, EVE = (an_actor(name) for name in ("host", "ana", "ben", "eve"))
Rows = dict[str, list[tuple[Any, ...]]]


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A local time of the circle's day as an instant."""
    return instant(FIRST_DAY + timedelta(days=day - 1), time(hour, minute), ZONE)


def actions(card: Card) -> Iterator[Action]:
    for block in card.blocks:
        if isinstance(block, Actions):
            yield from block.items


def buttons(card: Card) -> dict[str, str]:
    """Tokens by label."""
    return {item.label: item.token for item in actions(card) if isinstance(item, Button)}


def selects(card: Card) -> dict[str, Select]:
    return {item.label: item for item in actions(card) if isinstance(item, Select)}


def toggles(card: Card) -> dict[str, Toggle]:
    """By the first word of the label."""
    return {item.label.split()[0]: item for item in actions(card) if isinstance(item, Toggle)}


def decorated(card: Card) -> str:
    """All text that a platform would not take literally: strong and fixed-width spans."""
    return "\n".join(s.text for s in _spans(card) if isinstance(s, Strong | Mono))


def literal(card: Card) -> str:
    return "\n".join(s.text for s in _spans(card) if isinstance(s, Plain))


def _spans(card: Card) -> Iterator[Span]:
    for block in card.blocks:
        if isinstance(block, Fields):
            yield from (span for _, value in block.pairs for span in value)
        elif isinstance(block, Choices):
            yield from (span for _, text in block.items for span in text)
        elif isinstance(block, Text | Quote | Note):
            yield from block.spans


@dataclass
class Stage:
    store: SqlStore
    curriculum: Curriculum
    clock: SetClock
    ids: Callable[[], str]
    rng: random.Random = field(default_factory=lambda: random.Random(28))
    watch: RecordingWatch = field(default_factory=RecordingWatch)

    def __post_init__(self) -> None:
        self.desk = Dispatcher(
            self.store, lambda: self.curriculum, self.clock, self.rng, self.watch
        )
        self.tick = Tick(self.store, lambda: self.curriculum, self.clock, self.watch)

    async def reply(
        self, who: ActorRef, request: Request, where: ChannelRef = ROOM, name: str = ""
    ) -> Reply:
        shown = name or who.user.title()
        reply = await self.desk.dispatch(Invocation(self.ids(), where, who, shown, request))
        assert reply is not None
        return reply

    async def types(self, who: ActorRef, text: str, where: ChannelRef = ROOM) -> Card:
        return (await self.reply(who, Typed(text), where)).card

    async def presses(self, who: ActorRef, made: str, where: ChannelRef = ROOM) -> Card:
        return (await self.reply(who, Pressed(made), where)).card

    async def submits(self, who: ActorRef, made: str, **values: str) -> Card:
        return (await self.reply(who, Submitted(made, values))).card

    async def writes(self, who: ActorRef, text: str) -> Card:
        """In the direct conversation with the bot."""
        return await self.types(who, text, direct_to(who))

    async def starts(self, days: int = 28, where: ChannelRef = ROOM) -> None:
        """The host starts a circle that begins on the first day at nine."""
        begin = token("start go", "sony-ds", FIRST_DAY, ZONE, "09:00", days)
        card = await self.presses(HOST, begin, where)
        assert card.title.startswith("Started")

    async def opens(self, *members: ActorRef, day: int = 1) -> None:
        """A circle with members, on a day whose drill has just been posted."""
        self.clock.move_to(at(1, 8))
        await self.starts()
        for member in members:
            await self.types(member, "join")
        await self.lives_to(at(day))

    async def lives_to(self, until: datetime) -> None:
        """Every due instant in turn, as if the bot had been running all the time."""
        while (due := await self.tick.run()) is not None and due <= until:
            self.clock.move_to(max(due, self.clock.now()))
        self.clock.move_to(max(until, self.clock.now()))

    def passes(self, **span: float) -> None:
        """Time goes by: minutes=3, days=1."""
        self.clock.move_to(self.clock.now() + timedelta(**span))

    async def served(self, who: ActorRef, form: str) -> Serving:
        """A drill of one format from the shipped content, served to a member a minute ago."""
        circle, member = await self.circle(), await self.member(who)
        bank = self.curriculum.of_track("sony-ds")
        family = next(family for family in bank if family.format == form)

        def serve(repos: Repos) -> Serving:
            return store_serving(
                repos,
                circle,
                member=member,
                day=circle.day(self.clock.now()),
                purpose=Purpose.EXTRA,
                drill=resolve(self.curriculum, family, 1),
                created_at=self.clock.now() - timedelta(minutes=1),
            )

        return await self.store.transact(serve)

    async def attempts(self, who: ActorRef, serving: Serving) -> Sequence[Attempt]:
        member = await self.member(who)
        found: Sequence[Attempt] = await self.ask(
            lambda repos: repos.practice.attempts(serving.id, member)
        )
        return found

    async def ask(self, look: Callable[[Repos], Any]) -> Any:  # noqa: ANN401  whatever is asked
        return await self.store.transact(look, read_only=True)

    async def circle(self, where: ChannelRef = ROOM) -> Cohort:
        found = await self.ask(lambda repos: repos.cohorts.latest_at(where))
        assert isinstance(found, Cohort)
        return found

    async def member(self, who: ActorRef) -> MemberId:
        circle = await self.circle()

        def look(repos: Repos) -> MemberId:
            person = repos.people.find(who)
            assert person is not None
            member = repos.members.find(circle.id, person.id)
            assert member is not None
            return member.id

        found: MemberId = await self.ask(look)
        return found

    async def serving(self, card: Card) -> Serving:
        """The drill a card is about, found through its buttons as a surface would."""
        number = next(
            made.split(":")[2]
            for made in buttons(card).values()
            if made.split(":")[1] in {"answer to", "pick", "number", "write", "scope", "open"}
        )
        found = await self.ask(lambda repos: repos.practice.serving(ServingId(int(number))))
        assert isinstance(found, Serving)
        return found

    async def daily(self, day: int) -> Serving:
        circle = await self.circle()
        found = await self.ask(lambda repos: repos.practice.by_key(f"daily/{circle.id}/{day}"))
        assert isinstance(found, Serving)
        return found

    async def posts(self) -> list[Any]:
        """Rows of the outbox, oldest first."""
        rows: list[Any] = await self.ask(
            lambda repos: _connection(repos).execute(select(outbox).order_by(outbox.c.id)).all()
        )
        return rows

    async def dump(self) -> Rows:
        """Every row of every table."""
        rows: Rows = await self.ask(_dump)
        return rows


def _connection(repos: Repos) -> Connection:
    assert isinstance(repos, SqlRepos)
    return repos.cohorts.connection


def _dump(repos: Repos) -> Rows:
    connection = _connection(repos)
    return {
        table.name: [tuple(row) for row in connection.execute(select(table))]
        for table in metadata.sorted_tables
    }


def said(card: Card) -> str:
    """The card as a screen reader would read it."""
    return plain_text(card)


def open_stage(path: Path, curriculum: Curriculum) -> Stage:
    """On a database file, on the fifth day of its circle; ids differ from file to file."""
    store = SqlStore(f"sqlite:///{path}")
    store.migrate(upgrade)
    numbers = count(1)
    rng, clock = random.Random(5), SetClock(at(5, 10))
    return Stage(store, curriculum, clock, lambda: f"{path.stem}{next(numbers)}", rng)
