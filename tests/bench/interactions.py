"""`drill`, then an answer, next to the SQL statements it runs."""

import asyncio
import itertools
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import Engine, event, func, select

from adapters.playground.moments import reader_in
from adapters.playground.render import Origin, render_card
from bot.bootstrap import Core
from bot.cards import Actions, Button, Card
from bot.clock import SetClock
from bot.domain.drills import Open
from bot.domain.ids import ActorRef, ServingId
from bot.domain.specimens import specimen
from bot.ports import Invocation, Pressed, Request, Submitted, Typed
from bot.storage.store import SqlStore
from bot.storage.tables import attempt, effort, memory, serving
from bot.tokens import read, token
from tests.bench.ground import ENGINES, PLATFORM, SEED, SQLITE, START, Bench, Room, channel
from tests.bench.measuring import Run, percentile
from tests.bench.report import Figure, ms

TARGETS = {"SQLite": 2.5, "PostgreSQL": 2.0}
CIRCLES, MEMBERS = 10, 40
IN_FLIGHT = 16
WARM = 20
"""Interactions before the watch starts: each engine compiles its statements once."""
READER = reader_in("Europe/Berlin", START)
ORIGIN = Origin("m1", "room1")

Statement = tuple[Any, Any]
Transaction = list[Statement]


class Recorder:
    """Writes down every statement of every transaction, with its parameters."""

    def __init__(self, engine: Engine) -> None:
        self.transactions: list[Transaction] = []
        self._paused = False
        event.listen(engine, "begin", self._begin)
        event.listen(engine, "before_execute", self._execute)

    def _begin(self, _: object) -> None:
        if not self._paused:
            self.transactions.append([])

    def _execute(self, *call: Any) -> None:  # noqa: ANN401  SQLAlchemy's hook
        _, statement, many, one, _ = call
        if not self._paused:
            self.transactions[-1].append((statement, list(many) or one))

    @contextmanager
    def paused(self) -> Iterator[None]:
        self._paused = True
        yield
        self._paused = False


def replay(engine: Engine, transaction: Transaction) -> None:
    """The floor: the same statements, and every row they return taken over."""
    with engine.connect() as connection, connection.begin():
        for statement, given in transaction:
            result = connection.execute(statement, given)
            if result.returns_rows:
                result.all()


class People:
    """Members in turn, each invocation with an id of its own."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def says(self, request: Request, member: int) -> Invocation:
        actor = ActorRef(PLATFORM, "w", f"m{member}")
        room = channel(member % CIRCLES)
        return Invocation(f"i{next(self._numbers)}", room, actor, f"Member {member}", request)


async def measure(bench: Bench) -> list[Figure]:
    found: list[Figure] = []
    for engine in ENGINES:
        pair = _Pair(bench, await _populated(bench, engine))
        await pair.record()
        found.append(await pair.figure(engine))
        if engine == SQLITE:
            found += await pair.in_flight()
    return found


async def _populated(bench: Bench, engine: str) -> str:
    rooms = [channel(number) for number in range(CIRCLES)]
    actors = [ActorRef(PLATFORM, "w", f"m{number}") for number in range(CIRCLES * MEMBERS)]
    return await bench.populated(engine, rooms, actors)


class _Pair:
    def __init__(self, bench: Bench, template: str) -> None:
        self.bench, self.template = bench, template
        self.pairs = bench.size(70, 15)
        self.script: list[Invocation] = []
        self.transactions: list[Transaction] = []
        self.left: list[int] = []

    async def record(self) -> None:
        """Once, without a watch: what is said, and which statements that takes."""
        people, answers = People(), random.Random(SEED)
        with self._fresh() as (store, core):
            recorder = Recorder(store.engine)
            for member in range(self.pairs):
                drill = people.says(Typed("drill"), member)
                card = await _say(core, drill)
                with recorder.paused():
                    request = await _answer(store, card, answers)
                reply = people.says(request, member)
                await _say(core, reply)
                self.script += [drill, reply]
            self.transactions = recorder.transactions
            with recorder.paused():
                self.left = _left(store.engine)
        assert len(self.transactions) == len(self.script), "an interaction is one transaction"

    @contextmanager
    def _fresh(self) -> Iterator[tuple[SqlStore, Core]]:
        url = self.bench.databases.copy(self.template)
        store = SqlStore(url)
        yield store, self.bench.core(store, SetClock(START), Room())
        store.close()
        self.bench.databases.drop(url)

    async def figure(self, engine: str) -> Figure:
        contestants: dict[str, Run] = {"product": self.product, "statements": self.statements}
        rounds = await self.bench.contest(contestants, 9)
        return Figure(
            f"CPU of `drill` and an answer, card rendered / of their SQL alone, {engine}",
            ms(rounds.median("product")),
            ms(rounds.median("statements")),
            rounds.ratio("product", "statements"),
            TARGETS[engine],
        )

    async def product(self) -> float:
        with self._fresh() as (store, core):
            used = await self._timed([partial(_say, core, said) for said in self.script])
            assert _left(store.engine) == self.left, "every run must do the same"
        return used

    async def statements(self) -> float:
        with self._fresh() as (store, _), ThreadPoolExecutor(1) as thread:
            loop = asyncio.get_running_loop()
            steps = [
                partial(loop.run_in_executor, thread, replay, store.engine, done)
                for done in self.transactions
            ]
            used = await self._timed(steps)
            assert _left(store.engine) == self.left, "the floor must do what the product does"
        return used

    async def _timed(self, steps: Sequence[Callable[[], Awaitable[Any]]]) -> float:
        """CPU seconds a pair once the statements are compiled."""
        for step in steps[:WARM]:
            await step()
        began = time.process_time()
        for step in steps[WARM:]:
            await step()
        return (time.process_time() - began) * 2 / (len(steps) - WARM)

    async def in_flight(self) -> list[Figure]:
        """Drills, and answers to drills served before, sixteen at a time."""
        spread: list[float] = []
        rate: list[float] = []
        floor: list[float] = []
        for _ in range(self.bench.size(5, 1)):
            floor.append(await self._replayed())
            times, per_second = await self._crowded()
            spread.append(percentile(times, 0.99) / percentile(times, 0.5))
            rate.append(per_second)
        middle = percentile(times, 0.5)
        return [
            Figure(
                f"{IN_FLIGHT} in flight, SQLite: p99 / p50",
                ms(percentile(times, 0.99)), ms(middle), percentile(spread, 0.5), 2.5,
            ),
            Figure(
                f"{IN_FLIGHT} in flight, SQLite: interactions a second",
                f"{percentile(rate, 0.5):.0f}", f"SQL alone {percentile(floor, 0.5):.0f}",
                percentile(rate, 0.5), 500, "at least", "/s",
            ),
        ]  # fmt: skip

    async def _replayed(self) -> float:
        """How many such transactions one worker thread gets through in a second."""
        with self._fresh() as (store, _), ThreadPoolExecutor(1) as thread:
            loop = asyncio.get_running_loop()
            began = time.perf_counter()
            for_all = [
                loop.run_in_executor(thread, replay, store.engine, done)
                for done in self.transactions
            ]
            await asyncio.gather(*for_all)
            return len(for_all) / (time.perf_counter() - began)

    async def _crowded(self) -> tuple[list[float], float]:
        people, answers = People(), random.Random(SEED)
        count = self.bench.size(600, 40)
        waiting: deque[Invocation] = deque()
        with self._fresh() as (store, core):
            for member in range(count):
                card = await _say(core, people.says(Typed("drill"), member % 400))
                request = await _answer(store, card, answers)
                waiting.append(people.says(request, member % 400))
                waiting.append(people.says(Typed("drill"), (member + 7) % 400))
            times: list[float] = []
            began = time.perf_counter()
            await asyncio.gather(*(_work(core, waiting, times) for _ in range(IN_FLIGHT)))
            return times, len(times) / (time.perf_counter() - began)


async def _work(core: Core, waiting: deque[Invocation], times: list[float]) -> None:
    while waiting:
        began = time.perf_counter()
        await _say(core, waiting.popleft())
        times.append(time.perf_counter() - began)


async def _say(core: Core, said: Invocation) -> Card:
    reply = await core.desk.dispatch(said)
    assert reply is not None
    render_card(reply.card, READER, ORIGIN)
    return reply.card


async def _answer(store: SqlStore, card: Card, rng: random.Random) -> Request:
    """What somebody might answer, half of it right."""
    shown = ServingId(_serving_on(card))
    found = await store.transact(lambda repos: repos.practice.serving(shown), read_only=True)
    assert found is not None
    text = specimen(found.drill, right=rng.random() < 0.5, rng=rng)
    if isinstance(found.drill.body, Open):
        return Submitted(token("write", shown), {"text": text})
    return Pressed(token("answer to", shown, text))


def _serving_on(card: Card) -> int:
    for block in card.blocks:
        for action in block.items if isinstance(block, Actions) else ():
            found = read(action.token) if isinstance(action, Button) else None
            if found is not None and found[1]:
                return int(found[1][0])
    raise AssertionError(f"no drill on the card {card.title!r}")


def _left(engine: Engine) -> list[int]:
    """How many rows were left behind."""
    with engine.connect() as connection:
        counts = (select(func.count()).select_from(t) for t in (serving, attempt, effort, memory))
        return [connection.execute(count).scalar_one() for count in counts]
