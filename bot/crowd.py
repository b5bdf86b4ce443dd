"""Simulated members who answer by themselves, through the same door as everybody else.

They are classmates in the playground's demo and the room full of people in a simulation. Their
answers come some time after the post, so the clock has to pass for them too.
"""

import heapq
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.cards import Actions, Button, Card
from bot.domain.drills import Executed
from bot.domain.ids import ActorRef, ChannelRef, ServingId
from bot.domain.records import Serving
from bot.domain.scoring import Purpose
from bot.domain.specimens import specimen
from bot.domain.timeline import SlotKind, ordinal
from bot.ports import Clock, Invocation, Pressed, Reply, Request, Submitted, Typed
from bot.repositories.store import Repos, Store
from bot.tokens import read, token

_ANSWERABLE = ("open", "answer to", "pick", "number", "write", "scope")
TAKES_PART, IS_RIGHT, REVIEWS, TICKS = 0.8, 0.65, 0.4, 0.15
LONGEST_DELAY = timedelta(hours=7)
Dispatch = Callable[[Invocation], Awaitable[Reply | None]]


@dataclass(frozen=True, slots=True)
class Classmate:
    actor: ActorRef
    name: str


@dataclass(order=True, slots=True)
class _Turn:
    at: datetime
    order: int
    who: Classmate = field(compare=False)


class Crowd:
    """`look` notices a new day's drill and gives each classmate a time; `act` lets them answer."""

    def __init__(
        self,
        dispatch: Dispatch,
        store: Store,
        clock: Clock,
        rng: random.Random,
        ids: Callable[[], str],
        channel: ChannelRef,
        people: Sequence[Classmate],
    ) -> None:
        self._dispatch, self._store, self._clock = dispatch, store, clock
        self._random, self._ids = rng, ids
        self._channel, self._people = channel, people
        self._turns: list[_Turn] = []
        self._seen_day = 0
        self.answers = 0

    def next_at(self) -> datetime | None:
        return self._turns[0].at if self._turns else None

    async def look(self) -> None:
        """Plan today's turns once the day's post is out."""
        now = self._clock.now()
        day = await self._store.transact(
            lambda repos: _posted_day(repos, self._channel, now), read_only=True
        )
        if day <= self._seen_day:
            return
        self._seen_day = day
        for who in self._people:
            if self._random.random() < TAKES_PART:
                delay = LONGEST_DELAY * min(1.0, self._random.expovariate(4))
                turn = _Turn(now + timedelta(minutes=1) + delay, self._random.getrandbits(32), who)
                heapq.heappush(self._turns, turn)

    async def act(self) -> int:
        """Everybody whose time has come; returns how many that were."""
        acted = 0
        while self._turns and self._turns[0].at <= self._clock.now():
            await self._take_part(heapq.heappop(self._turns).who)
            acted += 1
        return acted

    async def _take_part(self, who: Classmate) -> None:
        card = await self._say(who, "today")
        serving = await self._serving_of(card)
        if serving is not None:
            await self._answer(who, serving)
        elif card is not None and _token(card, "quiz"):
            await self._quiz(who)
        if self._random.random() < REVIEWS:
            await self._answer_card(who, await self._say(who, "review"))
        if self._random.random() < TICKS:
            await self._say(who, f"checklist CK0-{self._random.randint(1, 7)} https://example.org")

    async def _quiz(self, who: Classmate) -> None:
        while await self._answer_card(who, await self._say(who, "quiz")):
            continue

    async def _answer_card(self, who: Classmate, card: Card | None) -> bool:
        serving = await self._serving_of(card)
        if serving is None:
            return False
        await self._answer(who, serving)
        return True

    async def _answer(self, who: Classmate, serving: Serving) -> None:
        text = specimen(serving.drill, right=self._random.random() < IS_RIGHT, rng=self._random)
        self.answers += 1
        if serving.drill.format in {"written", "explain", "scope"}:
            if serving.purpose is Purpose.DAILY:
                await self._say(who, f"answer {text}")
            return
        if isinstance(serving.drill.body, Executed):
            await self._do(who, Submitted(token("code", serving.id), {"text": text}))
            return
        await self._do(who, Pressed(token("answer to", serving.id, text)))

    async def _serving_of(self, card: Card | None) -> Serving | None:
        found = (
            None if card is None else _token(card, "open", "answer to", "pick", "number", "write")
        )
        if found is None:
            return None
        return await self._store.transact(
            lambda repos: repos.practice.serving(ServingId(int(found[0]))), read_only=True
        )

    async def _say(self, who: Classmate, text: str) -> Card | None:
        reply = await self._do(who, Typed(text))
        return None if reply is None else reply.card

    async def _do(self, who: Classmate, request: Request) -> Reply | None:
        reply = await self._dispatch(
            Invocation(self._ids(), self._channel, who.actor, who.name, request)
        )
        if reply is not None and reply.then is not None:
            return [later async for later in reply.then][-1]
        return reply


def _posted_day(repos: Repos, channel: ChannelRef, now: datetime) -> int:
    """The circle's day when its drill is out; 0 before that and without a circle."""
    cohort = repos.cohorts.at(channel)
    if cohort is None:
        return 0
    day = cohort.day(now)
    return day if cohort.settled >= ordinal(day, SlotKind.DRILL) else 0


def _token(card: Card, *commands: str) -> list[str] | None:
    """Values of the first button that carries one of the commands; [] counts as found."""
    for block in card.blocks:
        for action in block.items if isinstance(block, Actions) else ():
            found = read(action.token) if isinstance(action, Button) else None
            if found is not None and found[0] in commands:
                return found[1] or ["0"]
    return None
